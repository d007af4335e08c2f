// Who is near by road: minutes and metres on the card of an object, and the way drawn on the map.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foreignRequests, type House, LIGHT, openHouse, openPage, untilReady } from './house.ts';
import { readTwin, selectById } from './twin-of.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test('the quickest of each kind of force stand on the card with minutes by road; one that is chosen has its way drawn', async () => {
  const at = `?city=chengchuan&quality=fast#desk=command&lang=en&${LIGHT}`;
  const { page, context, watch } = await openPage(house, { width: 1280, height: 720, at });
  await untilReady(page);
  await selectById(page, 'site-1-tower');
  const near = page.locator('.card .incident-near').first();
  const row = near.locator('li button', { hasText: 'time for patrol car' }).first();
  await row.waitFor({ timeout: 120_000 });
  // As a person reads it: 3 min 1.2 km.
  expect(await row.locator('b').innerText()).toMatch(/^\d+\s*min\s*[\d.,]+\s*(m|km)$/);
  expect(await near.innerText()).toContain('Speeds are assumed by road class');
  await row.click();
  await expect.poll(() => page.locator('.sketch.route polyline').first().getAttribute('points')).toMatch(/( .*){3}/);
  const route = (await readTwin(page, 'routeShown')) as { of: string; ms: number; lengthM: number };
  expect(await readTwin(page, 'selectedId')).toBe(route.of);
  // A police car is counted at 80 km/h at most.
  expect(route.lengthM / (route.ms / 1000)).toBeLessThanOrEqual(80 / 3.6);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('.sketch.route polyline').count()).toBe(0);
  expect(foreignRequests(watch, house)).toEqual([]);
  expect(watch.errors).toEqual([]);
  await context.close();
});
