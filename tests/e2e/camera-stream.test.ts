// A camera whose address the city's data name shows what it sends; where that breaks off, the simulated picture comes back and says why.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changedCameras } from './changed-cameras.ts';
import { foreignRequests, type House, openHouse, openPage, ROOT } from './house.ts';
import { picture } from './incident-desk.ts';
import { act, readTwin } from './twin-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'shapan-stream-'));
/** Eight seconds of a test picture, 160 × 90, in four parts (H.264 in MPEG-TS, made by FFmpeg's testsrc). */
const PARTS = join(ROOT, 'tests/fixtures/stream');
let house: House;
let cameras: Server;
let host = '';

beforeAll(async () => {
  cameras = createServer((request, response) => {
    const name = new URL(request.url ?? '', 'http://x').pathname.slice(1);
    const isThere = readdirSync(PARTS).includes(name);
    response.writeHead(isThere ? 200 : 404, { 'Access-Control-Allow-Origin': '*' });
    response.end(isThere ? readFileSync(join(PARTS, name)) : '');
  });
  await new Promise<void>((done) => cameras.listen(0, '127.0.0.1', done));
  host = `http://127.0.0.1:${(cameras.address() as AddressInfo).port}`;
  // The second address leads nowhere.
  const changes = { 'cam-0001': { stream: `${host}/camera.m3u8` }, 'cam-0002': { stream: `${host}/gone.m3u8` } };
  house = await openHouse({ cities: changedCameras(folder, changes) });
});
afterAll(async () => {
  await house?.close();
  cameras?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a camera’s own stream plays as live, one that is gone gives way to the simulated picture, and so does one of the past', async () => {
  const { page, context, watch } = await openPage(house, {
    width: 1280,
    height: 720,
    at: '?quality=fast#desk=command&l=trees:0:1:both;lamps:0:1:both&c=108.7284,34.3045,700,0,-50',
  });
  await page.getByRole('button', { name: '摄像头可视' }).click({ timeout: 120_000 });
  await act(page, 'setCameras', { camerasPlace: [-1990, 470] });
  await page.locator('[data-verdict="seen"]').first().waitFor({ state: 'attached', timeout: 120_000 });
  await page.locator('[data-camera="cam-0001"] button').dispatchEvent('click');
  const live = page.locator('.camera-picture[data-picture="cam-0001"]');
  await live.locator('.camera-mark.live').waitFor({ timeout: 90_000 });
  expect(await live.locator('.camera-mark').allTextContents()).toEqual(['实况']);
  const video = live.locator('video');
  const seconds = () => video.evaluate((one) => (one as unknown as { currentTime: number }).currentTime);
  const fromS = await seconds();
  await expect.poll(seconds, { timeout: 30_000 }).toBeGreaterThan(fromS);
  // It lies in the scene, too, marked as what it is.
  await page.locator('.camera-plane .camera-mark', { hasText: '实况' }).waitFor({ state: 'attached', timeout: 30_000 });
  await picture(page, 'camera-live');

  // What is shown of another time is not what the camera sends now.
  await act(page, 'showTime', Date.UTC(2026, 6, 18, 4));
  await live.locator('.camera-mark', { hasText: '模拟' }).waitFor({ timeout: 90_000 });
  expect(await live.locator('video').count()).toBe(0);
  await act(page, 'leaveTime');
  await live.locator('.camera-mark.live').waitFor({ timeout: 90_000 });

  await page.locator('[data-camera="cam-0002"] button').dispatchEvent('click');
  const gone = page.locator('.camera-picture[data-picture="cam-0002"]');
  await gone.getByText('实时画面中断').waitFor({ timeout: 90_000 });
  expect(await gone.locator('[role="status"]').textContent()).toContain('404');
  await gone.locator('.camera-mark', { hasText: '模拟' }).waitFor({ timeout: 90_000 });
  await picture(page, 'camera-stream-lost');
  // No host but the one that the city names was asked; nothing else complains than the address that leads nowhere.
  expect(foreignRequests(watch, house).filter((url) => !url.startsWith(host))).toEqual([]);
  expect(watch.errors.filter((error) => !error.includes('404'))).toEqual([]);
  expect(await readTwin(page, 'camerasFailure')).toBeNull();
  await context.close();
}, 400_000);

test('the page may speak to the hosts that cities name for their cameras, and to no other', async () => {
  const answer = await fetch(house.url);
  const policy = answer.headers.get('content-security-policy') ?? '';
  const part = (name: string) => policy.split('; ').find((one) => one.startsWith(name));
  expect(part('connect-src')).toBe(`connect-src 'self' data: blob: ${host}`);
  expect(part('media-src')).toBe(`media-src 'self' blob: ${host}`);
  expect(part('script-src')).not.toContain(host);
});
