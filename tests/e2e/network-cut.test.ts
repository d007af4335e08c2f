import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedBrowser } from './browser.ts';
import { openTool } from './desk.ts';
import { openServer, type Server } from './house.ts';
import { desk, makeAccounts, openLoggedIn, postReading, tab } from './incident-desk.ts';
import { openWire, type Wire } from './wire.ts';

/** Two dispatchers on one hub, and one of them without a network for five minutes. */
let server: Server;
let wire: Wire;
let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), 'shapan-cut-'));

const CUT_MS = 300_000;
/** Each of the two writes so often. */
const EVERY_MS = 20_000;

beforeAll(async () => {
  server = await openServer({ hubData: join(folder, 'hub'), isSimulated: false });
  await makeAccounts(server, { 甲班: 'dispatcher', 乙班: 'dispatcher' });
  wire = await openWire(server.url);
  browser = await sharedBrowser();
}, 300_000);
afterAll(async () => {
  wire?.close();
  await server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

test('five minutes without a network: both write on, and afterwards both logs are the same, nothing lost or doubled', {
  timeout: 900_000,
}, async () => {
  const page = await deskOf(server.url, '甲班');
  const other = await deskOf(wire.url, '乙班');
  await postReading(server, 'sn-pond-0001');
  await desk(page).getByRole('button', { name: '建立事件' }).click();
  await desk(page).getByLabel('事件名称').fill('东门积水');
  await desk(page).getByRole('button', { name: '建立', exact: true }).click();
  await desk(other)
    .getByRole('button', { name: /东门积水/ })
    .click();
  for (const each of [page, other]) await tab(each, '日志');

  wire.cut();
  const written: string[] = [];
  const write = async (each: Page, text: string) => {
    written.push(text);
    await desk(each).getByLabel('说明').fill(text);
    await desk(each).getByRole('button', { name: '写入' }).click();
  };
  const fromMs = Date.now();
  for (let n = 1; Date.now() - fromMs < CUT_MS; n++) {
    await write(page, `甲班第 ${n} 条`);
    await write(other, `乙班断网第 ${n} 条`);
    await page.waitForTimeout(EVERY_MS);
  }
  const waiting = written.length / 2;
  const unsent = (text: string) => desk(other).locator('.tag.warn', { hasText: text });
  await unsent(`${waiting} 条待确认`).waitFor();
  expect(waiting).toBeGreaterThan(8);

  wire.heal();
  await unsent('条待确认').waitFor({ state: 'detached' });
  const linesOf = (each: Page) => desk(each).locator('.incident-lines .text').allTextContents();
  const timesIn = (lines: readonly string[]) =>
    written.map((text) => lines.filter((line) => line.includes(text)).length);
  await expect.poll(async () => timesIn(await linesOf(page))).toEqual(written.map(() => 1));
  await expect.poll(() => linesOf(other)).toEqual(await linesOf(page));
});

async function deskOf(url: string, name: string): Promise<Page> {
  const { page } = await openLoggedIn({ url, browser }, name);
  await openTool(page, 'incident-log');
  await desk(page).getByText('已同步').waitFor({ timeout: 120_000 });
  return page;
}
