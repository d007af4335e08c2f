import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLong } from '../long.ts';
import { openTool } from './desk.ts';
import { type House, openHouse, openPage } from './house.ts';
import { act } from './twin-of.ts';

/** The page in its regions, without a picture: what each tool of each desk leaves of the map, and what of it cannot be read or reached. */
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** In part one size stands for those of one column and one for those of three. */
const SIZES = isLong
  ? ([
      [1280, 720],
      [1366, 768],
      [1440, 900],
      [1600, 900],
      [1920, 1080],
    ] as const)
  : ([
      [1280, 720],
      [1600, 900],
    ] as const);
const LANGUAGES = isLong ? (['zh', 'en'] as const) : (['zh'] as const);
const DESKS = ['plan', 'command', 'build'] as const;
const MIN_MAP_WIDTH_RATIO = 0.55;

interface Look {
  mapWidthRatio: number;
  /** What lies over the middle third of the map. */
  covering: string[];
  /** What stands beside the window. */
  outside: string[];
  /** Buttons that say nothing. */
  unlabelled: string[];
  title: string;
}

const look = (page: Page): Promise<Look> =>
  page.evaluate(() => {
    const map = document.querySelector('[data-map]')?.getBoundingClientRect();
    if (!map) throw new Error('expected the map');
    const [left, top] = [map.left + map.width / 3, map.top + map.height / 3];
    const [right, bottom] = [left + map.width / 3, top + map.height / 3];
    const seen = (element: Element) => {
      const box = element.getBoundingClientRect();
      return box.width > 1 && box.height > 1 && getComputedStyle(element).visibility !== 'hidden' ? box : null;
    };
    const regions = [
      ...document.querySelectorAll('.tasks, .inspector, .tray, .banner, .top, .plate, .cluster, .map-scale, .legend'),
    ];
    const covering = regions.filter((element) => {
      const box = seen(element);
      return box && box.left < right && box.right > left && box.top < bottom && box.bottom > top;
    });
    const outside = [...document.querySelectorAll('.ui :is(button, input, select, h2, p, dd)')].filter((element) => {
      const box = seen(element);
      return box && !element.closest('.unseen') && (box.left < -1 || box.right > innerWidth + 1);
    });
    const unlabelled = [...document.querySelectorAll('.ui button')].filter(
      (button) => seen(button) && !button.getAttribute('aria-label') && button.textContent?.trim() === '',
    );
    return {
      mapWidthRatio: map.width / innerWidth,
      covering: covering.map(({ className }) => className),
      outside: outside.map(({ className, textContent }) => `${className}: ${textContent?.slice(0, 40)}`),
      unlabelled: unlabelled.map(({ className }) => className),
      title: document.querySelector('.inspector h2')?.textContent ?? '',
    };
  });

/** All tools below the steps of the open desk. */
async function toolsOf(page: Page): Promise<string[]> {
  const found: string[] = [];
  const back = page.locator('.inspector .back').filter({ visible: true });
  if ((await back.count()) > 0) await back.first().click();
  const heads = page.locator('.step-head');
  for (let i = 0; i < (await heads.count()); i++) {
    if ((await heads.nth(i).getAttribute('aria-expanded')) === 'false') await heads.nth(i).click();
    for (const row of await page.locator('.tool-row').all()) found.push((await row.getAttribute('data-tool')) ?? '');
  }
  return [...new Set(found)];
}

describe.each(SIZES)('at %i × %i', (width, height) => {
  test.each(DESKS)(
    'every tool of the desk %s is named, whole, and leaves the map its share and its middle',
    async (desk) => {
      const { page, context } = await openPage(house, {
        width,
        height,
        picture: 'off',
        at: `?city=chengchuan#desk=${desk}`,
      });
      await page.locator('.job-step').first().waitFor({ state: 'attached', timeout: 120_000 });
      for (const language of LANGUAGES) {
        await act(page, 'speak', language);
        const tools = await toolsOf(page);
        expect(tools.length).toBeGreaterThan(5);
        for (const tool of tools) {
          await openTool(page, tool);
          await page.locator('.inspector h2').first().waitFor({ timeout: 120_000 });
          const { mapWidthRatio, title, ...wrong } = await look(page);
          expect({ tool, language, ...wrong }).toEqual({ tool, language, covering: [], outside: [], unlabelled: [] });
          expect({ tool, isWide: mapWidthRatio >= MIN_MAP_WIDTH_RATIO, mapWidthRatio }).toMatchObject({ isWide: true });
          expect({ tool, isNamed: title.trim() !== '' }).toEqual({ tool, isNamed: true });
        }
      }
      await context.close();
    },
  );
});
