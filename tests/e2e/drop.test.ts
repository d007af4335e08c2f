import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LayerInfo, Manifest } from '../../model/city/manifest.ts';
import { lonLatFromEnu } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import { lasFile } from '../readers/las/small-las.ts';
import {
  cityGml,
  csv,
  dwg,
  dxf,
  flatGeobuf,
  geoPackage,
  gltf,
  kml,
  mixedGeoJson,
  ORIGIN,
  shapefileZip,
} from '../readers/small-files.ts';
import { bakeBareTown, shapan } from './bare-town.ts';
import { atMap, openTool } from './desk.ts';
import { foreignRequests, type House, openHouse, openPage, ROOT, type Watch } from './house.ts';
import { act, lookDown, problemsOf, readTwin, untilLayer } from './twin-of.ts';

/** Files of each family dropped on an open city: read, reported, laid, picked, saved as a recipe and baked by the command line to the same. */
const DATA = process.env.SHAPAN_DATA ?? join(ROOT, '../../shared/data');
const folder = mkdtempSync(join(tmpdir(), 'shapan-drop-'));
const patiently = { timeout: 120_000, interval: 300 };

let house: House;
let page: Page;
let watch: Watch;

beforeAll(async () => {
  house = await openHouse({ cities: bakeBareTown(folder) });
  ({ page, watch } = await openPage(house, { at: '?city=field&quality=fast', width: 1280, height: 720 }));
  await page.locator('.desk').waitFor({ timeout: 120_000 });
});

afterAll(async () => {
  await house?.close();
  rmSync(folder, { recursive: true, force: true });
});

const row = (name: string) => page.locator('.drop-row', { hasText: name }).first();

async function openPanel(): Promise<void> {
  if (!(await page.locator('.drop-panel').isVisible())) await openTool(page, 'own-files');
}

async function choose(...files: { name: string; bytes: Uint8Array }[]): Promise<void> {
  await openPanel();
  const buffers = files.map(({ name, bytes }) => ({ name, mimeType: '', buffer: Buffer.from(bytes) }));
  await page.locator('.drop-panel input[type=file]').setInputFiles(buffers);
}

async function untilStatus(name: string, status: string): Promise<void> {
  await row(name).waitFor({ timeout: 120_000 });
  await expect
    .poll(async () => [await row(name).getAttribute('data-status'), await row(name).textContent()], patiently)
    .toEqual([status, expect.any(String)]);
}

/** Lets a file go over the map, as a hand does. */
async function dropOnMap({ name, bytes }: { name: string; bytes: Uint8Array }): Promise<void> {
  await page.evaluate(
    ([fileName, base64]) => {
      const raw = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([raw], fileName));
      const event = (type: string) =>
        new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true, clientX: 500, clientY: 300 });
      const canvas = document.querySelector('canvas[role=application]');
      canvas?.dispatchEvent(event('dragover'));
      canvas?.dispatchEvent(event('drop'));
    },
    [name, Buffer.from(bytes).toString('base64')] as const,
  );
}

const layersNow = (): Promise<LayerInfo[]> =>
  page.evaluate(() => {
    const { twin } = (globalThis as unknown as { shapan: { twin: { city: Manifest } } }).shapan;
    return twin.city.layers;
  });

/** Middles of a layer's objects in degrees and metres, as the page has them. */
async function placesInPage(layer: LayerInfo): Promise<number[]> {
  return await page.evaluate(
    async (url) => Array.from(new Float32Array(await (await fetch(url)).arrayBuffer())),
    layer.places,
  );
}

test('a file let go over the map becomes layers, one for areas, lines and points each, with a report', async () => {
  await dropOnMap(mixedGeoJson());
  await untilStatus('混合.geojson', 'laid');
  const layers = (await layersNow()).filter(({ id }) => id !== 'hut');
  expect(layers.map(({ kind, count }) => [kind, count])).toEqual([
    ['building', 5],
    ['area', 1],
    ['point', 1],
  ]);
  const said = await row('混合.geojson').textContent();
  for (const words of [
    '尚未生成',
    '读入 5 个，得到 5 个',
    '环未闭合，已补闭',
    '1 个对象没有高度，以 6 m 代之',
    '文件未注明',
  ])
    expect(said).toContain(words);
  for (const { id } of layers) await untilLayer(page, id, 'ready');
  expect(await problemsOf(page)).toEqual([]);
});

test('a house of it is picked on the picture, and its card has all that the file says', async () => {
  await page.locator('.drop-panel header').getByRole('button', { name: '关闭' }).click();
  await lookDown(page, ORIGIN.lonDeg + 1e-4, ORIGIN.latDeg + 0.75e-4, 380 + 160);
  await page.mouse.click(...(await atMap(page)));
  await expect.poll(() => page.locator('.inspector').textContent(), patiently).toContain('楼 0-0');
  expect(await page.locator('.inspector').textContent()).toContain('12');
});

/** Memory of the largest renderer of this browser, in MB. */
async function rendererMb(): Promise<number> {
  const tools = await house.browser.newBrowserCDPSession();
  const { processInfo } = await tools.send('SystemInfo.getProcessInfo');
  await tools.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const mb = ({ id }: { id: number }) => {
    const status = existsSync(`/proc/${id}/status`) ? readFileSync(`/proc/${id}/status`, 'utf8') : '';
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  };
  return Math.max(...renderers.map(mb));
}

test('a small file that unpacks to 600 MB is refused before it fills the memory', async () => {
  const packer = createGzip();
  const packed: Buffer[] = [];
  packer.on('data', (piece: Buffer) => packed.push(piece));
  const blanks = Buffer.alloc(1 << 20, ' ');
  for (let mb = 0; mb < 600; mb++) if (!packer.write(blanks)) await once(packer, 'drain');
  packer.end();
  await once(packer, 'end');
  const before = await rendererMb();
  let most = before;
  const watching = setInterval(async () => {
    most = Math.max(most, await rendererMb().catch(() => 0));
  }, 100);
  await choose({ name: 'bomb.geojson.gz', bytes: Buffer.concat(packed) });
  await untilStatus('bomb.geojson.gz', 'failed');
  clearInterval(watching);
  expect(await row('bomb.geojson.gz').textContent()).toMatch(/至多 67108864 字节/);
  expect(most).toBeGreaterThan(before);
  expect(most - before).toBeLessThan(500);
  await page.getByRole('button', { name: '移除 bomb.geojson.gz' }).click();
});

test.each([
  ['Shapefile in GBK', shapefileZip, 'jz.zip', [['building', 4]], ['文字不是 UTF-8', 'EPSG:4490']],
  [
    'GeoPackage of two tables',
    geoPackage,
    'green.gpkg',
    [
      ['tree', 4],
      ['point', 4],
    ],
    ['文件所载'],
  ],
  ['KML', kml, 'marks.kml', [['point', 4]], ['此格式固定']],
  ['CSV', csv, 'stations.csv', [['point', 4]], ['读入 4 个，得到 4 个']],
  ['FlatGeobuf', flatGeobuf, 'blocks.fgb', [['building', 4]], ['文件所载']],
  ['CityGML', cityGml, 'house.gml', [['building', 1]], ['CityGML']],
] as const)('%s', async (_, make, name, expected, words) => {
  const before = new Set((await layersNow()).map(({ id }) => id));
  await choose(await make());
  await untilStatus(name, 'laid');
  const layers = (await layersNow()).filter(({ id }) => !before.has(id));
  expect(layers.map(({ kind, count }) => [kind, count])).toEqual(expected);
  for (const word of words) expect(await row(name).textContent()).toContain(word);
  for (const { id } of layers) await untilLayer(page, id, 'ready');
});

test('local coordinates are placed by the form: a drawing and a model', async () => {
  const crs = `+proj=tmerc +lat_0=${ORIGIN.latDeg - 0.001} +lon_0=${ORIGIN.lonDeg} +k=1 +x_0=0 +y_0=0 +ellps=WGS84 +units=m`;
  for (const file of [dxf(), gltf()]) {
    await choose(file);
    await untilStatus(file.name, 'failed');
    await row(file.name).locator('input[type=text]').first().fill(crs);
    await row(file.name).getByRole('button', { name: '重新读取' }).click();
    await untilStatus(file.name, 'laid');
  }
  const kinds = (await layersNow()).slice(-3).map(({ kind, count }) => [kind, count]);
  expect(kinds).toEqual([
    ['area', 1],
    ['area', 1],
    ['element', 1],
  ]);
});

test('what is not read is refused with what to do, and the rest goes on', async () => {
  await choose(dwg());
  await untilStatus('plan.dwg', 'failed');
  expect(await row('plan.dwg').textContent()).toMatch(/dwg2dxf|DXF/);
  await row('plan.dwg').getByRole('button', { name: '移除 plan.dwg' }).click();
  await expect.poll(() => page.locator('.drop-row', { hasText: 'plan.dwg' }).count(), patiently).toBe(0);
});

test('points, tiles of others and grids are refused with the command that bakes them', async () => {
  const wkt = 'GEOGCS["WGS 84",AUTHORITY["EPSG","4326"]]';
  const grid = 'ncols 2\nnrows 2\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 2\n3 4\n';
  const tileset = { asset: { version: '1.1' }, geometricError: 10, root: {} };
  const text = (value: string) => new TextEncoder().encode(value);
  for (const [file, command] of [
    [{ name: 'scan.las', bytes: lasFile([{ at: [108.75, 34.3, 380] }], wkt) }, 'shapan bake scan.las'],
    [{ name: 'tileset.json', bytes: text(JSON.stringify(tileset)) }, 'shapan bake tileset.json'],
    [{ name: 'dem.asc', bytes: text(grid) }, '--terrain dem.asc'],
  ] as const) {
    await choose(file);
    await untilStatus(file.name, 'failed');
    expect(await row(file.name).textContent()).toContain(command);
    await row(file.name)
      .getByRole('button', { name: `移除 ${file.name}` })
      .click();
  }
});

test('a folder of tiles is one thing, refused once; what else is dropped with it is read', async () => {
  const tiles = join(folder, '倾斜摄影');
  mkdirSync(join(tiles, 'Data'), { recursive: true });
  writeFileSync(join(tiles, 'tileset.json'), '{}');
  for (let i = 0; i < 30; i++) writeFileSync(join(tiles, 'Data', `${i}.b3dm`), 'b3dm');
  const more = csv();
  writeFileSync(join(folder, '测站.csv'), more.bytes);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [tiles, join(folder, '测站.csv')], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 500, y: 300, data });
  await untilStatus('倾斜摄影', 'failed');
  expect(await row('倾斜摄影').textContent()).toContain('shapan bake 倾斜摄影');
  await untilStatus('测站.csv', 'laid');
  expect(await page.locator('.drop-row', { hasText: 'b3dm' }).count()).toBe(0);
  for (const name of ['倾斜摄影', '测站.csv']) await page.getByRole('button', { name: `移除 ${name}` }).click();
  await expect
    .poll(async () => (await layersNow()).some(({ source }) => source.name.zh === '测站.csv'), patiently)
    .toBe(false);
});

test('what was dropped is searched by name and coloured by an attribute, as a layer of the city is', async () => {
  await page.keyboard.press('Escape');
  await page.locator('body').click({ position: { x: 640, y: 500 } });
  await page.keyboard.press('/');
  await page.keyboard.type('楼 0-2');
  await page.getByRole('option').first().waitFor({ timeout: 120_000 });
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('.card').textContent(), patiently).toContain('楼 0-2');
  const houses = (await layersNow()).find(
    ({ source, kind }) => source.name.zh === '混合.geojson' && kind === 'building',
  );
  await act(page, 'colourBy', houses?.id ?? '', 'height');
  const legend = page.getByRole('region', { name: '图例' });
  await expect.poll(() => legend.textContent(), patiently).toMatch(/高度|height/);
  await expect.poll(() => legend.textContent(), patiently).toMatch(/12[\s\S]*21/);
  await act(page, 'colourBy', houses?.id ?? '', null);
});

test('saved as a recipe, the command line bakes the same objects at the same places', async () => {
  await openPanel();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: '存为城市文件' }).click();
  const zip = readFileSync(await (await download).path());
  const target = join(folder, 'saved');
  for await (const entry of new ZipReader(new Uint8ArrayReader(new Uint8Array(zip))).getEntriesGenerator()) {
    if (entry.directory) continue;
    const path = join(target, entry.filename);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, await entry.getData(new Uint8ArrayWriter()));
  }
  shapan('bake', join(target, 'recipe.json'), '--id', 'saved', '--out', join(folder, 'baked'), '--threads', '0');
  const baked = join(folder, 'baked/saved');
  const manifest = JSON.parse(readFileSync(join(baked, 'manifest.json'), 'utf8')) as Manifest;
  const shown = (await layersNow()).filter(({ id }) => id !== 'hut');
  expect(manifest.layers.map(({ id, kind, count }) => [id, kind, count])).toEqual(
    shown.map(({ id, kind, count }) => [id, kind, count]),
  );
  for (const [i, layer] of shown.entries()) {
    const ours = await placesInPage(layer);
    const theirs = new Float32Array(new Uint8Array(readFileSync(join(baked, manifest.layers[i].places))).buffer);
    for (let k = 0; k < ours.length; k += 4) {
      const a = lonLatAt({ ...ORIGIN, heightM: 380 }, ours, k);
      const b = lonLatAt(manifest.origin, theirs, k);
      expect(Math.hypot((a.lonDeg - b.lonDeg) * 92_000, (a.latDeg - b.latDeg) * 111_000), layer.id).toBeLessThan(0.15);
    }
    expect(manifest.layers[i].problems).toEqual(expect.arrayContaining(layer.problems));
  }
});

function lonLatAt(origin: LonLat, places: ArrayLike<number>, k: number): LonLat {
  return lonLatFromEnu(origin, [places[k], places[k + 1], places[k + 2]]);
}

test('a real file of 300,000 bytes and more, where it is there', async (context) => {
  const path = join(DATA, 'city/buildings/mago-footprint.gpkg');
  if (!existsSync(path)) context.skip(`no real files in ${DATA}`);
  const before = (await layersNow()).length;
  await choose({ name: 'mago.gpkg', bytes: readFileSync(path) });
  await untilStatus('mago.gpkg', 'laid');
  expect((await layersNow()).length).toBeGreaterThan(before);
});

test('the browser keeps the files: another opening of the city has them, until they are removed', async () => {
  await page.reload();
  await page.locator('.desk').waitFor({ timeout: 120_000 });
  // The address may open the panel meanwhile, and the button closes one that is open.
  await expect
    .poll(async () => {
      await openPanel();
      return await row('混合.geojson').isVisible();
    }, patiently)
    .toBe(true);
  await untilStatus('混合.geojson', 'laid');
  await row('混合.geojson').getByRole('button', { name: '移除 混合.geojson' }).click();
  await expect
    .poll(async () => (await layersNow()).some(({ source }) => source.name.zh === '混合.geojson'), patiently)
    .toBe(false);
  expect(await readTwin(page, 'layers.hut.status.kind')).toBeTruthy();
  expect(foreignRequests(watch, house)).toEqual([]);
  expect(watch.errors).toEqual([]);
});
