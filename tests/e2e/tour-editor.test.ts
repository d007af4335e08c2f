import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tour } from '../../model/tours/tour.ts';
import { openTool } from './desk.ts';
import { type House, LIGHT, openHouse, openPage, untilReady, type Watch } from './house.ts';
import { cellsOfImage } from './picture-cells.ts';
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
  await openTool(page, 'tour-editor');
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
  await expect.poll(() => chapters().count()).toBe(2);
  expect(await exported('second.json')).toBe(text);
});

test('a chapter is filmed as it would play: its camera and clock in each frame, and the page as it was after it', async () => {
  await chapters().nth(0).getByRole('button').click();
  const film = panel().getByRole('heading', { name: '导览影片' }).locator('..');
  await panel().getByLabel('时间随章节推进').check();
  await panel().getByLabel('播放到').fill('22');
  await film.getByLabel('帧率').fill('1');
  await film.getByLabel('倍速').fill('4');
  await film.getByText(/^3 帧，/).waitFor();
  const [weather, shownMs, heightM] = await Promise.all([
    readTwin(page, 'weather'),
    readTwin(page, 'shownTimeMs'),
    readTwin(page, 'camera.heightM'),
  ]);
  await film.getByRole('button', { name: '录制动画' }).click();
  const zip = film.getByRole('button', { name: '图片（ZIP）' });
  await zip.waitFor({ timeout: 240_000 });
  expect(await readTwin(page, 'weather')).toBe(weather);
  expect(await readTwin(page, 'shownTimeMs')).toBe(shownMs);
  await expect.poll(() => readTwin(page, 'camera.heightM')).toBeCloseTo(heightM as number, 0);
  const [download] = await Promise.all([page.waitForEvent('download'), zip.click()]);
  expect(download.suggestedFilename()).toBe('chengchuan-rain-and-snow-chapter-1.zip');
  const bytes = await readFile(await download.path());
  const entries = await new ZipReader(new BlobReader(new Blob([bytes]))).getEntries();
  const images: string[] = [];
  for (const entry of entries)
    if (!entry.directory) images.push(Buffer.from(await entry.getData(new Uint8ArrayWriter())).toString('base64'));
  const lights: number[] = [];
  for (const image of images) {
    const cells = await cellsOfImage(page, `data:image/jpeg;base64,${image}`);
    lights.push(cells.reduce((sum, value) => sum + value, 0) / cells.length);
  }
  expect(lights).toHaveLength(3);
  // From noon in a storm to ten at night.
  expect(lights[0] - lights[2]).toBeGreaterThan(30);
  await press('撤销');
  await press('撤销');
});

test('it plays from the chapter under the pencil, with its weather and view', async () => {
  await chapters().nth(1).getByRole('button').click();
  await act(page, 'setWeather', 'clear');
  await press('保存并从此章播放');
  await expect.poll(() => readTwin(page, 'tour')).toBe('playing');
  expect(await readTwin(page, 'tourId')).toBe('rain-and-snow');
  await expect.poll(() => readTwin(page, 'weather')).toBe('snow');
  await expect.poll(() => readTwin(page, 'camera.heightM')).toBeGreaterThan(800);
});

test('a broken chapter is named with its field when a tour is imported, and the rest is there', async () => {
  const tour = JSON.parse(await readFile(join(folder, 'first.json'), 'utf8')) as Tour;
  tour.id = 'half';
  tour.title.zh = '残章';
  tour.chapters[1].seconds = 1;
  await writeFile(join(folder, 'half.json'), JSON.stringify(tour));
  await act(page, 'openDesk', 'plan');
  await openTool(page, 'tour-editor');
  if (await panel().getByRole('button', { name: '返回列表' }).count()) await press('返回列表');
  await imported('half.json');
  const said = page.getByText(new RegExp(`half\\.json#${tour.chapters[1].id}`));
  await said.first().waitFor({ timeout: 120_000 });
  expect(await said.first().innerText()).toContain('seconds');
  expect(await panel().getByLabel('导览名称（中文）').inputValue()).toBe('残章');
  await expect.poll(() => chapters().count()).toBe(1);
  expect(watch.errors).toEqual([]);
});
