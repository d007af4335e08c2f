import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CityInput, LayerInput } from '../../../tiles/model.ts';
import { readCity } from '../../../tiles/read/city.ts';
import { readRecipe } from '../../../tiles/recipe.ts';

/** Real city files, beside the repository; without them these tests are skipped (the data is not part of the project). */
const DATA = join(import.meta.dirname, '../../../../shared/data/city');
const real = test.skipIf(!existsSync(DATA));

const read = (id: string): Promise<CityInput> =>
  readCity(readRecipe(join(import.meta.dirname, `../../recipes/${id}.json`)));

function layer(city: CityInput, id: string): LayerInput {
  const found = city.layers.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`expected a layer ${id}`);
  return found;
}

function column(input: LayerInput, name: string): string[] {
  const found = input.features.columns.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`expected a column ${name}`);
  if (found.type !== 'string') return [...found.values].map(String);
  const bytes = Buffer.from(found.values.bytes);
  const { offsets } = found.values;
  return Array.from({ length: input.features.count }, (_, i) => bytes.toString('utf8', offsets[i], offsets[i + 1]));
}

const counts = (city: CityInput): Record<string, number> =>
  Object.fromEntries(city.layers.map(({ id, features }) => [id, features.count]));

/** Features of the file that are in the city: one whose parts lie far apart is there as id/1, id/2 … */
function features({ features: { ids, count } }: LayerInput): number {
  const text = Buffer.from(ids.bytes);
  const names = Array.from({ length: count }, (_, i) => text.toString('utf8', ids.offsets[i], ids.offsets[i + 1]));
  return new Set(names.map((name) => name.replace(/\/\d+$/, ''))).size;
}

/** Everything that was in the file is in the city or named among the problems. */
function leftOut(input: LayerInput, ...codes: string[]): number {
  return input.problems.filter(({ code }) => codes.includes(code)).reduce((sum, { count }) => sum + count, 0);
}

real('New York: 113,089 features in, each in the city or named; 4 % of heights are a stated guess', async () => {
  const buildings = layer(await read('new-york'), 'buildings');
  expect(features(buildings) + leftOut(buildings, 'ring-zero-area', 'base-above-top')).toBe(113_089);
  expect(buildings.features.count).toBeGreaterThan(113_000);
  expect(buildings.assumptions[0]).toMatchObject({ code: 'height-stated', values: { heightM: 6 } });
  expect(buildings.assumptions[0].values.count).toBeCloseTo(4050, -2);
});

real('Tsinghua: Chinese names, 46 buildings by storeys', async () => {
  const buildings = layer(await read('tsinghua'), 'buildings');
  expect(buildings.features.count).toBe(626);
  expect(column(buildings, 'name')).toContain('李兆基科技大楼');
  expect(buildings.assumptions).toContainEqual({ code: 'height-by-storeys', values: { count: 46, storeyM: 3.6 } });
});

real('Tokyo: surveyed heights, trees as wide as their crowns, paths above and below ground apart', async () => {
  const city = await read('tokyo');
  expect(counts(city)).toEqual({ buildings: 3489, walkways: 2263, 'walkways-underground': 1452, trees: 1107 });
  expect(column(layer(city, 'buildings'), 'height').slice(0, 2)).toEqual(
    [6.4, 11.9].map((h) => String(Math.fround(h))),
  );
  const { geometry } = layer(city, 'trees').features;
  expect(geometry.kind === 'point' && [...geometry.scale.subarray(0, 2)]).toEqual([4, 1.5]);
});

real('Zürich and Rotterdam: roofs in space, placed by LV95 and RD', async () => {
  const zurich = await read('zurich');
  expect(counts(zurich)).toEqual({ buildings: 49 });
  expect(zurich.origin.lonDeg).toBeCloseTo(8.54, 1);
  const rotterdam = await read('rotterdam');
  expect(counts(rotterdam)).toEqual({ buildings: 16 });
  expect(rotterdam.origin.latDeg).toBeCloseTo(51.91, 1);
  expect(layer(rotterdam, 'buildings').assumptions).toContainEqual({
    code: 'crs-stated',
    values: { crs: 'EPSG:28992' },
  });
});

real('Helsinki and Liechtenstein: ways and relations of an extract', async () => {
  const helsinki = layer(await read('helsinki'), 'buildings');
  expect(helsinki.features.count).toBeGreaterThan(430);
  expect(column(helsinki, 'name')).toContain('Ateneum');
  expect(layer(await read('liechtenstein'), 'buildings').features.count).toBe(8992);
});

real('Korea: three sheets make one terrain of 7 × 2.9 km, 0 to 293 m high', async () => {
  const city = await read('korea');
  const raster = city.elevation;
  if (!raster) throw new Error('expected terrain');
  expect((raster.columns - 1) * raster.cellM).toBeCloseTo(7010, -2);
  const known = raster.elevationM.filter((z) => !Number.isNaN(z));
  expect(known.length / raster.elevationM.length).toBeGreaterThan(0.97);
  const highest = known.reduce((a, b) => Math.max(a, b));
  expect(highest).toBeGreaterThan(290);
  expect(highest).toBeLessThan(293);
});

real('Kamloops: sewers between their inverts, ground through the rims', async () => {
  const city = await read('kamloops');
  expect(counts(city)).toEqual({ buildings: 1463, storm: 1064, sanitary: 623, manholes: 303, 'catch-basins': 583 });
  const { geometry } = layer(city, 'storm').features;
  if (geometry.kind !== 'line') throw new Error('expected lines');
  expect(geometry.elevationM[0]).toBeCloseTo(357.17 + 0.375 / 2, 3);
  expect(geometry.widthM[0]).toBeCloseTo(0.375, 6);
  expect(city.elevation).not.toBeNull();
});

real('North Vancouver: −99 is none, repeated ids are told apart', async () => {
  const city = await read('north-vancouver');
  expect(counts(city)).toEqual({ storm: 2289, sanitary: 900 });
  const { geometry } = layer(city, 'sanitary').features;
  if (geometry.kind !== 'line') throw new Error('expected lines');
  const known = geometry.elevationM.filter((z) => !Number.isNaN(z));
  expect(known.reduce((a, b) => Math.min(a, b))).toBeGreaterThan(50);
});

real('Strathcona: ground level and roof height of each building', async () => {
  const city = await read('strathcona');
  expect(counts(city)).toEqual({ buildings: 2735 });
  expect(Number(column(layer(city, 'buildings'), 'ground')[0])).toBeCloseTo(714.407, 3);
});
