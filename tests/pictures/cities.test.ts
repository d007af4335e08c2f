import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse, openPage, ROOT, untilReady } from '../e2e/house.ts';
import { act, problemsOf, readTwin } from '../e2e/twin-of.ts';

/** Real cities, baked, verified, opened, coloured and picked, one picture each in build/pictures: `npm run pictures`. */
const RECIPES = join(ROOT, 'tests/recipes');
const PICTURES = join(ROOT, 'build/pictures');
const SIZE = { width: 1280, height: 720 };
const isThere = existsSync(join(ROOT, '../shared/data'));
let house: House;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  house = await openHouse();
});
afterAll(() => house.close());

describe.skipIf(!isThere)('real cities (their data lies beside the checkout, in ../shared/data)', () => {
  const names = isThere ? readdirSync(RECIPES).filter((name) => name.endsWith('.json')) : [];
  test.each(names.map((name) => name.replace('.json', '')))('%s', async (id) => {
    const shapan = (...args: string[]) =>
      execFileSync(process.execPath, [join(ROOT, 'build/node/cli/shapan.js'), ...args], {
        encoding: 'utf8',
        maxBuffer: 1 << 26,
      });
    shapan('bake', join(RECIPES, `${id}.json`), '--out', join(ROOT, 'public/city'), '--json');
    const { page, context, watch } = await openPage(house, { ...SIZE, scale: 1, at: `?city=${id}` });
    await untilReady(page);
    const { layers } = await page.evaluate(() => {
      const { shapan } = globalThis as unknown as { shapan: { twin: { city: { layers: LayerFacts[] } } } };
      return { layers: shapan.twin.city.layers };
    });
    for (const { id: layer } of layers) await act(page, 'showLayer', layer, true);
    if (layers.length > 0 && layers.every(({ kind }) => kind === 'pipe'))
      await act(page, 'setUnderground', 'translucent');
    const coloured = layers.find(({ kind }) => kind === 'building') ?? layers[0];
    const attribute = coloured?.attributes.find(({ type }) => type === 'number' || type === 'integer');
    if (coloured && attribute) await act(page, 'colourBy', coloured.id, attribute.name);
    await page.waitForTimeout(2000);
    await untilReady(page);
    await page.screenshot({ path: join(PICTURES, `${id}.png`) });
    if (coloured) {
      for (let i = 0; i < 60 && (await readTwin(page, 'selectedGid')) === null; i++)
        await page.mouse.click(520 + (i % 10) * 36, 200 + Math.floor(i / 10) * 60);
      expect(await readTwin(page, 'selectedGid')).not.toBeNull();
      await page.locator('.card .id').waitFor({ timeout: 30_000 });
      await untilReady(page);
      await page.screenshot({ path: join(PICTURES, `${id}-card.png`) });
    }
    expect(await problemsOf(page)).toEqual([]);
    expect(watch.errors).toEqual([]);
    await context.close();
  });
});

interface LayerFacts {
  id: string;
  kind: string;
  attributes: { name: string; type: string }[];
}
