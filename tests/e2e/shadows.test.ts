import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { atMap } from './desk.ts';
import { type House, LIGHT, openHouse, openPage, untilReady } from './house.ts';
import { cellsOfImage } from './picture-cells.ts';
import { act, lookFrom } from './twin-of.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** How bright the picture is, without what stands over it. */
async function brightness(page: Page): Promise<number> {
  await untilReady(page);
  const [x, y] = await atMap(page, -240, -200);
  const shot = await page.screenshot({ clip: { x, y, width: 480, height: 400 } });
  const cells = await cellsOfImage(page, `data:image/png;base64,${shot.toString('base64')}`);
  return cells.reduce((sum, cell) => sum + cell, 0) / cells.length;
}

// From higher up posts cast no shadow at all.
test('live shadows of a fine picture are those of houses: thin posts leave the city in the sun', async () => {
  const { page, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    scale: 0.25,
    at: `?quality=fine#desk=plan&${LIGHT}`,
  });
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await act(page, 'showTime', Date.UTC(2026, 5, 1, 2));
  await lookFrom(page, { lonDeg: 108.7395, latDeg: 34.2735, heightM: 720, headingDeg: 8, pitchDeg: -36 });
  await act(page, 'setShadows', true);
  const shaded = await brightness(page);
  await act(page, 'showLayer', 'lamps', true);
  const withPosts = await brightness(page);
  await act(page, 'setShadows', false);
  const unshaded = await brightness(page);
  expect(Math.abs(shaded - withPosts)).toBeLessThan(1);
  expect(unshaded - withPosts).toBeGreaterThan(2);
  expect(watch.errors).toEqual([]);
}, 600_000);
