// Cameras that send pictures of their own, by WebRTC (WHEP) and as HLS: a second page is the camera, all of one colour.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bakeBareTown } from './bare-town.ts';
import { openTool } from './desk.ts';
import { allowAddresses, CAMERA_FLAGS, type FakeCamera, openFakeCamera, type Rgb } from './fake-camera.ts';
import { foreignRequests, type House, openHouse, openPage, type Watch } from './house.ts';
import { act } from './twin-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-streams-'));
let camera: FakeCamera;
let house: House;
let page: Page;
let watch: Watch;

beforeAll(async () => {
  camera = await openFakeCamera();
  const pole = { at: [0, 0], aboveGroundM: 6, headingDeg: 0, tiltDeg: -10, state: 'online' };
  const cameras = [
    { id: 'gate', name: { zh: '大门', en: 'Gate' }, ...pole, stream: `${camera.origin}/gate/whep` },
    { id: 'yard', name: { zh: '院子', en: 'Yard' }, ...pole, stream: `${camera.origin}/recorded.m3u8` },
  ];
  writeFileSync(join(folder, 'cameras.json'), JSON.stringify({ cameras }));
  const cities = bakeBareTown(folder, undefined, { facts: { cameras: 'cameras.json' } });
  house = await openHouse({ cities, flags: CAMERA_FLAGS });
  await camera.openPage(house.browser);
  const at = '?city=field&quality=fast#desk=command&lang=en';
  ({ page, watch } = await openPage(house, { width: 1280, height: 720, at }));
  await allowAddresses(page, house.url);
  await openTool(page, 'camera-sights');
  await act(page, 'setCameras', { camerasPlace: [0, 30] });
  await row('gate').waitFor({ timeout: 120_000 });
}, 300_000);

afterAll(async () => {
  await house?.close();
  await camera?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Of 255; colours of the test differ by more than 100. */
const MAX_AWAY = 24;
const patiently = { timeout: 120_000, interval: 250 };
const row = (id: string) => page.locator(`.camera-list [data-camera="${id}"] button`);
const frame = () => page.locator('.chosen-camera .camera-picture');
const lost = () => page.locator('.chosen-camera [role=status]');
/** A picture that is out of sight is not played. */
async function choose(id: string): Promise<void> {
  await row(id).click();
  await frame().scrollIntoViewIfNeeded();
}
const asked = (beginning: string) => camera.asked.filter((one) => one.startsWith(beginning)).length;
/** Sessions that were left. */
const left = () => asked('DELETE /session/');
const clear = () => page.locator('.chosen-camera').getByRole('button', { name: 'Clear' }).click();

/** The middle of what a video or a canvas shows. */
function colourOf(shown: Locator): Promise<number[]> {
  return shown.evaluate((element) => {
    const picture = element as HTMLVideoElement | HTMLCanvasElement;
    const canvas = document.createElement('canvas');
    canvas.width = 1;
    canvas.height = 1;
    const pen = canvas.getContext('2d');
    pen?.drawImage(picture, 0, 0, 1, 1);
    return [...(pen?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3);
  });
}

/** Waits until it shows a colour, as near as a film keeps one whose matrix (BT.601, BT.709) is guessed. */
async function untilColour(shown: Locator, colour: Rgb): Promise<void> {
  const awayBy = async () => Math.max(...(await colourOf(shown)).map((part, i) => Math.abs(part - colour[i])));
  await expect.poll(awayBy, patiently).toBeLessThan(MAX_AWAY);
}

/** The camera's own picture in the panel, marked and silent, and the same in the scene. */
async function expectLive(colour: Rgb): Promise<void> {
  const video = frame().locator('video');
  await untilColour(video, colour);
  await expect.poll(() => frame().getAttribute('data-kind'), patiently).toBe('live');
  expect(await frame().locator('.camera-mark').innerText()).toBe('Live');
  expect(await video.evaluate((element) => (element as HTMLVideoElement).muted)).toBe(true);
  await untilColour(page.locator('.camera-plane canvas'), colour);
  expect(await page.locator('.camera-plane .camera-mark').innerText()).toBe('Live');
}

test('a camera is seen by WebRTC in the panel, the scene and on the wall; who leaves its picture has the endpoint told', async () => {
  await camera.paint([200, 60, 40]);
  await choose('gate');
  await expectLive([200, 60, 40]);
  await camera.paint([40, 90, 200]);
  await expectLive([40, 90, 200]);
  expect([asked('POST /gate/whep'), left()]).toEqual([1, 0]);
  await clear();
  await expect.poll(left, patiently).toBe(1);

  await page.getByRole('button', { name: 'Open the camera wall' }).click();
  const onWall = page.locator('.wall-pictures [data-picture="gate"]');
  await untilColour(onWall.locator('video'), [40, 90, 200]);
  expect(await onWall.locator('.camera-mark').innerText()).toBe('Live');
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-wall.png` });
  // The playlist is not there yet: its button is another than the picture's own.
  const yard = page.locator('.wall-pictures [data-camera="yard"]');
  await yard.getByText('the host refused it (HTTP 404)').waitFor({ timeout: 120_000 });
  const tries = asked('GET /recorded.m3u8');
  await yard.getByRole('button', { name: 'Connect again' }).click();
  await expect.poll(() => asked('GET /recorded.m3u8'), patiently).toBe(2 * tries);
  expect(await page.locator('.chosen-camera').count()).toBe(0);
  await yard.click();
  await page.locator('.chosen-camera [data-picture="yard"]').waitFor();
  await clear();
  await page.locator('.camera-wall').getByRole('button', { name: 'Close' }).click();
  await expect.poll(left, patiently).toBe(2);
  expect(asked('POST /gate/whep')).toBe(2);
  expect(foreignRequests(watch, house).filter((url) => !url.startsWith(camera.origin))).toEqual([]);
});

test('an endpoint that refuses, or a connection that breaks, says why; “Connect again” tries anew', async () => {
  const leftBefore = left();
  camera.status = 404;
  await choose('gate');
  await expect.poll(() => lost().innerText(), patiently).toContain('the host refused it (HTTP 404)');
  await frame().locator('canvas').waitFor();
  camera.status = null;
  await camera.paint([60, 160, 60]);
  await page.getByRole('button', { name: 'Connect again' }).click();
  await expectLive([60, 160, 60]);
  await camera.hangUp();
  await expect.poll(() => lost().innerText(), patiently).toContain('the connection was lost');
  await expect.poll(left, patiently).toBe(leftBefore + 1);

  camera.status = 0;
  await page.getByRole('button', { name: 'Connect again' }).click();
  await expect.poll(() => lost().innerText(), patiently).toContain('no answer within 10 s');
  // Another camera has a reason of its own.
  await choose('yard');
  await expect.poll(() => lost().innerText(), patiently).toContain('the host refused it (HTTP 404)');
  await clear();
});

test('a camera is seen as HLS by its playlist, from byte ranges of fragmented MP4 in H.264', async () => {
  await camera.paint([180, 150, 30]);
  await camera.record(4);
  await choose('yard');
  await expectLive([180, 150, 30]);
  // Beyond the end of the recording: it goes on over a discontinuity.
  const shownS = () =>
    frame()
      .locator('video')
      .evaluate((element) => (element as HTMLVideoElement).currentTime);
  await expect.poll(shownS, patiently).toBeGreaterThan(6);
  await expectLive([180, 150, 30]);
  expect(foreignRequests(watch, house).filter((url) => !url.startsWith(camera.origin))).toEqual([]);
});

test('who closes the page has the endpoint told too', async () => {
  camera.status = null;
  await camera.paint([180, 150, 30]);
  await choose('gate');
  await expectLive([180, 150, 30]);
  const leftBefore = left();
  await page.close({ runBeforeUnload: true });
  await expect.poll(left, patiently).toBe(leftBefore + 1);
});

test('nothing else went wrong', () => {
  expect(watch.errors.filter((error) => !/status of 404/.test(error))).toEqual([]);
});
