import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Files, readGrid } from '../../../cli/sim/flood-grid.ts';
import { Problems } from '../../../readers/shared/problems.ts';
import { readCity } from '../../../tiles/read/city.ts';
import { cellOfDem, elevationNear, readDem } from '../../../tiles/read/dem.ts';
import { parseRecipe } from '../../../tiles/recipe.ts';
import { gdalItems, type TiffInput, tiffOf } from '../../readers/geotiff/tiff-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-dem-units-'));
afterAll(() => rmSync(folder, { recursive: true }));

const COLUMNS = 40;
const ROWS = 30;
/** The plane of the findings: it rises a metre in ten cells eastwards and northwards from 0.55 m. */
const planeM = (column: number, rowFromSouth: number): number => 0.55 + 0.1 * column + 1.3 * rowFromSouth;

/** The plane in the file's own numbers, row 0 in the north unless it is told otherwise. */
function planeTiff(number: (metres: number) => number, input: Partial<TiffInput>, isSouthUp = false): Uint8Array {
  const numbers = Array.from({ length: COLUMNS * ROWS }, (_, i) => {
    const row = Math.floor(i / COLUMNS);
    return number(planeM(i % COLUMNS, isSouthUp ? row : ROWS - 1 - row));
  });
  const place = isSouthUp
    ? { matrix: [10, 0, 390_000, 0, 10, 5_820_000] as const }
    : { pixelScale: [10, 10, 0], tie: [0, 0, 0, 390_000, 5_820_300, 0] };
  return tiffOf({ columns: COLUMNS, rows: ROWS, numbers, epsg: 25_833, ...place, ...input });
}

const FEET = 0.3048;
const NAME = { zh: '地', en: 'ground' };
const CASES: readonly [string, Uint8Array][] = [
  [
    'centimetres by GDAL’s scale',
    planeTiff((m) => Math.round(100 * m), { kind: 'int16', metadata: gdalItems({ scale: 0.01 }) }),
  ],
  [
    'a scale and an offset',
    planeTiff((m) => Math.round(100 * (m - 100)), { kind: 'int16', metadata: gdalItems({ scale: 0.01, offset: 100 }) }),
  ],
  ['rows from the south', planeTiff((m) => m, {}, true)],
  ['a band in feet', planeTiff((m) => m / FEET, { metadata: gdalItems({ unittype: 'ft' }) })],
  ['a vertical system in ftUS', planeTiff((m) => (m * 3937) / 1200, { keys: { 4096: 6360 } })],
  ['depths', planeTiff((m) => -m, { keys: { 4096: 5715 } })],
  ['centimetres of the band', planeTiff((m) => 100 * m, { metadata: gdalItems({ unittype: 'cm' }) })],
];

test.each(CASES)('the ground of a grid with %s is where it was, and a flood has the same', async (name, bytes) => {
  const path = join(folder, `${name.replaceAll(/\W/g, '-')}.tif`);
  writeFileSync(path, bytes);
  const problems = new Problems();
  const tile = await readDem(path, { problems });
  const lonLat = Float64Array.of(390_105, 5_820_205);
  tile.crs.toLonLat(lonLat, 0, 1);
  expect(elevationNear([tile], lonLat[0], lonLat[1])).toBeCloseTo(planeM(10, 20), 4);
  expect(problems.list()).toEqual([]);
  const grid = await readGrid(path.slice(folder.length + 1), undefined, new Files(), folder);
  expect(grid.values[20 * COLUMNS + 10]).toBeCloseTo(planeM(10, 20), 4);
});

const written = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

/** New York Long Island in US survey feet. */
const IN_FEET = { epsg: 2263, pixelScale: [30, 30, 0], tie: [0, 0, 0, 990_000, 200_900, 0] };

test('heights without a unit are in feet where the coordinates are, unless somebody says otherwise', async () => {
  const path = written(
    'ny.tif',
    planeTiff((m) => m / FEET, IN_FEET),
  );
  const tile = await readDem(path, {});
  expect([tile.assumedUnitM, tile.elevationM[0]]).toEqual([FEET, expect.closeTo(planeM(0, 29), 4)]);
  expect(cellOfDem([tile], 40.7)).toBeCloseTo(30 * FEET, 2);
  const named = await readDem(path, { unit: 'm' });
  expect([named.assumedUnitM, named.elevationM[0]]).toEqual([null, expect.closeTo(planeM(0, 29) / FEET, 4)]);
  await expect(readGrid('ny.tif', undefined, new Files(), folder)).rejects.toThrow(/expected metres, got EPSG:2263/);
});

test('a unit that is no length is refused for heights; of a coefficient only feet are', async () => {
  written(
    'kelvin.tif',
    planeTiff((m) => m, { metadata: gdalItems({ unittype: 'K' }) }),
  );
  await expect(readDem(join(folder, 'kelvin.tif'), {})).rejects.toThrow(/unit like m, got "K"/);
  written(
    'manning.tif',
    planeTiff((m) => m, { metadata: gdalItems({ unittype: 's/m^(1/3)' }) }),
  );
  await expect(readGrid('manning.tif', undefined, new Files(), folder, null)).resolves.toMatchObject({ columns: 40 });
  written(
    'chezy.tif',
    planeTiff((m) => m, { metadata: gdalItems({ unittype: 'ft^(1/2)/s' }) }),
  );
  await expect(readGrid('chezy.tif', undefined, new Files(), folder, null)).rejects.toThrow(/a unit of metres/);
  written(
    'rain.tif',
    planeTiff((m) => m, { metadata: gdalItems({ unittype: 'in/h' }) }),
  );
  const rain = await readGrid('rain.tif', undefined, new Files(), folder, 'mm/h');
  expect(rain.values[0]).toBeCloseTo(0.55 * 25.4, 3);
});

test('a ground outside of where its system is used is told', async () => {
  const path = written(
    'far.tif',
    planeTiff((m) => m, { epsg: 28_355, tie: [0, 0, 0, 319_000, 1_900_000, 0] }),
  );
  const problems = new Problems();
  await readDem(path, { problems });
  expect(problems.list().map(({ code }) => code)).toContain('crs-area');
});

test('a city without a datum of its own has that of its elevations; two of them are told', async () => {
  const files = [
    written(
      'a.tif',
      planeTiff((m) => m, { keys: { 4096: 5703 } }),
    ),
  ];
  const cityOf = () => {
    const terrain = { files, source: 'survey' };
    const source = { name: NAME, licence: 'none' };
    const layers = [{ id: 'points', kind: 'point', label: NAME, file: 'points.csv', source, fields: { id: 'id' } }];
    const recipe = { id: 'ground', name: NAME, zone: 'UTC', terrain, layers };
    return readCity(parseRecipe(recipe, 'recipe.json', folder));
  };
  writeFileSync(join(folder, 'points.csv'), 'id,lon,lat\n1,13.381,52.52\n');
  expect((await cityOf()).datum).toEqual({ vertical: 'EPSG:5703', geoidUndulationM: 0 });
  files.push(
    written(
      'b.tif',
      planeTiff((m) => m, { keys: { 4096: 5773 } }),
    ),
  );
  const { datum, layers } = await cityOf();
  expect(datum.vertical).toBe('EPSG:5703, EPSG:5773');
  expect(layers[0].problems.map(({ code }) => code)).toContain('terrain-verticals');
});
