import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import { encodeRgbaPng } from '../../tiles/tileset/png.ts';
import { type Elsewhere, serveElsewhere } from '../hub/feature-services/elsewhere.ts';
import { ORIGIN } from '../readers/small-files.ts';
import { areaFeature, bakeBareTown, stepBox } from './bare-town.ts';
import { sharedBrowser } from './browser.ts';
import { openTool } from './desk.ts';
import { foreignRequests, openPage, openServer, type Server, untilReady } from './house.ts';
import { pixelAt, screenOf } from './pixel-at.ts';
import { lookDown, problemsOf, readTwin } from './twin-of.ts';

const [STEP_EAST_M] = enuFromLonLat(
  { ...ORIGIN, heightM: 380 },
  { lonDeg: ORIGIN.lonDeg + 1e-3, latDeg: ORIGIN.latDeg, heightM: 380 },
);
/** Where the tower of the other town stands, and a place without anything. */
const TOWER_M = [1.5 * STEP_EAST_M, 0, 60] as const;
const FIELD_M = [-1.5 * STEP_EAST_M, 0, 0] as const;

let folder: string;
let server: Server;
let elsewhere: Elsewhere;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-elsewhere-e2e-'));
  for (const name of ['own', 'other', 'data']) mkdirSync(join(folder, name));
  const tower = areaFeature(stepBox(1, -0.5, 2, 0.5), { id: 'tower', height: 60 });
  const other = join(bakeBareTown(join(folder, 'other'), [tower]), 'field');
  const green = encodeRgbaPng(
    256,
    256,
    Uint8Array.from({ length: 4 << 16 }, (_, i) => [0, 160, 0, 255][i % 4]),
  );
  elsewhere = await serveElsewhere(({ url = '' }, reply) => {
    const { pathname, searchParams } = new URL(url, 'http://x');
    if (searchParams.get('request') === 'GetMap') reply.end(green);
    else if (searchParams.get('request') === 'GetFeatureInfo')
      reply.end(JSON.stringify({ features: [{ type: 'Feature', properties: { 地类: '水田' } }] }));
    else reply.end(readFileSync(join(other, normalize(pathname))));
  });
  const cities = bakeBareTown(join(folder, 'own'));
  server = await openServer({ cities, hubData: join(folder, 'data'), isSimulated: false });
  await nameServices();
});
afterAll(async () => {
  await server?.kill('SIGTERM');
  await elsewhere?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function nameServices(): Promise<void> {
  const post = async (path: string, body: object, token?: string) => {
    const headers = { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) };
    const answer = await fetch(`${server.url}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.status, await answer.clone().text()).toBeLessThan(300);
    return answer.json();
  };
  const invite = /invite=([\w-]+)/.exec(server.said())?.[1];
  const { token } = await post('accounts/invited', { invite, name: '管理员', password: 'correct horse battery' });
  const tiles = { id: 'tower', name: '邻镇', kind: '3dtiles', url: `${elsewhere.url}/layers/hut/tileset.json` };
  await post('feature-services', { ...tiles, licence: 'CC0' }, token);
  const map = { id: 'use', name: '地类图', kind: 'wms', url: `${elsewhere.url}/wms`, layer: 'use', crs: 'EPSG:4490' };
  await post('feature-services', map, token);
}

test('a tileset and a map of somebody else stand in the city by their address, and say what was clicked', async () => {
  const browser = await sharedBrowser();
  const at = '?city=field#desk=plan&lang=zh';
  const { page, watch } = await openPage({ url: server.url, browser }, { width: 1280, height: 720, scale: 1, at });
  await lookDown(page, ORIGIN.lonDeg, ORIGIN.latDeg, 1900);
  const before = await pixelAt(page, TOWER_M);
  const asked = elsewhere.asked.length;
  await openTool(page, 'layers');
  await page.getByRole('switch', { name: '邻镇' }).click();
  await expect.poll(() => readTwin(page, 'serviceLayers.tower.status'), { timeout: 60_000 }).toBe('ready');
  await untilReady(page);
  expect(elsewhere.asked.slice(asked).every((path) => path.startsWith('/layers/hut/'))).toBe(true);
  await expect.poll(async () => (await pixelAt(page, TOWER_M)).join(), { timeout: 60_000 }).not.toBe(before.join());
  await page.getByRole('switch', { name: '地类图' }).click();
  await untilReady(page);
  const greenness = async () => {
    const [red, green] = await pixelAt(page, FIELD_M);
    return green - red;
  };
  await expect.poll(greenness, { timeout: 60_000 }).toBeGreaterThan(40);
  const boxes = elsewhere.asked.filter((path) => path.includes('GetMap'));
  expect(boxes.length).toBeGreaterThan(0);
  // Latitude first: the south of the first number is 34, not 108.
  expect(boxes.every((path) => Number(new URL(path, 'http://x').searchParams.get('bbox')?.split(',')[0]) <= 90)).toBe(
    true,
  );
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-elsewhere.png` });
  const tower = await screenOf(page, TOWER_M);
  await page.mouse.click(tower.xPx, tower.yPx);
  await expect.poll(() => readTwin(page, 'serviceThing.service'), { timeout: 60_000 }).toBe('邻镇');
  expect(await readTwin(page, 'selectedGid')).toBeNull();
  await page.locator('.inspector').getByText('邻镇').first().waitFor();
  const field = await screenOf(page, FIELD_M);
  await page.mouse.click(field.xPx, field.yPx);
  await page.locator('.inspector').getByText('水田').waitFor({ timeout: 60_000 });
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-thing.png` });
  expect(await problemsOf(page)).toEqual([]);
  expect(watch.errors).toEqual([]);
  expect(foreignRequests(watch, server)).toEqual([]);
});
