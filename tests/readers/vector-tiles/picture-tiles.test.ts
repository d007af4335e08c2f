import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPictureTiles } from '../../../readers/vector-tiles/picture-tiles.ts';
import type { PlacedTile } from '../../../readers/vector-tiles/pmtiles.ts';
import { encodeRgbaPng } from '../../../tiles/tileset/png.ts';
import { mbtilesOf, mvtOf } from './write-tiles.ts';

const PNG = encodeRgbaPng(2, 2, new Uint8Array(16).fill(200));
const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0);
const WEBP = new Uint8Array(Buffer.from('RIFF\0\0\0\0WEBPVP8 '));

async function read(bytes: Uint8Array) {
  const tiles: PlacedTile[] = [];
  const facts = await readPictureTiles(bytes, 'map.mbtiles', (tile) => tiles.push(tile));
  return { facts, places: tiles.map(({ level, column, row }) => `${level}/${column}/${row}`), tiles };
}

test('pictures of all levels come with rows from the north, whatever their type; bounds, attribution and gaps are told', async () => {
  const bytes = await mbtilesOf(
    'png',
    [
      [1, 1, 1, PNG],
      [2, 2, 2, JPEG],
      [2, 3, 3, WEBP],
      [2, 2, 3, PNG],
    ],
    { bounds: '10,5,170,80', attribution: '© <a href="https://example.org" onclick="x()">Survey</a>' },
  );
  const { facts, places, tiles } = await read(bytes);
  // Of TMS row 3 of level 2 the northern row is 0.
  expect(places).toEqual(['1/1/0', '2/2/0', '2/2/1', '2/3/0']);
  expect(tiles[2].bytes).toEqual(JPEG);
  expect(facts).toEqual({
    type: 'png',
    boundsDeg: [10, 5, 170, 80],
    minLevel: 1,
    maxLevel: 2,
    attribution: '© Survey',
    tiles: 4,
    // 2/3/1 lies within the bounds.
    absent: 1,
  });
});

test('bounds that the archive lacks, or that lie elsewhere, are those of its finest tiles', async () => {
  for (const bounds of [undefined, '', 'a,b,c,d', '-20,-20,-10,-10']) {
    const metadata = bounds === undefined ? {} : { bounds };
    const { facts } = await read(await mbtilesOf('jpg', [[1, 1, 1, JPEG]], metadata));
    expect(facts.boundsDeg.map((value) => Number(value.toFixed(9)))).toEqual([0, 0, 180, 85.05112878]);
    expect(facts).toMatchObject({ type: 'jpg', absent: 0, attribution: '' });
  }
});

test('what is no picture is refused by its place, and so are features, another file, an empty archive and a level too fine', async () => {
  const refusal = async (bytes: Uint8Array) => await read(bytes).then(() => 'none', String);
  expect(await refusal(await mbtilesOf('png', [[2, 3, 0, Uint8Array.of(0x3c, 0x68, 0x74, 0x6d)]]))).toContain(
    '2/3/3: expected a picture (PNG, JPEG, WebP), got bytes that begin with 3c 68 74 6d',
  );
  expect(await refusal(await mbtilesOf('pbf', [[0, 0, 0, mvtOf({ a: [] })]]))).toContain('got features');
  expect(await refusal(Uint8Array.of(1, 2, 3))).toContain('expected an archive of pictures');
  expect(await refusal(await mbtilesOf('png', []))).toContain('expected pictures, got none');
  expect(await refusal(await mbtilesOf('png', [[25, 0, 0, PNG]]))).toContain('tiles of level 25');
  expect(await refusal(await mbtilesOf('png', [[1, 0, 7, PNG]]))).toContain('a tile at 0, 7');
  expect(await refusal((await mbtilesOf('png', [[1, 0, 0, PNG]])).subarray(0, 3000))).toContain('map.mbtiles');
});

const REAL = join(import.meta.dirname, '../../../../shared/data/formats/mvt/elevation-near-badschandau-z10-11.pmtiles');

test.skipIf(!existsSync(REAL))(
  'a real PMTiles archive of pictures gives both of its levels about Bad Schandau',
  async () => {
    const { facts, places } = await read(new Uint8Array(readFileSync(REAL)));
    expect([facts.minLevel, facts.maxLevel, facts.absent]).toEqual([10, 11, 0]);
    expect(places.length).toBe(new Set(places).size);
    // As its header states them.
    expect(facts.boundsDeg).toEqual([14.203657, 50.905387, 14.208871, 50.912341]);
  },
);

test("an archive of GDAL's lies where its picture was", async (context) => {
  try {
    execFileSync('gdal_translate', ['--version'], { stdio: 'ignore' });
  } catch {
    context.skip('no gdal_translate');
  }
  const folder = mkdtempSync(join(tmpdir(), 'shapan-pictures-'));
  try {
    const run = (program: string, ...args: string[]) => execFileSync(program, args, { cwd: folder, stdio: 'ignore' });
    const extent = ['1812000', '6600000', '1814000', '6602000'];
    run(
      'gdal_create',
      '-outsize',
      '400',
      '400',
      '-bands',
      '3',
      '-burn',
      '200',
      '-ot',
      'Byte',
      '-a_srs',
      'EPSG:3857',
      '-a_ullr',
      extent[0],
      extent[3],
      extent[2],
      extent[1],
      'red.tif',
    );
    run('gdal_translate', '-of', 'MBTILES', '-co', 'TILE_FORMAT=JPEG', 'red.tif', 'red.mbtiles');
    const { facts } = await read(new Uint8Array(readFileSync(join(folder, 'red.mbtiles'))));
    const lonOf = (x: number) => (x / 20037508.342789244) * 180;
    const latOf = (y: number) => (Math.atan(Math.sinh((y / 20037508.342789244) * Math.PI)) * 180) / Math.PI;
    expect(facts.type).toBe('jpg');
    for (const [got, wanted] of [
      [facts.boundsDeg[0], lonOf(1812000)],
      [facts.boundsDeg[1], latOf(6600000)],
      [facts.boundsDeg[2], lonOf(1814000)],
      [facts.boundsDeg[3], latOf(6602000)],
    ])
      expect(got).toBeCloseTo(wanted, 4);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
