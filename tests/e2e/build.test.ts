import { readFile } from 'node:fs/promises';
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crsOf } from '../../model/geo/crs.ts';
import type { BuildStatus } from '../../src/plugins/build/slice.ts';
import { smallIfc, threeBoxes } from '../workers/construction/small-ifc.ts';
import { foreignRequests, type House, LIGHT, openHouse, openPage } from './house.ts';
import { act, problemsOf, readTwin, type TwinPath } from './twin-of.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const DAY_MS = 86_400_000;

test('the schedule of the site is there with its desk; a reviewer reads the verdict, moves its clock, links a model of IFC to it, goes from clash to what-if to the neighbours, hands the pit to the flood tool, films the clock, and a broken file is refused in words', async () => {
  const { page, context, watch } = await openPage(house, {
    width: 960,
    height: 540,
    // The film is as large as the picture.
    scale: 1,
    at: `?quality=fast#desk=build&${LIGHT}&c=108.737,34.302,900,0,-40`,
  });
  const planOf = async () => (await readTwin(page, 'plan')) as BuildStatus;
  await expect.poll(async () => (await planOf()).kind).toBe('open');
  expect(await readTwin(page, 'isCityPlan')).toBe(true);
  await page.getByRole('button', { name: '缺少逻辑关系' }).click({ timeout: 120_000 });
  await expect.poll(() => page.locator('.gantt-row').count()).toBeGreaterThan(2);
  expect(await page.locator('.verdicts').innerText()).toMatch(/比基线晚 \d+ 天/);
  await page.locator('.gantt-row .pick').first().click();
  expect(await readTwin(page, 'planTask')).toEqual(expect.any(Number));
  await page.locator('.build-callout').waitFor({ timeout: 120_000 });
  expect(await readTwin(page, 'planPit')).toMatchObject({ depthM: 18.4 });
  const clock = page.getByRole('slider', { name: '施工时间' });
  const before = (await readTwin(page, 'shownTimeMs')) as number;
  expect(new Date(before).toISOString()).toBe('2026-11-20T09:00:00.000Z');
  await clock.focus();
  await page.keyboard.press('PageDown');
  await page.keyboard.press('ArrowRight');
  expect(await readTwin(page, 'shownTimeMs')).toBe(before - 29 * DAY_MS);
  // A model beside it, by its map conversion: one rule, confirmed by a person, builds its slab with the trench cutter's task.
  const [eastings, northings] = (await crsOf('EPSG:4545', 'test')).fromLonLat(108.7372, 34.305);
  const ifc = smallIfc({ boxes: threeBoxes(1), map: { crs: 'EPSG:4545', eastings, northings, height: 385 } });
  await page
    .getByLabel('打开模型或进度文件')
    .and(page.locator('input'))
    .setInputFiles({ name: 'house.ifc', mimeType: 'application/octet-stream', buffer: Buffer.from(ifc) });
  await expect.poll(() => readTwin(page, 'model.kind')).toBe('open');
  await page.getByRole('tab', { name: '关联' }).click();
  const links = page.getByRole('region', { name: '模型与进度的关联' });
  await links.getByText('新规则').click();
  await links.getByLabel('类别').selectOption('IfcSlab');
  await links.getByLabel('工序', { exact: true }).and(page.locator('input[type=text]')).fill('108');
  await links.getByRole('button', { name: '添加规则' }).click();
  await links.getByRole('button', { name: '确认 1 项关联' }).click({ timeout: 120_000 });
  await expect.poll(() => links.innerText()).toContain('已关联 1 / 3');
  // The site's own elements begin with what was baked; a rule of a person's moves the ground floor's columns to that task.
  await links.getByLabel('图层').selectOption('site-model');
  await expect.poll(() => links.innerText()).toContain('已关联 18,076 / 18,076');
  await links.getByText('新规则').click();
  await links.getByLabel('类别').selectOption('IfcColumn');
  await links.getByLabel('楼层').selectOption('L1');
  await links.getByLabel('工序', { exact: true }).and(page.locator('input[type=text]')).fill('108');
  await links.getByRole('button', { name: '添加规则' }).click();
  await links.getByText('变更 120 项关联').click({ timeout: 120_000 });
  await links.locator('.link-list .link').first().click();
  await expect.poll(() => readTwin(page, 'selectedGid')).toEqual(expect.any(Number));
  const column = (await readTwin(page, 'selectedGid')) as number;
  await links.getByRole('button', { name: '确认 18076 项关联' }).click();
  await expect.poll(() => links.getByText('已确认').count()).toBe(1);
  await act(page, 'select', column);
  await expect.poll(() => readTwin(page, 'planTask')).toBe(108);
  await act(page, 'select', null);
  // Clash → what-if → effect, as a reviewer goes: the verdict's own words, a finding on the map, scenarios, the neighbours' nights.
  await expect.poll(() => readTwin(page, 'hasCase')).toBe(true);
  const kindOf = async (task: TwinPath) => ((await readTwin(page, task)) as { kind: string }).kind;
  await page.getByRole('button', { name: '检查时空碰撞' }).first().click();
  await expect.poll(() => kindOf('space')).toBe('done');
  expect(await page.locator('.verdicts').innerText()).toContain('19 项冲突');
  await page.getByRole('button', { name: /管线穿过基坑.*TX-3/ }).click();
  await expect.poll(async () => ((await readTwin(page, 'marks')) as object[]).length).toBeGreaterThan(0);
  expect(((await readTwin(page, 'planFocus')) as { rows: number[] }).rows).toHaveLength(3);
  expect(new Date((await readTwin(page, 'shownTimeMs')) as number).toISOString()).toBe('2026-09-16T00:01:00.000Z');
  expect(await readTwin(page, 'underground')).toBe('translucent');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'BCF 2.1' }).click();
  expect((await saved).suggestedFilename()).toBe('space-2.1.bcf');
  await page.getByText('情景', { exact: true }).click();
  await page.getByRole('button', { name: '计算情景' }).click();
  await expect.poll(() => kindOf('whatIf')).toBe('done');
  expect(await page.locator('.scenarios > li').count()).toBe(7);
  // Fewer fixers end later within resources, by logic alone the same day; what was made is saved, removed, and opened again.
  const made = page.locator('.scenarios > li', { hasText: '钢筋工 60' });
  await page.getByText('新情景').click();
  await page.getByLabel('资源', { exact: true }).selectOption({ label: '钢筋工' });
  await page.getByLabel('同时可用数量').fill('60');
  await page.getByRole('button', { name: '加入并计算' }).click();
  await expect.poll(() => made.count()).toBe(1);
  expect(await made.innerText()).toMatch(/晚 108 天[\s\S]*已证明工期最短。仅按关键路径（未做资源均衡）：2028-09-06/);
  const cased = page.waitForEvent('download');
  await page.getByRole('button', { name: '保存情景' }).click();
  const saving = await cased;
  expect(saving.suggestedFilename()).toBe('what-ifs.case.json');
  const buffer = await readFile(await saving.path());
  await made.getByRole('button', { name: /删除/ }).click();
  await expect.poll(() => page.locator('.scenarios > li').count()).toBe(7);
  await page
    .getByLabel('打开情景')
    .and(page.locator('input'))
    .setInputFiles({ name: 'what-ifs.case.json', mimeType: 'application/json', buffer });
  await expect.poll(() => made.count()).toBe(1);
  await page
    .locator('.scenarios > li', { hasText: '电动渣土车' })
    .getByRole('button', { name: '查看周边影响' })
    .click();
  await expect.poll(() => kindOf('effect')).toBe('done');
  expect(await page.locator('.effect-sums').innerText()).toMatch(/噪声超限\s*0/);
  expect(await page.locator('.effect-noise td.over').count()).toBe(0);
  await page.locator('.effect-noise').getByText('夜间', { exact: true }).first().click();
  await expect.poll(async () => ((await readTwin(page, 'marks')) as object[]).length).toBeGreaterThan(20);
  await page.getByRole('list', { name: '夜间声级 dB(A)' }).waitFor({ timeout: 120_000 });
  await handThePit(page);
  expect(await readTwin(page, 'underground')).toBe('off');
  const layers = (await readTwin(page, 'layers')) as Record<string, { shown: boolean }>;
  expect(layers['site-model'].shown).toBe(true);
  await filmTheClock(page, context);
  // A phone has no bars, but their clock.
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => page.locator('.gantt-row').count()).toBe(0);
  const day = (await readTwin(page, 'shownTimeMs')) as number;
  await clock.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => readTwin(page, 'shownTimeMs')).toBe(day + DAY_MS);
  await page.setViewportSize({ width: 960, height: 540 });
  // What the phone's desk holds goes with it: the file is for the wide one.
  await page.locator('.gantt-row').first().waitFor({ timeout: 120_000 });
  await page
    .getByLabel('打开模型或进度文件')
    .and(page.locator('input'))
    .setInputFiles({
      name: 'broken.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('id,duration,predecessors\nA,1d,B\nB,1d,A\n'),
    });
  await expect.poll(async () => (await planOf()).kind).toBe('failed');
  expect(await page.getByRole('alert').innerText()).toContain('broken.csv：逻辑关系有循环');
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
  expect(foreignRequests(watch, house)).toEqual([]);
  await context.close();
});

/** Three dates as images and as WebM; before them what is refused, and a film that is broken off. */
async function filmTheClock(page: Page, context: BrowserContext): Promise<void> {
  await page.getByRole('tab', { name: '动画' }).click();
  const shoot = page.getByRole('button', { name: '录制动画' });
  const zip = page.getByRole('button', { name: '图片（ZIP）' });
  const [from, to, pace] = ['起', '止', '每帧天数'].map((name) => page.getByLabel(name, { exact: true }));
  await from.fill('2026-03-01');
  await to.fill('2026-02-01');
  expect(await page.getByRole('alert').innerText()).toBe('结束早于开始。');
  expect(await shoot.isDisabled()).toBe(true);
  await to.fill('2028-02-29');
  await pace.fill('1');
  expect(await page.getByRole('alert').innerText()).toContain('共 731 帧，最多 600 帧');
  await pace.fill('365');
  const before = await readTwin(page, 'shownTimeMs');
  await shoot.click();
  await page.getByRole('button', { name: '取消', exact: true }).click();
  await shoot.waitFor({ timeout: 120_000 });
  expect(await zip.count()).toBe(0);
  expect(await readTwin(page, 'shownTimeMs')).toBe(before);
  await shoot.click();
  await zip.waitFor({ timeout: 120_000 });
  expect(await readTwin(page, 'shownTimeMs')).toBe(before);
  const saved = async (button: string) => {
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: button }).click();
    const download = await coming;
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  };
  const images = await saved('图片（ZIP）');
  expect(images.name).toBe('film-2026-03-01-2028-02-29.zip');
  const entries = await new ZipReader(new BlobReader(new Blob([images.bytes]))).getEntries();
  expect(entries.map(({ filename }) => filename)).toEqual(['frame-0001.jpg', 'frame-0002.jpg', 'frame-0003.jpg']);
  const frames: string[] = [];
  for (const entry of entries)
    if (!entry.directory) frames.push(Buffer.from(await entry.getData(new Uint8ArrayWriter())).toString('base64'));
  const film = await saved('视频（WebM）');
  expect(film.name).toBe('film-2026-03-01-2028-02-29.webm');
  // A page without the app's policy, which lets no media in.
  const cinema = await context.newPage();
  const differ = await cinema.evaluate(comparedFrames, frames);
  for (const share of differ) expect(share).toBeGreaterThan(0.002);
  const played = await cinema.evaluate(playedFilm, film.bytes.toString('base64'));
  expect(played).toMatchObject({ width: 960, height: 540 });
  expect(played.durationS).toBeCloseTo(3 / 12, 2);
  expect(played.pictures).toBe(3);
  await cinema.close();
}

/** Share of pixels above the captions that differ between each image and the next. Runs in the page. */
async function comparedFrames(jpegs: string[]): Promise<number[]> {
  const pictures: Uint8ClampedArray[] = [];
  for (const jpeg of jpegs) {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/jpeg;base64,${jpeg}`)).blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('expected a canvas');
    context.drawImage(bitmap, 0, 0);
    pictures.push(context.getImageData(0, 0, bitmap.width, Math.floor(bitmap.height * 0.75)).data);
  }
  return pictures.slice(1).map((picture, i) => {
    let others = 0;
    for (let at = 0; at < picture.length; at += 4) if (Math.abs(picture[at] - pictures[i][at]) > 24) others++;
    return others / (picture.length / 4);
  });
}

/** How large and long a film is, and how many different pictures it shows at the middle of each third. Runs in the page. */
async function playedFilm(
  webm: string,
): Promise<{ width: number; height: number; durationS: number; pictures: number }> {
  const video = document.createElement('video');
  video.muted = true;
  video.src = URL.createObjectURL(await (await fetch(`data:video/webm;base64,${webm}`)).blob());
  await new Promise((resolve, reject) => {
    video.onloadeddata = resolve;
    video.onerror = () => reject(new Error(video.error?.message));
  });
  const canvas = new OffscreenCanvas(64, 36);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('expected a canvas');
  const seen = new Set<string>();
  for (const third of [1, 3, 5]) {
    video.currentTime = (third / 6) * video.duration;
    await new Promise((resolve) => {
      video.onseeked = resolve;
    });
    // A seek may be told before its frame is the one that is drawn: a third with a picture of its own shows it soon.
    const shown = seen.size;
    for (let tries = 0; seen.size === shown && tries < 100; tries++) {
      context.drawImage(video, 0, 0, 64, 36);
      seen.add(context.getImageData(0, 0, 64, 36).data.join());
      if (seen.size === shown) await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return { width: video.videoWidth, height: video.videoHeight, durationS: video.duration, pictures: seen.size };
}

/** What is dug on the shown day lies in the ground of the flood form, without a file; then back to the works. */
async function handThePit(page: Page): Promise<void> {
  await act(page, 'showTime', Date.parse('2026-11-20T17:00:00+08:00'));
  await page.getByRole('button', { name: '基坑用于洪涝推演' }).click({ timeout: 120_000 });
  await expect.poll(() => readTwin(page, 'floodForm.pit')).toBe('construction-case');
  expect(await readTwin(page, 'desk')).toBe('command');
  await act(page, 'openDesk', 'build');
  await page.locator('.effect-noise').getByText('夜间', { exact: true }).first().click({ timeout: 120_000 });
}
