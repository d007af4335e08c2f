import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseManifest } from '../../model/city/manifest.ts';
import { lonLatFromEnu } from '../../model/geo/enu.ts';
import { openTool } from './desk.ts';
import { type House, LIGHT, openHouse, openPage, untilReady } from './house.ts';
import { act, loseContext, problemsOf, readTwin, statsOf, untilLayer } from './twin-of.ts';

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

async function open(at = near(), target = house) {
  const page = await openPage(target, { ...SIZE, scale: SCALE, at });
  opened.push(page);
  await untilReady(page.page);
  return page;
}

const manifest = () => parseManifest(JSON.parse(readFileSync(join(CITIES, 'chengchuan/manifest.json'), 'utf8')));
const stadium = () => lonLatFromEnu(manifest().origin, [-2520, 170, 0]);

beforeAll(async () => {
  house = await openHouse();
});
afterEach(async () => {
  for (const { context } of opened) await context.close();
  opened = [];
});
afterAll(() => house.close());

describe('what goes wrong', () => {
  test('a budget that is too small: one sum over all tilesets, coarser tiles, a page that goes on and says so', async () => {
    const { page, watch } = await open('?budget=20');
    await expect.poll(async () => (await statsOf(page)).coarseness).toBeGreaterThan(1);
    await expect
      .poll(
        async () => {
          const { bytes, budgetBytes } = await statsOf(page);
          return bytes / budgetBytes;
        },
        { timeout: 120_000 },
      )
      .toBeLessThanOrEqual(1);
    await untilReady(page);
    expect((await statsOf(page)).tiles).toBeGreaterThan(0);
    await page.getByText('内存已达上限').waitFor();
    expect(await problemsOf(page)).toEqual([]);
    expect(watch.errors).toEqual([]);
  });

  test('a graphics context that is lost comes back by itself, with the camera and the layers as they were', async () => {
    const { page } = await open();
    await act(page, 'showLayer', 'trees', false);
    const eye = async () =>
      Object.values((await readTwin(page, 'camera')) as object).map((value: number) => value.toFixed(6));
    const before = await eye();
    await loseContext(page);
    expect(await eye()).toEqual(before);
    const { frames } = await statsOf(page);
    await act(page, 'flyTo', { ...manifest().home, heightM: 2000 }, 0);
    await expect.poll(async () => (await statsOf(page)).frames).toBeGreaterThan(frames);
    expect(await readTwin(page, 'layers.trees.shown')).toBe(false);
    expect(await problemsOf(page)).toHaveLength(1);
  });
});

describe('a broken layer', () => {
  let folder: string;
  let broken: House;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shapan-broken-'));
    await cp(join(CITIES, 'chengchuan'), join(folder, 'chengchuan'), { recursive: true });
    for (const ending of ['', '.gz', '.br'])
      await rm(join(folder, `chengchuan/layers/pipe-gas/tileset.json${ending}`), { force: true });
    broken = await openHouse({ cities: folder });
  });
  afterAll(async () => {
    await broken.close();
    await rm(folder, { recursive: true });
  });

  test('shows its error, and the rest goes on', async () => {
    const { page } = await open(near(), broken);
    await act(page, 'showLayer', 'pipe-gas', true);
    await act(page, 'showLayer', 'pipe-water', true);
    await untilLayer(page, 'pipe-gas', 'failed');
    await untilLayer(page, 'pipe-water', 'ready');
    const status = (await readTwin(page, 'layers.pipe-gas.status')) as { reason: { en: string } };
    expect(status.reason.en).toContain('tileset.json');
    await openTool(page, 'layers');
    await page.locator('[data-layer="pipe-gas"]').getByText('此图层未完整加载').waitFor();
  });
});
