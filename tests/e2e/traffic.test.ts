import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTool } from './desk.ts';
import { type House, LIGHT, openHouse, openPage, untilReady, type Watch } from './house.ts';
import { cellsOfImage } from './picture-cells.ts';
import { act, readTwin } from './twin-of.ts';

/** Vehicles on a wide street in the rush hour; trains and boats on their lines. */
let house: House;
let page: Page;
let watch: Watch;

const RUSH_MS = Date.UTC(2026, 6, 20, 0, 20);
/** A train of the railway, which sets out every half hour, is in the middle of its line. */
const ON_ITS_WAY_MS = Date.UTC(2026, 10, 26, 4, 3);

beforeAll(async () => {
  house = await openHouse();
  ({ page, watch } = await openPage(house, {
    width: 960,
    height: 540,
    scale: 0.5,
    at: `?quality=fast#desk=plan&c=108.7305,34.2835,520,330,-40&${LIGHT}`,
  }));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await act(page, 'showTime', RUSH_MS);
}, 300_000);
afterAll(() => house.close());

const panel = () => page.getByRole('region', { name: '车流', exact: true });
const state = async () =>
  ((await readTwin(page, 'analyses')) as Record<string, { kind: string } | undefined>)['street-traffic']?.kind;

/** A street from edge to edge of the map, between its plate and its legend. */
const STREET = { x: 400, y: 130, width: 280, height: 270 };
/** The middle of the map. */
const MIDDLE = { x: 550, y: 170, width: 220, height: 200 };

async function cells(clip = STREET): Promise<number[]> {
  await untilReady(page);
  const shot = await page.screenshot({ clip });
  return cellsOfImage(page, `data:image/png;base64,${shot.toString('base64')}`);
}
const difference = (a: number[], b: number[]) => a.reduce((sum, one, i) => sum + Math.abs(one - b[i]), 0) / a.length;

test('vehicles are shown by a switch, drawn, named as simulated, and kept by the link', async () => {
  await openTool(page, 'street-traffic');
  const empty = await cells();
  await panel().getByRole('switch', { name: '显示车辆' }).click();
  await expect.poll(state).toBe('done');
  await expect.poll(() => page.url()).toContain('traffic=1');
  await panel().getByText(/辆$/).first().waitFor();
  await page.getByText('路上车辆为模拟').waitFor();
  const driven = await cells();
  expect(difference(empty, driven)).toBeGreaterThan(0.2);
  // The same second is the same picture, whatever was between.
  await act(page, 'showTime', RUSH_MS + 30_000);
  const later = await cells();
  await act(page, 'showTime', RUSH_MS);
  const again = await cells();
  expect(difference(driven, later)).toBeGreaterThan(3 * difference(driven, again) + 0.02);
});

test('closed streets are counted, and nobody drives there', async () => {
  const { segments } = (await (await page.request.get(`${house.url}/city/chengchuan/road-network.json`)).json()) as {
    segments: { id: string }[];
  };
  await act(page, 'setRoadOrders', [{ id: 'all', name: '演练', segments: segments.map(({ id }) => id) }]);
  await panel().getByText('禁行路段').waitFor();
  const closed = await cells();
  await act(page, 'setRoadOrders', []);
  const open = await cells();
  expect(difference(closed, open)).toBeGreaterThan(0.2);
  expect(watch.errors).toEqual([]);
});

test('trains and boats are shown by a switch, move with the clock, stand when it stands, and are counted', async () => {
  await panel().getByRole('switch', { name: '显示车辆' }).click();
  // A link that differs by its hash alone opens no page.
  await page.goto('about:blank');
  await page.goto(`${house.url}/?quality=fast#desk=plan&c=108.7489,34.2790,395,0,-12&${LIGHT}`);
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await act(page, 'showTime', ON_ITS_WAY_MS);
  await openTool(page, 'street-traffic');
  const empty = await cells(MIDDLE);
  await panel().getByRole('switch', { name: '显示车船' }).click();
  await expect.poll(() => page.url()).toContain('trains=1');
  const counted = async (figure: RegExp) =>
    Number.parseInt(await panel().getByText(figure).first().innerText({ timeout: 60_000 }), 10);
  // A metro of 240 s alone has more than three under way, and three boats of 900 s go there and back.
  expect(await counted(/^\d+.列$/)).toBeGreaterThan(3);
  expect(await counted(/^\d+.艘$/)).toBeGreaterThan(2);
  await panel().getByText('间隔为假定').first().waitFor();
  await panel().getByText('间隔为给定').first().waitFor();
  await page.getByText('列车与船为模拟').waitFor();
  const there = await cells(MIDDLE);
  expect(difference(empty, there)).toBeGreaterThan(0.2);
  // The clock stands: so do they.
  const still = await cells(MIDDLE);
  await act(page, 'showTime', ON_ITS_WAY_MS + 40_000);
  const later = await cells(MIDDLE);
  await act(page, 'showTime', ON_ITS_WAY_MS - 86_400_000 * 3);
  await act(page, 'showTime', ON_ITS_WAY_MS);
  const again = await cells(MIDDLE);
  const moved = difference(there, later);
  expect(moved).toBeGreaterThan(3 * difference(there, still) + 0.02);
  expect(moved).toBeGreaterThan(3 * difference(there, again) + 0.02);
  expect(watch.errors).toEqual([]);
});
