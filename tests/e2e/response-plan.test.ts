import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedBrowser } from './browser.ts';
import { openTool } from './desk.ts';
import { foreignRequests, openServer, type Server, type Watch } from './house.ts';
import { desk, makeAccounts, openLoggedIn, picture, tab } from './incident-desk.ts';

/** 预案: edit → keep → open an incident with it → its step with its limit → export → import → take into the open incident → share with all, from two browsers. */
let server: Server;
let browser: Browser;
let page: Page;
let watch: Watch;
const folder = mkdtempSync(join(tmpdir(), 'shapan-response-plan-'));

const editor = (): Locator => page.locator('.response-plans');
const field = (name: string): Locator => editor().getByLabel(name, { exact: true });
const button = (name: string): Locator => editor().getByRole('button', { name, exact: true });

async function exported(): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), button('导出文件').click()]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

const imported = (name: string, text: string): Promise<void> =>
  editor()
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });

beforeAll(async () => {
  server = await openServer({ hubData: join(folder, 'hub'), isSimulated: false });
  await makeAccounts(server, { 甲班: 'dispatcher', 乙班: 'dispatcher' });
  browser = await sharedBrowser();
  ({ page, watch } = await openLoggedIn({ url: server.url, browser }, '甲班', { picture: 'off' }));
}, 300_000);
afterAll(async () => {
  await server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

test('a plan is edited: what is missing and what waits in a circle is said, a change is undone, and it is kept', async () => {
  await openTool(page, 'response-plans');
  await editor().getByRole('button', { name: /内涝/ }).click();
  await field('名称（中文）').fill('本区防汛预案');
  await button('添加步骤').click();
  await field('任务（中文）').fill('巡查低洼院落');
  await editor()
    .getByText(/须先改正/)
    .waitFor();
  expect(await button('保存').isDisabled()).toBe(true);
  await picture(page, 'plan-faults');
  await field('任务（英文）').fill('Walk the low yards');
  await editor().locator('.plan-step-form').getByLabel('编号', { exact: true }).fill('low-yards');
  await field('启动条件').selectOption({ label: '另一步骤完成' });
  await field('等待的步骤').selectOption({ label: '巡查低洼院落' });
  await editor().getByText('low-yards → low-yards').waitFor();
  await button('撤销').click();
  expect(await editor().getByText('low-yards → low-yards').count()).toBe(0);
  await field('启动条件').selectOption({ label: '新告警' });
  await field('监测值条件').selectOption({ label: '达到或高于' });
  await field('监测值').fill('0.4');
  expect(await field('单位（UCUM）').inputValue()).toBe('m');
  await picture(page, 'plan-reach');
  await field('启动条件').selectOption({ label: '事件建立' });
  await field('其后再等').fill('30');
  await field('时限').fill('25');
  await picture(page, 'plan-editor');
  await button('保存').click();
  await page.getByText('已保存在本浏览器').waitFor();
});

test('an incident is opened with it after a reload, and its step waits with its limit', async () => {
  await page.reload();
  await page.getByRole('button', { name: '甲班', exact: true }).waitFor({ timeout: 120_000 });
  await openTool(page, 'incident-log');
  await desk(page).getByText('已同步').waitFor({ timeout: 120_000 });
  await desk(page).getByRole('button', { name: '建立事件' }).click();
  await desk(page).getByLabel('事件名称').fill('西门积水');
  await desk(page).getByLabel('预案', { exact: true }).selectOption({ label: '本区防汛预案' });
  await desk(page).getByRole('button', { name: '建立', exact: true }).click();
  await tab(page, '预案');
  const step = desk(page).locator('li.waits', { hasText: '巡查低洼院落' });
  await step.getByText('限 25 min').waitFor({ timeout: 120_000 });
  await step.getByText(/\d\d:\d\d 开始/).waitFor();
  await picture(page, 'plan-incident');
});

test('a file of it and back is the same; a broken one is refused by step and field; it is taken into the open incident', async () => {
  await openTool(page, 'response-plans');
  await editor()
    .getByRole('button', { name: /本区防汛预案/ })
    .click();
  const text = readFileSync(await exported(), 'utf8');
  const plan = JSON.parse(text);
  expect(plan).toMatchObject({ format: 2, kind: 'response-plan', title: { zh: '本区防汛预案' } });
  expect(plan.steps.at(-1)).toMatchObject({ trigger: { on: 'opened', afterMin: 30 }, limitMin: 25 });
  await button('返回列表').click();
  await imported('坏.json', text.replace('"limitMin": 25', '"limitMin": "25"'));
  await page.getByText(/坏\.json#low-yards：.*steps\.\d+\.limitMin/).waitFor({ timeout: 120_000 });
  await imported('好.json', text);
  await button('导出文件').waitFor({ timeout: 120_000 });
  expect(readFileSync(await exported(), 'utf8')).toBe(text);
  await editor()
    .getByRole('button', { name: /巡查低洼院落/ })
    .first()
    .click();
  await field('时限').fill('40');
  await button('用于“西门积水”').click();
  await openTool(page, 'incident-log');
  await tab(page, '预案');
  await desk(page)
    .locator('li.waits', { hasText: '巡查低洼院落' })
    .getByText('限 40 min')
    .waitFor({ timeout: 120_000 });
  await tab(page, '日志');
  expect(await desk(page).locator('.incident-lines li').count()).toBe(2);
});

test('a plan is shared with all: another dispatcher has it at once, changes that cross are told, and it is taken back', async () => {
  const { page: other, watch: ofOther } = await openLoggedIn({ url: server.url, browser }, '乙班', { picture: 'off' });
  const theirs = other.locator('.response-plans');
  const row = (list: Locator, words: RegExp) =>
    list.locator('li', { hasText: /本区防汛预案/ }).filter({ hasText: words });
  await openTool(other, 'response-plans');
  await openTool(page, 'response-plans');
  await button('共享给全体').click();
  await page.getByText('已共享：', { exact: false }).waitFor();
  await button('返回列表').click();
  await row(editor(), /共享/)
    .getByText(/第 1 版，甲班/)
    .waitFor();
  await row(theirs, /共享/)
    .getByText(/第 1 版，甲班/)
    .waitFor();
  await picture(page, 'plan-shared');
  await row(editor(), /共享/).getByRole('button').click();
  await row(theirs, /共享/).getByRole('button').click();
  await theirs.getByLabel('名称（英文）', { exact: true }).fill('Flood plan of the quarter');
  await theirs.getByRole('button', { name: '共享给全体' }).click();
  await other.getByText('已共享：', { exact: false }).waitFor();
  await field('名称（英文）').fill('Another name');
  await button('共享给全体').click();
  await page.getByText(/刚由 乙班 更新为第 2 版/).waitFor();
  expect(await field('名称（英文）').inputValue()).toBe('Another name');
  await button('共享给全体').click();
  await theirs.getByRole('button', { name: '返回列表' }).click();
  await row(theirs, /共享/)
    .getByText(/第 3 版，甲班/)
    .waitFor();
  await button('撤回共享').click();
  await row(theirs, /共享/).waitFor({ state: 'detached' });
  expect(foreignRequests(ofOther, server)).toEqual([]);
  expect(ofOther.errors).toEqual([]);
});

test('nothing is asked of another host, and the page complains of nothing', () => {
  expect(foreignRequests(watch, server)).toEqual([]);
  // The browser tells of every answer that is a refusal: the one of a change that crossed another.
  expect(watch.errors).toEqual([expect.stringMatching(/409 \(Conflict\).*\/response-plans/)]);
});
