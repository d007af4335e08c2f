import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVERYTHING } from '../../hub/accounts/scope.ts';
import { sharedBrowser } from './browser.ts';
import { openTool } from './desk.ts';
import { openPage, openServer, type Server, type Watch } from './house.ts';
import { logIn, PASSWORD } from './incident-desk.ts';
import { readTwin } from './twin-of.ts';

/** Two dispatchers at two desks before one hub: the board that one shares is the other's too, and the hub's reports of it are there for both. */
const folder = mkdtempSync(join(tmpdir(), 'shapan-office-board-'));
const patiently = { timeout: 120_000, interval: 500 };
const REPORT = 'board-day-20260610T003000Z';

let server: Server;
const desks: { page: Page; watch: Watch }[] = [];
const panel = (desk: number) => desks[desk].page.locator('.board-panel');

async function post(path: string, body: object, token?: string): Promise<Record<string, string>> {
  const headers = { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(`${server.url}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(answer.status).toBeLessThan(300);
  return (await answer.json()) as Record<string, string>;
}

async function openDesk(who: string): Promise<void> {
  const at = '?city=chengchuan&quality=fast&picture=off#desk=command&lang=zh';
  const desk = await openPage(
    { url: server.url, browser: await sharedBrowser() },
    { width: 1600, height: 900, at, picture: 'off' },
  );
  desks.push(desk);
  await desk.page.locator('.desk').waitFor({ timeout: 120_000 });
  await logIn(desk.page, who);
  await expect.poll(() => readTwin(desk.page, 'account'), patiently).not.toBe(null);
  await desk.page.keyboard.press('Escape');
  await openTool(desk.page, 'vitals-board');
  await panel(desks.length - 1)
    .getByText('全单位共用')
    .waitFor({ timeout: 120_000 });
}

const press = async (desk: number, name: string, sure: string) => {
  await panel(desk).getByRole('button', { name, exact: true }).click();
  await panel(desk).getByRole('button', { name: sure }).click();
};

beforeAll(async () => {
  // A report as the hub makes it; its making is tested at the hub, whose clock a test can set.
  mkdirSync(join(folder, 'hub/board-reports'), { recursive: true });
  for (const ending of ['xlsx', 'html']) writeFileSync(join(folder, `hub/board-reports/${REPORT}.${ending}`), ending);
  server = await openServer({ hubData: join(folder, 'hub'), isSimulated: false });
  const invite = /invite=([\w-]+)/.exec(server.said())?.[1];
  const { token } = await post('accounts/invited', { invite, name: '管理员', password: PASSWORD });
  for (const name of ['甲', '乙'])
    await post('accounts', { name, role: 'dispatcher', password: PASSWORD, scope: EVERYTHING }, token);
}, 300_000);
afterAll(async () => {
  await server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

test('what one shares with its schedule every desk shows that has no board of its own', async () => {
  await openDesk('甲');
  await openDesk('乙');
  await panel(0).getByText('近 7 天').click();
  await panel(0).getByLabel('周期').selectOption({ label: '每日' });
  await panel(0).getByLabel('时间').fill('07:30');
  await panel(0).getByText('这块看板共享之后').waitFor();
  await press(0, '共享给全单位', '确认：各台都将显示这块看板');
  await panel(0).getByText('共享看板第 1 版，甲').waitFor();
  await panel(0).getByText('下一份：').waitFor();
  await panel(1).getByText('共享看板第 1 版，甲').waitFor({ timeout: 90_000 });
  await expect
    .poll(() => readTwin(desks[1].page, 'board.report'), patiently)
    .toEqual({ every: 'day', at: '07:30', language: 'zh' });
  if (process.env.SHOT) await desks[1].page.screenshot({ path: `${process.env.SHOT}-shared.png` });
});

test('a desk that changes it has its own from then on; whoever shares second is told who was first', async () => {
  await panel(1).getByText('近 1 小时').click();
  await panel(1).getByText('本机有自己的看板').waitFor();
  await panel(0).getByText('近 1 天').click();
  await press(0, '用本机看板替换共享看板', '确认：各台都将显示这块看板');
  await panel(0).getByText('共享看板第 2 版，甲').waitFor();
  await press(1, '用本机看板替换共享看板', '确认：各台都将显示这块看板');
  await panel(1).getByText('甲 已先共享了第 2 版').waitFor();
  expect(await readTwin(desks[1].page, 'board.span')).toBe('hour');
  await press(1, '改用共享看板', '确认改用（本机看板另存，可恢复）');
  await expect.poll(() => readTwin(desks[1].page, 'board.span'), patiently).toBe('day');
  await panel(1).getByRole('button', { name: '恢复本机原来的看板' }).click();
  await expect.poll(() => readTwin(desks[1].page, 'board.span'), patiently).toBe('hour');
});

test('the reports of the hub are listed and saved', async () => {
  const [download] = await Promise.all([
    desks[0].page.waitForEvent('download'),
    panel(0)
      .getByRole('button', { name: /^下载 HTML：每日 · 2026-06-10 08:30/ })
      .click(),
  ]);
  expect(download.suggestedFilename()).toBe(`${REPORT}.html`);
  expect(readFileSync(await download.path(), 'utf8')).toBe('html');
});

test('the board stands alone on the screen, and Escape takes it down', async () => {
  const { page } = desks[0];
  await page.getByRole('button', { name: '全屏', exact: true }).click();
  await page.locator('.board-wall').waitFor();
  expect(await page.locator('.board-wall').evaluate((wall) => wall.clientWidth >= innerWidth - 20)).toBe(true);
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-wall.png` });
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('.board-wall').count()).toBe(0);
  await page.locator('.board-page').waitFor();
  for (const { watch } of desks) expect(watch.errors.filter((error) => !error.includes('409'))).toEqual([]);
});
