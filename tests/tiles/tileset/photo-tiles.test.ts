import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeArrayBuffer } from 'geotiff';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crsOf } from '../../../model/geo/crs.ts';
import { openPhoto } from '../../../readers/geotiff/photo.ts';
import { writePhotoTiles } from '../../../tiles/tileset/photo-tiles.ts';
import { readPng } from './read-png.ts';

/** A photograph of 300 × 200 pixels of 0.5 m in UTM 32: red tells the column, green the row, blue is 90; a dark square is "none". */
const WEST = 690_000;
const NORTH = 5_334_000;
const PIXEL = 0.5;
const COLUMNS = 300;
const ROWS = 200;

function photoBytes(offsetM = 0, clear = true): Uint8Array {
  const values = new Uint8Array(3 * COLUMNS * ROWS);
  for (let row = 0; row < ROWS; row++)
    for (let column = 0; column < COLUMNS; column++) {
      const isNone = clear && column < 40 && row < 40;
      values.set(isNone ? [0, 0, 0] : [20 + column / 2, 20 + row / 2, 90], 3 * (row * COLUMNS + column));
    }
  return new Uint8Array(
    writeArrayBuffer(values, {
      width: COLUMNS,
      height: ROWS,
      BitsPerSample: [8, 8, 8],
      SampleFormat: [1, 1, 1],
      SamplesPerPixel: [3],
      PhotometricInterpretation: [2],
      PlanarConfiguration: [1],
      ModelPixelScale: [PIXEL, PIXEL, 0],
      ModelTiepoint: [0, 0, 0, WEST + offsetM, NORTH, 0],
      GTModelTypeGeoKey: 1,
      GTRasterTypeGeoKey: 1,
      ProjectedCSTypeGeoKey: 32632,
      GDAL_NODATA: '0',
    }),
  );
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-photo-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the tiles show at a place of the photograph's system. */
async function colourAt(root: string, level: number, x: number, y: number): Promise<number[] | null> {
  const lonLat = Float64Array.of(x, y);
  (await crsOf('EPSG:32632', 'test')).toLonLat(lonLat, 0, 1);
  const side = 180 / 2 ** level;
  const tx = (lonLat[0] + 180) / side;
  const ty = (lonLat[1] + 90) / side;
  const path = join(root, String(level), String(Math.floor(tx)), `${Math.floor(ty)}.png`);
  if (!existsSync(path)) return null;
  const png = readPng(readFileSync(path));
  const colour = png.at(Math.floor((tx % 1) * 256), Math.floor((1 - (ty % 1)) * 256));
  return png.bands === 3 ? [...colour, 255] : colour;
}

test('each place has the colour that the photograph has there; what it calls "none" is clear', async () => {
  const photo = await openPhoto(photoBytes(), 'ortho.tif', undefined);
  const root = join(folder, 'one');
  const { minLevel, maxLevel, boundsDeg } = await writePhotoTiles([photo], root);
  expect(maxLevel).toBeGreaterThan(minLevel);
  expect(180 / 2 ** maxLevel / 256).toBeLessThan(0.5 / 111_320);
  expect(boundsDeg[0]).toBeLessThan(boundsDeg[2]);
  for (const [column, row] of [
    [50, 60],
    [150, 100],
    [290, 190],
    [120, 5],
  ]) {
    const [red, green, blue, opacity] =
      (await colourAt(root, maxLevel, WEST + (column + 0.5) * PIXEL, NORTH - (row + 0.5) * PIXEL)) ?? [];
    expect(Math.abs(red - (20 + column / 2))).toBeLessThanOrEqual(1);
    expect(Math.abs(green - (20 + row / 2))).toBeLessThanOrEqual(1);
    expect([blue, opacity]).toEqual([90, 255]);
  }
  expect((await colourAt(root, maxLevel, WEST + 10, NORTH - 10))?.[3]).toBe(0);
  expect((await colourAt(root, maxLevel, WEST - 1, NORTH - 50))?.[3] ?? 0).toBe(0);
  const [red] = (await colourAt(root, maxLevel - 1, WEST + 75, NORTH - 50)) ?? [];
  expect(Math.abs(red - 95)).toBeLessThanOrEqual(2);
});

test('of two photographs the second lies on top', async () => {
  const photos = [
    await openPhoto(photoBytes(), 'a.tif', undefined),
    await openPhoto(photoBytes(50, false), 'b.tif', undefined),
  ];
  const root = join(folder, 'two');
  const { maxLevel } = await writePhotoTiles(photos, root);
  const [red] = (await colourAt(root, maxLevel, WEST + 70.25, NORTH - 50)) ?? [];
  expect(Math.abs(red - (20 + 40 / 2))).toBeLessThanOrEqual(1);
  const [before] = (await colourAt(root, maxLevel, WEST + 40.25, NORTH - 50)) ?? [];
  expect(Math.abs(before - (20 + 80 / 2))).toBeLessThanOrEqual(1);
});

test('pictures of more than eight bits and files without a system are refused by name', async () => {
  const deep = writeArrayBuffer(new Uint16Array(16).fill(7), {
    width: 4,
    height: 4,
    BitsPerSample: [16],
    SampleFormat: [1],
    ModelPixelScale: [1, 1, 0],
    ModelTiepoint: [0, 0, 0, 0, 0, 0],
  });
  await expect(openPhoto(new Uint8Array(deep), 'deep.tif', 'EPSG:32632')).rejects.toThrow(/deep\.tif.*8 bits.*16/);
  await expect(openPhoto(photoBytes().subarray(0, 300), 'cut.tif', undefined)).rejects.toThrow(/cut\.tif/);
});
