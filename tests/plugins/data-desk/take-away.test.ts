import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { geoPackageReader } from '../../../readers/geopackage/reader.ts';
import { geoParquetReader } from '../../../readers/geoparquet/reader.ts';
import { type AwayFormat, writeAway } from '../../../src/plugins/data-desk/tasks/take-away.ts';
import { readFeatures, wordsOf } from '../../readers/read-features.ts';

const square = (x: number, y: number) => [
  [
    [x, y],
    [x + 0.01, y],
    [x + 0.01, y + 0.01],
    [x, y + 0.01],
    [x, y],
  ],
];
const feature = (geometry: object, properties: object) => ({ type: 'Feature', properties, geometry });
const AREAS = [
  feature({ type: 'Polygon', coordinates: square(116, 39) }, { id: '甲', fid: 7, people: 12, height: 8.5, note: null }),
  feature(
    { type: 'MultiPolygon', coordinates: [square(116.1, 39), square(116.2, 39)] },
    { id: 'b', fid: 8, people: null, height: 3, note: '学校' },
  ),
];
const POINTS = [
  feature({ type: 'Point', coordinates: [116.5, 39.5] }, { id: 'p', mixed: 1 }),
  feature({ type: 'Point', coordinates: [116.6, 39.6] }, { id: 'q', mixed: 'x' }),
];
const written = (features: object[], format: AwayFormat) =>
  writeAway(JSON.stringify({ features }), format, { name: '建筑', about: { city: 'small' }, atMs: 0 });
const READERS = { gpkg: geoPackageReader, parquet: geoParquetReader };

test.each(['gpkg', 'parquet'] as const)(
  'areas and points of an answer come back from %s with their attributes',
  async (format) => {
    const areas = await readFeatures(
      READERS[format],
      await written(AREAS, format),
      { geometry: 'polygon' },
      `a.${format}`,
    );
    expect(areas.codes).toEqual({});
    expect(areas.raw.crs).toBe('EPSG:4326');
    expect(wordsOf(areas.raw, 'id')).toEqual(['甲', 'b']);
    expect(wordsOf(areas.raw, 'people')).toEqual(['12', '']);
    expect(wordsOf(areas.raw, 'height')).toEqual(['8.5', '3']);
    expect(wordsOf(areas.raw, 'note')).toEqual(['', '学校']);
    // A database has its own `fid`.
    expect(wordsOf(areas.raw, format === 'gpkg' ? 'fid_2' : 'fid')).toEqual(['7', '8']);
    expect([Math.min(...areas.raw.xy), Math.max(...areas.raw.xy)]).toEqual([39, 116.2 + 0.01]);
    const points = await readFeatures(
      READERS[format],
      await written(POINTS, format),
      { geometry: 'point' },
      `p.${format}`,
    );
    expect([...points.raw.xy]).toEqual([116.5, 39.5, 116.6, 39.6]);
    expect(wordsOf(points.raw, 'mixed'), 'numbers beside text are text').toEqual(['1', 'x']);
  },
);

const gdal = (() => {
  try {
    return String(execFileSync('ogrinfo', ['--version']));
  } catch {
    return null;
  }
})();

test.skipIf(gdal === null)('GDAL opens what was taken away with equal counts and attributes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-away-'));
  try {
    for (const format of ['gpkg', 'parquet'] as const) {
      const file = join(folder, `a.${format}`);
      writeFileSync(file, await written(AREAS, format));
      if (format === 'parquet' && !String(execFileSync('ogrinfo', ['--formats'])).includes('Parquet')) continue;
      const told = String(execFileSync('ogrinfo', ['-al', '-ro', file], { timeout: 60_000 }));
      for (const words of ['Feature Count: 2', 'Multi Polygon', '甲', '学校', '8.5']) expect(told).toContain(words);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
