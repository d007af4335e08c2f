import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CitySensor } from '../../model/sensors/sensors.ts';
import type { EngineRuns, RunFacts } from '../../src/twin/runs.ts';
import { sharedBrowser } from './browser.ts';
import { openTool } from './desk.ts';
import { DEVICE_TOKEN, foreignRequests, openServer, ROOT, type Server, type Watch } from './house.ts';
import { askHub, desk, makeAccounts, openLoggedIn, picture, tab } from './incident-desk.ts';
import { readTwin } from './twin-of.ts';

/** From an incident two variants are looked ahead at, beside one another, and what changes is told and logged. */
let server: Server;
let browser: Browser;
let page: Page;
let watch: Watch;
const folder = mkdtempSync(join(tmpdir(), 'shapan-ahead-'));
const SENSOR = 'sn-pond-0001';
/** Columns of the table by figure, with their decimals. */
const FIGURES = {
  wetResidents: 0,
  wetDwellings: 0,
  closedRoads: 0,
  roadClosure: 1,
  wetEntrances: 0,
  deepest: 2,
} as const;

beforeAll(async () => {
  server = await openServer({ hubData: join(folder, 'hub'), isSimulated: false });
  await makeAccounts(server, { 甲班: 'dispatcher' });
  browser = await sharedBrowser();
  ({ page, watch } = await openLoggedIn({ url: server.url, browser }, '甲班'));
  await openTool(page, 'incident-log');
  await desk(page).getByText('已同步').waitFor({ timeout: 120_000 });
}, 300_000);
afterAll(async () => {
  await server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

async function raiseAlarm(): Promise<void> {
  const file = join(ROOT, 'public/city/chengchuan/sensors.json');
  const { things } = JSON.parse(readFileSync(file, 'utf8')) as { things: CitySensor[] };
  const at = things.findIndex(({ id }) => id === SENSOR);
  const stream = things.slice(0, at).reduce((sum, { datastreams }) => sum + datastreams.length, 0);
  await askHub(server, 'v1.1/Observations', DEVICE_TOKEN, {
    phenomenonTime: new Date().toISOString(),
    result: 1.2,
    Datastream: { '@iot.id': stream + 1 },
  });
  await expect.poll(async () => ((await readTwin(page, 'alarms')) as unknown[]).length).toBeGreaterThan(0);
}

const runsOf = async (engine: string): Promise<readonly RunFacts[]> =>
  ((await readTwin(page, 'runs')) as Record<string, EngineRuns>)[engine]?.list ?? [];
const floods = () => runsOf('flood');

/** Half an hour of rain on a small box. */
async function fillSituation(): Promise<void> {
  await tab(page, '趋势推演');
  await desk(page).getByLabel('推演时长').selectOption({ label: '30 分钟' });
  await desk(page).getByLabel('范围（边长一半）', { exact: true }).fill('150');
  await desk(page).getByLabel('降雨').selectOption({ label: '设计雨量，按本市暴雨雨型' });
  await desk(page).getByLabel('30 min 内雨量').fill('60');
  await desk(page).getByLabel('30 min 内雨量').press('Tab');
}

test('two variants are started from an incident, beside one another, and both come', async () => {
  await raiseAlarm();
  await desk(page).getByRole('button', { name: '建立事件' }).click();
  await desk(page).getByLabel('事件名称').fill('趋势推演演示');
  await desk(page).getByRole('button', { name: '建立', exact: true }).click();
  await fillSituation();
  // What is filled in is there again after a look at the log.
  await tab(page, '日志');
  await tab(page, '趋势推演');
  expect(await desk(page).getByLabel('推演时长').inputValue()).toBe('30');
  expect(await desk(page).getByLabel('范围（边长一半）', { exact: true }).inputValue()).toBe('150');
  expect(await desk(page).getByLabel('30 min 内雨量').inputValue()).toBe('60');
  await picture(page, 'ahead-form');
  await desk(page).getByRole('button', { name: '开始趋势推演' }).click();
  await expect.poll(async () => (await floods()).length).toBe(2);
  await expect
    .poll(async () => (await floods()).map(({ status }) => status.kind), { timeout: 240_000 })
    .toEqual(['done', 'done']);
  const [noAction, heavier] = await floods();
  expect([noAction.orders, heavier.orders, noAction.name, heavier.name]).toEqual([
    'without',
    undefined,
    '不采取行动',
    '雨量 ×1.5',
  ]);
  expect(noAction.hash).not.toBe(heavier.hash);
}, 400_000);

test('the table tells each figure of both runs, their difference and when they first differ', async () => {
  const [noAction, heavier] = await floods();
  const figure = (run: RunFacts, name: string) => run.figures?.more.find((one) => one.name === name)?.value;
  const text = (value: number, digits: number) =>
    value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false });
  const table = desk(page).locator('[data-table="ahead"]');
  for (const [name, digits] of Object.entries(FIGURES)) {
    const before = figure(noAction, name);
    const after = figure(heavier, name);
    if (before === undefined || after === undefined) throw new Error(`${name}: expected a figure of both runs`);
    const change = after - before;
    const sign = change > 0 && /[1-9]/.test(text(change, digits)) ? '+' : '';
    const cells = await table.locator(`tr[data-figure="${name}"] > *`).allTextContents();
    const plain = cells.map((cell) => cell.replace(/[\s\u2009,]/g, '').replace('\u2212', '-'));
    expect(plain.slice(1)).toEqual([text(before, digits), `${text(after, digits)}(${sign}${text(change, digits)})`]);
  }
  // Half as much rain again stands deeper somewhere.
  expect(figure(heavier, 'deepest')).toBeGreaterThan(figure(noAction, 'deepest') ?? Number.NaN);
  const firstS = heavier.course?.find(({ figures }, i) => {
    const other: Partial<Record<string, number>> = noAction.course?.[i]?.figures ?? {};
    return Object.entries(figures).some(([name, value]) => other[name] !== value);
  })?.timeS;
  if (firstS === undefined) throw new Error('course: expected a difference');
  const at = new Date(heavier.startMs + firstS * 1000);
  const clock = at.toLocaleTimeString('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' });
  expect(await table.locator('tr[data-figure="first"] td').last().textContent()).toBe(clock);
  await picture(page, 'ahead-table');
});

test('a variant is shown by choosing it; the log has its runs with hashes, and what it changes', async () => {
  const row = desk(page).locator('.run-list li', { hasText: '雨量 ×1.5' });
  await row.getByRole('button', { name: '显示' }).click();
  const [noAction, heavier] = await floods();
  const shownId = ((await readTwin(page, 'runs')) as Record<string, EngineRuns>).flood?.shownId;
  expect(shownId).toBe(heavier.id);
  await page.locator('.plate').getByText('雨量 ×1.5').first().waitFor({ timeout: 120_000 });
  await openTool(page, 'flood');
  await page.locator('.impact').getByText('雨量 ×1.5').first().waitFor({ timeout: 120_000 });
  await picture(page, 'ahead-shown');
  await openTool(page, 'incident-log');
  await tab(page, '日志');
  const lines = desk(page).locator('.incident-lines .text');
  const short = (run: RunFacts) => run.hash?.slice(0, 12) ?? '';
  await lines.filter({ hasText: `${short(heavier)} − ${short(noAction)}` }).waitFor({ timeout: 120_000 });
  await expect.poll(() => desk(page).locator('.incident-lines li', { hasText: '推演结果' }).count()).toBe(2);
  await picture(page, 'ahead-log');
});

test('people are looked ahead at too: told now they leave, told nothing they stay, and the table has both', async () => {
  await fillSituation();
  await desk(page).getByRole('switch', { name: '人群疏散' }).click();
  await desk(page).getByLabel('疏散范围（边长一半）').fill('120');
  await desk(page).getByLabel('疏散范围（边长一半）').press('Tab');
  await desk(page).getByRole('switch', { name: '稍后疏散' }).click();
  await picture(page, 'ahead-people-form');
  await desk(page).getByRole('button', { name: '开始趋势推演' }).click();
  await expect.poll(async () => (await floods()).map(({ status }) => status.kind)).toHaveLength(4);
  await picture(page, 'ahead-people-begun');
  const kinds = async () => (await runsOf('crowd')).map(({ status }) => status.kind);
  await expect.poll(kinds, { timeout: 360_000 }).toEqual(['done', 'done']);
  const [untold, told] = await runsOf('crowd');
  expect([untold.name, untold.orders, told.name]).toEqual(['不通知疏散', 'without', '立即疏散']);
  const figure = ({ figures }: RunFacts, name: string) => figures?.more.find((one) => one.name === name)?.value ?? 0;
  const people = figure(told, 'people');
  expect(people).toBeGreaterThan(10);
  expect(figure(untold, 'people')).toBe(people);
  expect(figure(untold, 'left')).toBe(0);
  expect(figure(told, 'left')).toBeGreaterThan(people / 2);
  // Both that are without action stand in one column; heavier rain moves nobody.
  const cells = await desk(page).locator('tr[data-figure="left"] > *').allTextContents();
  const numbers = cells.slice(1).map((cell) => Number.parseInt(cell.replace(/[,\s\u2009]/g, ''), 10));
  expect(numbers).toEqual([0, Number.NaN, figure(told, 'left')]);
  await picture(page, 'ahead-people');
  expect(foreignRequests(watch, server)).toEqual([]);
}, 480_000);
