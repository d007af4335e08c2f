import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeLook, LANGUAGES, type Look, look, openLook } from './axe-page.ts';
import { sharedBrowser } from './browser.ts';
import { LIGHT, nextPicture, openServer, type Server } from './house.ts';
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

/** Every step with the tools below it in turn, then those that hang on the map. */
async function lookAtTools(at: Look): Promise<void> {
  const steps = await at.page.locator('[data-step]').evaluateAll((all) => all.map(({ dataset }) => dataset.step ?? ''));
  for (const step of steps) {
    await act(at.page, 'setTool', null);
    await press(at.page, '.inspector .back');
    await act(at.page, 'setStep', step);
    await nextPicture(at.page);
    await look(at, step, '.tasks');
    await lookAtEach(at, `[data-step="${step}"] .tool-row`);
  }
  await lookAtEach(at, '.cluster [data-tool]');
  await act(at.page, 'setTool', null);
}

async function lookAtEach(at: Look, buttons: string): Promise<void> {
  const tools = await at.page.locator(buttons).evaluateAll((all) => all.map(({ dataset }) => dataset.tool ?? ''));
  for (const [i, tool] of tools.entries()) {
    await press(at.page, buttons, i);
    await at.page.locator('.inspector .panel').first().waitFor({ timeout: 120_000 });
    await lookThrough(at, tool, '.inspector');
  }
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
  await look(at, 'search', '.top');
  await box.fill('');
}

/** What opens at the edges of every desk with a map: a layer in the tree, the menu of the bar, the list of keys. */
async function lookAtEdges(at: Look): Promise<void> {
  const { page } = at;
  await act(page, 'setTool', 'layers');
  await page.locator('.layers .layer').first().waitFor({ timeout: 120_000 });
  await press(page, '.layers .layer .name[aria-expanded=false]');
  await look(at, 'layers', '.inspector');
  await act(page, 'setTool', null);
  await press(page, '.more > button');
  await look(at, 'menu', '.more');
  await press(page, '.more > button');
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
