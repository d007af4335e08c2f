import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTool } from './desk.ts';
import { type House, LIGHT, openHouse, openPage, untilReady, type Watch } from './house.ts';
import { CELLS, cellsOfImage, meanDifference } from './picture-cells.ts';
import { act, readTwin } from './twin-of.ts';

/** The picture under each weather, at one place and hour. */
let house: House;
let page: Page;
let watch: Watch;

const NOON_MS = Date.UTC(2026, 6, 18, 4);

beforeAll(async () => {
  house = await openHouse();
  ({ page, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    scale: 0.5,
    at: `?quality=fast#desk=plan&shade=0&c=108.7305,34.2835,520,330,-14&${LIGHT}`,
  }));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await act(page, 'showTime', NOON_MS);
}, 300_000);
afterAll(() => house.close());

const panel = () => page.getByRole('region', { name: '日照与时间' });
const legend = () => page.getByRole('region', { name: '画面天气' });

/** The middle of the picture in cells of grey. */
async function cells(name: string): Promise<number[]> {
  await untilReady(page);
  const shot = await page.screenshot({ clip: { x: 576, y: 168, width: 480, height: 400 } });
  if (process.env.VIEW_PICTURES) await page.screenshot({ path: `${process.env.VIEW_PICTURES}/weather-${name}.png` });
  return cellsOfImage(page, `data:image/png;base64,${shot.toString('base64')}`);
}
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** The upper rows of the picture, some kilometre away. */
const far = (values: number[]) => values.slice(0, CELLS.across * 5);
const spread = (values: number[]) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
/** Pixels that a drop or a flake covers. */
const inked = () =>
  page.evaluate(() => {
    const sheet = document.querySelector<HTMLCanvasElement>('canvas.precipitation');
    if (!sheet) return 0;
    const { data } = sheet.getContext('2d')?.getImageData(0, 0, sheet.width, sheet.height) ?? { data: [] };
    let count = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] > 20) count++;
    return count;
  });

/** How much is drawn in each cell of 40 pixels: a browser draws the edges of the same strokes a little otherwise from one time to the next. */
const inkedCells = () =>
  page.evaluate(() => {
    const sheet = document.querySelector<HTMLCanvasElement>('canvas.precipitation');
    const ink = sheet?.getContext('2d')?.getImageData(0, 0, sheet.width, sheet.height);
    if (!ink) return [];
    const across = Math.ceil(ink.width / 40);
    const cells = new Array<number>(across * Math.ceil(ink.height / 40)).fill(0);
    for (let i = 0; i < ink.width * ink.height; i++) {
      const [x, y] = [i % ink.width, Math.floor(i / ink.width)];
      cells[Math.floor(y / 40) * across + Math.floor(x / 40)] += ink.data[4 * i + 3];
    }
    return cells;
  });
/** Of what is drawn: the same strokes part by less, others by more than twice as much. */
const STILL = 0.4;

test('each weather is chosen in the panel, seen in the picture and named over it as drawn', async () => {
  const clear = await cells('clear');
  await openTool(page, 'sun');
  await panel().getByText('更多：播放').click();
  const choice = panel().getByLabel('画面天气');
  await choice.selectOption('storm');
  await legend().getByText('示意', { exact: true }).waitFor();
  await expect.poll(inked).toBeGreaterThan(500);
  const storm = await cells('storm');
  expect(mean(clear) - mean(storm)).toBeGreaterThan(12);
  expect(await readTwin(page, 'weather')).toBe('storm');
  await expect.poll(() => page.url()).toContain('weather=storm');

  await choice.selectOption('snow');
  await expect.poll(inked).toBeGreaterThan(200);
  const snow = await cells('snow');
  expect(mean(snow) - mean(storm)).toBeGreaterThan(20);

  await choice.selectOption('fog');
  await expect.poll(inked).toBe(0);
  const fog = await cells('fog');
  // What is far goes into the fog, what is near stays.
  expect(spread(far(fog))).toBeLessThan(0.6 * spread(far(clear)));

  await choice.selectOption('clear');
  await legend().waitFor({ state: 'detached' });
  const again = await cells('again');
  expect(Math.abs(mean(again) - mean(clear))).toBeLessThan(0.5);
}, 300_000);

test('what is reported is a clear sky and says so, where nobody reports', async () => {
  await panel().getByLabel('画面天气').selectOption('reported');
  await panel().getByText('没有雨量站数据').waitFor();
  expect(await legend().count()).toBe(0);
  await act(page, 'reportRain', 'a test', { mmPerH: 24.6, from: 'live' });
  await legend().getByText('雨', { exact: true }).waitFor();
  await legend().getByText('实况', { exact: true }).waitFor();
  expect(await legend().innerText()).toContain('24.6');
  await act(page, 'reportRain', 'a test', null);
  await legend().waitFor({ state: 'detached' });
});

test('rain stands still while the clock rests, and falls with it', async () => {
  await panel().getByLabel('画面天气').selectOption('rain');
  await expect.poll(inked).toBeGreaterThan(200);
  await untilReady(page);
  const before = await inkedCells();
  const moved = async () => meanDifference(before, await inkedCells()) / mean(before);
  await act(page, 'showTime', NOON_MS + 100);
  await untilReady(page);
  expect(await moved(), 'for who asked for less motion it never moves').toBeLessThan(STILL);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  // One step moves drops by less than a cell at some cameras: the clock goes on until they are elsewhere.
  let shownMs = NOON_MS + 100;
  const movedOn = async () => {
    shownMs += 100;
    await act(page, 'showTime', shownMs);
    return moved();
  };
  await expect.poll(movedOn).toBeGreaterThan(2 * STILL);
  // By day no street lamp shines, however dark the sky.
  expect(watch.requests.filter((url) => url.endsWith('/light-night.png'))).toEqual([]);
  expect(watch.errors).toEqual([]);
});
