import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CityCase } from '../../model/cases/cases.ts';
import type { SourceStatus } from '../../src/twin/live/source-status.ts';
import { sharedBrowser } from './browser.ts';
import { openTool, unfoldTray } from './desk.ts';
import { foreignRequests, LIGHT, openPage, openServer, type Server, type Watch } from './house.ts';
import { act, readTwin, selectById } from './twin-of.ts';
import { openWire, type Wire } from './wire.ts';

/** The hub as `npm start` has it, with data of its own, a wire that can be cut, and a page without a picture before it. */
let server: Server;
let wire: Wire;
let browser: Browser;
let page: Page;
let watch: Watch;
const hubData = mkdtempSync(join(tmpdir(), 'shapan-hub-'));

const PASSWORD = 'correct horse battery';
/** Of those that speak each 10 s. */
const SENSOR = 'sn-pump-0001';
/** Another, in 澄湖核心区; the first lies in no district. */
const OF_THE_LAKE = 'sn-pump-0002';
const CADENCE_S = 10;

beforeAll(async () => {
  server = await openServer({ hubData });
  wire = await openWire(server.url);
  browser = await sharedBrowser();
  ({ page, watch } = await openPage(
    { url: wire.url, browser },
    {
      at: `?city=chengchuan&quality=fast&invite=${/invite=([\w-]+)/.exec(server.said())?.[1]}#${LIGHT}`,
      width: 1280,
      height: 720,
      picture: 'off',
    },
  ));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
});
afterAll(async () => {
  wire?.close();
  await server?.kill('SIGTERM');
  rmSync(hubData, { recursive: true, force: true });
});

/** Polls, since the page forbids eval. */
async function until<Value>(
  read: () => Promise<Value>,
  is: (value: Value) => boolean,
  timeoutMs: number,
): Promise<Value> {
  const endMs = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (is(value)) return value;
    if (Date.now() > endMs) throw new Error(`after ${timeoutMs} ms: ${JSON.stringify(value)}`);
    await new Promise((done) => setTimeout(done, 500));
  }
}

const untilFeed = (kind: SourceStatus['kind'], timeoutMs = 120_000) =>
  until(
    () => readTwin(page, 'feed') as Promise<SourceStatus>,
    (feed) => feed.kind === kind,
    timeoutMs,
  );
const untilHeard = async () => {
  const before = ((await readTwin(page, 'feedQuality')) as { received: number }).received;
  await until(
    () => readTwin(page, 'feedQuality') as Promise<{ received: number }>,
    ({ received }) => received > before,
    60_000,
  );
};
const untilAccount = (name: string | null) =>
  until(
    () => readTwin(page, 'account') as Promise<{ name: string } | null>,
    (account) => (account?.name ?? null) === name,
    30_000,
  );
async function sign(name: string): Promise<void> {
  await page.locator('.account-form input[name="name"]').fill(name);
  await page.locator('.account-form input[name="password"]').fill(PASSWORD);
  await page.locator('.account-form button[type="submit"]').click();
}
async function login(name = '值班长'): Promise<void> {
  await page.getByRole('button', { name: '登录' }).click();
  await sign(name);
  await untilAccount(name);
}
async function logout(name: string): Promise<void> {
  const panel = page.locator('.account-panel');
  if (!(await panel.isVisible())) await page.getByRole('button', { name, exact: true }).click();
  await panel.getByRole('button', { name: '退出' }).click();
  await untilAccount(null);
}

/** A page that was loaded anew begins its time anew. */
const loadedMs = () => page.evaluate(() => performance.timeOrigin);

test('the demo city’s feed moves, and its truth is told', async () => {
  await untilFeed('live');
  const framesBefore = (await readTwin(page, 'feedFrames')) as number;
  await until(
    () => readTwin(page, 'feedFrames') as Promise<number>,
    (frames) => frames > framesBefore + 3,
    60_000,
  );
  const truth = await until(
    () => readTwin(page, 'feedQuality') as Promise<{ received: number; perS: number } | null>,
    (told) => told !== null && told.perS > 0 && told.received > 100,
    60_000,
  );
  expect(truth?.perS).toBeLessThan(10_000);
  expect((await readTwin(page, 'sensors')) as unknown[]).toHaveLength(3542);
});

test('by the link of the first start comes an administrator, who makes a dispatcher of one district, who hears that alone', async () => {
  const valueAt = async (sensor: string) => {
    await selectById(page, sensor);
    await page.locator('.card .id', { hasText: sensor }).waitFor({ timeout: 120_000 });
    return () => page.locator('.card-sensors li .value').first().textContent();
  };
  await sign('管理员');
  await untilAccount('管理员');
  await page.getByRole('button', { name: '管理员', exact: true }).click();
  const list = page.locator('.account-list');
  await list.locator('li button').click();
  await list.getByRole('button', { name: '停用账户' }).click();
  await list.getByRole('button', { name: '确认停用（不可恢复）' }).click();
  await list.getByRole('alert').filter({ hasText: '这是最后一位管理员' }).waitFor({ timeout: 120_000 });
  // The browser itself writes down each refusal.
  expect(watch.errors.splice(0)).toEqual([expect.stringContaining('409')]);
  await list.locator('header').getByRole('button', { name: '创建账户' }).click();
  const form = list.locator('form:not(.operator-offer)');
  await form.getByRole('button', { name: '全部片区', exact: true }).click();
  await form.getByRole('button', { name: '澄湖核心区', exact: true }).click();
  await form.locator('input[name="name"]').fill('湖区调度');
  await form.locator('input[name="password"]').fill(PASSWORD);
  await form.locator('button[type="submit"]').click();
  await list
    .locator('li', { hasText: '湖区调度' })
    .filter({ hasText: '澄湖核心区 · 全部类别' })
    .waitFor({ timeout: 120_000 });
  await logout('管理员');
  const isHeard = (text: string | null) => /\d/.test(text ?? '');
  const isNotOpen = (text: string | null) => text === '—本账户不可见';
  await until(await valueAt(SENSOR), isHeard, 60_000);
  await login('湖区调度');
  await until(await valueAt(SENSOR), isNotOpen, 30_000);
  await until(await valueAt(OF_THE_LAKE), isHeard, 60_000);
  await until(await valueAt(SENSOR), isNotOpen, 30_000);
  await logout('湖区调度');
  await until(await valueAt(SENSOR), isHeard, 60_000);
  await act(page, 'select', null);
});

test('a dispatcher logs in, files a case on an object and sends someone', async () => {
  const post = async (path: string, body: object, token = '') => {
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
    return (await fetch(`${server.url}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  };
  const { token } = (await post('accounts/login', { name: '管理员', password: PASSWORD })) as { token: string };
  const scope = { areas: 'all', classes: 'all' };
  await post('accounts', { name: '值班长', role: 'dispatcher', password: PASSWORD, scope }, token);
  await act(page, 'openDesk', 'command');
  await login();
  await selectById(page, SENSOR);
  const file = page.locator('.card-cases > .btn', { hasText: '立案' });
  const title = page.locator('.card-cases input[name="title"]');
  // The feed is opened anew in the name of who logged in, and a form that was opened before goes with the old one.
  await expect
    .poll(async () => {
      if (await file.isVisible()) await file.click();
      return await title.isVisible();
    })
    .toBe(true);
  await title.fill('泵站异响');
  await page.locator('.card-cases button[type="submit"]').click();
  await page.locator('.card-cases .alarm-title', { hasText: '泵站异响' }).click({ timeout: 120_000 });
  await page.locator('.card-cases .case-form input').fill('排水一队');
  await page.locator('.card-cases .case-form .btn', { hasText: '派遣' }).click();
  const cases = await until(
    () => readTwin(page, 'cases') as Promise<CityCase[]>,
    ([first]) => first?.stage === 'dispatched',
    30_000,
  );
  expect(cases[0]).toMatchObject({ object: SENSOR, unit: '排水一队', log: [{ by: '值班长' }, { word: 'dispatch' }] });
});

test('at 1440 × 900 the list of alarms has most of its column: what is empty beside it folds', async () => {
  const usual = page.viewportSize();
  await page.setViewportSize({ width: 1440, height: 900 });
  await openTool(page, 'feeds.alarms');
  const heightOf = (selector: string) => page.locator(selector).evaluate((element) => element.clientHeight);
  await expect
    .poll(async () => (await heightOf('.inspector .alarms')) / (await heightOf('.inspector')))
    .toBeGreaterThan(0.6);
  await act(page, 'setTool', null);
  if (usual) await page.setViewportSize(usual);
});

test('nothing is asked of another host, and the page complains of nothing', () => {
  expect(foreignRequests(watch, { url: wire.url })).toEqual([]);
  expect(watch.errors).toEqual([]);
});

test('its WebSocket ends: the page hears again by itself', async () => {
  const openedMs = await loadedMs();
  const since = (await untilFeed('live')) as { sinceMs: number };
  wire.dropSockets();
  // It may be back within a second: that it was away is seen by since when it is live.
  await until(
    () => readTwin(page, 'feed') as Promise<{ kind: string; sinceMs: number }>,
    ({ kind, sinceMs }) => kind === 'live' && sinceMs > since.sinceMs,
    60_000,
  );
  await untilHeard();
  expect(await loadedMs()).toBe(openedMs);
});

test('the network is cut for some of its cadences: it comes back without a reload, and the chart has no hole', async () => {
  const openedMs = await loadedMs();
  const chart = page.locator('.card-sensors .chart');
  await chart.waitFor({ timeout: 120_000 });
  const longestGapS = async () => {
    const [, minutes, seconds] = /(\d+):(\d\d)$/.exec((await chart.getAttribute('aria-label')) ?? '') ?? [];
    return 60 * Number(minutes) + Number(seconds);
  };
  wire.cut();
  await untilFeed('cut');
  await new Promise((done) => setTimeout(done, 3.5 * CADENCE_S * 1000));
  wire.heal();
  await untilFeed('live');
  await untilHeard();
  await until(longestGapS, (gapS) => gapS <= 2 * CADENCE_S, 60_000);
  expect(((await readTwin(page, 'feedQuality')) as { repaired: number }).repaired).toBeGreaterThan(0);
  expect(await loadedMs()).toBe(openedMs);
});

test('the hub is killed and started again: the page hears it, and the case is there', async () => {
  const openedMs = await loadedMs();
  await server.kill('SIGKILL');
  await untilFeed('cut');
  server = await openServer({ hubData });
  wire.lead(server.url);
  await untilFeed('live');
  await untilHeard();
  await expect.poll(() => readTwin(page, 'cases.0')).toMatchObject({ title: '泵站异响', stage: 'dispatched' });
  const { cases } = (await (await fetch(`${server.url}/cases`)).json()) as { cases: CityCase[] };
  expect(cases).toMatchObject([{ title: '泵站异响', stage: 'dispatched' }]);
  expect(await loadedMs()).toBe(openedMs);
});

test('what was recorded until the kill is played, is called a replay, and the present comes back', async () => {
  await until(
    () => readTwin(page, 'account'),
    (account) => account === null,
    30_000,
  );
  await login();
  await unfoldTray(page);
  await page.locator('.choose-recording button').click({ timeout: 120_000 });
  await page.locator('.mode-bar.recording', { hasText: '回放' }).waitFor({ timeout: 120_000 });
  const { fromMs, toMs } = (await readTwin(page, 'replay')) as { fromMs: number; toMs: number };
  expect(toMs - fromMs).toBeGreaterThan(30_000);
  await act(page, 'showTime', toMs);
  const atMs = () => readTwin(page, 'feedMs') as Promise<number>;
  await until(atMs, (ms) => Math.abs(ms - toMs) < 1, 30_000);
  expect(await readTwin(page, 'cases.0')).toMatchObject({ title: '泵站异响', stage: 'dispatched' });
  await act(page, 'showTime', fromMs);
  await until(atMs, (ms) => ms < fromMs + 20_000, 30_000);
  expect(await readTwin(page, 'cases')).toEqual([]);
  await page.locator('.mode-bar.recording button').click();
  await until(atMs, (ms) => ms > toMs, 30_000);
  expect(await readTwin(page, 'cases.0')).toMatchObject({ title: '泵站异响' });
});
