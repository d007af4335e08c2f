import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { M_PER_DEG } from '../../model/geo/earth.ts';
import { sharedBrowser } from './browser.ts';
import { atMap, openTool } from './desk.ts';
import { LIGHT, openPage, openServer, type Server, untilReady } from './house.ts';
import { logIn, makeAccounts } from './incident-desk.ts';
import { act, lookDown, readTwin, type TwinPath } from './twin-of.ts';
import { openWire, type Wire } from './wire.ts';

/** A wall of two screens before one hub: the left one leads, the right one follows it over a network that is cut and healed. */
const folder = mkdtempSync(join(tmpdir(), 'shapan-wall-'));
const patiently = { timeout: 120_000, interval: 100 };
const SHOT = process.env.SHOT;
const SIZE = SHOT ? { width: 1280, height: 720, scale: 1 } : {};
const AT = `?city=chengchuan#desk=command&${LIGHT}`;
/** Above the ellipsoid, as the ground of the place. */
const HEIGHT_M = 700;
const GROUND_M = 360;
const screens = (column: number) => `screens=2,1,${column},0,0.02,0`;

let server: Server;
let wire: Wire;
let browser: Browser;
let leader: Page;
let follower: Page;

beforeAll(async () => {
  server = await openServer({ hubData: join(folder, 'hub'), isSimulated: false });
  await makeAccounts(server, { 王芳: 'planner', 李强: 'controller' });
  wire = await openWire(server.url);
  browser = await sharedBrowser();
}, 300_000);
afterAll(async () => {
  wire?.close();
  await server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

const line = (page: Page) => page.locator('.wall-line');

/** Waits until the follower has what the leader has. */
async function untilSame(path: TwinPath): Promise<void> {
  const textOf = async (page: Page) => JSON.stringify(await readTwin(page, path));
  await expect.poll(async () => (await textOf(follower)) === (await textOf(leader)), patiently).toBe(true);
}

/** Cameras go through the engine's own numbers: they are the same within a millimetre, and as little of a degree. */
async function untilSameCamera(): Promise<void> {
  const numbersOf = async (page: Page) => Object.values((await readTwin(page, 'camera')) as Record<string, number>);
  const apart = async () => {
    const [ours, theirs] = [await numbersOf(leader), await numbersOf(follower)];
    return Math.max(...ours.map((value, i) => Math.abs(value - theirs[i])));
  };
  await expect.poll(apart, patiently).toBeLessThan(1e-3);
}

/** Makes a logged-in page the leader of a wall. */
async function lead(page: Page, wall: string): Promise<void> {
  await openTool(page, 'wall-in-step');
  await page.locator('.wall-tool').getByLabel('屏幕墙名称').fill(wall);
  await page.locator('.wall-tool').getByText('主屏', { exact: true }).click();
  await page.locator('.wall-tool').getByText(`正在主控“${wall}”`).waitFor();
}

async function shoot(name: string): Promise<void> {
  if (!SHOT) return;
  for (const [side, page] of [
    ['left', leader],
    ['right', follower],
  ] as const) {
    await untilReady(page);
    await page.screenshot({ path: `${SHOT}-${name}-${side}.png`, timeout: 120_000 });
  }
}

test('a screen that follows has camera, clock, selection and layers of the one that leads, and shows the picture alone', async () => {
  const { page, watch } = await openPage(
    { url: server.url, browser },
    { ...SIZE, width: 1280, height: 720, at: `${AT}&${screens(0)}` },
  );
  leader = page;
  const opened = await openPage(
    { url: wire.url, browser },
    { ...SIZE, at: `?city=chengchuan#follow=hall-1&${screens(1)}` },
  );
  follower = opened.page;
  await line(follower).getByText('“hall-1”还没有主屏，等待中').waitFor();
  await untilReady(leader);
  await logIn(leader, '王芳');
  await lead(leader, 'hall-1');
  await line(follower).getByText('与 王芳 的主屏同步 · hall-1').waitFor();
  expect(await follower.locator('.below-bar').count()).toBe(0);
  expect(await follower.locator('.top').isVisible()).toBe(false);

  await act(leader, 'flyTo', { lonDeg: 108.7405, latDeg: 34.285, heightM: 800, headingDeg: 30, pitchDeg: -20 }, 0);
  await untilSameCamera();
  await act(leader, 'showTime', Date.UTC(2026, 6, 18, 2));
  await untilSame('shownTimeMs');
  await act(leader, 'setRate', 600);
  await act(leader, 'play', true);
  await untilSame('rate');
  await untilSame('playing');
  await act(leader, 'play', false);
  await untilSame('playing');
  await untilSame('shownTimeMs');
  await act(leader, 'setUnderground', 'translucent');
  await untilSame('underground');
  await act(leader, 'setUnderground', 'off');
  await untilSame('underground');
  await act(leader, 'showLayer', 'water', false);
  await untilSame('layers.water.shown');
  await act(leader, 'showLayer', 'water', true);
  await follower.mouse.wheel(0, 400);
  await follower.keyboard.press('ArrowUp');
  await line(follower).getByRole('button', { name: '退出跟随' }).waitFor();
  await untilSameCamera();
  await shoot('globe');
  expect([...watch.errors, ...opened.watch.errors]).toEqual([]);
});

test('what is clicked on the left screen is what stands there, and is selected on the right one', async () => {
  const at = { lonDeg: 108.7432, latDeg: 34.2965 };
  await act(leader, 'placeOnWall', null);
  await lookDown(leader, at.lonDeg, at.latDeg, HEIGHT_M);
  await leader.mouse.click(...(await atMap(leader)));
  await expect.poll(() => readTwin(leader, 'selectedId'), patiently).toMatch(/./);
  const id = await readTwin(leader, 'selectedId');
  await expect.poll(() => readTwin(follower, 'selectedId'), patiently).toBe(id);
  await act(leader, 'select', null);
  await expect.poll(() => readTwin(follower, 'selectedId'), patiently).toBe(null);
  // The middle of the left screen of two lies half a picture to the left: what stood in the middle does, when the camera goes as far to the right.
  const asideM = (HEIGHT_M - GROUND_M) * Math.tan(Math.PI / 6);
  const lonDeg = at.lonDeg + asideM / (M_PER_DEG * Math.cos((at.latDeg * Math.PI) / 180));
  await act(leader, 'placeOnWall', { columns: 2, rows: 1, column: 0, row: 0, bezelXRatio: 0, bezelYRatio: 0 });
  await lookDown(leader, lonDeg, at.latDeg, HEIGHT_M);
  await leader.mouse.click(...(await atMap(leader)));
  await expect.poll(() => readTwin(follower, 'selectedId'), patiently).toBe(id);
});

test('a screen whose network is cut says so, and is in step again when it is healed', async () => {
  wire.cut();
  await line(follower)
    .getByText(/网络中断 \d+ 秒/)
    .waitFor();
  await shoot('cut');
  await act(leader, 'flyTo', { lonDeg: 108.75, latDeg: 34.29, heightM: 700, headingDeg: 60, pitchDeg: -30 }, 0);
  await act(leader, 'showTime', Date.UTC(2026, 6, 18, 6));
  wire.heal();
  await line(follower).getByText('已恢复，与 王芳 的主屏同步 · hall-1').waitFor();
  await untilSameCamera();
  await untilSame('shownTimeMs');
});

test('the newest leader wins, and the older one is told', async () => {
  const { page } = await openPage(
    { url: server.url, browser },
    { ...SIZE, width: 1280, height: 720, picture: 'off', at: AT },
  );
  await logIn(page, '李强');
  await lead(page, 'hall-1');
  await leader.getByText('李强 已接管这面墙').first().waitFor();
  await line(follower).getByText('与 李强 的主屏同步').waitFor();
  expect(await readTwin(leader, 'inStep')).toBe(null);
  await page.close();
});
