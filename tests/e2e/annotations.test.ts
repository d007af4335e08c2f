import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { atMap, openTool } from './desk.ts';
import { type House, LIGHT, openHouse, openPage, untilReady, type Watch } from './house.ts';
import { act, problemsOf, readTwin } from './twin-of.ts';

let house: House;
let page: Page;
let watch: Watch;
const AT = `?city=chengchuan&quality=fast#desk=plan&lang=zh&c=108.7305,34.2835,620,330,-40&${LIGHT}`;

beforeAll(async () => {
  house = await openHouse();
  ({ page, watch } = await openPage(house, { width: 1280, height: 720, scale: 0.5, at: AT }));
  await untilReady(page);
}, 300_000);
afterAll(() => house.close());

const panel = () => page.getByRole('region', { name: '标注', exact: true });
const labels = () => page.locator('.sketch.annotations .sketch-label:visible').allTextContents();
const count = async () => ((await readTwin(page, 'annotations')) as unknown[]).length;

test('points, lines and areas are set on the picture, written, and stand on globe and table with their words', async () => {
  await openTool(page, 'annotations');
  await panel().waitFor();
  await page.mouse.click(...(await atMap(page, -58, -22)));
  await expect.poll(count).toBe(1);
  await panel().getByLabel('标注 1', { exact: true }).fill('此处树木遮挡视线');
  await expect.poll(labels).toEqual(['此处树木遮挡视线']);

  await panel().getByText('面', { exact: true }).click();
  for (const [i, [x, y]] of [
    [-116, 44],
    [-29, 51],
    [-58, 101],
  ].entries()) {
    await page.mouse.click(...(await atMap(page, x, y)));
    await expect.poll(() => readTwin(page, 'pick.points.length')).toBe(i + 1);
  }
  await panel().getByRole('button', { name: '结束', exact: true }).click();
  await expect.poll(labels).toEqual(['此处树木遮挡视线', '标注 2']);

  // Without a pointer: the button sets a point under the cross.
  await panel().getByText('点', { exact: true }).click();
  await panel().getByRole('button', { name: '在画面中心取点' }).click();
  await expect.poll(count).toBe(3);
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-globe.png` });

  await act(page, 'putBlock', { eastM: -1900, northM: -1500, sizeM: 2000 });
  await act(page, 'showEngine', 'table');
  await page.locator('.table-bar').waitFor({ timeout: 120_000 });
  await untilReady(page);
  await expect.poll(labels).toEqual(['此处树木遮挡视线', '标注 2', '标注 3']);
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-table.png` });
  await act(page, 'showEngine', 'globe');
  await untilReady(page);
  expect(watch.errors).toEqual([]);
});

test('they are saved as GeoJSON, outlive a reload, speak both languages, and one is removed by its row', async () => {
  const coming = page.waitForEvent('download');
  await panel().getByRole('button', { name: '存为 GeoJSON' }).click();
  const { features } = JSON.parse(await readFile(await (await coming).path(), 'utf8'));
  expect(features.map((one: { geometry: { type: string } }) => one.geometry.type)).toEqual([
    'Point',
    'Polygon',
    'Point',
  ]);
  expect(features[0].geometry.coordinates[0]).toBeCloseTo(108.73, 2);

  await page.reload();
  await untilReady(page);
  await expect.poll(count).toBe(3);
  await act(page, 'speak', 'en');
  await expect.poll(labels).toEqual(['此处树木遮挡视线', 'Annotation 2', 'Annotation 3']);
  await act(page, 'setTool', 'annotations');
  await page.getByRole('button', { name: 'Delete Annotation 1' }).click();
  await expect.poll(labels).toEqual(['Annotation 1', 'Annotation 2']);
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-en.png` });
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
});
