import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CrowdRunFacts } from '../../src/plugins/crowd/slice.ts';
import type { FloodForm, FloodRunFacts } from '../../src/plugins/flood/slice.ts';
import { openTool } from '../e2e/desk.ts';
import { type House, openHouse, openPage, ROOT, untilReady } from '../e2e/house.ts';
import { act, runsIn } from '../e2e/twin-of.ts';

/**
 * The stadium's pictures, in public/pictures: thirty thousand leave, dry and while the underpass north-east of it stands under water; the
 * first minutes of both written cases, in the page, by its form.
 */
const PICTURES = join(ROOT, 'public/pictures');
const VIEW = '108.7247,34.2941,1465,0,-50';
const END_MIN = 4;
const RUN_MS = 1_500_000;
/** The storm of scenarios/chengchuan-underpass, as the form has it. */
const STORM: Partial<FloodForm> = {
  area: { westM: -2300, southM: 250, eastM: -1700, northM: 850 },
  ...{ cellM: 4, drains: true, pumpsOff: true, breaches: [], endH: 1, frameEveryMin: 5 },
  rain: { kind: 'design', years: 100, hours: 2 },
};
/** Into the storm when the people set out. */
const SET_OUT_S = 2700;
let house: House;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  house = await openHouse();
});
afterAll(() => house.close());

const START = { name: '开始推演' };

test('the stadium empties on dry ground', { timeout: 2 * RUN_MS }, async () => {
  const page = await openDesk();
  await openTool(page, 'crowd');
  await play(page, 'crowd', () =>
    act(page, 'changeCrowd', { place: { kind: 'case', id: 'chengchuan-stadium' }, waterId: null, endMin: END_MIN }),
  );
  await picture(page, 'stadium-dry');
});

test('the stadium empties while the underpass floods', { timeout: 2 * RUN_MS }, async () => {
  const page = await openDesk();
  await openTool(page, 'flood');
  const flood = (await play(page, 'flood', () => act(page, 'changeFlood', STORM))) as FloodRunFacts;
  await act(page, 'showTime', flood.startMs + 1000 * SET_OUT_S);
  await openTool(page, 'crowd');
  await play(page, 'crowd', () =>
    act(page, 'changeCrowd', {
      ...{ place: { kind: 'case', id: 'chengchuan-stadium-flooded' }, waterId: flood.id, endMin: END_MIN },
    }),
  );
  await picture(page, 'stadium-flooded');
});

async function openDesk(): Promise<Page> {
  const { page } = await openPage(house, {
    width: 1920,
    height: 1080,
    scale: 1,
    at: `?quality=medium#desk=command&c=${VIEW}`,
  });
  return page;
}

/** Starts what the form asks and waits for the end of it. */
async function play(page: Page, engine: 'crowd' | 'flood', change: () => Promise<unknown>) {
  const start = page.getByRole('button', START);
  await start.waitFor({ timeout: 120_000 });
  await change();
  await expect.poll(() => start.isEnabled(), { timeout: 200_000 }).toBe(true);
  await start.evaluate((button) => (button as HTMLElement).click());
  const first = async () => (await runsIn<CrowdRunFacts | FloodRunFacts>(page, engine))[0];
  await expect
    .poll(async () => (await first())?.status.kind, { timeout: RUN_MS, interval: 2000 })
    .toMatch(/done|stopped/);
  return first();
}

async function picture(page: Page, name: string): Promise<void> {
  const run = (await runsIn<CrowdRunFacts>(page, 'crowd'))[0];
  console.info(name, JSON.stringify({ hash: run.hash, people: run.people, facts: run.facts }));
  await act(page, 'heatCrowd', 'now');
  await act(page, 'showTime', run.startMs + 60_000 * END_MIN);
  await page.waitForTimeout(2500);
  await untilReady(page, 300_000);
  await page.screenshot({ path: join(PICTURES, `${name}.jpg`), type: 'jpeg', quality: 82, timeout: 120_000 });
  await page.context().close();
}
