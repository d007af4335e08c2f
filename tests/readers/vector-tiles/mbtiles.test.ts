import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { selectReader } from '../../../readers/listed-readers.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { vectorTilesReader } from '../../../readers/vector-tiles/reader.ts';
import { readFeatures, wordsOf } from '../read-features.ts';
import { mbtilesOf, mvtOf } from './write-tiles.ts';

const house = (west: number, east: number) => ({
  ...{ type: 3 as const, id: 9, properties: { name: '楼' } },
  lines: [[west, 1000, east, 1000, east, 2000, west, 2000]],
});

test('an archive gives its finest level, rows counted from the south, in gzip or as they are', async () => {
  const bytes = await mbtilesOf('pbf', [
    [0, 0, 0, mvtOf({ houses: [house(2000, 2080)] })],
    [1, 0, 1, gzipSync(mvtOf({ houses: [house(4000, 4160)] }))],
    [1, 1, 1, mvtOf({ houses: [house(-96, 64)] })],
  ]);
  expect((await selectReader(bytesSource(bytes, 'upload.bin')))?.id).toBe('vector-tiles');
  const { raw } = await readFeatures(vectorTilesReader, bytes, {}, 'town.mbtiles');
  expect([raw.count, wordsOf(raw, 'name'), wordsOf(raw, '')]).toEqual([1, ['楼'], ['9']]);
  const lons = [...raw.xy].filter((_, i) => i % 2 === 0);
  const lats = [...raw.xy].filter((_, i) => i % 2 === 1);
  expect(Math.min(...lons)).toBeCloseTo((4000 / 4096 - 1) * 180, 9);
  expect(Math.max(...lons)).toBeCloseTo((64 / 4096) * 180, 9);
  // Rows 1000 to 2000 of the northern tile of two.
  const latOf = (y: number) => (Math.atan(Math.sinh(Math.PI * (1 - y / 4096))) * 180) / Math.PI;
  expect(Math.max(...lats)).toBeCloseTo(latOf(1000), 9);
  expect(Math.min(...lats)).toBeCloseTo(latOf(2000), 9);
});

test('pictures are refused with the way to a base map; a broken file and a tile that is nowhere by name', async () => {
  const pictures = await mbtilesOf('png', [[0, 0, 0, Uint8Array.of(1)]]);
  await expect(readFeatures(vectorTilesReader, pictures, {}, 'a.mbtiles')).rejects.toThrow('got pictures (png)');
  const nowhere = await mbtilesOf('pbf', [[1, 2, 0, mvtOf({ a: [] })]]);
  await expect(readFeatures(vectorTilesReader, nowhere, {}, 'a.mbtiles')).rejects.toThrow('a tile at 2, 0');
  await expect(readFeatures(vectorTilesReader, pictures.subarray(0, 3000), {}, 'a.mbtiles')).rejects.toThrow(
    'a.mbtiles',
  );
});

function hasGdal(): boolean {
  try {
    return execFileSync('ogr2ogr', ['--formats'], { encoding: 'utf8' }).includes('MBTiles');
  } catch {
    return false;
  }
}

test("an archive of GDAL's has the square that went into it", async (context) => {
  if (!hasGdal()) context.skip('no ogr2ogr that writes MBTiles');
  const folder = mkdtempSync(join(tmpdir(), 'shapan-mbtiles-'));
  try {
    const [west, south, east, north] = [116.3, 40, 116.33, 40.02];
    const ring = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ];
    const feature = { type: 'Feature', properties: { n: 5 }, geometry: { type: 'Polygon', coordinates: [ring] } };
    writeFileSync(join(folder, 'square.geojson'), JSON.stringify({ type: 'FeatureCollection', features: [feature] }));
    const options = ['-f', 'MBTiles', '-dsco', 'MINZOOM=0', '-dsco', 'MAXZOOM=13'];
    execFileSync('ogr2ogr', [...options, 'square.mbtiles', 'square.geojson'], { cwd: folder, stdio: 'ignore' });
    const bytes = new Uint8Array(readFileSync(join(folder, 'square.mbtiles')));
    const { raw } = await readFeatures(vectorTilesReader, bytes, {}, 'square.mbtiles');
    const lons = [...raw.xy].filter((_, i) => i % 2 === 0);
    const lats = [...raw.xy].filter((_, i) => i % 2 === 1);
    // A step of level 13 is 360° / 2^13 / 4096.
    const stepDeg = 360 / 2 ** 13 / 4096;
    for (const [got, wanted] of [
      [Math.min(...lons), west],
      [Math.max(...lons), east],
      [Math.min(...lats), south],
      [Math.max(...lats), north],
    ])
      expect(Math.abs(got - wanted)).toBeLessThan(2 * stepDeg);
    expect(new Set(wordsOf(raw, 'n'))).toEqual(new Set(['5']));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
