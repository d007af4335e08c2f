import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCity } from '../../../tiles/read/city.ts';
import { parseRecipe } from '../../../tiles/recipe.ts';

const name = { zh: '城', en: 'Town' };
const KINDS = JSON.stringify({ kinds: [{ id: 'bird-counter', label: { zh: '鸟', en: 'Birds' } }] });

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-kinds-'));
  const geometry = { type: 'Point', coordinates: [108, 34] };
  const features = [{ type: 'Feature', geometry, properties: { gid: 'a' } }];
  writeFileSync(join(folder, 'trees.geojson'), JSON.stringify({ type: 'FeatureCollection', features }));
  writeFileSync(join(folder, 'kinds.json'), KINDS);
  writeFileSync(join(folder, 'wrong.json'), JSON.stringify({ kinds: [{ id: 'two words' }] }));
});
afterAll(() => rmSync(folder, { recursive: true }));

function cityWith(part: object) {
  const source = { name, licence: 'CC0' };
  const layer = { id: 'trees', kind: 'point', label: name, file: 'trees.geojson', source, fields: { id: 'gid' } };
  const recipe = { id: 'town', name, zone: 'UTC', layers: [layer], ...part };
  return readCity(parseRecipe(recipe, 'recipe.json', folder));
}

test('the sensor kinds that a recipe names become the file of the city that hub and page read', async () => {
  expect((await cityWith({ sensorKinds: 'kinds.json' })).files).toEqual({ 'sensor-kinds.json': KINDS });
  expect((await cityWith({})).files).toEqual({});
});

test.each([
  ['wrong.json', 'kinds.0.id'],
  ['none.json', 'none.json'],
])('%s is refused before anything is baked, and its place is named', async (sensorKinds, place) => {
  await expect(cityWith({ sensorKinds })).rejects.toThrow(place);
});
