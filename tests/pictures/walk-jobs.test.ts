import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../e2e/browser.ts';
import { openPage, openServer, ROOT, type Server, untilReady } from '../e2e/house.ts';
import { act, problemsOf, readTwin, runsIn } from '../e2e/twin-of.ts';

/**
 * What people come to a town of their own for, done to the end on each of `TOWNS=<folder of baked cities>` (`npm run towns` bakes three real
 * ones): a flood, a crowd, the analyses, search, colours, a tour, the table. Each job leaves a picture and the words of the page in `WALK`,
 * and either comes to a result or names what is missing. `JOBS=flood,crowd` does these alone, `TOWN=kamloops` on this town alone.
 */
const { TOWNS, TOWN, JOBS: ONLY, WALK = 'build/walk', SIZE = '1280x720', LANGUAGE = 'zh' } = process.env;
const FOLDER = resolve(ROOT, WALK);
const [width, height] = SIZE.split('x').map(Number);
const PROGRAM_WORDS =
  /\b404\b|expected \w+\.json|\bundefined\b|\bNaN\b|\[object |TypeError|\bis not (a function|iterable)\b/;
const patiently = { timeout: 180_000, interval: 500 };
const STUDY = /计算所选建筑|Study the chosen/;

const towns = TOWNS === undefined ? [] : readdirSync(resolve(ROOT, TOWNS)).filter((name) => !name.startsWith('.'));

/** Presses what a person would, at once: a page that draws with the processor is seldom still enough for a click by hand. */
async function press(page: Page, selector: string, name?: string | RegExp): Promise<void> {
  const all = page.locator(selector);
  const one = (name === undefined ? all : all.filter({ hasText: name })).first();
  await one.waitFor({ state: 'attached', timeout: 60_000 });
  await one.evaluate((button) => (button as HTMLElement).click());
}

/** Presses the button that begins an analysis, and waits for its end. */
async function analyse(page: Page, id: string): Promise<void> {
  await expect.poll(() => page.locator('.analysis .btn.primary').first().isEnabled(), patiently).toBe(true);
  await press(page, '.analysis .btn.primary');
  const kind = async () => ((await readTwin(page, 'analyses')) as Record<string, { kind: string }>)[id]?.kind;
  await expect.poll(kind, patiently).toMatch(/done|failed/);
  expect(await kind()).toBe('done');
}

async function play(page: Page, engine: 'flood' | 'crowd'): Promise<unknown> {
  await expect.poll(() => page.locator('.run-form .btn.primary').first().isEnabled(), patiently).toBe(true);
  await press(page, '.run-form .btn.primary');
  const last = async () => (await runsIn<{ status: { kind: string } }>(page, engine)).at(-1);
  await expect
    .poll(async () => (await last())?.status.kind, { timeout: 420_000, interval: 1000 })
    .toMatch(/done|failed/);
  return last();
}

interface Job {
  desk: string;
  tool?: string;
  /** Resolves to what it came to, for the notes beside the picture. */
  go(page: Page, town: string): Promise<unknown>;
}

/** Two places of the picture's middle on the ground, as clicks there would give them. */
async function pick(page: Page, ...places: readonly (readonly [number, number])[]): Promise<void> {
  for (const [x, y] of places) {
    await page.mouse.click(x * width, y * height);
    await page.waitForTimeout(1500);
  }
}

const JOBS: Readonly<Record<string, Job>> = {
  flood: {
    desk: 'command',
    tool: 'flood',
    async go(page) {
      await page.locator('.run-form').waitFor({ timeout: 120_000 });
      const formula = { a: 2001, c: 0.811, bMin: 8, n: 0.711 };
      await act(page, 'changeFlood', { rain: { kind: 'design', years: 50, hours: 1, formula }, endH: 1.5 });
      const form = await readTwin(page, 'floodForm');
      const site = (await readTwin(page, 'floodSite')) as Record<string, unknown>;
      const run = (await play(page, 'flood')) as Record<string, unknown>;
      const { status, ledger, notes, figures, timesS } = run;
      return { form, site: { ...site, pumps: undefined, breaches: undefined }, status, ledger, notes, figures, timesS };
    },
  },
  crowd: {
    desk: 'command',
    tool: 'crowd',
    async go(page) {
      await page.locator('.run-form').waitFor({ timeout: 120_000 });
      await act(page, 'changeCrowd', { endMin: 5, hesitate: false });
      const { form, status, facts, people } = (await play(page, 'crowd')) as Record<string, unknown>;
      return { form, status, facts, people };
    },
  },
  search: {
    desk: 'plan',
    async go(page, town) {
      const words = { bayreuth: 'Kirche', kamloops: 'DGM38', tsinghua: '图书馆' } as Record<string, string>;
      await page
        .locator('.search input')
        .first()
        .fill(words[town] ?? 'a');
      await page.waitForTimeout(3000);
      const hits = await page.locator('.search [role=option]').allInnerTexts();
      await page.locator('.search input').first().press('Enter');
      await page.waitForTimeout(4000);
      return { hits, selected: await readTwin(page, 'selectedGid') };
    },
  },
  reach: {
    desk: 'command',
    async go(page) {
      await page.waitForTimeout(4000);
      return { card: await page.locator('.panel.card').allInnerTexts() };
    },
  },
  colours: {
    desk: 'plan',
    tool: 'colour',
    async go(page) {
      const { layers } = (await page.evaluate(
        () => (globalThis as unknown as { shapan: { twin: { city: unknown } } }).shapan.twin.city,
      )) as { layers: { id: string; attributes: { name: string; type: string }[] }[] };
      const [first] = layers;
      const attribute =
        first.attributes.find(({ type }) => type === 'number' || type === 'integer') ?? first.attributes[0];
      await act(page, 'colourBy', first.id, attribute.name);
      await page.waitForTimeout(3000);
      return attribute;
    },
  },
  measure: {
    desk: 'plan',
    tool: 'measure',
    go: (page) => pick(page, [0.55, 0.6], [0.65, 0.5]),
  },
  slope: { desk: 'plan', tool: 'terrain-analysis', go: (page) => analyse(page, 'terrain-analysis') },
  theme: { desk: 'plan', tool: 'thematic-maps', go: (page) => analyse(page, 'thematic-maps') },
  service: {
    desk: 'plan',
    tool: 'service-areas',
    async go(page) {
      await page.waitForTimeout(4000);
      const choices = await page.locator('.service select').first().locator('option').allInnerTexts();
      if (choices.length < 2) return { choices };
      await page.locator('.service select').first().selectOption({ index: 1 });
      await page.waitForTimeout(500);
      const facilities = await page.locator('.service select').nth(1).locator('option').allInnerTexts();
      await page.locator('.service select').nth(1).selectOption({ index: 1 });
      if (await page.locator('.analysis .btn.primary').first().isDisabled()) return { choices, facilities };
      await analyse(page, 'service-areas');
      return { choices, facilities };
    },
  },
  views: {
    desk: 'plan',
    tool: 'view-analysis',
    async go(page) {
      await page
        .locator('.views select')
        .first()
        .selectOption('viewshed')
        .catch(() => null);
      await press(page, '.view-point button');
      await pick(page, [0.72, 0.45]);
      await analyse(page, 'view-analysis');
    },
  },
  pipes: {
    desk: 'plan',
    tool: 'pipe-network',
    async go(page, town) {
      await page.waitForTimeout(4000);
      if (town !== 'kamloops') return null;
      await page.locator('.search input').first().fill('DGM38');
      await page.locator('.search [role=option]').first().waitFor({ timeout: 60_000 });
      await page.locator('.search input').first().press('Enter');
      await press(page, '.pipes button', /用所选|Use/);
      await analyse(page, 'pipe-network');
      return { status: await page.locator('.pipes [role=status]').allInnerTexts() };
    },
  },
  sun: {
    desk: 'plan',
    tool: 'sun',
    async go(page) {
      const gid = 40;
      await act(page, 'select', gid);
      await page.waitForTimeout(2000);
      const study = page.locator('.sun button', { hasText: STUDY });
      if (await study.isDisabled()) return { gid, isDisabled: true };
      await press(page, '.sun button', STUDY);
      await page.locator('.sun-result').waitFor({ timeout: 180_000 });
      return { gid };
    },
  },
  compare: { desk: 'plan', tool: 'compare', go: (page) => act(page, 'setCompare', 'swipe') },
  editor: {
    desk: 'plan',
    tool: 'tour-editor',
    go: (page) => act(page, 'setCompare', 'off'),
  },
  tour: {
    desk: 'tour',
    async go(page) {
      await act(page, 'startTour', 1);
      await page.waitForTimeout(6000);
      return { tour: await readTwin(page, 'tour'), index: await readTwin(page, 'tourIndex') };
    },
  },
  table: {
    desk: 'tour',
    async go(page) {
      await act(page, 'stopTour');
      await act(page, 'showEngine', 'table');
      await page.waitForTimeout(15_000);
    },
  },
};

let server: Server;
let browser: Browser;
let hubData: string;

beforeAll(async () => {
  if (TOWNS === undefined) return;
  mkdirSync(FOLDER, { recursive: true });
  hubData = mkdtempSync(join(tmpdir(), 'shapan-walk-'));
  server = await openServer({ cities: resolve(ROOT, TOWNS) });
  browser = await openBrowser();
});
afterAll(async () => {
  if (TOWNS === undefined) return;
  await browser.close();
  await server.kill('SIGTERM');
  rmSync(hubData, { recursive: true, force: true });
});

const asked = Object.entries(JOBS).filter(([name]) => ONLY === undefined || ONLY.split(',').includes(name));

test.skipIf(TOWNS === undefined).each(towns.filter((town) => TOWN === undefined || town === TOWN))(
  '%s',
  async (town) => {
    const at = `?city=${town}&quality=fast#desk=command&lang=${LANGUAGE}`;
    const { page, watch } = await openPage({ url: server.url, browser }, { width, height, scale: 1, at });
    await untilReady(page, 240_000);
    for (const [name, { desk, tool, go }] of asked) {
      if (name !== 'reach') await act(page, 'select', null);
      await act(page, 'openDesk', desk);
      await act(page, 'setTool', tool ?? null);
      const beginMs = Date.now();
      const came = await go(page, town).catch((error: Error) => ({ FAILED: error.message.slice(0, 600) }));
      const seconds = (Date.now() - beginMs) / 1000;
      await untilReady(page, 60_000).catch(() => null);
      const file = join(FOLDER, `${town}-job-${name}-${LANGUAGE}-${width}`);
      await page.screenshot({ path: `${file}.png`, timeout: 120_000 });
      const words = await page.locator('.ui').innerText();
      await act(page, 'showRun', 'flood', null);
      await act(page, 'showRun', 'crowd', null);
      writeFileSync(`${file}.txt`, `${JSON.stringify({ came, seconds }, null, 1)}\n${words}\n`);
      expect.soft(words, name).not.toMatch(PROGRAM_WORDS);
      expect.soft(came ?? {}, `${town} ${name}`).not.toHaveProperty('FAILED');
    }
    expect.soft(await problemsOf(page)).toEqual([]);
    expect.soft(watch.errors).toEqual([]);
    await page.context().close();
  },
  1_500_000,
);
