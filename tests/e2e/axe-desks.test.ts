import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeLook, LANGUAGES, type Look, look, openLook } from './axe-page.ts';
import { sharedBrowser } from './browser.ts';
import { LIGHT, openServer, type Server } from './house.ts';
import { logIn, makeAccounts, postReading } from './incident-desk.ts';
import { act, readTwin, selectById } from './twin-of.ts';

/** The three desks with a map and tools by axe, with their panels opened in turn. */
const PAGODA = 'lm-pagoda';
const POND = 'sn-pond-0001';
const DISPATCHER = '值班员';

let server: Server;
let browser: Browser;
const hubData = mkdtempSync(join(tmpdir(), 'shapan-axe-'));

beforeAll(async () => {
  server = await openServer({ hubData, isSimulated: false });
  await makeAccounts(server, { [DISPATCHER]: 'dispatcher' });
  browser = await sharedBrowser();
});
afterAll(async () => {
  await server?.kill('SIGTERM');
  rmSync(hubData, { recursive: true, force: true });
});

/** By the page itself: whether a panel covers a button is the subject of another test. */
async function press(page: Page, selector: string, i = 0): Promise<void> {
  await page.evaluate(([wanted, at]) => document.querySelectorAll<HTMLElement>(wanted)[at]?.click(), [
    selector,
    i,
  ] as const);
  await page.waitForTimeout(60);
}

/** A part of the page and what stands behind each of its tabs, folded parts opened. */
async function lookThrough(at: Look, what: string, within: string): Promise<void> {
  const tabs = at.page.locator(within).first().locator('[role=tab]');
  const count = await tabs.count();
  for (let i = 0; i < Math.max(1, count); i++) {
    if (count > 0) await press(at.page, `${within} [role=tab]`, i);
    await unfold(at.page, within);
    await look(at, count > 0 ? `${what} › ${await tabs.nth(i).textContent()}` : what, within);
  }
}

const unfold = (page: Page, within: string) =>
  page.evaluate((wanted) => {
    for (const part of document.querySelectorAll<HTMLDetailsElement>(`${wanted} details`)) part.open = true;
  }, within);

/** Every tool of the toolbar in turn. */
async function lookAtTools(at: Look): Promise<void> {
  const tools = at.page.locator('.tools button[aria-expanded]');
  for (let i = 0; i < (await tools.count()); i++) {
    const tool = (await tools.nth(i).getAttribute('aria-label')) ?? '';
    await press(at.page, '.tools button[aria-expanded]', i);
    const isBesideMap = (await at.page.locator('.tool-holder').count()) > 0;
    await lookThrough(at, tool, isBesideMap ? '.tool-holder' : '.left');
  }
  await act(at.page, 'setTool', null);
}

async function lookAtCard(at: Look, id: string): Promise<void> {
  await selectById(at.page, id);
  await at.page.locator('.card .headline').waitFor({ timeout: 120_000 });
  await lookThrough(at, id, '.card');
  await act(at.page, 'select', null);
}

async function lookAtSearch(at: Look): Promise<void> {
  const box = at.page.getByRole('combobox').first();
  await box.fill(PAGODA);
  await at.page.locator('[role=option]').first().waitFor({ timeout: 120_000 });
  await look(at, 'search', 'header');
  await box.fill('');
}

/** What opens at the edges of every desk with a map: layers, the foot's panels, the list of keys. */
async function lookAtEdges(at: Look): Promise<void> {
  const { page } = at;
  await press(page, '.layers .layer .name[aria-expanded=false]');
  await look(at, 'left', '.left');
  for (const [i, name] of ['credits', 'picture'].entries()) {
    await press(page, '.map-foot button[aria-expanded]', i);
    await look(at, name, '.above-foot');
  }
  await press(page, '.map-foot button[aria-expanded=true]');
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('?');
  await look(at, 'keys', '.shortcuts');
  await page.keyboard.press('Escape');
}

/** An alarm, the incident that it becomes, and who is at work. */
async function openIncident(page: Page): Promise<void> {
  await logIn(page, DISPATCHER);
  await postReading(server, POND);
  await expect.poll(async () => ((await readTwin(page, 'alarms')) as unknown[]).length).toBeGreaterThan(0);
  await act(page, 'setTool', 'incident-log');
  const desk = page.locator('.incident-desk').first();
  await desk.getByRole('button', { name: '建立事件' }).click({ timeout: 120_000 });
  await desk.getByRole('button', { name: '建立', exact: true }).click();
  await desk.getByRole('tab').first().waitFor({ timeout: 120_000 });
  await act(page, 'setTool', null);
}

for (const desk of ['plan', 'command', 'build'] as const)
  test(`the ${desk} desk and all that opens on it`, async () => {
    const at = await openLook({ url: server.url, browser }, `?city=chengchuan&quality=fast#desk=${desk}&${LIGHT}`);
    if (desk === 'command') await openIncident(at.page);
    for (const language of LANGUAGES) {
      at.name = `${desk}, ${language}`;
      await act(at.page, 'speak', language);
      await look(at, 'page', 'html');
      await lookAtEdges(at);
      await lookAtSearch(at);
      await lookAtCard(at, desk === 'command' ? POND : PAGODA);
      await lookAtTools(at);
    }
    await closeLook(at);
  });
