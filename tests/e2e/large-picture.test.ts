import { readFile, writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse, openPage, untilReady, type Watch } from './house.ts';
import { cellsOfImage, meanDifference } from './picture-cells.ts';
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
  await page.locator('.desk').waitFor({ timeout: 90_000 });
  await act(page, 'setShadows', false);
  await untilReady(page);
}, 300_000);
afterAll(() => house.close());

const panel = () => page.getByRole('region', { name: '图片', exact: true });

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
  await page.getByRole('button', { name: '图片', exact: true }).click();
  await panel().getByLabel('图幅').selectOption({ label: 'A4，150 dpi' });
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

test('a picture of 4K has its size, and is what the page shows, without a seam', async () => {
  await panel().getByLabel('图幅').selectOption({ label: '4K（3840 × 2160）' });
  for (const part of await panel().getByRole('switch').all()) await part.uncheck();
  const png = await savedPng();
  await keep('4k', png);
  expect(sizeOf(png)).toEqual([3840, 2160]);
  await untilReady(page);
  await page.evaluate(() => {
    for (const element of document.querySelectorAll<HTMLElement>('body > :not(#globe), .stage-overlay'))
      element.style.visibility = 'hidden';
  });
  const screen = await page.screenshot();
  await keep('screen', screen);
  expect(meanDifference(await cellsOf(png), await cellsOf(screen))).toBeLessThan(4);
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
}, 500_000);
