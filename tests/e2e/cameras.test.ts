// Which cameras see a place, the edges of a picture, and what no camera sees around it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Manifest } from '../../model/city/manifest.ts';
import { lonLatFromEnu } from '../../model/geo/enu.ts';
import type { CameraFrustum, SeenBy } from '../../workers/camera-sights/engine-types.ts';
import { foreignRequests, type House, openHouse, openPage, ROOT, untilReady } from './house.ts';
import { act, problemsOf, readTwin } from './twin-of.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

test('cameras that see a place stand first, finest first; one’s picture is drawn, and the ground around is mapped', async () => {
  const { page, context, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    at: '?quality=fast#desk=command&lang=en&l=trees:0:1:both;lamps:0:1:both&c=108.7284,34.3045,700,0,-50',
  });
  await page.getByRole('button', { name: 'Camera coverage' }).click({ timeout: 120_000 });
  const panel = page.locator('.panel.cameras');
  await panel.getByText('640 cameras').waitFor({ timeout: 120_000 });
  // None stands in a building: the check of a baked city refuses such.
  expect(await panel.getByText('inside a building and see nothing').count()).toBe(0);

  // Between the two cameras of an underpass, that look at each other.
  await act(page, 'setCameras', { camerasPlace: [-1990, 470] });
  const seen = async () => (await readTwin(page, 'camerasSeen')) as SeenBy[] | null;
  await expect.poll(async () => (await seen())?.length ?? 0, { timeout: 60_000 }).toBeGreaterThan(1);
  const list = (await seen()) ?? [];
  const see = list.filter(({ verdict }) => verdict === 'seen');
  expect(see.map(({ id }) => id)).toContain('cam-0001');
  const fineness = see.map(({ pixelsPerM }) => pixelsPerM);
  expect(fineness).toEqual([...fineness].sort((a, b) => b - a));
  expect(await panel.locator('.camera-list li').first().getAttribute('data-verdict')).toBe('seen');

  await panel.locator('[data-camera="cam-0001"] button').click();
  await expect.poll(() => page.locator('.camera-frustum').count(), { timeout: 60_000 }).toBe(5);

  await panel.getByRole('button', { name: 'Map the coverage' }).click();
  await panel.locator('.coverage-keys').waitFor({ timeout: 120_000 });
  const { freeM2, blindM2 } = (await readTwin(page, 'coverage')) as { freeM2: number; blindM2: number };
  expect(freeM2).toBeGreaterThan(100_000);
  expect(blindM2).toBeGreaterThan(0);
  expect(blindM2).toBeLessThan(freeM2);
  expect(foreignRequests(watch, house)).toEqual([]);
  expect(watch.errors).toEqual([]);
  await context.close();
});

/** Brightness of a picture in cells, row by row, 0 to 255; `zoom` reads its middle part of that share of each side. */
const CELLS = { across: 32, down: 18 };

/** Of an image's bytes, decoded in the page. */
async function cellsOfImage(page: Page, dataUrl: string, zoom = 1): Promise<number[]> {
  return page.evaluate(
    async ([url, part, across, down]) => {
      const bitmap = await createImageBitmap(await (await fetch(url)).blob());
      const canvas = new OffscreenCanvas(across, down);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('expected a 2D canvas');
      const { width, height } = bitmap;
      context.imageSmoothingQuality = 'high';
      const from = (1 - part) / 2;
      context.drawImage(bitmap, width * from, height * from, width * part, height * part, 0, 0, across, down);
      const { data } = context.getImageData(0, 0, across, down);
      return Array.from({ length: across * down }, (_, i) => (data[4 * i] + data[4 * i + 1] + data[4 * i + 2]) / 3);
    },
    [dataUrl, zoom, CELLS.across, CELLS.down] as const,
  );
}

const meanDifference = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;

/** The page's own picture alone: neither panels nor names. */
async function mapCells(page: Page): Promise<number[]> {
  return cellsOfImage(page, `data:image/png;base64,${(await page.screenshot()).toString('base64')}`);
}

/** Chooses a camera and reads its picture once it is drawn, of the part that the map's narrower view shows. */
async function pictureCells(page: Page, id: string): Promise<number[]> {
  await page.locator(`[data-camera="${id}"] button`).dispatchEvent('click');
  const frame = page.locator(`.camera-picture[data-picture="${id}"]:not([data-serial="0"])`);
  await frame.waitFor({ state: 'attached', timeout: 90_000 });
  expect(await frame.locator('.camera-mark').textContent()).toBe('Simulated');
  // The second picture: the first may have been taken while tiles came.
  await page.waitForTimeout(5_000);
  const url = await frame.locator('canvas').evaluate((canvas) => (canvas as unknown as HTMLPicture).toDataURL());
  return cellsOfImage(page, url, Math.tan(MAP_FOV_RAD / 2) / Math.tan(CAMERA_FOV_RAD / 2));
}

interface HTMLPicture {
  toDataURL(): string;
}

const MAP_FOV_RAD = Math.PI / 3;
const CAMERA_FOV_RAD = (62 * Math.PI) / 180;

test('a camera’s picture is marked, is what the map shows from there, and leaves the map alone', async () => {
  const { page, context, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    scale: 0.5,
    at: '?quality=fast#desk=command&lang=en&l=trees:0:1:both;lamps:0:1:both&c=108.7284,34.3045,700,0,-50',
  });
  await page.getByRole('button', { name: 'Camera coverage' }).click({ timeout: 120_000 });
  await act(page, 'showTime', Date.UTC(2026, 6, 18, 4));
  await act(page, 'setCameras', { camerasPlace: [-1990, 470] });
  await page.locator('[data-verdict="seen"]').first().waitFor({ state: 'attached', timeout: 120_000 });
  const seen = (await readTwin(page, 'camerasSeen')) as SeenBy[];
  const [first, second] = seen.map(({ id }) => id);
  await page.addStyleTag({ content: '#ui { opacity: 0 } .stage-overlay { visibility: hidden }' });
  await untilReady(page);
  const before = await mapCells(page);
  const cameraBefore = await readTwin(page, 'camera');

  const one = await pictureCells(page, first);
  // A choice flies the map to the camera: it is put back before it is looked at.
  await act(page, 'flyTo', cameraBefore as never, 0);
  const other = await pictureCells(page, second);
  expect(meanDifference(one, other)).toBeGreaterThan(8);
  await act(page, 'flyTo', cameraBefore as never, 0);
  await page.waitForTimeout(500);
  await untilReady(page);
  expect(await readTwin(page, 'camera')).toEqual(cameraBefore);
  expect(meanDifference(await mapCells(page), before)).toBeLessThan(1);

  const { origin } = JSON.parse(readFileSync(join(ROOT, 'public/city/chengchuan/manifest.json'), 'utf8')) as Manifest;
  const { eye, camera } = (await readTwin(page, 'frustum')) as CameraFrustum;
  expect(camera.id).toBe(second);
  const { headingDeg, tiltDeg: pitchDeg } = camera;
  await act(page, 'flyTo', { ...lonLatFromEnu(origin, eye), headingDeg, pitchDeg }, 0);
  await page.waitForTimeout(500);
  await untilReady(page);
  const there = await mapCells(page);
  expect(meanDifference(other, there)).toBeLessThan(6);
  expect(meanDifference(one, there)).toBeGreaterThan(8);

  // The wall: only cameras that see something of the event, the largest share first, each with its picture.
  await page.getByRole('button', { name: 'Open the wall of pictures' }).dispatchEvent('click');
  const tiles = page.locator('.wall-pictures > li');
  await tiles.first().waitFor({ state: 'attached', timeout: 60_000 });
  const shares = await tiles.evaluateAll((all) =>
    all.map((tile) => Number((tile as unknown as { dataset: { share: string } }).dataset.share)),
  );
  expect(shares.length).toBeGreaterThan(1);
  expect(shares.every((share) => share > 0 && share <= 1)).toBe(true);
  expect(shares).toEqual([...shares].sort((a, b) => b - a));
  const drawn = page.locator('.wall-pictures .camera-picture:not([data-serial="0"])');
  await expect.poll(() => drawn.count(), { timeout: 90_000 }).toBe(Math.min(4, shares.length));
  expect(await problemsOf(page)).toEqual([]);
  expect(foreignRequests(watch, house)).toEqual([]);
  expect(watch.errors).toEqual([]);
  await context.close();
});
