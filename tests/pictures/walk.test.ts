import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { type House, openHouse, openPage, ROOT, untilReady } from '../e2e/house.ts';
import { act, selectById } from '../e2e/twin-of.ts';

/**
 * A walk as each user: every desk and what people decide by on it, in both languages and at two sizes, as pictures to look through.
 * `npm run walk`; `WALK=<folder>` says where the pictures go, `STOPS=<name,name>` which alone are taken. No part of `npm run pictures`.
 */
const FOLDER = resolve(ROOT, process.env.WALK ?? 'build/walk');
const isAsked =
  process.env.TOWNS === undefined && (process.env.npm_lifecycle_event === 'walk' || process.env.WALK !== undefined);
const LANGUAGES = ['zh', 'en'] as const;
const SIZES = [
  { width: 1920, height: 1080 },
  { width: 1280, height: 720 },
];
/** What the hub brings within this time is on the picture. */
const HEARD_MS = 8000;

/** Words of the page by which a stop is reached, in its language. */
type Words = Readonly<Record<(typeof LANGUAGES)[number], string>>;

interface Stop {
  desk: 'plan' | 'command' | 'build' | 'tour';
  /** Query beside the hash. */
  query?: string;
  /** The hub is not to be reached. */
  isCut?: boolean;
  go?(page: Page, language: (typeof LANGUAGES)[number]): Promise<void>;
}

async function openTool(page: Page, name: Words, language: keyof Words): Promise<void> {
  await page.getByRole('button', { name: name[language], exact: true }).click();
}

/** By the name of the picture: the numbers of the findings that it shows stand in its comment. */
const STOPS: Readonly<Record<string, Stop>> = {
  // A1, A3, A10, A11, A13, A14, A18b
  command: { desk: 'command' },
  // A6, A12
  'command-alarm': {
    desk: 'command',
    async go(page) {
      // A hub that has just been started has none in most cases: then the empty list is the picture.
      const alarm = page.locator('.alarm-title').first();
      if (await alarm.isVisible()) await alarm.click();
    },
  },
  // A10
  'command-health': {
    desk: 'command',
    async go(page) {
      await page.locator('.feed-health').click();
    },
  },
  // A2
  'command-cut': { desk: 'command', isCut: true },
  // A4, A17
  'command-flood': {
    desk: 'command',
    go: (page, language) => openTool(page, { zh: '洪涝推演', en: 'Flood' }, language),
  },
  // A13
  'command-near': {
    desk: 'command',
    async go(page) {
      await act(page, 'flyTo', { lonDeg: 108.739, latDeg: 34.2915, heightM: 560, headingDeg: 8, pitchDeg: -40 }, 0);
    },
  },
  plan: { desk: 'plan' },
  // B19
  'plan-conflicts': {
    desk: 'plan',
    go: (page, language) => openTool(page, { zh: '冲突清单', en: 'Conflict list' }, language),
  },
  // B19, B20
  'plan-tower': { desk: 'plan', go: (page) => selectById(page, 'site-1-tower') },
  'plan-parcel': { desk: 'plan', go: (page) => selectById(page, 'kg-ND4-123') },
  // B21
  'plan-compare': {
    desk: 'plan',
    go: (page, language) => openTool(page, { zh: '对比', en: 'Compare' }, language),
  },
  // B22
  'plan-bad-link': { desk: 'plan', query: '&foo=1' },
  // B23
  'plan-sun': {
    desk: 'plan',
    go: (page, language) => openTool(page, { zh: '日照与时间', en: 'Sun and time' }, language),
  },
  // C32, C36
  build: { desk: 'build' },
  // D38
  tour: { desk: 'tour' },
  // D39
  'tour-chapter': {
    desk: 'tour',
    async go(page) {
      await act(page, 'startTour', 0);
      // Held once it has arrived: a slow machine would still be loading when the next chapter begins.
      await page.waitForTimeout(6000);
      await act(page, 'holdTour');
    },
  },
};

let house: House;
let hubData: string;

beforeAll(async () => {
  if (!isAsked) return;
  mkdirSync(FOLDER, { recursive: true });
  hubData = mkdtempSync(join(tmpdir(), 'shapan-walk-'));
  house = await openHouse({ hubData });
});
afterAll(async () => {
  if (!isAsked) return;
  await house.close();
  rmSync(hubData, { recursive: true, force: true });
});

const only = process.env.STOPS?.split(',');
const stops = Object.keys(STOPS).filter((name) => only?.includes(name) ?? true);

test.skipIf(!isAsked).each(stops)('%s', async (name) => {
  const { desk, query = '', isCut, go } = STOPS[name];
  for (const language of LANGUAGES) {
    for (const size of SIZES) {
      const { page, context } = await openPage(house, { ...size, scale: 1, at: '?quality=fast' });
      if (isCut) await page.route(/\/(v1\.1|mqtt|hub)/, (route) => route.abort());
      await page.goto(`${house.url}/?quality=fast&n=${name}#desk=${desk}&lang=${language}${query}`);
      await untilReady(page, 240_000);
      await page.waitForTimeout(HEARD_MS);
      await go?.(page, language);
      await page.waitForTimeout(2000);
      await untilReady(page, 240_000);
      const path = join(FOLDER, `${name}-${language}-${size.width}.png`);
      await page.screenshot({ path, timeout: 120_000 });
      await context.close();
    }
  }
});
