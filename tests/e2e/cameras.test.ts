// Which cameras see a place, the edges of a picture, and what no camera sees around it.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { View } from '../../model/city/manifest.ts';
import type { SeenBy } from '../../workers/camera-sights/engine-types.ts';
import { openTool } from './desk.ts';
import { foreignRequests, type House, LIGHT, openHouse, openPage, untilReady } from './house.ts';
import { cellsOfImage, meanDifference } from './picture-cells.ts';
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
    at: `?quality=fast#desk=command&lang=en&${LIGHT}&c=108.7284,34.3045,700,0,-50`,
  });
  await openTool(page, 'camera-sights');
  const panel = page.locator('.panel.cameras');
  await panel.getByText('640 cameras').waitFor({ timeout: 120_000 });
  // None stands in a building: the check of a baked city refuses such.
  expect(await panel.getByText('inside a building and see nothing').count()).toBe(0);

  // Between the two cameras of an underpass, that look at each other.
  await act(page, 'setCameras', { camerasPlace: [-1990, 470] });
  const seen = async () => (await readTwin(page, 'camerasSeen')) as SeenBy[] | null;
  await expect.poll(async () => (await seen())?.length ?? 0).toBeGreaterThan(1);
  const list = (await seen()) ?? [];
  const see = list.filter(({ verdict }) => verdict === 'seen');
  expect(see.map(({ id }) => id)).toContain('cam-0001');
  const fineness = see.map(({ pixelsPerM }) => pixelsPerM);
  expect(fineness).toEqual([...fineness].sort((a, b) => b - a));
  expect(await panel.locator('.camera-list li').first().getAttribute('data-verdict')).toBe('seen');

  await panel.locator('[data-camera="cam-0001"] button').click();
  await expect.poll(() => page.locator('.camera-frustum').count()).toBe(5);

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

/** The page's own picture alone: neither panels nor names. */
async function mapCells(page: Page): Promise<number[]> {
  return cellsOfImage(page, `data:image/png;base64,${(await page.screenshot()).toString('base64')}`);
}

/** Chooses a camera and reads its picture once it is drawn. */
async function pictureCells(page: Page, id: string): Promise<number[]> {
  await page.locator(`[data-camera="${id}"] button`).dispatchEvent('click');
  const frame = page.locator(`.camera-picture[data-picture="${id}"]:not([data-serial="0"])`);
  await frame.waitFor({ state: 'attached', timeout: 120_000 });
  expect(await frame.locator('.camera-mark').textContent()).toBe('Simulated');
  // The second picture: the first may have been taken while tiles came.
  await page.waitForTimeout(5_000);
  const url = await frame.locator('canvas').evaluate((canvas) => (canvas as unknown as HTMLPicture).toDataURL());
  return cellsOfImage(page, url);
}

interface HTMLPicture {
  toDataURL(): string;
}

/** Noon of a summer day in the city. */
const NOON_MS = Date.UTC(2026, 6, 18, 4);

test('pictures of two cameras differ, are marked and leave the map alone; the wall has those that see the event', async () => {
  const { page, context, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    scale: 0.5,
    at: `?quality=fast#desk=command&lang=en&${LIGHT}&c=108.7284,34.3045,700,0,-50`,
  });
  await openTool(page, 'camera-sights');
  await act(page, 'showTime', NOON_MS);
  await act(page, 'setCameras', { camerasPlace: [-1990, 470] });
  await page.locator('[data-verdict="seen"]').first().waitFor({ state: 'attached', timeout: 120_000 });
  const seen = (await readTwin(page, 'camerasSeen')) as SeenBy[];
  const [first, second] = seen.map(({ id }) => id);
  await page.addStyleTag({ content: '#ui { opacity: 0 } .stage-overlay { visibility: hidden }' });
  await untilReady(page);
  const before = await mapCells(page);
  const cameraBefore = (await readTwin(page, 'camera')) as View;

  const one = await pictureCells(page, first);
  // A choice flies the map to the camera: it is put back before it is looked at.
  await act(page, 'flyTo', cameraBefore, 0);
  const other = await pictureCells(page, second);
  // Clouds lighten the dark sky over the first, which the second's roofs are as light as.
  expect(meanDifference(one, other)).toBeGreaterThan(6);
  await act(page, 'flyTo', cameraBefore, 0);
  const heightM = async () => ((await readTwin(page, 'camera')) as View).heightM;
  await expect.poll(heightM).toBeCloseTo(cameraBefore.heightM, 3);
  const standing = await readTwin(page, 'camera');

  // A minute later on the clock the picture is drawn again, while the map stands where it stood.
  const serialOf = async () => Number(await page.locator('.camera-picture').getAttribute('data-serial'));
  const serial = await serialOf();
  await act(page, 'showTime', NOON_MS + 60_000);
  await expect.poll(serialOf).toBeGreaterThan(serial);
  await untilReady(page);
  expect(await readTwin(page, 'camera')).toEqual(standing);
  expect(meanDifference(await mapCells(page), before)).toBeLessThan(1);

  // The wall: only cameras that see something of the event, the largest share first, each with its picture.
  await page.getByRole('button', { name: 'Open the camera wall' }).dispatchEvent('click');
  const tiles = page.locator('.wall-pictures > li');
  await tiles.first().waitFor({ state: 'attached', timeout: 120_000 });
  const shares = await tiles.evaluateAll((all) =>
    all.map((tile) => Number((tile as unknown as { dataset: { share: string } }).dataset.share)),
  );
  expect(shares.length).toBeGreaterThan(1);
  expect(shares.every((share) => share > 0 && share <= 1)).toBe(true);
  expect(shares).toEqual([...shares].sort((a, b) => b - a));
  const drawn = page.locator('.wall-pictures .camera-picture:not([data-serial="0"])');
  await expect.poll(() => drawn.count()).toBe(Math.min(4, shares.length));
  expect(await problemsOf(page)).toEqual([]);
  expect(foreignRequests(watch, house)).toEqual([]);
  expect(watch.errors).toEqual([]);
  await context.close();
});
