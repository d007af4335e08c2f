import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tour } from '../../model/tours/tour.ts';
import { type House, LIGHT, openHouse, openPage, untilReady, type Watch } from './house.ts';
import { act, readTwin } from './twin-of.ts';

/** A tour taken of the page, exported, imported and played is one and the same. */
let house: House;
let page: Page;
let watch: Watch;
let folder: string;

const NOON_MS = Date.UTC(2026, 6, 18, 4);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapan-tour-'));
  house = await openHouse();
  ({ page, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    at: `?quality=fast#desk=plan&weather=storm&${LIGHT}&c=108.7305,34.2835,520,330,-14`,
  }));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  await act(page, 'showTime', NOON_MS);
  await page.getByRole('button', { name: '导览编辑', exact: true }).click();
}, 300_000);
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true });
});

const panel = () => page.getByRole('region', { name: '导览编辑' });
const press = (name: string) => panel().getByRole('button', { name, exact: true }).click();
const chapters = () => panel().getByRole('list', { name: '章节' }).getByRole('listitem');

/** The text of the file that Export saves. */
async function exported(name: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), press('导出')]);
  const file = join(folder, name);
  await download.saveAs(file);
  return readFile(file, 'utf8');
}
const imported = (file: string) => panel().locator('input[type=file]').setInputFiles(join(folder, file));

test('chapters are taken of the page, undone and done again', async () => {
  await press('以当前画面新建');
  await panel().getByLabel('导览名称（中文）').fill('雨雪两章');
  await panel().getByLabel('编号', { exact: true }).fill('rain-and-snow');
  await act(page, 'setWeather', 'snow');
  await act(page, 'flyTo', { lonDeg: 108.74, latDeg: 34.28, heightM: 900, headingDeg: 10, pitchDeg: -30 }, 0);
  await untilReady(page);
  await press('以当前画面添加章节');
  await expect.poll(() => chapters().count()).toBe(2);
  await press('撤销');
  await expect.poll(() => chapters().count()).toBe(1);
  await press('重做');
  await expect.poll(() => chapters().count()).toBe(2);
});

test('what is exported says all that was taken, and is the same after it was imported', async () => {
  const text = await exported('first.json');
  const tour = JSON.parse(text) as Tour;
  expect(tour).toMatchObject({ kind: 'tour', id: 'rain-and-snow', city: 'chengchuan', title: { zh: '雨雪两章' } });
  const [rain, snow] = tour.chapters;
  expect(rain.scene).toContain('weather=storm');
  expect(rain.scene).toContain('trees:0');
  expect(rain.hour).toBe(12);
  expect(rain.view).toMatchObject({ heightM: 520, headingDeg: 330 });
  expect(snow.scene).toContain('weather=snow');
  expect(snow.view.heightM).toBeCloseTo(900, 0);

  await press('返回列表');
  expect(await panel().getByText('雨雪两章').count()).toBe(0);
  await imported('first.json');
  await expect.poll(() => chapters().count(), { timeout: 30_000 }).toBe(2);
  expect(await exported('second.json')).toBe(text);
});

test('it plays from the chapter under the pencil, with its weather and view', async () => {
  await chapters().nth(1).getByRole('button').click();
  await act(page, 'setWeather', 'clear');
  await press('保存并从此章播放');
  await expect.poll(() => readTwin(page, 'tour'), { timeout: 30_000 }).toBe('playing');
  expect(await readTwin(page, 'tourId')).toBe('rain-and-snow');
  await expect.poll(() => readTwin(page, 'weather'), { timeout: 30_000 }).toBe('snow');
  await expect.poll(() => readTwin(page, 'camera.heightM'), { timeout: 60_000 }).toBeGreaterThan(800);
});

test('a broken chapter is named with its field when a tour is imported, and the rest is there', async () => {
  const tour = JSON.parse(await readFile(join(folder, 'first.json'), 'utf8')) as Tour;
  tour.id = 'half';
  tour.title.zh = '残章';
  tour.chapters[1].seconds = 1;
  await writeFile(join(folder, 'half.json'), JSON.stringify(tour));
  await act(page, 'openDesk', 'plan');
  if ((await panel().count()) === 0) await page.getByRole('button', { name: '导览编辑', exact: true }).click();
  if (await panel().getByRole('button', { name: '返回列表' }).count()) await press('返回列表');
  await imported('half.json');
  const said = page.getByText(new RegExp(`half\\.json#${tour.chapters[1].id}`));
  await said.first().waitFor({ timeout: 30_000 });
  expect(await said.first().innerText()).toContain('seconds');
  expect(await panel().getByLabel('导览名称（中文）').inputValue()).toBe('残章');
  await expect.poll(() => chapters().count()).toBe(1);
  expect(watch.errors).toEqual([]);
});
