import { readFile, writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTool } from './desk.ts';
import { type House, openHouse, openPage, untilReady, type Watch } from './house.ts';
import { CELLS, cellsOfImage, meanDifference } from './picture-cells.ts';
import { act, problemsOf } from './twin-of.ts';

/** The view as a PNG of 4K, drawn in parts, against the page's own picture. */
let house: House;
let page: Page;
let watch: Watch;

beforeAll(async () => {
  house = await openHouse();
  ({ page, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    scale: 0.5,
    at: '?city=chengchuan&desk=plan&quality=fast',
  }));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await act(page, 'setShadows', false);
  await untilReady(page);
}, 300_000);
afterAll(() => house.close());

const panel = () => page.getByRole('region', { name: '图片', exact: true });

const mapBox = async () => (await page.locator('[data-map]').boundingBox()) ?? expect.fail('expected the map');

async function savedPng(): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 400_000 }),
    panel().getByRole('button', { name: '存为 PNG' }).click(),
  ]);
  return readFile(await download.path());
}

const cellsOf = (png: Buffer) => cellsOfImage(page, `data:image/png;base64,${png.toString('base64')}`);
/** Width and height stand in the header of a PNG at bytes 16 and 20. */
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];
const keep = async (name: string, png: Buffer) => {
  if (process.env.LARGE_PICTURES) await writeFile(`${process.env.LARGE_PICTURES}/${name}.png`, png);
};

test('a picture of A4 stands on white paper with its foot', async () => {
  await openTool(page, 'map-sheet');
  await panel().getByLabel('图幅').selectOption({ label: 'A4 横幅，150 dpi' });
  await keep('panel', await page.screenshot());
  const png = await savedPng();
  await keep('a4', png);
  expect(sizeOf(png)).toEqual([1754, 1240]);
  const lastRow = (await cellsOf(png)).slice(-32);
  const mean = lastRow.reduce((sum, value) => sum + value, 0) / 32;
  expect(mean).toBeGreaterThan(215);
  // Letters and the scale stand on it.
  expect(Math.min(...lastRow)).toBeLessThan(245);
}, 300_000);

test('the same as a page of PDF: a JPEG of all pixels on paper of A4', async () => {
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 400_000 }),
    panel().getByRole('button', { name: '存为 PDF' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/1754x1240\.pdf$/);
  const pdf = await readFile(await download.path());
  await keep('a4-pdf', pdf);
  const text = pdf.toString('latin1');
  expect(text).toMatch(/^%PDF-1\.4/);
  expect(text).toContain('/MediaBox [0 0 841.92 595.20]');
  expect(text).toContain('/Width 1754 /Height 1240');
  const at = text.indexOf('\xff\xd8\xff');
  const end = text.indexOf('\nendstream', at);
  const jpeg = `data:image/jpeg;base64,${pdf.subarray(at, end).toString('base64')}`;
  const mean = (await cellsOfImage(page, jpeg)).slice(-32).reduce((sum, value) => sum + value, 0) / 32;
  expect(mean).toBeGreaterThan(215);
}, 300_000);

test('a picture of 4K has its size, is what one part draws without a seam, and what the page shows', async () => {
  // The map is of the same shape as the picture, so that both show the same.
  const map = await mapBox();
  await page.setViewportSize({ width: 1280, height: 720 - Math.round(map.height - (9 / 16) * map.width) });
  for (const part of await panel().getByRole('switch').all()) await part.uncheck();
  await panel().getByLabel('图幅').selectOption({ label: '自定尺寸' });
  await panel().getByLabel('宽').fill('1920');
  await panel().getByLabel('高').fill('1080');
  await panel().getByLabel('高').press('Tab');
  const one = await savedPng();
  expect(sizeOf(one)).toEqual([1920, 1080]);
  await panel().getByLabel('图幅').selectOption({ label: '4K 屏幕（3840 × 2160）' });
  const png = await savedPng();
  await keep('4k', png);
  expect(sizeOf(png)).toEqual([3840, 2160]);
  await untilReady(page);
  await page.evaluate(() => {
    for (const element of document.querySelectorAll<HTMLElement>('body > :not(#globe), .stage-overlay'))
      element.style.visibility = 'hidden';
  });
  const screen = await page.screenshot({ clip: await mapBox() });
  await keep('screen', screen);
  const [large, whole, small] = [await cellsOf(png), await cellsOf(one), await cellsOf(screen)];
  expect(meanDifference(large, whole)).toBeLessThan(4);
  // A sixth of the pixels has no windows and few trees: it is lighter, but of the same pattern, and nowhere but in its place.
  const inPlace = correlation(interior(large, 0, 0), interior(small, 0, 0));
  expect(inPlace).toBeGreaterThan(0.9);
  for (const [across, down] of NEIGHBOURS)
    expect(correlation(interior(large, across, down), interior(small, 0, 0))).toBeLessThan(inPlace);
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
}, 500_000);

const NEIGHBOURS = [-1, 0, 1].flatMap((across) =>
  [-1, 0, 1].flatMap((down): [number, number][] => (across === 0 && down === 0 ? [] : [[across, down]])),
);

/** Cells without the outermost, moved by one. */
function interior(cells: readonly number[], across: number, down: number): number[] {
  const { across: columns, down: rows } = CELLS;
  return cells.filter((_, i) => {
    const column = (i % columns) - across;
    const row = Math.floor(i / columns) - down;
    return column > 0 && row > 0 && column < columns - 1 && row < rows - 1;
  });
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = (x: readonly number[], meanX: number, y: readonly number[], meanY: number) =>
    x.reduce((sum, value, i) => sum + (value - meanX) * (y[i] - meanY), 0);
  return product(a, meanA, b, meanB) / Math.sqrt(product(a, meanA, a, meanA) * product(b, meanB, b, meanB));
}
