import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server as HttpServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SourceState } from '../../src/twin/live/service.ts';
import { sharedBrowser } from './browser.ts';
import { foreignRequests, LIGHT, openPage, openServer, type Server, type Watch } from './house.ts';
import { act, readTwin } from './twin-of.ts';

/** The page as `npm start` has it, and a server of another house that tells events. */
let server: Server;
let foreign: HttpServer;
let foreignUrl = '';
let browser: Browser;
let page: Page;
let watch: Watch;
const hubData = mkdtempSync(join(tmpdir(), 'shapan-sources-'));
const PASSWORD = 'correct horse battery';
const open = new Set<ServerResponse>();
let asked = 0;

beforeAll(async () => {
  foreign = createServer((_, response) => {
    asked++;
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Access-Control-Allow-Origin': '*' });
    response.flushHeaders();
    open.add(response);
  }).listen(0, '127.0.0.1');
  await once(foreign, 'listening');
  const address = foreign.address();
  foreignUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  server = await openServer({ hubData, isSimulated: false });
  browser = await sharedBrowser();
  const at = {
    at: `?city=chengchuan&quality=fast#${LIGHT}`,
    width: 1280,
    height: 720,
    ...(process.env.SHOT ? {} : ({ picture: 'off' } as const)),
  };
  ({ page, watch } = await openPage({ url: server.url, browser }, at));
  await untilShown();
});
afterAll(async () => {
  await server?.kill('SIGTERM');
  foreign?.closeAllConnections();
  foreign?.close();
  rmSync(hubData, { recursive: true, force: true });
});

async function untilShown(): Promise<void> {
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  const layers = (await readTwin(page, 'layers')) as Record<string, unknown>;
  for (const id of Object.keys(layers)) if (id !== 'sensors') await act(page, 'showLayer', id, false);
  await act(page, 'openDesk', 'command');
}

const sources = () => readTwin(page, 'feedSources') as Promise<SourceState[]>;
const patiently = { timeout: 120_000, interval: 500 };

test('an administrator names a source; the worker alone speaks to its host, and its readings are the sensor’s', async () => {
  const invite = /invite=([\w-]+)/.exec(server.said())?.[1];
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ invite, name: '管理员', password: PASSWORD });
  await fetch(`${server.url}/accounts/invited`, { method: 'POST', headers, body });
  await page.getByRole('button', { name: '登录' }).click({ timeout: 120_000 });
  await page.locator('.account-form input[name="name"]').fill('管理员');
  await page.locator('.account-form input[name="password"]').fill(PASSWORD);
  await page.locator('.account-form button[type="submit"]').click();
  await page.locator('.feed-health[aria-expanded=false]').click({ timeout: 120_000 });
  await page.getByRole('button', { name: '添加数据源' }).click({ timeout: 120_000 });
  const form = page.locator('.source-form');
  await form.locator('select').first().selectOption('sse');
  const fields = { name: '水厂', url: `${foreignUrl}/events`, stream: 'id', time: 'at', value: 'level' };
  for (const [name, text] of Object.entries(fields)) await form.locator(`input[name="${name}"]`).fill(text);
  await form.locator('textarea').fill('gauge-1 is wrong');
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-form.png` });
  await form.locator('button[type="submit"]').click();
  await form.getByText('第 1 行：应写作“对方名称 = 本城数据流”').waitFor();
  await form.locator('textarea').fill('gauge-* = sn-river-*/1');
  await form.locator('button[type="submit"]').click();
  await page.getByText('重新加载页面后生效').waitFor({ timeout: 120_000 });
  expect(asked).toBe(0);
  await page.getByRole('button', { name: '重新加载' }).click();
  await untilShown();
  await expect.poll(async () => (await sources())[1]?.status.kind, patiently).toBe('live');
  expect((await sources())[1]).toMatchObject({ name: '水厂', kind: 'sse' });
  const reading = { id: 'gauge-0001', at: Date.now(), level: 380.25 };
  for (const response of open) response.write(`data: ${JSON.stringify(reading)}\n\ndata: none\n\n`);
  await expect.poll(async () => (await sources())[1].quality, patiently).toMatchObject({ received: 1, invalid: 1 });
  await page.locator('.feed-health[aria-expanded=false]').click({ timeout: 120_000 });
  await page.locator('.sources li', { hasText: '水厂' }).getByText('无效消息 1').waitFor({ timeout: 120_000 });
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-list.png` });
});

test('the page itself may not speak to that host, and nobody speaks to any other', async () => {
  const isRefused = await page.evaluate(
    (url) =>
      fetch(url).then(
        () => false,
        () => true,
      ),
    `${foreignUrl}/from-the-page`,
  );
  expect([isRefused, asked]).toEqual([true, 1]);
  expect(foreignRequests(watch, server).filter((url) => !url.startsWith(foreignUrl))).toEqual([]);
  // The refusal just now is the one thing that the page complains of.
  expect(watch.errors.filter((error) => !error.includes('from-the-page'))).toEqual([]);
});
