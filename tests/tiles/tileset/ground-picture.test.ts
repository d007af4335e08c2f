import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enuFromLonLat, lonLatFromEnu } from '../../../model/geo/enu.ts';
import type { ElevationRaster, LandCover, LandCoverClass, LayerInput } from '../../../tiles/model.ts';
import { groundOf } from '../../../tiles/shape/ground.ts';
import { bakeGroundPicture } from '../../../tiles/tileset/ground-picture.ts';
import { encodePalettePngs, type Rgba } from '../../../tiles/tileset/png.ts';
import { emptyLayer } from '../shape/layer.ts';

const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 351 };
const EXTENT: [number, number, number, number] = [-1000, -800, 1000, 800];
const GREEN: Rgba = [213, 224, 198, 255];
const WATER: Rgba = [191, 215, 226, 255];

const coverClass = (id: string, plan: Rgba, command: Rgba): LandCoverClass => ({
  ...{ id, label: { zh: id, en: id }, manningN: 0.03, imperviousRatio: 0, hortonF0MmPerH: 0, hortonFcMmPerH: 0 },
  ...{
    hortonKPerH: 0,
    depressionMm: 0,
    plan: [plan[0], plan[1], plan[2]],
    command: [command[0], command[1], command[2]],
  },
});
/** Green in the west, water in the east, 10 m cells. */
const COVER: LandCover = {
  classes: [coverClass('lawn', GREEN, [31, 42, 35, 255]), coverClass('water', WATER, [16, 33, 45, 255])],
  ...{ westM: -1000, southM: -800, cellM: 10, columns: 200, rows: 160 },
  cells: Uint8Array.from({ length: 200 * 160 }, (_, k) => (k % 200 < 100 ? 0 : 1)),
};
/** A ramp of 10 % to the north with its 378 m line at north = 0. */
const RAMP: ElevationRaster = {
  ...{ westM: -1000, southM: -800, cellM: 10, columns: 201, rows: 161 },
  elevationM: Float32Array.from({ length: 201 * 161 }, (_, k) => 378 + 0.1 * (-800 + 10 * Math.floor(k / 201))),
};

interface Png {
  width: number;
  height: number;
  at(x: number, y: number): Rgba;
}

/** Palette PNGs without row filters, as the baker writes them. */
function readPng(bytes: Uint8Array): Png {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < bytes.length; at += 12 + view.getUint32(at))
    chunks.set(
      String.fromCharCode(...bytes.subarray(at + 4, at + 8)),
      bytes.subarray(at + 8, at + 8 + view.getUint32(at)),
    );
  const chunk = (name: string) => chunks.get(name) ?? new Uint8Array(0);
  const head = new DataView(chunk('IHDR').buffer, chunk('IHDR').byteOffset, 13);
  const [width, height, depth] = [head.getUint32(0), head.getUint32(4), head.getUint8(8)];
  const rows = inflateSync(chunk('IDAT'));
  const stride = 1 + Math.ceil((width * depth) / 8);
  return {
    ...{ width, height },
    at(x, y) {
      const byte = rows[y * stride + 1 + Math.floor((x * depth) / 8)];
      const index = (byte >> (8 - depth - ((x * depth) % 8))) & (2 ** depth - 1);
      const [r, g, b] = chunk('PLTE').subarray(3 * index, 3 * index + 3);
      return [r, g, b, chunk('tRNS')[index] ?? 255];
    },
  };
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-picture-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function bake(
  name: string,
  elevation: ElevationRaster | null,
  landCover: LandCover | null,
  layers: LayerInput[] = [],
) {
  const input = { origin: ORIGIN, extentM: EXTENT, elevation, landCover, layers };
  const info = await bakeGroundPicture(input, groundOf(ORIGIN, -29, elevation), join(folder, name), { maxLevel: 14 });
  /** Colour of the finest picture at an ENU place, and where that pixel is. */
  const at = (theme: 'plan' | 'command', eastM: number, northM: number): Rgba => {
    if (!info) throw new Error('expected a picture');
    const sizeDeg = 180 / 2 ** info.maxLevel;
    const lonDeg = ORIGIN.lonDeg + eastM / (111_320 * Math.cos(ORIGIN.latDeg * (Math.PI / 180)));
    let latDeg = ORIGIN.latDeg + northM / 110_922;
    latDeg += (northM - enuFromLonLat(ORIGIN, { lonDeg, latDeg, heightM: ORIGIN.heightM })[1]) / 110_922;
    const [x, y] = [(lonDeg + 180) / sizeDeg, (latDeg + 90) / sizeDeg];
    const path = `${info[theme]}/${info.maxLevel}/${Math.floor(x)}/${Math.floor(y)}.png`;
    const png = readPng(readFileSync(join(folder, name, path)));
    return png.at(Math.floor((x % 1) * 256), Math.floor((1 - (y % 1)) * 256));
  };
  return { info, at };
}

test('a palette picture comes back pixel for pixel, at 1, 4 and 8 bits', () => {
  for (const colours of [2, 16, 200]) {
    const palette = Array.from({ length: colours }, (_, i): Rgba => [i, 255 - i, 7, i === 0 ? 0 : 255]);
    const indices = Uint8Array.from({ length: 9 * 5 }, (_, i) => (i * 7) % colours);
    const [bytes] = encodePalettePngs(9, 5, indices, [palette]);
    const png = readPng(bytes);
    expect([png.width, png.height]).toEqual([9, 5]);
    for (let i = 0; i < 45; i++) expect(png.at(i % 9, Math.floor(i / 9))).toEqual(palette[indices[i]]);
  }
});

test('land cover has its class colours, in both themes, and withdraws at the edge', async () => {
  const { at } = await bake('flat', null, COVER);
  expect(at('plan', -400, 100)).toEqual(GREEN);
  expect(at('plan', 400, 100)).toEqual(WATER);
  expect(at('command', 400, 100)).toEqual([16, 33, 45, 255]);
  expect(at('plan', -1010, 100)).toEqual([239, 238, 232, 0]);
  const edge = at('plan', -900, 100);
  expect(edge.slice(0, 3)).toEqual(GREEN.slice(0, 3));
  expect(edge[3]).toBeGreaterThan(40);
  expect(edge[3]).toBeLessThan(150);
});

test('an edge between classes is mixed over a pixel or two', async () => {
  const { at } = await bake('edge', null, COVER);
  const reds = [-12, -6, 0, 6, 12].map((east) => at('plan', east, 50)[0]);
  expect(reds[0]).toBe(GREEN[0]);
  expect(reds[4]).toBe(WATER[0]);
  expect([...reds].sort((a, b) => b - a)).toEqual(reds);
});

test('a slope to the south lies in shade against one to the north, water does not', async () => {
  const { at } = await bake('ramp', RAMP, COVER);
  expect(at('plan', -400, 50)[1]).toBeLessThan(GREEN[1]);
  expect(at('plan', 400, 50)).toEqual(WATER);
});

test('the 378 m contour lies where the ground is 378 m', async () => {
  const { at } = await bake('contour', RAMP, { ...COVER, cells: new Uint8Array(COVER.cells.length) });
  const greens = Array.from({ length: 41 }, (_, i) => at('plan', -300, (i - 20) * 5)[1]);
  expect(greens.indexOf(Math.min(...greens))).toBeGreaterThanOrEqual(18);
  expect(greens.indexOf(Math.min(...greens))).toBeLessThanOrEqual(22);
  expect(Math.max(...greens) - Math.min(...greens)).toBeGreaterThan(10);
});

test('every tile of the picture is there in both themes', async () => {
  const { info } = await bake('all', RAMP, COVER);
  if (!info) throw new Error('expected a picture');
  for (let level = info.minLevel; level <= info.maxLevel; level++) {
    const sizeDeg = 180 / 2 ** level;
    for (let x = Math.floor((info.westDeg + 180) / sizeDeg); x * sizeDeg < info.eastDeg + 180; x++)
      for (let y = Math.floor((info.southDeg + 90) / sizeDeg); y * sizeDeg < info.northDeg + 90; y++)
        for (const theme of [info.plan, info.command])
          expect(existsSync(join(folder, 'all', theme, String(level), String(x), `${y}.png`))).toBe(true);
  }
});

test('without land cover a city shows its green, water and roads on bare land', async () => {
  const corners = [
    [-500, -200],
    [500, -200],
    [500, 200],
    [-500, 200],
  ];
  const park = emptyLayer('area', 1, {
    kind: 'polygon',
    ...{ featurePart: Uint32Array.of(0, 1), partRing: Uint32Array.of(0, 1), ringVertex: Uint32Array.of(0, 4) },
    lonLatDeg: Float64Array.from(
      corners.flatMap(([e, n]) => {
        const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [e, n, 0]);
        return [lonDeg, latDeg];
      }),
    ),
  });
  const { at } = await bake('areas', null, null, [{ ...park, group: 'green' }]);
  expect(at('plan', 0, 0)).toEqual(GREEN);
  expect(at('command', 0, 0)).toEqual([31, 42, 35, 255]);
  expect(at('plan', 0, 400)).toEqual([239, 238, 232, 255]);
});

test('a city with nothing to show has no picture', async () => {
  expect((await bake('none', null, null)).info).toBeNull();
});
