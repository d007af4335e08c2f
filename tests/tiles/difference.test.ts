import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bakeCity } from '../../tiles/bake.ts';
import { differenceOf, type ObjectDifference } from '../../tiles/difference.ts';
import { readCity } from '../../tiles/read/city.ts';
import { parseRecipe } from '../../tiles/recipe.ts';

const LABEL = { zh: '层', en: 'Layer' };
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-difference-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface House {
  id: string;
  /** Metres east, and its side. */
  x: number;
  size?: number;
  height?: number;
  owner?: string | null;
}

async function baked(name: string, houses: House[], columns: string[], lonDeg: number): Promise<string> {
  const features = houses.map(({ id, x, size = 10, height = 9, owner = 'home' }) => {
    const at = (dx: number, dy: number) => [9.5 + (x + dx) * 1.3e-5, 47.1 + dy * 9e-6];
    const ring = [at(0, 0), at(size, 0), at(size, size), at(0, size), at(0, 0)];
    return { type: 'Feature', id, properties: { height, owner }, geometry: { type: 'Polygon', coordinates: [ring] } };
  });
  writeFileSync(join(folder, `${name}.geojson`), JSON.stringify({ type: 'FeatureCollection', features }));
  const recipe = {
    id: 'town',
    name: LABEL,
    zone: 'UTC',
    origin: { lonDeg, latDeg: 47.1 },
    layers: [
      {
        id: 'houses',
        kind: 'building',
        label: LABEL,
        file: `${name}.geojson`,
        source: { name: LABEL, licence: 'none' },
        fields: { height: 'height' },
        columns: columns.map((field) => ({ field, label: LABEL })),
      },
    ],
  };
  const out = join(folder, name);
  await bakeCity(await readCity(parseRecipe(recipe, 'recipe.json', folder)), out);
  return out;
}

test('objects are told apart by id: gone, new, moved, higher, of another use; another origin of the bake changes nothing', async () => {
  const before = await baked(
    'before',
    [
      { id: 'same', x: 0 },
      { id: 'gone', x: 40 },
      { id: 'moved', x: 80 },
      { id: 'higher', x: 120 },
      { id: 'sold', x: 160 },
      { id: 'emptied', x: 200 },
    ],
    ['owner'],
    9.5,
  );
  const after = await baked(
    'after',
    [
      { id: 'new', x: 240 },
      { id: 'emptied', x: 200, owner: null },
      { id: 'sold', x: 160, owner: 'shop' },
      { id: 'higher', x: 120, height: 12 },
      { id: 'moved', x: 80.5 },
      { id: 'same', x: 0 },
    ],
    ['owner'],
    9.51,
  );
  const found: ObjectDifference[] = [];
  expect(differenceOf(before, after, (one) => found.push(one))).toEqual([
    {
      layer: 'houses',
      added: 1,
      removed: 1,
      changed: 4,
      same: 1,
      attributesAdded: [],
      attributesDropped: [],
    },
  ]);
  const told = Object.fromEntries(found.map(({ id, what, changed }) => [id, [what, ...changed].join(' ')]));
  expect(told.gone).toBe('removed');
  expect(told.new).toBe('added');
  expect(told.moved).toBe('changed place');
  expect(told.higher).toMatch(/^changed place size.* height/);
  expect(told.sold).toBe('changed owner');
  expect(told.emptied).toBe('changed owner');
  expect(found.find(({ id }) => id === 'gone')?.lonDeg).toBeCloseTo(9.5 + 45 * 1.3e-5, 6);
  expect(differenceOf(before, before).every(({ added, removed, changed }) => added + removed + changed === 0)).toBe(
    true,
  );
});
