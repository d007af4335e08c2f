import { readFile } from 'node:fs/promises';
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTool, unfoldTray } from './desk.ts';
import { type House, LIGHT, openHouse, openPage } from './house.ts';
import { problemsOf, readTwin } from './twin-of.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test('a task that is chosen has its card on the picture, and the clock is filmed', async () => {
  const { page, context, watch } = await openPage(house, {
    width: 960,
    height: 540,
    // The film is as large as the picture.
    scale: 1,
    at: `?quality=fast#desk=build&${LIGHT}&c=108.737,34.302,900,0,-40`,
  });
  await expect.poll(() => readTwin(page, 'plan.kind')).toBe('open');
  await openTool(page, 'build.plan');
  await page.locator('.findings').getByRole('button', { name: '缺少逻辑关系' }).click({ timeout: 120_000 });
  await unfoldTray(page);
  await page.locator('.gantt-row .pick').first().click({ timeout: 120_000 });
  await page.locator('.build-callout').waitFor({ timeout: 120_000 });
  await filmTheClock(page, context);
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
  await context.close();
});

/** Three dates as images and as WebM; before them what is refused, and a film that is broken off. */
async function filmTheClock(page: Page, context: BrowserContext): Promise<void> {
  await openTool(page, 'build.film');
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
  const map = (await page.locator('[data-map]').boundingBox()) ?? expect.fail('expected the map');
  // An encoder takes even numbers of pixels.
  const evenPx = (px: number) => 2 * Math.floor(px / 2);
  expect(played).toMatchObject({ width: evenPx(map.width), height: evenPx(map.height) });
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
