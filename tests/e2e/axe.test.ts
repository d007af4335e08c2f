import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluateSource, openBrowser } from './browser.ts';
import { LIGHT, nextPicture, openPage, openServer, type Server } from './house.ts';
import { logIn, makeAccounts, postReading } from './incident-desk.ts';
import { act, readTwin, selectById } from './twin-of.ts';

/**
 * Every desk by the rules of WCAG 2.2 A and AA that a program can check (axe-core), in both languages and both themes, with its panels opened
 * in turn: no violation of impact serious or critical; lesser ones are printed. The second theme is asked for its contrasts alone, since
 * nothing else changes with it. The page never ships axe: its source is run as a developer's console would run it.
 */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const EVERYTHING: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  rules: { 'target-size': { enabled: true } },
};
const CONTRAST: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] } };
const GRAVE = ['serious', 'critical'];

const PAGODA = 'lm-pagoda';
const POND = 'sn-pond-0001';
const DISPATCHER = '值班员';
const DESKS = ['plan', 'command', 'build', 'tour'] as const;
const LANGUAGES = ['zh', 'en'] as const;

let server: Server;
let browser: Browser;
const hubData = mkdtempSync(join(tmpdir(), 'shapan-axe-'));

beforeAll(async () => {
  server = await openServer({ hubData, isSimulated: false });
  await makeAccounts(server, { [DISPATCHER]: 'dispatcher' });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.kill('SIGTERM');
  rmSync(hubData, { recursive: true, force: true });
});

/** A page under the eyes of axe: where it stands by name, and all that was found there, one line each. */
interface Look {
  readonly page: Page;
  readonly findings: string[];
  name: string;
}

/** What axe finds wrong within an element: rule, element and reason, lesser impacts in brackets before them. The canvas has no text for axe. */
async function violationsOf(page: Page, within: string, options: RunOptions): Promise<string[]> {
  const found = await page.evaluate(
    async ([root, how]) => {
      const { axe } = globalThis as unknown as { axe: { run(context: object, options: object): Promise<AxeResults> } };
      const { violations } = await axe.run({ include: [[root]], exclude: [['.cesium-widget']] }, how);
      return violations.flatMap(({ id, impact, nodes }) =>
        nodes.map(({ target, any, all, none }) => ({
          impact: impact ?? '',
          line: `${id}: ${target.join(' ')} — ${[...any, ...all, ...none][0]?.message ?? ''}`,
        })),
      );
    },
    [within, { ...options, resultTypes: ['violations'] } as object] as const,
  );
  return found.map(({ impact, line }) => (GRAVE.includes(impact) ? line : `(${impact}) ${line}`));
}

/** Buttons in different rows of one list that a reader of the page hears by the same name: which row each belongs to is nowhere said. */
async function sameNames(page: Page, within: string): Promise<string[]> {
  return page.evaluate((root) => {
    const parts = [...document.querySelectorAll(root)];
    const lists = new Set(parts.flatMap((part) => [...part.querySelectorAll('ul, ol, tbody')]));
    return [...lists].flatMap((list) => {
      const counts = new Map<string, number>();
      for (const row of list.children) {
        const buttons = [...row.querySelectorAll('button')].filter(
          (button) => button.closest('ul, ol, tbody') === list,
        );
        const names = buttons.map((button) => button.getAttribute('aria-label') ?? button.textContent?.trim() ?? '');
        for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      const repeated = [...counts].filter(([, count]) => count > 1);
      return repeated.map(([name, count]) => `same-name: ${list.className || list.tagName} — ${count} × “${name}”`);
    });
  }, within);
}

/** Asks axe for a part of the page, in both themes: the dark one in one language, since colours are the same in both. */
async function look({ page, findings, name }: Look, what: string, within: string): Promise<void> {
  if ((await page.locator(within).count()) === 0) return;
  const isFirst = (await readTwin(page, 'language')) === LANGUAGES[0];
  for (const theme of isFirst ? (['plan', 'command'] as const) : (['plan'] as const)) {
    await act(page, 'setTheme', theme);
    await nextPicture(page);
    const found = await violationsOf(page, within, theme === 'plan' ? EVERYTHING : CONTRAST);
    if (theme === 'plan') found.push(...(await sameNames(page, within)));
    findings.push(...found.map((line) => `${name} › ${what}, ${theme === 'plan' ? 'light' : 'dark'}: ${line}`));
  }
}

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

async function openDesk(at: string): Promise<Look> {
  const { page } = await openPage({ url: server.url, browser }, { at, width: 1280, height: 720, scale: 0.1 });
  await page.locator('.desk, .tour').first().waitFor({ timeout: 120_000 });
  await act(page, 'setShadows', false);
  const layers = (await readTwin(page, 'layers')) as Record<string, unknown>;
  for (const id of Object.keys(layers)) if (id !== 'landmarks') await act(page, 'showLayer', id, false);
  await evaluateSource(page, AXE);
  return { page, findings: [], name: '' };
}

/** What was found, printed; what is grave fails. */
async function close({ page, findings }: Look): Promise<void> {
  await page.context().close();
  if (findings.length > 0) process.stdout.write(`${findings.join('\n')}\n`);
  expect(findings.filter((line) => !/: \(\w+\) /.test(line))).toEqual([]);
}

const asleep = Number(process.env.AXE_TIMES ?? 0);
const tick = (at: Look, what: string, t: number) =>
  asleep && process.stdout.write(`## ${at.name} ${what} ${Date.now() - t}\n`);

for (const desk of DESKS)
  test(`the ${desk} desk and all that opens on it`, async () => {
    const t = Date.now();
    const at = await openDesk(`?city=chengchuan&quality=fast#desk=${desk}&${LIGHT}`);
    if (desk === 'command') await openIncident(at.page);
    for (const language of LANGUAGES) {
      at.name = `${desk}, ${language}`;
      await act(at.page, 'speak', language);
      await look(at, 'page', 'html');
      tick(at, 'page', t);
      if (desk === 'tour') continue;
      await lookAtEdges(at);
      await lookAtSearch(at);
      tick(at, 'edges', t);
      await lookAtCard(at, desk === 'command' ? POND : PAGODA);
      tick(at, 'card', t);
      await lookAtTools(at);
      tick(at, 'tools', t);
    }
    await close(at);
  });

test('the kiosk', async () => {
  const at = await openDesk(`?city=chengchuan&quality=fast&kiosk=1#${LIGHT}`);
  for (const language of LANGUAGES) {
    at.name = `kiosk, ${language}`;
    await act(at.page, 'speak', language);
    await look(at, 'playing', 'html');
    await act(at.page, 'holdTour');
    await look(at, 'held', 'html');
  }
  await close(at);
});

test('the table and the wall', async () => {
  const at = await openDesk('?city=chengchuan&quality=fast#desk=command');
  for (const language of LANGUAGES) {
    await act(at.page, 'speak', language);
    at.name = `wall, ${language}`;
    await act(at.page, 'showOnWall', true);
    await look(at, 'page', 'html');
    await act(at.page, 'showOnWall', false);
    at.name = `table, ${language}`;
    await act(at.page, 'showEngine', 'table');
    await at.page.locator('.table-bar').waitFor({ timeout: 120_000 });
    await look(at, 'page', 'html');
    await act(at.page, 'showEngine', 'globe');
  }
  await close(at);
});
