// Roads under water and closed by hand, who can still come, and a proposal that is accepted.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FloodRunFacts } from '../../src/plugins/flood/slice.ts';
import type { ClosedSegment } from '../../workers/road-routes/closures.ts';
import { openTool } from './desk.ts';
import { foreignRequests, type House, LIGHT, openHouse, openPage } from './house.ts';
import { act, readTwin, runsIn } from './twin-of.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** About the planned breach at K2+350, as the test of floods has it. */
const AREA = { westM: -2200, southM: -1150, eastM: -1400, northM: -350 };
/** A street behind the levee there. */
const PLACE = [-1900, -650] as const;

test('a flood closes roads and ways change with the clock; a proposal is accepted and its units are under way', async () => {
  const { page, context, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    at: `?quality=fast#desk=command&lang=en&${LIGHT}&c=108.7305,34.28,1500,0,-48`,
  });
  await openTool(page, 'flood');
  const start = page.getByRole('button', { name: 'Run', exact: true });
  await start.waitFor({ timeout: 120_000 });
  const breaches = [{ kind: 'planned' as const, id: 'levee-breach', beginH: 0.1 }];
  await act(page, 'changeFlood', { area: AREA, cellM: 16, endH: 2, frameEveryMin: 10, drains: false, breaches });
  await expect.poll(() => start.isEnabled()).toBe(true);
  await start.click();
  const runs = () => runsIn<FloodRunFacts>(page, 'flood');
  await expect.poll(async () => (await runs())[0]?.status.kind, { timeout: 200_000, interval: 500 }).toBe('done');
  const [run] = await runs();

  await openTool(page, 'resource-dispatch');
  const panel = page.locator('.dispatch');
  await panel.getByRole('heading', { name: 'Closed now' }).waitFor({ timeout: 120_000 });
  // What the site's works close is closed before and after.
  const closed = async () =>
    ((await readTwin(page, 'closedSegments')) as ClosedSegment[]).filter(({ by }) => by.length === 0);
  await act(page, 'showTime', run.startMs);
  await expect.poll(async () => (await closed()).length).toBe(0);

  // Before the levee breaks every team has its minutes to a street behind it.
  await panel.getByRole('tab', { name: 'Resources' }).click();
  await act(page, 'setDispatch', { dispatchPlace: PLACE });
  const minutes = (id: string) => panel.locator(`li[data-id="${id}"] b`).first().innerText();
  await expect.poll(() => minutes('tm-6')).toMatch(/^\d+\s*min$/);
  const dry = await minutes('tm-6');

  await act(page, 'showTime', run.startMs + run.endS * 1000);
  await expect.poll(async () => (await closed()).length).toBeGreaterThan(0);
  for (const { depthM, water } of await closed())
    expect(water.length > 0 && (depthM > 0.3 || water.some(({ by }) => by === 'depth-speed'))).toBe(true);
  await expect.poll(() => minutes('tm-6')).not.toBe(dry);
  await panel.getByRole('tab', { name: 'Closures' }).click();
  expect(await panel.locator('.closed-list li', { hasText: 'cars' }).first().innerText()).toMatch(
    /cars: [\d.]+ m > 0.3 m/,
  );

  // Two demands; what the proposal says stands in the list of orders when it is accepted.
  await act(page, 'showTime', run.startMs);
  await panel.getByRole('tab', { name: 'Orders' }).click();
  const demand = (id: string, at: readonly [number, number]) =>
    ({ id, name: id, at, capability: 'pumping', count: 2 }) as const;
  await act(page, 'setDispatch', { demands: [demand('a', PLACE), demand('b', [2600, -300])] });
  await panel.getByRole('button', { name: 'Propose' }).click();
  await panel.getByText('4 of 4 served').waitFor({ timeout: 120_000 });
  await expect.poll(() => page.locator('.dispatch-ways path').first().getAttribute('d')).toMatch(/L/);
  await panel.getByRole('button', { name: 'Accept' }).click();
  await expect.poll(async () => ((await readTwin(page, 'givenOrders')) as object[]).length).toBe(4);
  expect(await panel.locator('.part-row').count()).toBe(4);
  await panel.getByRole('tab', { name: 'Resources' }).click();
  await panel
    .getByText(/^.*[0-9] of [0-9]+ free/)
    .first()
    .waitFor();

  expect(foreignRequests(watch, house)).toEqual([]);
  expect(watch.errors).toEqual([]);
  await context.close();
});
