import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Recovery } from '../../src/twin/recovery.ts';
import { type House, openHouse, openPage, untilReady } from './house.ts';
import { act, loseContext, readTwin } from './twin-of.ts';

/** What stops a hall with nobody near is put right by the page alone, and logged. */
const patiently = { timeout: 150_000, interval: 500 };
/** Of one fault with its cure: a page that never comes back must not keep the others waiting. */
vi.setConfig({ testTimeout: 300_000 });
let house: House;
let page: Page;
let context: BrowserContext;

beforeAll(async () => {
  house = await openHouse();
  const at = '?city=chengchuan&kiosk=1&quality=fast#tour=0';
  ({ page, context } = await openPage(house, { width: 320, height: 180, at }));
  await untilReady(page);
}, 300_000);
afterAll(() => house?.close());

const heals = async () => (await readTwin(page, 'heals')) as Recovery[];
const kinds = async () => (await heals()).map(({ cause, cure }) => `${cause} ${cure}`);

test('a lost context is built anew; files that fail meanwhile are asked for again until they come', async () => {
  let failed = 0;
  await page.route(/\/layers\/.*\.glb/, (route) => (failed++ < 3 ? route.abort() : route.continue()));
  await loseContext(page, 150_000);
  await expect.poll(kinds, patiently).toEqual(expect.arrayContaining(['context rebuilt', 'tile retried']));
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  const layers = (await readTwin(page, 'layers')) as Record<string, { status: { kind: string } }>;
  expect(Object.values(layers).filter(({ status }) => status.kind === 'failed')).toEqual([]);
  expect(await readTwin(page, 'tour')).toBe('playing');
});

test('a cut network is logged with how long it was', async () => {
  await context.setOffline(true);
  await page.waitForTimeout(2000);
  await context.setOffline(false);
  await expect.poll(kinds, patiently).toContain('network retried');
  expect((await heals()).find(({ cause }) => cause === 'network')?.what).toMatch(/^\d+ s$/);
});

test('a picture that stands still is built anew, then the page, which goes on in the same chapter', async () => {
  await act(page, 'showChapter', 1);
  await page.evaluate(() => {
    Object.assign(globalThis, { requestAnimationFrame: () => 0, isBefore: true });
  });
  const isBefore = () =>
    page.evaluate(() => (globalThis as { isBefore?: boolean }).isBefore === true).catch(() => true);
  await expect.poll(isBefore, patiently).toBe(false);
  await untilReady(page);
  expect(await kinds()).toEqual(expect.arrayContaining(['context rebuilt', 'frame rebuilt', 'frame reloaded']));
  expect(await readTwin(page, 'tour')).toBe('playing');
  expect(await readTwin(page, 'tourIndex')).toBeGreaterThanOrEqual(1);
});
