import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { type House, openHouse, openPage, ROOT, untilReady } from '../e2e/house.ts';
import { act } from '../e2e/twin-of.ts';

/** The README's pictures, in public/pictures: `npm run pictures`. */
const PICTURES = join(ROOT, 'public/pictures');
let house: House;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  house = await openHouse();
});
afterAll(() => house.close());

const SCENES: Record<string, (page: Page) => Promise<void>> = {
  async day(page) {
    await page.keyboard.press('Escape');
  },
  async night(page) {
    await act(page, 'openDesk', 'command');
    await act(page, 'showTime', Date.UTC(2026, 10, 20, 13, 0));
  },
  async underground(page) {
    for (const system of ['storm', 'sanitary', 'water', 'gas', 'heat', 'power', 'telecom'])
      await act(page, 'showLayer', `pipe-${system}`, true);
    await act(page, 'setUnderground', 'translucent');
    await act(page, 'flyTo', { lonDeg: 108.7364, latDeg: 34.3035, heightM: 700, headingDeg: 0, pitchDeg: -35 }, 0);
  },
  async plans(page) {
    for (const layer of ['plan-kg', 'plan-gt', 'plan-ly', 'plan-sw']) await act(page, 'showLayer', layer, true);
    await act(page, 'flyTo', { lonDeg: 108.7364, latDeg: 34.282, heightM: 1900, headingDeg: 10, pitchDeg: -48 }, 0);
  },
  async 'new-york'(page) {
    await act(page, 'colourBy', 'buildings', 'height', 'equal');
  },
};

/** New York is baked by the pictures of the real cities, where their data is at hand. */
const CITY: Record<string, string> = { 'new-york': 'new-york' };
const names = Object.keys(SCENES).filter((name) => existsSync(join(ROOT, 'public/city', CITY[name] ?? '')));

test.each(names)('%s', async (name) => {
  // Shadows and fine tiles by day; a software renderer would need minutes for each of the others.
  const at = `?quality=${name === 'day' ? 'medium' : 'fast'}&city=${CITY[name] ?? 'chengchuan'}`;
  const { page, context } = await openPage(house, { width: 1280, height: 720, scale: 1, at });
  await untilReady(page, 300_000);
  await SCENES[name](page);
  await page.waitForTimeout(1500);
  await untilReady(page, 300_000);
  await page.screenshot({ path: join(PICTURES, `${name}.jpg`), type: 'jpeg', quality: 82, timeout: 120_000 });
  await context.close();
});
