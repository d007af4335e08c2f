import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeArrayBuffer } from 'geotiff';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enuFromLonLat, lonLatFromEnu } from '../../../model/geo/enu.ts';
import { boundsOfDem, cellOfDem, elevationNear, joined, mosaic, readDem } from '../../../tiles/read/dem.ts';
import { sampleElevation } from '../../../tiles/shape/ground.ts';
import { missingOf } from '../../../tiles/shape/terrain.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-dem-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A plane that rises 1 m per 10 m east, as an ASCII grid of UTM 49 north. */
function plane(west: number, columns: number, raiseM = 0): string {
  const rows = Array.from({ length: 11 }, () =>
    Array.from({ length: columns }, (_, i) => (west + 10 * i - 500_000) / 10 + raiseM).join(' '),
  );
  return `ncols ${columns}\nnrows 11\nxllcenter ${west}\nyllcenter 3796000\ncellsize 10\nNODATA_value -9999\n${rows.join('\n')}\n`;
}

async function grid(name: string, text: string) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return readDem(path, { crs: 'EPSG:32649' });
}

test('an ASCII grid: first row is the north, values at cell middles, nodata is none', async () => {
  const tile = await grid(
    'a.asc',
    'ncols 2\nnrows 2\nxllcorner 0\nyllcorner 0\ncellsize 10\nNODATA_value -9\n1 2\n3 -9\n',
  );
  expect([tile.x0, tile.y0]).toEqual([5, 15]);
  expect([...tile.elevationM]).toEqual([1, 2, 3, Number.NaN]);
});

test('a GeoTIFF names its system by keys; corners are half a cell away from values', async () => {
  const bytes = writeArrayBuffer(
    Float32Array.from({ length: 16 }, (_, i) => i),
    {
      width: 4,
      height: 4,
      GTModelTypeGeoKey: 1,
      GTRasterTypeGeoKey: 1,
      ProjectedCSTypeGeoKey: 32649,
      ModelTiepoint: [0, 0, 0, 500_000, 3_796_040, 0],
      ModelPixelScale: [10, 10, 0],
    },
  );
  const path = join(folder, 'a.tif');
  writeFileSync(path, new Uint8Array(bytes));
  const tile = await readDem(path, {});
  expect([tile.crs.name, tile.x0, tile.y0, tile.stepX]).toEqual(['EPSG:32649', 500_005, 3_796_035, 10]);
  expect(tile.elevationM[5]).toBe(5);
});

test.each([
  [
    'three bands of bytes',
    3,
    { PhotometricInterpretation: 2 },
    /expected elevations in one band, got a picture of 3 bands \(RGB\)/,
  ],
  ['three bands of numbers', 3, {}, /got a picture of 3 bands/],
  ['a palette', 1, { PhotometricInterpretation: 3 }, /got a picture of 1 bands \(palette\)/],
  ['grey in lossy JPEG', 1, { Compression: 7 }, /expected heights without loss .*, got JPEG/],
])('an orthophoto is no terrain: %s', async (_, bands, tags, message) => {
  const bytes = writeArrayBuffer(
    Uint8Array.from({ length: 16 * bands }, (_, i) => i),
    {
      width: 4,
      height: 4,
      SamplesPerPixel: bands,
      GTModelTypeGeoKey: 1,
      ProjectedCSTypeGeoKey: 32649,
      ModelTiepoint: [0, 0, 0, 500_000, 3_796_040, 0],
      ModelPixelScale: [10, 10, 0],
      ...tags,
    },
  );
  const path = join(folder, 'photo.tif');
  writeFileSync(path, new Uint8Array(bytes));
  await expect(readDem(path, {})).rejects.toThrow(message);
});

test('on the city plane the ground is where it was: 2 mm', async () => {
  const tile = await grid('plane.asc', plane(500_000, 101));
  const bounds = boundsOfDem([tile]);
  const origin = { lonDeg: (bounds[0] + bounds[2]) / 2, latDeg: (bounds[1] + bounds[3]) / 2, heightM: 400 };
  expect(cellOfDem([tile], 34)).toBe(10);
  const raster = mosaic([tile], origin, [-400, -40, 400, 40], 5);
  for (const [lonDeg, latDeg] of [
    [origin.lonDeg, origin.latDeg],
    [origin.lonDeg + 0.003, origin.latDeg + 0.0003],
  ]) {
    const [eastM, northM] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
    const expected = elevationNear([tile], lonDeg, latDeg);
    expect(Math.abs(sampleElevation(raster, eastM, northM, Number.NaN) - expected)).toBeLessThan(0.002);
  }
});

test('sheets that end a cell apart are one land: no gap, no step, also where four meet', async () => {
  const cells = (west: number, columns: number, south: number) =>
    plane(west, columns).replace('yllcenter 3796000', `yllcenter ${south}`);
  const tiles = [
    await grid('sw.asc', cells(500_000, 21, 3_796_000)),
    await grid('se.asc', cells(500_210, 20, 3_796_000)),
    await grid('nw.asc', cells(500_000, 21, 3_796_110)),
    await grid('ne.asc', cells(500_210, 20, 3_796_110)),
  ];
  const bounds = boundsOfDem(tiles);
  const origin = { lonDeg: (bounds[0] + bounds[2]) / 2, latDeg: (bounds[1] + bounds[3]) / 2, heightM: 20 };
  const extent = [-150, -80, 150, 80] as const;
  expect(missingOf(mosaic(tiles, origin, extent, 5))).toBeGreaterThan(0);
  const raster = mosaic(joined(tiles), origin, extent, 5);
  expect(missingOf(raster)).toBe(0);
  for (const [eastM, northM] of [
    [5, 0],
    [12, 3],
    [-90, 2],
  ]) {
    const { lonDeg, latDeg } = lonLatFromEnu(origin, [eastM, northM, 0]);
    const east = tiles[0].crs.fromLonLat(lonDeg, latDeg)[0];
    expect(sampleElevation(raster, eastM, northM, Number.NaN)).toBeCloseTo((east - 500_000) / 10, 2);
    expect(elevationNear(joined(tiles), lonDeg, latDeg)).toBeCloseTo((east - 500_000) / 10, 2);
  }
});

test('where no sheet has a value the nearest one holds', async () => {
  const tile = await grid('near.asc', plane(500_000, 21));
  const [, , east, north] = boundsOfDem([tile]);
  expect(elevationNear([tile], east + 0.01, north)).toBe(20);
});

test('sheets that differ by 1 m fade into each other: no step above 0.25 m between nodes', async () => {
  const tiles = [await grid('w.asc', plane(500_000, 41)), await grid('e.asc', plane(500_200, 41, 1))];
  const origin = { lonDeg: 111.003, latDeg: elevationLat(boundsOfDem(tiles)), heightM: 0 };
  const raster = mosaic(tiles, origin, [-200, -10, 200, 10], 10);
  let steepest = 0;
  for (let i = 1; i < raster.columns; i++)
    steepest = Math.max(steepest, Math.abs(raster.elevationM[i] - raster.elevationM[i - 1] - 1));
  expect(steepest).toBeLessThan(0.25);
});

const elevationLat = ([, south, , north]: readonly number[]): number => (south + north) / 2;
