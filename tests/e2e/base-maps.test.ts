import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeArrayBuffer } from 'geotiff';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lonLatFromEnu } from '../../model/geo/enu.ts';
import { encodeRgbaPng } from '../../tiles/tileset/png.ts';
import { atMap, openTool } from './desk.ts';
import { type House, openHouse, openPage, ROOT, untilReady } from './house.ts';
import { lookDown, readTwin } from './twin-of.ts';

/** A town of one house: its photograph is red, the pictures of the service are green. */
const ORIGIN = { lonDeg: 9.5, latDeg: 47.1, heightM: 0 };
const LABEL = { zh: '小镇', en: 'Town' };
const SOURCE = { name: { zh: '测绘局', en: 'Survey' }, licence: 'CC0' };

let folder: string;
let tiles: Server;
let asked: string[];
let house: House;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-base-maps-'));
  asked = [];
  const green = encodeRgbaPng(
    256,
    256,
    Uint8Array.from({ length: 4 * 256 * 256 }, (_, i) => [0, 160, 0, 255][i % 4]),
  );
  tiles = createServer((request, reply) => {
    asked.push(request.url ?? '');
    if (request.url?.startsWith('/gone')) reply.writeHead(404, { 'Access-Control-Allow-Origin': '*' }).end();
    else reply.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'image/png' }).end(green);
  }).listen(0, '127.0.0.1');
  await once(tiles, 'listening');
  const service = `http://127.0.0.1:${(tiles.address() as AddressInfo).port}`;
  writePhoto();
  const at = (x: number, y: number) => {
    const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [x, y, 0]);
    return [lonDeg, latDeg];
  };
  const ring = [at(-10, -10), at(10, -10), at(10, 10), at(-10, 10), at(-10, -10)];
  const houses = [
    { type: 'Feature', id: 'a', properties: { height: 6 }, geometry: { type: 'Polygon', coordinates: [ring] } },
  ];
  writeFileSync(join(folder, 'houses.geojson'), JSON.stringify({ type: 'FeatureCollection', features: houses }));
  const layer = { id: 'houses', kind: 'building', label: LABEL, file: 'houses.geojson', source: SOURCE };
  writeFileSync(
    join(folder, 'recipe.json'),
    JSON.stringify({
      // By the name of the built-in city, which `start` would bake beside it otherwise.
      id: 'chengchuan',
      name: LABEL,
      zone: 'UTC',
      origin: { lonDeg: ORIGIN.lonDeg, latDeg: ORIGIN.latDeg },
      layers: [{ ...layer, fields: { height: 'height' } }],
      baseMaps: [
        { kind: 'photo', id: 'ortho', label: { zh: '航片', en: 'Photograph' }, source: SOURCE, files: ['ortho.tif'] },
        {
          kind: 'xyz',
          id: 'service',
          label: { zh: '影像服务', en: 'Service' },
          source: SOURCE,
          url: `${service}/{z}/{x}/{y}.png`,
        },
        {
          kind: 'xyz',
          id: 'gone',
          label: { zh: '失效', en: 'Gone' },
          source: SOURCE,
          url: `${service}/gone/{z}/{x}/{-y}`,
        },
      ],
    }),
  );
  const cities = join(folder, 'cities');
  const flags = ['--out', cities, '--threads', '0'];
  execFileSync(
    process.execPath,
    [join(ROOT, 'build/node/cli/shapan.js'), 'bake', join(folder, 'recipe.json'), ...flags],
    { stdio: 'ignore' },
  );
  house = await openHouse({ cities });
});
afterAll(async () => {
  await house.close();
  tiles.close();
  rmSync(folder, { recursive: true, force: true });
});

/** 400 m of red ground at 1 m, in UTM 32. */
function writePhoto(): void {
  const values = Uint8Array.from({ length: 3 * 400 * 400 }, (_, i) => [200, 20, 20][i % 3]);
  const bytes = writeArrayBuffer(values, {
    width: 400,
    height: 400,
    BitsPerSample: [8, 8, 8],
    SampleFormat: [1, 1, 1],
    SamplesPerPixel: [3],
    PhotometricInterpretation: [2],
    PlanarConfiguration: [1],
    ModelPixelScale: [1, 1, 0],
    ModelTiepoint: [0, 0, 0, 537_950 - 200, 5_216_500 + 200, 0],
    GTModelTypeGeoKey: 1,
    GTRasterTypeGeoKey: 1,
    ProjectedCSTypeGeoKey: 32632,
  });
  writeFileSync(join(folder, 'ortho.tif'), new Uint8Array(bytes));
}

test('the ground is covered by a photograph or by a service that is asked once it is chosen; one that fails says so', async () => {
  const { page } = await openPage(house, { width: 1280, height: 720, scale: 1, at: '?quality=fast#desk=plan&lang=zh' });
  const policy = (await page.request.get(`${house.url}/`)).headers()['content-security-policy'];
  expect(policy).toContain(`127.0.0.1:${(tiles.address() as AddressInfo).port}`);
  await lookDown(page, ORIGIN.lonDeg, ORIGIN.latDeg, 700);
  await openTool(page, 'layers');
  const [x, y] = await atMap(page, 44, 51);
  const colour = async (): Promise<number[]> => {
    const png = await page.screenshot({ clip: { x, y, width: 8, height: 8 } });
    return page.evaluate(async (base64) => {
      const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
      const canvas = new OffscreenCanvas(8, 8);
      const context = canvas.getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      return [...(context?.getImageData(4, 4, 1, 1).data ?? [])];
    }, png.toString('base64'));
  };
  const choose = async (name: string) => {
    await page.getByRole('radio', { name }).check();
    await untilReady(page);
  };
  expect(asked).toEqual([]);
  await choose('航片');
  await expect.poll(colour).toSatisfy(([red, green]: number[]) => red > 2 * green);
  expect(asked).toEqual([]);
  await choose('影像服务');
  await expect.poll(colour).toSatisfy(([red, green]: number[]) => green > 2 * red);
  expect(asked.length).toBeGreaterThan(0);
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('map=service');
  await choose('失效');
  await page.getByText('底图未完整加载').waitFor({ timeout: 120_000 });
  expect(await readTwin(page, 'baseMapFault.zh')).toContain('127.0.0.1');
  await choose('本市地图');
  expect(await page.getByText('底图未完整加载').count()).toBe(0);
});
