import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listCities } from '../../hub/serve.ts';
import { EDITION_DIFFERENCE, editionFolder, editionOf } from '../../model/city/edition.ts';
import { bakeCity } from '../../tiles/bake.ts';
import type { ObjectDifference } from '../../tiles/difference.ts';
import { readCity } from '../../tiles/read/city.ts';
import { parseRecipe } from '../../tiles/recipe.ts';

const LABEL = { zh: '层', en: 'Layer' };
const DAY_MS = Date.UTC(2026, 10, 1, 8, 30, 5);
const HOUR_S = 3600;
let folder: string;
let town: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-editions-'));
  town = join(folder, 'town');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Bakes houses in a row by their heights, and sets when that was. */
async function bake(heights: Record<string, number>, keepEditions: number, atS: number) {
  const features = Object.entries(heights).map(([id, height], i) => {
    const at = (dx: number, dy: number) => [9.5 + (40 * i + dx) * 1.3e-5, 47.1 + dy * 9e-6];
    const ring = [at(0, 0), at(10, 0), at(10, 10), at(0, 10), at(0, 0)];
    return { type: 'Feature', id, properties: { height }, geometry: { type: 'Polygon', coordinates: [ring] } };
  });
  writeFileSync(join(folder, 'houses.geojson'), JSON.stringify({ type: 'FeatureCollection', features }));
  const layer = { id: 'houses', kind: 'building', label: LABEL, source: { name: LABEL, licence: 'none' } };
  const recipe = {
    id: 'town',
    name: LABEL,
    zone: 'UTC',
    origin: { lonDeg: 9.5, latDeg: 47.1 },
    layers: [{ ...layer, file: 'houses.geojson', fields: { height: 'height' } }],
  };
  const made = await bakeCity(await readCity(parseRecipe(recipe, 'recipe.json', folder)), town, { keepEditions });
  utimesSync(join(town, 'checksums.b2'), atS, atS);
  return made;
}

const editionsIn = () => readdirSync(folder).filter((name) => editionOf(name) !== null);
const differencesIn = (edition: string): { properties: ObjectDifference }[] =>
  JSON.parse(readFileSync(join(folder, edition, EDITION_DIFFERENCE), 'utf8')).features;

test('the folder of an edition says whose it is and when it was baked', () => {
  const name = editionFolder('old-town', DAY_MS);
  expect(name).toBe('old-town.edition-20261101-083005');
  expect(editionOf(name)).toEqual({ city: 'old-town', bakedAtMs: DAY_MS });
  expect(editionOf('old-town')).toBeNull();
});

test('a bake that is replaced stays beside the city with its differences, value by value; the oldest goes', async () => {
  const atS = DAY_MS / 1000;
  await bake({ a: 9, b: 9, c: 9 }, 2, atS);
  expect((await bake({ a: 9, b: 9, c: 9 }, 2, atS)).edition).toBeNull();
  const second = await bake({ a: 9, b: 12, d: 6 }, 2, atS + HOUR_S);
  expect(second.edition).toMatchObject({
    folder: 'town.edition-20261101-083005',
    layers: [{ layer: 'houses', added: 1, removed: 1, changed: 1, same: 1 }],
  });
  const changed = differencesIn('town.edition-20261101-083005').map(({ properties }) => properties);
  expect(changed.map(({ id, what, row }) => [id, what, row])).toEqual([
    ['c', 'removed', expect.any(Number)],
    ['b', 'changed', expect.any(Number)],
    ['d', 'added', expect.any(Number)],
  ]);
  expect(changed[1].values.height).toEqual([9, 12]);
  await bake({ a: 9 }, 2, atS + 2 * HOUR_S);
  // Each edition is compared with the present bake, the older one anew.
  expect(differencesIn('town.edition-20261101-083005')).toHaveLength(2);
  expect(differencesIn('town.edition-20261101-093005')).toHaveLength(2);
  await bake({ z: 9 }, 2, atS + 3 * HOUR_S);
  expect(editionsIn()).toEqual(['town.edition-20261101-093005', 'town.edition-20261101-103005']);
});

test('an edition is listed with its city and is none itself; files that a person put into one keep it', async () => {
  const atS = DAY_MS / 1000;
  await bake({ a: 9 }, 1, atS);
  await bake({ a: 10 }, 1, atS + HOUR_S);
  const [city, ...others] = await listCities(folder);
  expect(others).toEqual([]);
  expect(city.editions).toEqual([{ folder: 'town.edition-20261101-083005', bakedAtMs: DAY_MS, isCompared: true }]);
  writeFileSync(join(folder, 'town.edition-20261101-083005', 'my-notes.txt'), 'keep');
  await bake({ a: 11 }, 1, atS + 2 * HOUR_S);
  expect(existsSync(join(folder, 'town.edition-20261101-083005', 'my-notes.txt'))).toBe(true);
});

test('without a wish no edition is kept', async () => {
  await bake({ a: 9 }, 0, DAY_MS / 1000);
  await bake({ a: 10 }, 0, DAY_MS / 1000);
  expect(editionsIn()).toEqual([]);
});
