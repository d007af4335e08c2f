import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CrowdRunFacts } from '../../src/plugins/crowd/slice.ts';
import type { FloodRunFacts } from '../../src/plugins/flood/slice.ts';
import { openTool } from './desk.ts';
import { type House, LIGHT, openHouse, openPage, untilReady, type Watch } from './house.ts';
import { cellsOfImage, meanDifference } from './picture-cells.ts';
import { act, lookFrom, problemsOf, readTwin, runsIn, type TwinPath } from './twin-of.ts';

/** A scene: drawn, run, measured, added, saved as a file; the page opened bare, the file opened, and everything is there again. */
let house: House;
let page: Page;
let watch: Watch;
/** The file as the browser saved it. */
let scene: Buffer;
let before: Awaited<ReturnType<typeof shownNow>>;

const AT = `?city=chengchuan&quality=fast#desk=command&${LIGHT}&c=108.7305,34.28,1500,0,-60`;
const PATIENT = { timeout: 150_000, interval: 500 };

beforeAll(async () => {
  house = await openHouse();
  ({ page, watch } = await openPage(house, { width: 1280, height: 720, scale: 0.5, at: AT }));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
}, 300_000);
afterAll(() => house.close());

const panel = () => page.getByRole('region', { name: '场景文件', exact: true });
const openPanel = () => openTool(page, 'scene-file');

/** Facts that a scene must bring back. */
const FACTS: readonly TwinPath[] = ['desk', 'theme', 'shownTimeMs', 'floodMap', 'terrainForm', 'underground'];

async function shownNow() {
  const facts = Object.fromEntries(
    await Promise.all(FACTS.map(async (path) => [path, await readTwin(page, path)] as const)),
  );
  const camera = Object.values((await readTwin(page, 'camera')) as Record<string, number>).map((x) => x.toFixed(5));
  const [flood] = await runsIn<FloodRunFacts>(page, 'flood');
  const [crowd] = await runsIn<CrowdRunFacts>(page, 'crowd');
  const layers = (await readTwin(page, 'layers')) as Record<string, { shown: boolean }>;
  const shown = Object.entries(layers).flatMap(([id, layer]) => (layer.shown ? [id] : []));
  const { hash, timesS, name } = flood;
  // A run that is walked again comes to the same bits, or the scene would show another.
  return {
    facts,
    camera,
    flood: { hash, timesS, name },
    crowd: { hash: crowd.hash, name: crowd.name },
    shown: shown.sort(),
  };
}

/** The map alone. */
async function pictureNow(): Promise<number[]> {
  await untilReady(page);
  await page.waitForTimeout(1500);
  const style = await page.addStyleTag({ content: '.ui { visibility: hidden !important }' });
  const map = await page.locator('[data-map]').boundingBox();
  if (!map) throw new Error('expected the map');
  const png = await page.screenshot({ clip: map });
  await style.evaluate((element) => (element as unknown as { remove(): void }).remove());
  return cellsOfImage(page, `data:image/png;base64,${png.toString('base64')}`);
}

let pictureBefore: number[];

test('a window with a flood, a crowd, drawings and an added file is saved as one file', async () => {
  await act(page, 'setTool', 'flood');
  await page.getByRole('button', { name: '开始推演' }).waitFor({ timeout: 120_000 });
  const area = { westM: -2200, southM: -1150, eastM: -1400, northM: -350 };
  const breaches = [{ kind: 'planned' as const, id: 'levee-breach', beginH: 0.1 }];
  await act(page, 'changeFlood', { area, cellM: 16, endH: 1, frameEveryMin: 5, drains: false, breaches });
  await page.getByRole('button', { name: '开始推演' }).click({ timeout: 120_000 });
  await expect.poll(async () => (await runsIn<FloodRunFacts>(page, 'flood'))[0]?.status.kind, PATIENT).toBe('done');

  await act(page, 'setTool', 'crowd');
  await page.getByRole('button', { name: '开始推演' }).waitFor({ timeout: 120_000 });
  const crowdArea = { westM: -1700, southM: -650, eastM: -1500, northM: -450 };
  await act(page, 'changeCrowd', { place: { kind: 'area', area: crowdArea, perM2: 0.01 }, exits: [], endMin: 3 });
  await expect.poll(async () => readTwin(page, 'crowdSiteOptions'), PATIENT).not.toBeNull();
  await page.getByRole('button', { name: '开始推演' }).click({ timeout: 120_000 });
  await expect.poll(async () => (await runsIn<CrowdRunFacts>(page, 'crowd'))[0]?.status.kind, PATIENT).toBe('done');

  const points = { type: 'FeatureCollection', features: [pointAt(108.729, 34.281), pointAt(108.732, 34.279)] };
  await act(page, 'setTool', 'own-files');
  await page.locator('.drop-panel input[type=file]').setInputFiles({
    name: '点位.geojson',
    mimeType: 'application/geo+json',
    buffer: Buffer.from(JSON.stringify(points)),
  });
  await expect.poll(async () => page.locator('.drop-row').first().getAttribute('data-status'), PATIENT).toBe('laid');

  await act(page, 'setTerrainForm', {
    kind: 'profile',
    lineM: [
      [0, 0],
      [100, 50],
    ],
  });
  await act(page, 'setUnderground', 'translucent');
  const [flood] = await runsIn<FloodRunFacts>(page, 'flood');
  await act(page, 'showTime', flood.startMs + 2400 * 1000);
  await lookFrom(page, { lonDeg: 108.7305, latDeg: 34.2795, heightM: 1700, headingDeg: 20, pitchDeg: -70 });
  before = await shownNow();
  pictureBefore = await pictureNow();

  if (process.env.SCENE_PICTURES) await page.screenshot({ path: `${process.env.SCENE_PICTURES}/before.png` });
  await openPanel();
  const coming = page.waitForEvent('download', { timeout: 120_000 });
  await panel().getByRole('button', { name: '保存场景' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^chengchuan-\d{4}-\d\d-\d\d-\d{4}\.scene\.zip$/);
  scene = await readFile(await download.path());
  const content = await panel().getByRole('list', { name: '内容' }).textContent();
  for (const part of ['洪涝推演', '人群疏散', '添加文件', '地形分析']) expect(content).toContain(part);
}, 600_000);

test('opened in a bare page it brings back state, runs, files and picture', async () => {
  const { page: bare, watch: bareWatch } = await openPage(house, {
    width: 1280,
    height: 720,
    scale: 0.5,
    at: '?city=chengchuan&quality=fast',
  });
  await page.context().close();
  page = bare;
  watch = bareWatch;
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  expect(await runsIn(page, 'flood')).toEqual([]);
  await openPanel();
  await panel().locator('input[type=file]').setInputFiles({
    name: '演示.scene.zip',
    mimeType: 'application/zip',
    buffer: scene,
  });
  await panel().locator('[data-scene="opened"]').waitFor({ timeout: 120_000 });
  if (process.env.SCENE_PICTURES) await page.screenshot({ path: `${process.env.SCENE_PICTURES}/opened.png` });
  await expect.poll(async () => (await runsIn<CrowdRunFacts>(page, 'crowd'))[0]?.status.kind, PATIENT).toBe('done');
  expect(await shownNow()).toEqual(before);
  const pictureAfter = await pictureNow();
  expect(meanDifference(pictureBefore, pictureAfter)).toBeLessThan(3);
  expect(watch.errors).toEqual([]);
  expect(await problemsOf(page)).toEqual([]);
}, 600_000);

test('a broken file is refused in words', async () => {
  const give = (name: string, buffer: Buffer) =>
    panel().locator('input[type=file]').setInputFiles({ name, mimeType: 'application/zip', buffer });
  await openPanelIfClosed();
  await give('坏.scene.zip', scene.subarray(0, scene.length >> 1));
  await panel().getByText('场景未能读取').waitFor({ timeout: 120_000 });
  expect(await panel().textContent()).toContain('坏.scene.zip');
}, 120_000);

async function openPanelIfClosed(): Promise<void> {
  if (!(await panel().isVisible())) await openPanel();
}

const pointAt = (lonDeg: number, latDeg: number) => ({
  type: 'Feature',
  properties: { name: '点' },
  geometry: { type: 'Point', coordinates: [lonDeg, latDeg] },
});
