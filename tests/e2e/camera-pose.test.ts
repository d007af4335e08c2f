// What is drawn as a camera's picture is what the map shows from the same place, the same way, through the same angle.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Manifest, View } from '../../model/city/manifest.ts';
import { enuFromLonLat, lonLatFromEnu } from '../../model/geo/enu.ts';
import type { CameraFrustum } from '../../workers/camera-sights/engine-types.ts';
import { changedCameras } from './changed-cameras.ts';
import { type House, openHouse, openPage, ROOT, untilReady } from './house.ts';
import { picture } from './incident-desk.ts';
import { cellsOfImage, meanDifference } from './picture-cells.ts';
import { act, readTwin } from './twin-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-pose-'));
let house: House;
/** The map's own angle, across. */
const FOV_DEG = 60;
/** Two with streets and houses before them, and one on an arena's roof. */
const CAMERAS = ['cam-0001', 'cam-0006', 'cam-0008'];
/** Of one pixel in some thirty along an edge: both are drawn without smoothing, the map is screen and picture at once. */
const MOST_OF_255 = 3;
const NOON_MS = Date.UTC(2026, 6, 18, 4);

beforeAll(async () => {
  const changes = Object.fromEntries(CAMERAS.map((id) => [id, { fovDeg: FOV_DEG }]));
  house = await openHouse({ cities: changedCameras(folder, changes) });
});
afterAll(async () => {
  await house?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Where the map's camera stands and looks to be at a pose of the city's plane. */
function viewAt({ eye, ahead }: Pick<CameraFrustum, 'eye' | 'ahead'>, { origin }: Manifest): View {
  const at = lonLatFromEnu(origin, [eye[0], eye[1], eye[2]]);
  const far = lonLatFromEnu(origin, [eye[0] + 100 * ahead[0], eye[1] + 100 * ahead[1], eye[2] + 100 * ahead[2]]);
  const [east, north, up] = enuFromLonLat(at, far);
  const toDeg = 180 / Math.PI;
  const headingDeg = (Math.atan2(east, north) * toDeg + 360) % 360;
  return { ...at, headingDeg, pitchDeg: Math.atan2(up, Math.hypot(east, north)) * toDeg };
}

/** The picture of a camera once it is whole: two that follow each other are the same. */
async function settledPicture(page: Page, id: string): Promise<{ url: string; cells: number[] }> {
  const frame = page.locator(`.camera-picture[data-picture="${id}"]:not([data-serial="0"])`);
  await frame.waitFor({ state: 'attached', timeout: 90_000 });
  await page.waitForTimeout(8_000);
  const url = await frame.locator('canvas').evaluate((one) => (one as unknown as { toDataURL(): string }).toDataURL());
  return { url, cells: await cellsOfImage(page, url) };
}

test('three cameras’ pictures are the map’s from their poses', async () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'public/city/chengchuan/manifest.json'), 'utf8')) as Manifest;
  // As many pixels as a camera's picture has, so that both are drawn of the same tiles.
  const { page, context, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    scale: 0.375,
    at: '?quality=fast#desk=command&l=trees:0:1:both;lamps:0:1:both&c=108.7284,34.3045,700,0,-50',
  });
  await page.getByRole('button', { name: '摄像头可视' }).click({ timeout: 120_000 });
  await act(page, 'showTime', NOON_MS);
  const differences: Record<string, number> = {};
  let before: number[] | null = null;
  for (const id of CAMERAS) {
    const { at } = cameraOf(id);
    await act(page, 'setCameras', { camerasPlace: [at[0], at[1]], isPictureInScene: false });
    await page.locator(`[data-camera="${id}"] button`).waitFor({ state: 'attached', timeout: 120_000 });
    await page.locator(`[data-camera="${id}"] button`).dispatchEvent('click');
    await expect.poll(async () => ((await readTwin(page, 'frustum')) as { id: string } | null)?.id).toBe(id);
    const pose = (await readTwin(page, 'frustum')) as CameraFrustum;
    await act(page, 'flyTo', viewAt(pose, manifest), 0);
    const { cells } = await settledPicture(page, id);
    await act(page, 'flyTo', viewAt(pose, manifest), 0);
    const style = await page.addStyleTag({ content: '#ui { opacity: 0 } .stage-overlay { visibility: hidden }' });
    await page.waitForTimeout(1000);
    await untilReady(page);
    const shot = `data:image/png;base64,${(await page.screenshot()).toString('base64')}`;
    await style.evaluate((one) => (one as unknown as { remove(): void }).remove());
    const map = await cellsOfImage(page, shot);
    await picture(page, `pose-${id}`);
    differences[id] = meanDifference(cells, map);
    // Another camera's picture is another one: the measure tells them apart.
    if (before) expect(meanDifference(cells, before)).toBeGreaterThan(8);
    before = cells;
  }
  process.stdout.write(`mean difference of cells, of 255: ${JSON.stringify(differences)}\n`);
  for (const difference of Object.values(differences)) expect(difference).toBeLessThan(MOST_OF_255);
  expect(watch.errors).toEqual([]);
  await context.close();
}, 400_000);

function cameraOf(id: string): { at: [number, number] } {
  const file = join(ROOT, 'public/city/chengchuan/cameras.json');
  const { cameras } = JSON.parse(readFileSync(file, 'utf8')) as { cameras: { id: string; at: [number, number] }[] };
  const found = cameras.find((one) => one.id === id);
  if (!found) throw new Error(`cameras.json: expected ${id}`);
  return found;
}
