import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FloodForm, FloodRunFacts } from '../../src/plugins/flood/slice.ts';
import type { ViewBox } from '../../src/twin/compare.ts';
import { openTool } from './desk.ts';
import { type House, LIGHT, openHouse, openPage, untilReady, type Watch } from './house.ts';
import { cellsOfImage, meanDifference } from './picture-cells.ts';
import { act, problemsOf, readTwin, runsIn } from './twin-of.ts';

/** Four pictures of one place: as the page has it, with a run, and one in the dark and then without buildings. */
let house: House;
let page: Page;
let watch: Watch;

/** The sun stands as high whenever the test runs: the measure is brightness. */
const NOON_MS = Date.UTC(2026, 6, 18, 4);

/** About the planned breach at K2+350. */
const AREA = { westM: -2200, southM: -1150, eastM: -1400, northM: -350 };

beforeAll(async () => {
  house = await openHouse();
  ({ page, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    scale: 0.5,
    at: `?quality=fast#desk=plan&${LIGHT}&c=108.7305,34.28,1500,0,-48`,
  }));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await act(page, 'setShadows', false);
  await act(page, 'showTime', NOON_MS);
}, 300_000);
afterAll(() => house.close());

const panel = () => page.getByRole('region', { name: '对比' });
const picture = async (name: string) => {
  if (process.env.VIEW_PICTURES) await page.screenshot({ path: `${process.env.VIEW_PICTURES}/${name}.png` });
};
/** Pictures lie in the map's rectangle; as boxes of the window. */
const boxes = async (): Promise<ViewBox[]> => {
  const map = (await page.locator('[data-map]').boundingBox()) ?? expect.fail('no map');
  const inMap = (await readTwin(page, 'viewBoxes')) as ViewBox[];
  return inMap.map((box) => ({ ...box, leftPx: box.leftPx + map.x, topPx: box.topPx + map.y }));
};

/** The middle of each picture, in cells. */
async function pictures(): Promise<number[][]> {
  await untilReady(page);
  const all: number[][] = [];
  for (const { leftPx, topPx, widthPx, heightPx } of await boxes()) {
    const clip = { x: leftPx + widthPx / 4, y: topPx + heightPx / 4, width: widthPx / 2, height: heightPx / 2 };
    const shot = await page.screenshot({ clip });
    all.push(await cellsOfImage(page, `data:image/png;base64,${shot.toString('base64')}`));
  }
  return all;
}
/** Of two pictures that show the same: lines and names stand a pixel apart. The third lies under tools and legend. */
const SAME = 4;
const mean = (cells: number[]) => cells.reduce((sum, value) => sum + value, 0) / cells.length;

test('four pictures stand between the panels and look from one place', async () => {
  await openTool(page, 'compare');
  await panel().getByText('分屏').click();
  await panel().getByText('4 画面').click();
  await page.waitForFunction(() => document.querySelectorAll('.cesium-widget canvas').length === 4, undefined, {
    timeout: 120_000,
  });
  // What is planned is not on the first, where nobody chose otherwise.
  const [first, second, , fourth] = await pictures();
  expect(meanDifference(first, second)).toBeGreaterThan(SAME);
  expect(meanDifference(second, fourth)).toBeLessThan(SAME);
  const dock = (await panel().boundingBox()) ?? expect.fail('no panel');
  for (const { leftPx, widthPx } of await boxes()) {
    const isBeside = leftPx >= dock.x + dock.width - 1 || leftPx + widthPx <= dock.x + 1;
    expect(isBeside).toBe(true);
  }
}, 300_000);

test('each shows its own style, filter, layers and run', async () => {
  const form: Partial<FloodForm> = { area: AREA, cellM: 16, endH: 2, frameEveryMin: 10, drains: false };
  const breaches = [{ kind: 'planned' as const, id: 'levee-breach', beginH: 0.1 }];
  await act(page, 'openDesk', 'command');
  await openTool(page, 'flood');
  await page.getByRole('button', { name: '开始推演' }).waitFor({ timeout: 120_000 });
  await act(page, 'changeFlood', { ...form, breaches });
  await page.getByRole('button', { name: '开始推演' }).click();
  const run = async () => (await runsIn<FloodRunFacts>(page, 'flood'))[0];
  await expect.poll(async () => (await run())?.status.kind, { timeout: 180_000, interval: 500 }).toBe('done');
  const { id, startMs } = await run();
  await act(page, 'showTime', startMs + 7200_000);
  await act(page, 'showRun', 'flood', null);
  await act(page, 'openDesk', 'plan');
  await openTool(page, 'compare');
  const before = await pictures();
  await panel().getByLabel('洪涝推演').first().selectOption({ index: 2 });
  await panel().getByLabel('配色').nth(2).selectOption({ label: '深色' });
  expect((await readTwin(page, 'views')) as object[]).toMatchObject([
    { theme: null, layers: {}, runs: {} },
    { runs: { flood: id } },
    { theme: null },
    { theme: 'command' },
  ]);
  const flood = async () => meanDifference(before[1], (await pictures())[1]);
  await expect.poll(flood).toBeGreaterThan(SAME);
  const [asPage, , , dark] = await pictures();
  await picture('four');
  expect(meanDifference(before[0], asPage)).toBeLessThan(1);
  expect(mean(dark)).toBeLessThan(mean(before[3]) - 30);
  await panel().getByLabel('配色').nth(2).selectOption({ label: '与本页一致' });
  await panel().getByLabel('建筑 · 画面 4', { exact: true }).uncheck();
  const [, , , bare] = await pictures();
  expect(meanDifference(before[3], bare)).toBeGreaterThan(SAME);
  expect(await page.locator('.view-name').allTextContents()).toEqual([
    '画面 1',
    expect.stringMatching(/^画面 2洪水 A/),
    '画面 3',
    '画面 4− 建筑',
  ]);
  await panel().getByLabel('按状态筛选').first().selectOption({ label: '仅现状' });
  expect(await page.locator('.view-name').nth(1).textContent()).toContain('仅现状');
}, 400_000);

test('whichever is touched leads the others, and one picture is left as it was', async () => {
  await act(page, 'setView', 1, { states: null, runs: {} });
  await act(page, 'setView', 3, { layers: {} });
  const before = (await pictures())[0];
  const { leftPx, topPx, widthPx, heightPx } = (await boxes())[3];
  await page.mouse.move(leftPx + widthPx / 2, topPx + heightPx / 2);
  await page.mouse.down();
  await page.mouse.move(leftPx + widthPx / 2 + 120, topPx + heightPx / 2 + 20, { steps: 6 });
  await page.mouse.up();
  const [first, second, , fourth] = await pictures();
  expect(meanDifference(before, first)).toBeGreaterThan(SAME);
  expect(meanDifference(second, fourth)).toBeLessThan(SAME);
  await panel().getByText('3 画面').click();
  await page.waitForFunction(() => document.querySelectorAll('.cesium-widget canvas').length === 3);
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('views=3');
  await picture('three');
  await panel().getByText('单屏').click();
  await page.waitForFunction(() => document.querySelectorAll('.cesium-widget canvas').length === 1);
  expect(await boxes()).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
  expect(watch.errors).toEqual([]);
}, 300_000);
