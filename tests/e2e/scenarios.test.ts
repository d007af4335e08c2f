import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SHIPPED_INCIDENTS } from '../../scenarios/shipped-incidents.ts';
import { sharedBrowser } from './browser.ts';
import { openTool } from './desk.ts';
import { foreignRequests, openServer, ROOT, type Server, type Watch } from './house.ts';
import { desk, makeAccounts, openLoggedIn, picture, tab } from './incident-desk.ts';
import { act } from './twin-of.ts';

/** The scenarios that come with the program, each opened and played to its end; a drill by one of them over the hub. */
let server: Server;
let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), 'shapan-scenarios-'));
const pages: Page[] = [];
const watches: Watch[] = [];

/** So fast that hours are over in seconds. */
const FAST = 4000;

const list = (page: Page) => page.locator('.incident-scenarios');
/** Of the evaluation's page: the steps held against their limits, all together. */
const timeScore = (page: Page) =>
  page.locator('.evaluation .score-rows li').filter({ hasText: '合计' }).first().locator('dd').first().textContent();

/** What the command line makes of the same package. */
async function played(id: string): Promise<{ logHash: string; stateHash: string; figures: { timeScore: number } }> {
  const shapan = join(ROOT, 'build/node/cli/shapan.js');
  const words = ['sim', 'incident', join(ROOT, `scenarios/incident-${id}`), '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, [shapan, ...words], { maxBuffer: 1 << 24 });
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.filter(({ line, isMet }) => line === 'expected' && !isMet)).toEqual([]);
  return lines.find(({ line }) => line === 'result');
}

beforeAll(async () => {
  server = await openServer({ hubData: join(folder, 'hub'), isSimulated: false });
  await makeAccounts(server, { 导调员: 'controller', 参演班: 'dispatcher' });
  browser = await sharedBrowser();
  for (const name of ['导调员', '参演班']) {
    const { page, watch } = await openLoggedIn({ url: server.url, browser }, name);
    pages.push(page);
    watches.push(watch);
  }
}, 300_000);
afterAll(async () => {
  await server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

test.each(SHIPPED_INCIDENTS.map(({ id, title }) => [id, title.zh]))(
  '%s opens with a click, plays to its end, and comes to what the command line makes of it',
  { timeout: 300_000 },
  async (id, title) => {
    const [page] = pages;
    const wanted = await played(id);
    await openTool(page, 'incident-scenarios');
    await list(page).getByText(title, { exact: true }).first().click();
    await desk(page).getByRole('tab', { name: '回放' }).waitFor({ timeout: 120_000 });
    await tab(page, '回放');
    await act(page, 'setRate', FAST);
    const hash = (at: number) => desk(page).locator('.incident-hash dd').nth(at).textContent();
    await expect.poll(() => hash(1)).toBe(wanted.logHash.slice(0, 16));
    expect(await hash(0)).toBe(wanted.stateHash);
    await openTool(page, 'incident-evaluation');
    await expect.poll(() => timeScore(page)).toBe(wanted.figures.timeScore.toFixed(4));
    await picture(page, `scenario-${id}`);
  },
);

test('the page computes the inputs of a scenario itself, and all is as expected', { timeout: 240_000 }, async () => {
  const [page] = pages;
  await openTool(page, 'incident-scenarios');
  await list(page).getByText('工地挖断燃气管', { exact: true }).first().click();
  await desk(page).getByRole('tab', { name: '回放' }).waitFor({ timeout: 120_000 });
  await act(page, 'play', false);
  await openTool(page, 'incident-scenarios');
  await list(page).getByRole('button', { name: '在本机重算' }).click();
  await list(page).getByText('数字由本页重算', { exact: false }).waitFor({ timeout: 180_000 });
  const rows = list(page).locator('tbody tr');
  expect(await rows.count()).toBeGreaterThan(10);
  expect(await list(page).locator('tr.missed').count()).toBe(0);
  await list(page).locator('tr', { hasText: 'close' }).first().getByText('vl-RQ-0485').first().waitFor();
  await picture(page, 'scenario-computed');
});

test('a drill: the other browser sees what was released and no more; at the end the score', {
  timeout: 300_000,
}, async () => {
  const [page, other] = pages;
  await list(page).getByRole('button', { name: '开始演练' }).click();
  await list(page).getByText('目前得分').waitFor({ timeout: 120_000 });
  await openTool(other, 'incident-log');
  const chip = desk(other).getByRole('button', { name: /【演练】工地挖断燃气管/ });
  await chip.click({ timeout: 120_000 });
  expect(await chip.locator('.tag', { hasText: '演练' }).count()).toBe(1);
  const lines = desk(other).locator('.incident-lines');
  // The clock releases the first, fifteen seconds after the opening; the instructor's hand the second.
  await lines.getByText('可燃气体浓度', { exact: false }).waitFor({ timeout: 120_000 });
  expect(await lines.getByText('钻机碰到管道', { exact: false }).count()).toBe(0);
  await picture(page, 'drill-instructor');
  await list(page).locator('li', { hasText: '钻机碰到管道' }).getByRole('button', { name: '立即下发' }).click();
  await lines.getByText('钻机碰到管道', { exact: false }).waitFor({ timeout: 120_000 });
  expect(await lines.getByText('会展中心请示', { exact: false }).count()).toBe(0);
  expect(await lines.locator('.text').count()).toBe(3);
  await desk(other).getByLabel('说明').fill('已派人到现场');
  await desk(other).getByRole('button', { name: '写入' }).click();
  await tab(other, '指令');
  await desk(other).getByLabel('任务').fill('关上游阀');
  await desk(other).getByRole('button', { name: '下达' }).click();
  await tab(other, '预案');
  await desk(other).locator('li', { hasText: '核实泄漏' }).getByRole('button', { name: '完成' }).click();
  // The released comment counts as one too.
  await list(page).getByText('指令 1 条，说明 2 条', { exact: false }).waitFor({ timeout: 120_000 });
  await picture(other, 'drill-trainee');
  // What is done counts once it has come to the instructor: a step that is done after the end is refused.
  await expect.poll(async () => Number(await list(page).locator('.drill-score').textContent())).toBeGreaterThan(0);
  await list(page).getByRole('button', { name: '结束演练' }).click();
  await list(page).getByText('演练得分').waitFor({ timeout: 120_000 });
  const score = await list(page).locator('.drill-score').textContent();
  // Of the steps whose time had begun, weighing 10, one that weighs 1 was done in time; those that were not count nought once it is over.
  expect(score).toBe((1 / 10).toFixed(4));
  await openTool(other, 'incident-evaluation');
  await expect.poll(() => timeScore(other)).toBe(score);
  await picture(page, 'drill-score');
});

test('nothing is fetched from elsewhere, and no page has a problem', () => {
  for (const watch of watches) {
    expect(foreignRequests(watch, server)).toEqual([]);
  }
});
