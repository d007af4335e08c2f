import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse, openPage } from './house.ts';
import { readTwin, type TwinPath } from './twin-of.ts';

/** Links as version 0.4's first shell wrote them, when tools stood in a rail: each opens in the page of steps with what it meant. */
let house: House;
let page: Page;
beforeAll(async () => {
  house = await openHouse();
  ({ page } = await openPage(house, { width: 1600, height: 900, picture: 'off', at: '?city=chengchuan#desk=plan' }));
  await page.locator('.job-step').first().waitFor({ timeout: 120_000 });
});
afterAll(() => house.close());

type Meant = Partial<Record<TwinPath, unknown>>;

const LINKS: readonly [link: string, meant: Meant][] = [
  ['c=108.7305,34.2835,620,330,-40&desk=plan&lang=zh&tool=sun', { desk: 'plan', tool: 'sun', language: 'zh' }],
  ['t=1768881600&desk=plan&tool=sun&sun=1', { tool: 'sun', shownTimeMs: 1_768_881_600_000 }],
  ['desk=plan&tool=conflicts&lang=en', { tool: 'conflicts', language: 'en' }],
  ['desk=plan&tool=scheme-design', { tool: 'scheme-design' }],
  ['desk=plan&tool=underground&under=translucent', { tool: 'underground' }],
  ['desk=plan&tool=city-index&theme=command', { tool: 'city-index', theme: 'command' }],
  ['desk=plan&tool=thematic-maps', { tool: 'thematic-maps' }],
  ['desk=plan&tool=service-areas', { tool: 'service-areas' }],
  ['desk=plan&tool=height-limits', { tool: 'height-limits' }],
  ['desk=plan&tool=view-analysis', { tool: 'view-analysis' }],
  ['desk=plan&tool=terrain-analysis', { tool: 'terrain-analysis' }],
  ['desk=plan&cmp=swipe&swipe=0.3', { compare: 'swipe', swipeRatio: 0.3 }],
  ['desk=plan&cmp=split&views=3', { compare: 'split', viewCount: 3 }],
  ['desk=plan&l=buildings:1:0.4:left&by=buildings:use:', { 'layers.buildings.opacityRatio': 0.4 }],
  ['desk=plan&weather=storm', { desk: 'plan' }],
  ['desk=command&tool=flood&play=1&rate=100', { desk: 'command', tool: 'flood', rate: 100 }],
  ['desk=command&tool=crowd&rate=0.1', { tool: 'crowd', rate: 0.1 }],
  ['desk=command&tool=incident-scenarios', { tool: 'incident-scenarios' }],
  ['desk=command&tool=response-plans', { tool: 'response-plans' }],
  ['desk=command&tool=resource-dispatch', { tool: 'resource-dispatch' }],
  ['desk=command&tool=pipe-network&wall=1', { tool: 'pipe-network' }],
  ['desk=build&plan=city&tab=plan&bars=baseline', { desk: 'build', buildColours: 'baseline' }],
  ['desk=build&plan=city&tab=space', { buildTab: 'space' }],
  ['desk=tour&view=table&block=-1900,-200,1000&pose=0,89,2.4,0,0', { desk: 'tour' }],
];

test.each(LINKS)('%s opens as it was meant', async (link, meant) => {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, link);
  for (const [path, value] of Object.entries(meant)) {
    await expect.poll(() => readTwin(page, path as TwinPath), { message: `${path} after #${link}` }).toEqual(value);
  }
  const notice = await page.locator('.notice').textContent();
  expect(notice ?? '').toBe('');
  const tool = meant.tool;
  if (tool) await page.locator('.inspector [data-kind="tool"] h2').waitFor({ timeout: 60_000 });
});
