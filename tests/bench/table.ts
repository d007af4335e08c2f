import type { CDPSession, Page } from 'playwright-core';
import type { TwinState } from '../../src/twin/twin.ts';
import { openHouse, openPage, untilReady } from '../e2e/house.ts';
import { act, runsIn } from '../e2e/twin-of.ts';
import { costOf, drawAll, drawNothing, turn } from './page.ts';
import type { Parts, Report } from './parts.ts';
import { quantile } from './quantile.ts';

/** Frames that a figure is of, after as many that are left. */
const FRAMES = 60;

/** Levee, river and the first streets behind it. */
const FLOOD_AREA = { westM: -2200, southM: -1150, eastM: -1400, northM: -350 };
/** Beside the stadium: a third of it can be walked on, and by the end of the run some have left. */
const CROWD_AREA = { westM: -2560, southM: 330, eastM: -2060, northM: 730 };
const PEOPLE_PER_M2 = 0.45;
/** What the marks are of. */
const LEAST_PEOPLE = 20_000;
/** A block that has both. */
const BLOCK = { eastM: -1900, northM: -200, sizeM: 2000 };

/** What the functions that are passed to the page find there; Node's compiler knows no DOM. */
interface Window {
  shapan: {
    twin: { getState(): TwinState };
    table(): {
      peopleAt(eastM: number, northM: number, radiusM: number): number | null;
      stats(): {
        drawCalls: number;
        triangles: number;
        textureBytes: number;
        bytes: number;
      };
    } | null;
  };
}

/** The table of the demo city at 1280 × 720: its first picture, then frames with water, people, traffic and the lens while it turns. */
export const PARTS: Parts = { table: (_, report) => benchTable(report) };

async function benchTable(report: Report): Promise<void> {
  const house = await openHouse();
  try {
    const { page, context } = await openPage(house, { width: 1280, height: 720, scale: 0.25, at: '?quality=fast' });
    await untilReady(page);
    await act(page, 'putBlock', BLOCK);
    report({ name: 'table.firstPictureMs', value: await firstPictureMs(page), unit: 'ms' });
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const empty = await frameCost(page, devtools);
    report({ name: 'table.emptyScriptMsPerFrame', value: empty.scriptMs, unit: 'ms' });
    await playFlood(page);
    await playCrowd(page);
    report({ name: 'table.vehicles', value: await driveVehicles(page), unit: '1' });
    await untilReady(page);
    const people = await peopleOn(page);
    report({ name: 'table.people', value: people, unit: '1' });
    if (people < LEAST_PEOPLE) throw new Error(`table: expected at least ${LEAST_PEOPLE} people on it, got ${people}`);
    await act(page, 'setRate', 1);
    await act(page, 'play', true);
    const full = await frameCost(page, devtools);
    report({ name: 'table.scriptMsPerFrame', value: full.scriptMs, unit: 'ms' });
    report({ name: 'table.clockMsPerFrame', value: full.clockMs, unit: 'ms' });
    await act(page, 'play', false);
    const stats = await statsOfTable(page);
    report({ name: 'table.drawCalls', value: stats.drawCalls, unit: '1' });
    report({ name: 'table.triangles', value: stats.triangles, unit: '1' });
    report({ name: 'table.textureBytes', value: stats.textureBytes, unit: 'B' });
    report({ name: 'table.tileBytes', value: stats.bytes, unit: 'B' });
    await act(page, 'changeLens', { kind: 'underground' });
    report({ name: 'table.lensScriptMsPerFrame', value: (await frameCost(page, devtools)).scriptMs, unit: 'ms' });
    report({ name: 'table.lensDrawCalls', value: (await statsOfTable(page)).drawCalls, unit: '1' });
  } finally {
    await house.close();
  }
}

/** From the wish until the block with all its layers is drawn. */
async function firstPictureMs(page: Page): Promise<number> {
  const fromMs = performance.now();
  await act(page, 'showEngine', 'table');
  await untilReady(page);
  return performance.now() - fromMs;
}

async function playFlood(page: Page): Promise<void> {
  await act(page, 'openDesk', 'command');
  await act(page, 'setTool', 'flood');
  const start = page.getByRole('button', { name: '开始推演' });
  await start.waitFor({ timeout: 90_000 });
  const breaches = [{ kind: 'planned' as const, id: 'levee-breach', beginH: 0.05 }];
  await act(page, 'changeFlood', { area: FLOOD_AREA, cellM: 8, endH: 0.5, frameEveryMin: 5, drains: false, breaches });
  await begin(page, 'flood');
}

async function playCrowd(page: Page): Promise<void> {
  await act(page, 'setTool', 'crowd');
  const start = page.getByRole('button', { name: '开始推演' });
  await start.waitFor({ timeout: 90_000 });
  const place = { kind: 'area' as const, area: CROWD_AREA, perM2: PEOPLE_PER_M2 };
  await act(page, 'changeCrowd', { place, exits: [], hesitate: false, preset: 'prescriptive', endMin: 1, seed: 7 });
  await begin(page, 'crowd');
}

/** Vehicles, trains and boats; how many vehicles are on the city's streets now. */
async function driveVehicles(page: Page): Promise<number> {
  await act(page, 'setTool', 'street-traffic');
  const panel = page.getByRole('region', { name: '车流', exact: true });
  for (const name of ['显示车辆', '显示车船']) await panel.getByRole('switch', { name }).click();
  const told = panel.getByText(/\d.*辆$/);
  const count = Number((await told.first().innerText()).replace(/\D/g, ''));
  if (!(count > 0)) throw new Error(`table: expected vehicles on its streets, got ${count}`);
  return count;
}

async function begin(page: Page, engine: string): Promise<void> {
  const start = page.getByRole('button', { name: '开始推演' });
  for (let tries = 0; !(await start.isEnabled()); tries++) {
    if (tries > 300) throw new Error(`${engine}: expected a form that can be played`);
    await page.waitForTimeout(200);
  }
  await start.evaluate((button) => (button as unknown as { click(): void }).click());
  const endMs = Date.now() + 200_000;
  for (;;) {
    const [run] = await runsIn<{ status: { kind: string } }>(page, engine);
    if (run?.status.kind === 'done') return;
    if (run?.status.kind === 'failed' || Date.now() > endMs)
      throw new Error(`${engine}: expected a run that ends, got ${JSON.stringify(run?.status)}`);
    await page.waitForTimeout(500);
  }
}

/**
 * What a frame costs the page's own thread while the table turns, and the clock of its median frame. Nothing is drawn meanwhile: in software
 * a frame of 20,000 people lasts four seconds, and all that the page does in them, not for the picture, fell into one frame.
 */
async function frameCost(page: Page, devtools: CDPSession): Promise<{ scriptMs: number; clockMs: number }> {
  await drawNothing(page);
  try {
    await turn(page, FRAMES, 'table');
    let framesMs: number[] = [];
    const { scriptMs } = await costOf(page, devtools, async () => {
      ({ framesMs } = await turn(page, FRAMES, 'table'));
    });
    return { scriptMs: scriptMs / framesMs.length, clockMs: quantile(framesMs, 0.5) };
  } finally {
    await drawAll(page);
  }
}

function peopleOn(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as Window).shapan.table()?.peopleAt(0, 0, 1e6) ?? 0);
}

function statsOfTable(page: Page) {
  return page.evaluate(() => {
    const stats = (globalThis as unknown as Window).shapan.table()?.stats();
    if (!stats) throw new Error('expected the table');
    return stats;
  });
}
