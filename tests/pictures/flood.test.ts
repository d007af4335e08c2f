import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FloodForm, FloodMap, FloodRunFacts } from '../../src/plugins/flood/slice.ts';
import { openTool } from '../e2e/desk.ts';
import { type House, openHouse, openPage, ROOT, untilReady } from '../e2e/house.ts';
import { act, runsIn } from '../e2e/twin-of.ts';

/** The flood's pictures, in public/pictures: the basin fills behind the levee, and what a wall of sandbags changes. */
const PICTURES = join(ROOT, 'public/pictures');
let house: House;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  house = await openHouse();
});
afterAll(() => house.close());

const VIEW = '108.7268,34.2835,2300,0,-50';

const FORM: Partial<FloodForm> = {
  area: { westM: -2600, southM: -1500, eastM: -800, northM: 400 },
  cellM: 12,
  endH: 3,
  frameEveryMin: 10,
  drains: false,
  breaches: [{ kind: 'planned', id: 'levee-breach', beginH: 0.25 }],
};

const WALL: FloodForm['walls'] = [
  {
    id: 'sandbags',
    line: [
      [-2300, -560],
      [-1250, -560],
    ],
    heightM: 2.5,
    fromH: 0,
  },
];

const runsOf = (page: Page) => runsIn<FloodRunFacts>(page, 'flood');

test('a levee breach, and the same with a wall of sandbags', { timeout: 2_400_000 }, async () => {
  const { page, context } = await openPage(house, {
    width: 1600,
    height: 900,
    scale: 1,
    at: `?quality=medium#desk=command&c=${VIEW}`,
  });
  await openTool(page, 'flood');
  const start = page.getByRole('button', { name: '开始推演' });
  await start.waitFor({ timeout: 90_000 });
  const play = async (form: Partial<FloodForm>): Promise<FloodRunFacts> => {
    await act(page, 'changeFlood', form);
    await expect.poll(() => start.isEnabled(), { timeout: 90_000 }).toBe(true);
    const before = (await runsOf(page)).length;
    await start.evaluate((button) => (button as HTMLElement).click());
    // A small picture leaves the processor to the solver.
    await page.setViewportSize({ width: 960, height: 540 });
    const last = async () => (await runsOf(page))[before];
    await expect.poll(async () => (await last())?.status.kind, { timeout: 400_000, interval: 1000 }).toBe('done');
    await page.setViewportSize({ width: 1600, height: 900 });
    return last();
  };
  const picture = async (name: string, { id, startMs }: FloodRunFacts, timeH: number, map: FloodMap) => {
    await act(page, 'showRun', 'flood', id);
    await act(page, 'setFloodMap', map);
    await act(page, 'showTime', startMs + timeH * 3_600_000);
    await page.waitForTimeout(1500);
    await untilReady(page, 300_000);
    await page.screenshot({ path: join(PICTURES, `${name}.jpg`), type: 'jpeg', quality: 82, timeout: 120_000 });
  };
  const free = await play(FORM);
  await picture('flood-1', free, 0.5, 'water');
  await picture('flood-2', free, 1.25, 'water');
  await picture('flood-3', free, 3, 'water');
  await picture('flood-arrival', free, 3, 'arrival');
  await page.getByRole('button', { name: '改条件' }).click();
  await page
    .getByRole('tab', { name: '设置' })
    .or(page.getByRole('button', { name: '设置' }))
    .first()
    .click();
  const walled = await play({ walls: WALL });
  await picture('flood-wall', walled, 3, 'water');
  await act(page, 'compareFlood', free.id);
  await picture('flood-difference', walled, 3, 'difference');
  await context.close();
});
