import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseManifest } from '../../model/city/manifest.ts';
import { bakeCity } from '../../tiles/bake.ts';
import { checkCity } from '../../tiles/check.ts';
import { readCity } from '../../tiles/read/city.ts';
import { parseRecipe } from '../../tiles/recipe.ts';
import { testCity } from './check/test-city.ts';
import { filesBelow } from './small-city.ts';

const scratch = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-left-out-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
const manifestOf = (folder: string) => parseManifest(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
const isOfParts = (name: string) => /^(grid\/|light|prisms|tubes|pipe-network)/.test(name);

test('a city baked without light and grids has the same tiles, says what it lacks, and passes the checks', async () => {
  const folder = scratch();
  const [whole, bare] = [join(folder, 'whole'), join(folder, 'bare')];
  await bakeCity(testCity('hill'), whole);
  await bakeCity({ ...testCity('hill'), without: ['light', 'grids'] }, bare);
  const manifest = manifestOf(bare);
  expect(manifest).toMatchObject({ without: ['light', 'grids'], grids: null });
  expect(
    Object.keys(manifest.facts ?? {}).filter((fact) => ['light', 'prisms', 'tubes', 'pipes'].includes(fact)),
  ).toEqual([]);
  expect(manifestOf(whole).without).toBeUndefined();
  expect(filesBelow(bare).filter(isOfParts)).toEqual([]);
  const others = filesBelow(whole).filter((name) => !isOfParts(name));
  expect(filesBelow(bare)).toEqual(others);
  for (const name of others.filter((file) => file.startsWith('layers/')))
    expect(readFileSync(join(bare, name)).equals(readFileSync(join(whole, name))), name).toBe(true);
  expect((await checkCity(bare)).findings).toEqual([]);
}, 30_000);

test('a recipe names what is left out, and nothing else may be', async () => {
  const folder = scratch();
  const square =
    '{"type":"Feature","id":1,"properties":{"h":9},"geometry":{"type":"Polygon","coordinates":[[[120,30],[120.0001,30],[120.0001,30.0001],[120,30]]]}}';
  writeFileSync(join(folder, 'houses.geojsonl'), square);
  const recipe = (without: string[]) => ({
    id: 'bare',
    name: { zh: '空', en: 'Bare' },
    zone: 'UTC',
    without,
    layers: [
      {
        id: 'houses',
        kind: 'building',
        label: { zh: '房屋', en: 'Houses' },
        file: 'houses.geojsonl',
        source: { name: { zh: '试', en: 'Test' }, licence: 'CC0' },
        fields: { height: 'h' },
      },
    ],
  });
  const city = await readCity(parseRecipe(recipe(['light']), 'recipe.json', folder));
  expect(city.without).toEqual(['light']);
  expect(() => parseRecipe(recipe(['tiles']), 'recipe.json', folder)).toThrow('without');
});
