import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseManifest, type View } from '../../model/city/manifest.ts';
import { lonLatFromEnu } from '../../model/geo/enu.ts';
import type { SurfacePoint } from '../../model/geo/surface-point.ts';
import { isLong } from '../long.ts';
import { atMap, openTool, pressMore } from './desk.ts';
import { foreignRequests, type House, LIGHT, openHouse, openPage, untilReady } from './house.ts';
import { act, lookDown, problemsOf, readTwin, type TwinPath, untilLayer } from './twin-of.ts';

const CITIES = resolve(import.meta.dirname, '../../public/city');
const SIZE = { width: 1280, height: 720 };
/** A quarter of the pixels: without a GPU a picture of them all takes most of this file's time. */
const SCALE = 0.5;
let house: House;
let opened: Awaited<ReturnType<typeof openPage>>[] = [];

/** Over the stadium, where few tiles fill the picture: most of a page's first quarter of a minute is the drawing of all of a city. */
const near = () => {
  const { lonDeg, latDeg } = stadium();
  return `${FAST}#${LIGHT}&c=${lonDeg.toFixed(7)},${latDeg.toFixed(7)},1500,0,-89.9`;
};

/** Fast pictures: what is tested is the same in both, but for the first sight and the budget. */
const FAST = '?quality=fast';

async function open(at = near()) {
  const page = await openPage(house, { ...SIZE, scale: SCALE, at });
  opened.push(page);
  await untilReady(page.page);
  return page;
}

const manifest = () => parseManifest(JSON.parse(readFileSync(join(CITIES, 'chengchuan/manifest.json'), 'utf8')));
/** Of 文峰塔 in the plan. */
const PAGODA_M = [1790, 1180] as const;
const PAGODA_GROUND_M = 406.44;
const stadium = () => lonLatFromEnu(manifest().origin, [-2520, 170, 0]);

beforeAll(async () => {
  house = await openHouse();
});
afterEach(async () => {
  for (const { context } of opened) await context.close();
  opened = [];
});
afterAll(() => house.close());

describe('the twin in a browser', () => {
  test('a newcomer sees the city: tiles drawn, no error, no request to another host', async () => {
    const { page, watch } = await open('');
    expect(await problemsOf(page)).toEqual([]);
    expect(watch.errors).toEqual([]);
    expect(foreignRequests(watch, house)).toEqual([]);
    expect(watch.requests.some((url) => url.endsWith('.terrain'))).toBe(true);
    expect(watch.requests.some((url) => url.endsWith('.glb'))).toBe(true);
    await page.getByText('虚构城市').first().waitFor();
    // Markings of roads are not drawn from so far, and come where one is near.
    const marks = () => watch.requests.filter((url) => /\/road-marks\/.*\.glb$/.test(url)).length;
    expect(marks()).toBe(0);
    const { lonDeg, latDeg } = stadium();
    await lookDown(page, lonDeg, latDeg, manifest().origin.heightM + 500);
    await expect.poll(marks).toBeGreaterThan(0);
  });

  test('the address holds the whole state: a second page opened from it is the same', async () => {
    const { page } = await open(`${FAST}&picture=off#${LIGHT}`);
    await act(page, 'showLayer', 'pipe-gas', true);
    await act(page, 'setLayerOpacity', 'buildings', 0.5);
    await act(page, 'colourBy', 'buildings', 'storeys');
    const home = (await readTwin(page, 'camera')) as View;
    await act(page, 'openDesk', 'build');
    // The city's project opens with its desk, sets the time and takes the camera to the site; then the state rests.
    await expect.poll(() => readTwin(page, 'plan.kind')).toBe('open');
    await expect.poll(() => readTwin(page, 'camera')).not.toEqual(home);
    // A camera at home that a link tells stays there too.
    await act(page, 'flyTo', home, 0);
    await expect.poll(() => readTwin(page, 'camera.lonDeg')).toBeCloseTo(home.lonDeg, 7);
    await act(page, 'select', 100);
    await page.locator('.card .id').waitFor({ timeout: 120_000 });
    // The address follows the state a moment later.
    await page.waitForURL((url) => ['sel=', 'by=', 'desk=build'].every((part) => url.hash.includes(part)), {
      timeout: 120_000,
      waitUntil: 'commit',
    });
    const hash = new URL(page.url()).hash;
    const paths: TwinPath[] = [
      'layers.pipe-gas.shown',
      'layers.buildings.opacityRatio',
      'colouring',
      'desk',
      'shownTimeMs',
      'selectedId',
      'selectedGid',
    ];
    const here = await Promise.all(paths.map((path) => readTwin(page, path)));
    const cameraHere = (await readTwin(page, 'camera')) as Record<string, number>;
    await page.close();
    const { page: again } = await open(`${FAST}&picture=off${hash}`);
    await again.locator('.card .id').waitFor({ timeout: 120_000 });
    await expect.poll(() => readTwin(again, 'plan.kind')).toBe('open');
    expect(await Promise.all(paths.map((path) => readTwin(again, path)))).toEqual(here);
    const cameraThere = (await readTwin(again, 'camera')) as Record<string, number>;
    // As finely as an address writes it: a centimetre, a hundredth of a degree of view.
    const decimals: Record<string, number> = { lonDeg: 7, latDeg: 7 };
    for (const [key, value] of Object.entries(cameraHere))
      expect(cameraThere[key], key).toBeCloseTo(value, decimals[key] ?? 2);
  });
});

/** Notes each state that the page's tour takes from now on. */
const noteTours = (page: Page) =>
  page.evaluate(() => {
    const { shapan } = globalThis as unknown as { shapan: { twin: TourFollower } };
    const noted: string[] = [];
    Object.assign(globalThis, { notedTours: noted });
    shapan.twin.subscribe(({ tour }) => noted.push(tour));
  });
const notedTours = (page: Page) => page.evaluate(() => (globalThis as unknown as { notedTours: string[] }).notedTours);

interface TourFollower {
  subscribe(follow: (state: { tour: string }) => void): void;
}

/** A page takes most of its time to open: one serves all that leave it as it was. */
describe('one page after another look', () => {
  let one: Awaited<ReturnType<typeof openPage>>;

  beforeAll(async () => {
    one = await openPage(house, { ...SIZE, scale: SCALE, at: near() });
    await untilReady(one.page);
  });
  afterAll(() => one.context.close());

  test('the ruler stands on ground and on roofs: the pagoda is 46 m high', async () => {
    const { page, watch } = one;
    const pagoda = lonLatFromEnu(manifest().origin, [...PAGODA_M, 0]);
    await lookDown(page, pagoda.lonDeg, pagoda.latDeg, 900);
    await act(page, 'startPicking', 'measure', 'measure', 'height');
    await page.mouse.click(...(await atMap(page, 94)));
    await expect.poll(() => readTwin(page, 'pick.points.length')).toBe(1);
    await page.mouse.click(...(await atMap(page)));
    await expect.poll(() => readTwin(page, 'pick.done')).toBe(true);
    const [ground, roof] = (await readTwin(page, 'pick.points')) as SurfacePoint[];
    expect(ground.on).toBe('ground');
    expect(roof.on).toBe('object');
    expect(roof.elevationM).toBeGreaterThan(PAGODA_GROUND_M + 40);
    expect(roof.elevationM).toBeLessThan(PAGODA_GROUND_M + 46.5);
    expect(ground.elevationM).toBeLessThan(PAGODA_GROUND_M + 1);
    expect(await readTwin(page, 'selectedGid')).toBeNull();
    expect(watch.errors).toEqual([]);
    await act(page, 'endPicking', 'measure');
  });

  test('a click on a building opens its card, with labels and units', async () => {
    const { page, watch } = one;
    const { lonDeg, latDeg } = stadium();
    await lookDown(page, lonDeg, latDeg, 1500);
    // On the eastern stand: the middle is the pitch, an object of its own.
    await page.mouse.click(...(await atMap(page, 72)));
    const card = page.locator('.card');
    await card.getByText('lm-stadium').first().waitFor({ timeout: 120_000 });
    expect(await card.textContent()).toContain('澄川体育场');
    expect(await readTwin(page, 'selectedGid')).not.toBeNull();
    expect(watch.errors).toEqual([]);
  });

  test('the pointer at rest hovers what is under it, and lets go of it beside the city', async () => {
    const { page } = one;
    const { lonDeg, latDeg } = stadium();
    await lookDown(page, lonDeg, latDeg, 1500);
    const hovered = () => readTwin(page, 'hoveredGid');
    await page.mouse.move(SIZE.width / 2, 20);
    await expect.poll(hovered).toBeNull();
    await untilReady(page);
    const plain = await page.screenshot();
    await page.mouse.move(...(await atMap(page, 72)));
    await expect.poll(hovered).not.toBeNull();
    // What is hovered is told before it is drawn.
    await expect.poll(async () => Buffer.compare(plain, await page.screenshot())).not.toBe(0);
    await page.mouse.move(SIZE.width / 2, 20);
    await expect.poll(hovered).toBeNull();
  });

  test('search finds an object by name and flies to it', async () => {
    const { page } = one;
    await page.keyboard.press('/');
    await page.keyboard.type('鼓楼');
    await page.getByRole('option').first().waitFor({ timeout: 120_000 });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const card = () => page.locator('.card').textContent();
    await expect.poll(card).toContain('鼓楼');
  });

  test('layers switch off and on from the tree', async () => {
    const { page } = one;
    await openTool(page, 'layers');
    const row = page.locator('[data-layer="buildings"]');
    await row.getByRole('switch').click();
    expect(await readTwin(page, 'layers.buildings.shown')).toBe(false);
    await row.getByRole('switch').click();
    expect(await readTwin(page, 'layers.buildings.shown')).toBe(true);
  });

  test.runIf(isLong)('swipe: the line is moved by keyboard and each side has its own layers', async () => {
    const { page, watch } = one;
    await act(page, 'setCompare', 'swipe');
    await act(page, 'setLayerSide', 'buildings', 'left');
    const knob = page.getByRole('slider', { name: '卷帘位置' });
    await knob.focus();
    const before = (await readTwin(page, 'swipeRatio')) as number;
    await page.keyboard.press('ArrowRight');
    expect((await readTwin(page, 'swipeRatio')) as number).toBeGreaterThan(before);
    await untilReady(page);
    expect(watch.errors).toEqual([]);
    await act(page, 'setLayerSide', 'buildings', 'both');
  });

  test.runIf(isLong)('split: two pictures with linked cameras', async () => {
    const { page, watch } = one;
    await act(page, 'setCompare', 'split');
    await page.waitForFunction(() => document.querySelectorAll('canvas[role=application]').length >= 2, undefined, {
      timeout: 120_000,
    });
    await untilReady(page);
    expect(watch.errors).toEqual([]);
    await act(page, 'setCompare', 'off');
    await page.waitForFunction(() => document.querySelectorAll('canvas[role=application]').length === 1, undefined, {
      timeout: 120_000,
    });
  });

  test.runIf(isLong)('underground: pipes are seen through the ground and from below', async () => {
    const { page, watch } = one;
    await act(page, 'showLayer', 'pipe-storm', true);
    await act(page, 'setUnderground', 'translucent');
    await untilReady(page);
    await act(page, 'setUnderground', 'below');
    await untilLayer(page, 'pipe-storm', 'ready');
    expect(watch.errors).toEqual([]);
    await act(page, 'setUnderground', 'off');
    await act(page, 'showLayer', 'pipe-storm', false);
  });

  test('colour and filter by an attribute, with a legend', async () => {
    const { page, watch } = one;
    await act(page, 'colourBy', 'buildings', 'height');
    const legend = page.getByRole('region', { name: '图例' });
    await legend.waitFor({ timeout: 120_000 });
    const plain = await page.screenshot();
    await act(page, 'setFilter', { layerId: 'buildings', attribute: 'height', kind: 'range', min: 60, max: 300 });
    await expect.poll(async () => Buffer.compare(plain, await page.screenshot())).not.toBe(0);
    expect(watch.errors).toEqual([]);
    await act(page, 'dropFilter', 'buildings', 'height');
    await act(page, 'colourBy', 'buildings', null);
  });

  test.runIf(isLong)('excavation: a ring drawn by clicks cuts the ground and tells its volume', async () => {
    const { page, watch } = one;
    const { lonDeg, latDeg } = lonLatFromEnu(manifest().origin, [-2330, 250, 0]);
    await lookDown(page, lonDeg, latDeg, 1200);
    await act(page, 'startDigging');
    let corners = 0;
    for (const [x, y] of [
      [-80, -60],
      [80, -60],
      [80, 60],
      [-80, 60],
    ]) {
      await page.mouse.click(...(await atMap(page, x, y)));
      corners++;
      await expect.poll(async () => ((await readTwin(page, 'pick.points')) as unknown[]).length).toBe(corners);
    }
    await act(page, 'finishDigging', 12);
    await untilReady(page);
    const excavation = (await readTwin(page, 'excavation')) as { ringM: unknown[]; depthM: number };
    expect(excavation.ringM).toHaveLength(4);
    await expect.poll(() => readTwin(page, 'dug')).not.toBeNull();
    expect(watch.errors).toEqual([]);
    await act(page, 'excavate', null);
  });

  test.runIf(isLong)('tour: plays, is taken over by a touch, and goes on', async () => {
    const { page, watch } = one;
    await act(page, 'startTour');
    expect(await readTwin(page, 'tour')).toBe('playing');
    // A tour that nobody touches any more goes on by itself: on a slow machine while the drag is still under way.
    await noteTours(page);
    await page.mouse.move(...(await atMap(page)));
    await page.mouse.down();
    await page.mouse.move(...(await atMap(page, 40, 10)), { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => notedTours(page)).toContain('held');
    await act(page, 'resumeTour');
    expect(await readTwin(page, 'tour')).toBe('playing');
    expect(watch.errors).toEqual([]);
    await act(page, 'stopTour');
  });

  test('the four desks open, in their own theme', async () => {
    const { page, watch } = one;
    for (const desk of ['command', 'build', 'tour', 'plan'] as const) {
      await act(page, 'openDesk', desk);
      await expect
        .poll(() => page.evaluate(() => document.documentElement.dataset.theme ?? document.body.dataset.theme))
        .toBe(desk === 'command' ? 'command' : 'plan');
    }
    expect(watch.errors).toEqual([]);
  });

  test('Chinese and English at run time, and the page says which', async () => {
    const { page } = one;
    await pressMore(page, 'English');
    await page
      .getByRole('link', { name: 'Plan' })
      .or(page.getByRole('button', { name: 'Plan' }))
      .first()
      .waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toMatch(/^en/);
    expect(await page.getByText('规划', { exact: true }).count()).toBe(0);
  });
});
