import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedBrowser } from './browser.ts';
import { openTool } from './desk.ts';
import { openPage, openServer, type Server, type Watch } from './house.ts';
import { act, readTwin } from './twin-of.ts';

/** A hall and an administrator, each in a window of their own: what one says the other does. */
const PASSWORD = 'correct horse battery';
const patiently = { timeout: 120_000, interval: 500 };
const folder = mkdtempSync(join(tmpdir(), 'shapan-hall-'));

let server: Server;
let browser: Browser;
let office: Page;
let hall: Page;
let hallAddress = '';
const watches: Watch[] = [];

async function opened(at: string): Promise<Page> {
  const { page, watch } = await openPage({ url: server.url, browser }, { width: 1280, height: 720, at });
  watches.push(watch);
  return page;
}

beforeAll(async () => {
  server = await openServer({ hubData: join(folder, 'hub'), isSimulated: false });
  browser = await sharedBrowser();
  const invite = /invite=([\w-]+)/.exec(server.said())?.[1];
  office = await opened(`?city=chengchuan&quality=fast&invite=${invite}`);
  await office.locator('.account-form input[name="name"]').fill('管理员', { timeout: 120_000 });
  await office.locator('.account-form input[name="password"]').fill(PASSWORD);
  await office.locator('.account-form button[type="submit"]').click();
  await openTool(office, 'halls');
}, 300_000);
afterAll(async () => {
  await server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

const panel = () => office.getByRole('region', { name: '展厅', exact: true });
const card = () => panel().locator('.hall-card');

test('an administrator names a hall and is given its address once', async () => {
  await panel().locator('input[name="id"]').fill('lobby');
  await panel().getByRole('button', { name: '登记展厅' }).click();
  const field = panel().getByLabel(/展厅地址/);
  await field.waitFor({ timeout: 120_000 });
  hallAddress = await field.inputValue();
  expect(hallAddress).toMatch(/\?city=chengchuan&kiosk=1&hall=lobby#hallkey=[\w-]{43}$/);
  await expect.poll(() => card().innerText(), patiently).toContain('尚未上报');
});

test("the hall's page gives its key up, reports, and is started, stopped and reloaded from afar", async () => {
  const { search, hash } = new URL(hallAddress);
  hall = await opened(`${search}&quality=fast${hash}`);
  await hall.getByText('轻触任意处开始').waitFor({ timeout: 120_000 });
  expect(hall.url()).not.toContain('hallkey');
  await expect.poll(() => card().innerText(), patiently).toContain('运行中');
  expect(await card().innerText()).toContain('封面');

  await card().getByRole('button', { name: '开始导览' }).click();
  await expect.poll(() => readTwin(hall, 'tour'), patiently).toBe('playing');
  await expect.poll(() => card().innerText(), patiently).toContain('第 1 章');
  await expect.poll(() => card().innerText(), patiently).toContain('已执行');

  await card().getByRole('button', { name: '停止导览' }).click();
  await expect.poll(() => readTwin(hall, 'tour'), patiently).toBe('off');

  await hall.evaluate(() => Object.assign(globalThis, { isBefore: true }));
  await card().getByRole('button', { name: '重新载入' }).click();
  const isBefore = () =>
    hall.evaluate(() => (globalThis as { isBefore?: boolean }).isBefore === true).catch(() => true);
  await expect.poll(isBefore, patiently).toBe(false);
  await hall.getByText('轻触任意处开始').waitFor({ timeout: 120_000 });
  await expect.poll(() => card().innerText(), patiently).toContain('“重新载入”已执行');
});

test('visits come to the administrator as counts; what was ordered is none', async () => {
  await hall.getByText('轻触任意处开始').click();
  await expect.poll(() => readTwin(hall, 'tour'), patiently).toBe('playing');
  await hall.getByRole('button', { name: '暂停，自由浏览' }).click();
  await expect.poll(() => card().innerText(), patiently).toMatch(/参观者接手，第 \d 章/);
  await expect.poll(() => card().innerText(), patiently).toMatch(/今日 · 开始导览\s*1/);
  const kept = await hall.evaluate(() => (globalThis as unknown as { localStorage: Storage }).localStorage);
  expect(JSON.parse(kept['shapan.hall.chengchuan.kept'])).toEqual([
    expect.objectContaining({ tours: 1, takeOvers: 1, zh: 2, en: 0 }),
  ]);
});

test('quiet hours darken the hall with the time; a touch wakes it for a tour', async () => {
  await act(hall, 'stopTour');
  await hall.goto(`${server.url}/?city=chengchuan&quality=fast&kiosk=1&quiet=${quietNow()}`);
  const dark = hall.getByRole('button', { name: '展厅休息中' });
  await dark.waitFor({ timeout: 120_000 });
  expect(await dark.innerText()).toMatch(/\d\d:\d\d/);
  expect(await readTwin(hall, 'tour')).toBe('off');
  await dark.click();
  await expect.poll(() => readTwin(hall, 'tour'), patiently).toBe('playing');
  expect(await dark.count()).toBe(0);
  for (const { errors } of watches) expect(errors).toEqual([]);
});

/** An hour before and after now by the clocks of the demo city. */
function quietNow(): string {
  const at = (hours: number) => new Date(Date.now() + (8 + hours) * 3_600_000).toISOString().slice(11, 16);
  return `${at(-1)}-${at(1)}`;
}

interface Storage {
  [key: string]: string;
}
