import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CrowdRunFacts } from '../../src/plugins/crowd/slice.ts';
import { openTool } from '../e2e/desk.ts';
import { type House, openHouse, openPage, ROOT, untilReady } from '../e2e/house.ts';
import { act, runsIn } from '../e2e/twin-of.ts';

/** The crowd's picture, in public/pictures: people leave the square beside the stadium, on the density of their ground. */
const PICTURES = join(ROOT, 'public/pictures');
const SQUARE = { westM: -2420, southM: 480, eastM: -2180, northM: 620 };
let house: House;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  house = await openHouse();
});
afterAll(() => house.close());

test('a square empties towards the metro and the streets', async () => {
  const { page, context } = await openPage(house, {
    width: 1600,
    height: 900,
    scale: 1,
    at: '?quality=medium#desk=command&c=108.725,34.3034,610,0,-55',
  });
  await openTool(page, 'crowd');
  const start = page.getByRole('button', { name: '开始推演' });
  await start.waitFor({ timeout: 90_000 });
  const place = { kind: 'area' as const, area: SQUARE, perM2: 0.15 };
  await act(page, 'changeCrowd', { place, exits: [], hesitate: false, preset: 'prescriptive', endMin: 5, seed: 7 });
  await expect.poll(() => start.isEnabled(), { timeout: 90_000 }).toBe(true);
  await start.evaluate((button) => (button as HTMLElement).click());
  const first = async () => (await runsIn<CrowdRunFacts>(page, 'crowd'))[0];
  await expect.poll(async () => (await first())?.status.kind, { timeout: 400_000, interval: 1000 }).toBe('done');
  await act(page, 'heatCrowd', 'now');
  await act(page, 'showTime', (await first()).startMs + 25_000);
  await page.waitForTimeout(2500);
  await untilReady(page, 300_000);
  await page.screenshot({ path: join(PICTURES, 'crowd.jpg'), type: 'jpeg', quality: 82, timeout: 120_000 });
  await context.close();
});
