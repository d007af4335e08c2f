import { mkdirSync } from 'node:fs';
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
  async day() {},
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
  },
};

test.each(Object.keys(SCENES))('%s', async (name) => {
  const { page, context } = await openPage(house, { width: 1280, height: 720 });
  await untilReady(page);
  await SCENES[name](page);
  await page.waitForTimeout(1500);
  await untilReady(page);
  await page.screenshot({ path: join(PICTURES, `${name}.jpg`), type: 'jpeg', quality: 82 });
  await context.close();
});
