import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVERYTHING } from '../../hub/accounts/scope.ts';
import { areaFeature, bakeBareTown, stepBox } from './bare-town.ts';
import { sharedBrowser } from './browser.ts';
import { openTool } from './desk.ts';
import { openPage, openServer, type Server, type Watch } from './house.ts';
import { logIn, PASSWORD } from './incident-desk.ts';
import { readTwin } from './twin-of.ts';

/** Two planners at two browsers before one hub: what one shares and decides, the other sees without a reload. */
const folder = mkdtempSync(join(tmpdir(), 'shapan-shared-'));
const patiently = { timeout: 120_000, interval: 500 };

let server: Server;
let browser: Browser;
const pages: Record<'安' | '博', { page: Page; watch: Watch } | null> = { 安: null, 博: null };

const pageOf = (who: keyof typeof pages): Page => {
  const one = pages[who];
  if (!one) throw new Error(`expected the page of ${who}`);
  return one.page;
};
const panelOf = (who: keyof typeof pages) => pageOf(who).locator('.conflicts');
const planText = (kind: 'north' | 'south', code: string): string => {
  const ring = kind === 'north' ? stepBox(0, 0, 2, 2) : stepBox(1, 1, 3, 3);
  return JSON.stringify({
    type: 'FeatureCollection',
    features: [areaFeature(ring, { 地块编号: kind, 用地代码: code })],
  });
};

async function post(path: string, body: object, token?: string): Promise<Record<string, string>> {
  const headers = { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(`${server.url}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(answer.status).toBeLessThan(300);
  return (await answer.json()) as Record<string, string>;
}

async function open(who: keyof typeof pages): Promise<void> {
  const at = { at: '?city=field&desk=plan&quality=fast', width: 1280, height: 720, picture: 'off' } as const;
  pages[who] = await openPage({ url: server.url, browser }, at);
  const page = pageOf(who);
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await logIn(page, who);
  await expect.poll(() => readTwin(page, 'account'), patiently).not.toBe(null);
  await page.keyboard.press('Escape');
  await openTool(page, 'conflicts');
  await expect.poll(() => readTwin(page, 'planRecord.keeper'), patiently).toBe('hub');
}

async function bring(who: keyof typeof pages, name: string, text: string): Promise<void> {
  const panel = panelOf(who);
  const step = (want: string) =>
    expect.poll(() => panel.locator('.plan-import').getAttribute('data-step'), patiently).toBe(want);
  const buffer = Buffer.from(text);
  await panel
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: `${name}.geojson`, mimeType: '', buffer });
  await step('form');
  await panel.getByRole('button', { name: '导入', exact: true }).click();
  await step('made');
  await panel.getByRole('button', { name: '完成' }).click();
}

beforeAll(async () => {
  server = await openServer({ cities: bakeBareTown(folder), hubData: join(folder, 'hub') });
  browser = await sharedBrowser();
  const invite = /invite=([\w-]+)/.exec(server.said())?.[1];
  const { token } = await post('accounts/invited', { invite, name: '管理员', password: PASSWORD });
  for (const name of Object.keys(pages))
    await post('accounts', { name, role: 'planner', password: PASSWORD, scope: EVERYTHING }, token);
}, 300_000);

afterAll(async () => {
  await server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

test('a plan that one shares is in the other’s list and comparison', async () => {
  await open('安');
  await open('博');
  await bring('安', '控规', planText('north', '0701'));
  expect(await panelOf('博').getByText('控规', { exact: true }).count()).toBe(0);
  await panelOf('安').getByRole('button', { name: '共享控规' }).click();
  await panelOf('安').getByText('共享 · 第 1 版').waitFor();
  await panelOf('博').getByText('共享 · 第 1 版').waitFor({ timeout: 120_000 });
  await bring('博', '交通规划', planText('south', '1207'));
  await panelOf('博').getByRole('button', { name: '共享交通规划' }).click();
  for (const who of ['博', '安'] as const)
    await panelOf(who).getByText('1 处冲突').first().waitFor({ timeout: 120_000 });
});

test('what one proposes the other signs, and the first sees the signature', async () => {
  await panelOf('安').locator('section li button').first().click();
  await panelOf('安').getByRole('button', { name: '协调处理', exact: true }).click();
  await panelOf('安').getByRole('radio').first().check();
  await panelOf('安')
    .getByRole('status')
    .getByText(/^消除 1 处/)
    .waitFor({ timeout: 120_000 });
  await panelOf('安').getByRole('button', { name: '提出方案' }).click();
  await panelOf('安').getByText('待签署').waitFor();
  await openTool(pageOf('博'), 'conflicts.decisions');
  await panelOf('博').getByText('待签署').waitFor();
  await panelOf('博').locator('.conflict-decisions > ul button').first().click();
  await panelOf('博').getByRole('button', { name: '签署', exact: true }).click();
  await panelOf('安').getByText('已签署', { exact: true }).waitFor({ timeout: 120_000 });
});

test('rules that one shares are those of the other, and the city’s again when they are taken back', async () => {
  for (const who of ['安', '博'] as const) await openTool(pageOf(who), 'conflicts.rules');
  const of = (who: keyof typeof pages) => panelOf(who).locator('.plan-basis');
  await of('安').locator('.rule-slivers').getByLabel('最小面积').fill('7');
  await of('安').getByRole('button', { name: '共享给全体' }).click();
  for (const who of ['安', '博'] as const)
    await of(who).getByText('由 安 共享 · 第 1 版 · 版次 3 + own 1').waitFor({ timeout: 120_000 });
  await expect.poll(() => of('博').locator('.rule-slivers').getByLabel('最小面积').inputValue(), patiently).toBe('7');
  await of('博').getByText('共享 · SHA-256').waitFor();
  expect(await of('博').getByText('随附：').count()).toBe(0);
  if (process.env.SHOT) await pageOf('博').screenshot({ path: `${process.env.SHOT}-basis.png` });
  // What stands on the other's screen was made by the city's rules: he is told, and compares again by those that are shared.
  await panelOf('博').getByRole('button', { name: '重新比对' }).click();
  await openTool(pageOf('博'), 'conflicts');
  await panelOf('博')
    .getByText('细碎图斑：面积小于 7 m² 且平均宽小于 0.5 m 不计 (按规则)')
    .waitFor({ timeout: 120_000 });
  await openTool(pageOf('博'), 'conflicts.rules');
  await of('博').getByRole('button', { name: '撤下共享' }).click();
  await expect.poll(() => of('安').locator('.rule-slivers').getByLabel('最小面积').inputValue(), patiently).toBe('1');
  // Who took them back keeps them as his own.
  await of('博').getByText('随附：1 m²').waitFor();
  await of('博').getByRole('button', { name: '全部恢复' }).click();
});

test('a plan that is taken back is gone for both; nothing was reported wrong', async () => {
  for (const who of ['博', '安'] as const) await openTool(pageOf(who), 'conflicts');
  if (process.env.SHOT) await pageOf('博').screenshot({ path: `${process.env.SHOT}-shared.png` });
  await panelOf('博').getByRole('button', { name: '撤下共享的控规' }).click();
  for (const who of ['博', '安'] as const)
    await expect.poll(() => panelOf(who).locator('.plan-list').innerText(), patiently).not.toContain('控规');
  for (const who of ['博', '安'] as const) expect(pages[who]?.watch.errors).toEqual([]);
});
