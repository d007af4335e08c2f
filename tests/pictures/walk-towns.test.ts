import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse, openPage, ROOT, untilReady } from '../e2e/house.ts';
import { problemsOf } from '../e2e/twin-of.ts';

/**
 * A walk through towns of one's own: every tool of every desk is opened on each, in both languages, and pictured; none may throw, report a
 * problem or show the words of a program. `TOWNS=<folder of baked cities> npm run walk`; `WALK=<folder>` says where the pictures go,
 * `SIZE=390x844` how large the window is.
 */
const { TOWNS, WALK = 'build/walk', SIZE = '1280x720' } = process.env;
const FOLDER = resolve(ROOT, WALK);
const DESKS = (process.env.DESKS ?? 'plan,command,build,tour').split(',');
const LANGUAGES = (process.env.LANGUAGES ?? 'zh,en').split(',');
const [width, height] = SIZE.split('x').map(Number);
/** A tool that has to read the city's files has read them by then. */
const READ_MS = 3000;
const READY_MS = 240_000;
/** What belongs into a console and not before a planner. */
const PROGRAM_WORDS =
  /\b404\b|expected \w+\.json|\bundefined\b|\bNaN\b|\[object |TypeError|\bis not (a function|iterable)\b/;

const towns = TOWNS === undefined ? [] : readdirSync(resolve(ROOT, TOWNS)).filter((name) => !name.startsWith('.'));
const walks = towns.flatMap((town) => DESKS.flatMap((desk) => LANGUAGES.map((language) => ({ town, desk, language }))));

let house: House;
let hubData: string;

beforeAll(async () => {
  if (TOWNS === undefined) return;
  mkdirSync(FOLDER, { recursive: true });
  hubData = mkdtempSync(join(tmpdir(), 'shapan-walk-'));
  house = await openHouse({ cities: resolve(ROOT, TOWNS), hubData });
});
afterAll(async () => {
  if (TOWNS === undefined) return;
  await house.close();
  rmSync(hubData, { recursive: true, force: true });
});

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(FOLDER, `${name}-${width}.png`), timeout: 120_000 });
  expect(await page.locator('.ui').innerText(), name).not.toMatch(PROGRAM_WORDS);
}

test.skipIf(TOWNS === undefined).each(walks)('$town, $desk, $language', async ({ town, desk, language }) => {
  const at = `?city=${town}&quality=fast#desk=${desk}&lang=${language}`;
  const { page, context, watch } = await openPage(house, { width, height, scale: 1, at });
  await untilReady(page, READY_MS);
  const name = `${town}-${desk}-${language}`;
  await picture(page, name);
  const tools = page.locator('.tools button[aria-expanded]');
  for (let i = 0; i < (await tools.count()); i++) {
    const press = () => tools.nth(i).evaluate((button) => (button as HTMLElement).click());
    await press();
    await page.waitForTimeout(READ_MS);
    await picture(page, `${name}-${i + 1}`);
    await press();
  }
  expect(await problemsOf(page)).toEqual([]);
  expect(watch.errors).toEqual([]);
  await context.close();
});
