import { afterEach, expect, test, vi } from 'vitest';
import type { Manifest } from '../../../model/city/manifest.ts';
import { HeightField } from '../../../src/view/table/height-field.ts';
import { TILE_UNITS } from '../../../src/view/table/quantized-mesh.ts';
import { heightsAt, loadGround } from '../../../src/view/table/terrain.ts';
import { encodeQuantizedMesh } from '../../../tiles/tileset/quantized-mesh.ts';

const ORIGIN = { lonDeg: 0.5, latDeg: 0.5, heightM: 100 };
const BLOCK = { eastM: 0, northM: 0, sizeM: 1000 };
const cityOf = (terrain: object | null) =>
  ({ origin: ORIGIN, terrain, extentM: [-2000, -2000, 2000, 2000] }) as unknown as Manifest;

afterEach(() => vi.unstubAllGlobals());

/** A level tile at a height above the ellipsoid. */
function levelTile(heightM: number): ArrayBuffer {
  return encodeQuantizedMesh({
    centre: [6_378_137, 0, 0],
    sphereRadiusM: 100,
    occlusion: [1, 0, 0],
    minHeightM: heightM,
    maxHeightM: heightM,
    u: Uint16Array.of(0, TILE_UNITS, TILE_UNITS, 0),
    v: Uint16Array.of(0, 0, TILE_UNITS, TILE_UNITS),
    height: Uint16Array.of(0, 0, 0, 0),
    index: Uint32Array.of(0, 1, 2, 0, 2, 3),
    west: [0, 3],
    south: [0, 1],
    east: [1, 2],
    north: [2, 3],
    octNormal: null,
  }).buffer;
}

/** A server that has these tiles, and says what it was asked for. */
function serve(tiles: Record<string, number>): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    const path = url.replace('https://a.test/terrain/', '');
    asked.push(path);
    const heightM = tiles[path];
    if (heightM === undefined) return { ok: false, status: 404 };
    return { ok: true, status: 200, arrayBuffer: async () => levelTile(heightM) };
  });
  return asked;
}

test('the ground of a block is its finest tile: 30 m above the origin, in the city’s frame', async () => {
  const asked = serve({ '12/4107/2059.terrain': 130 });
  const mesh = await loadGround(cityOf({ url: 'terrain', minLevel: 0, maxLevel: 12 }), 'https://a.test/', BLOCK);
  expect(asked).toEqual(['12/4107/2059.terrain']);
  expect(mesh.isGiven).toBe(true);
  expect(new HeightField(mesh, BLOCK).upM(0, 0)).toBeCloseTo(30, -1);
  // Corners of the tile fall below the plane of the frame as the Earth bends.
  expect(Math.min(mesh.enu[2], mesh.enu[5])).toBeLessThan(30);
});

test('where a city has no tile so fine the one above it is taken, once', async () => {
  const asked = serve({ '10/1026/514.terrain': 110 });
  const mesh = await loadGround(cityOf({ url: 'terrain', minLevel: 0, maxLevel: 12 }), 'https://a.test/', BLOCK);
  expect(asked).toEqual(['12/4107/2059.terrain', '11/2053/1029.terrain', '10/1026/514.terrain']);
  expect(mesh.index.length).toBe(6);
});

test('a tile that could not be asked for is a failure, and not a hole', async () => {
  vi.stubGlobal('fetch', async () => ({ ok: false, status: 503 }));
  const city = cityOf({ url: 'terrain', minLevel: 0, maxLevel: 12 });
  await expect(loadGround(city, 'https://a.test/', BLOCK)).rejects.toThrow(/expected a terrain tile, got status 503/);
});

test('a city without terrain is a plane at the height of its origin, and asks for nothing', async () => {
  const asked = serve({});
  const mesh = await loadGround(cityOf(null), 'https://a.test/', BLOCK);
  expect(mesh.isGiven).toBe(false);
  expect(new HeightField(mesh, BLOCK).upM(499, -499)).toBe(0);
  expect(
    await heightsAt(cityOf(null), 'https://a.test/', [
      [1500, 0],
      [0, -1900],
    ]),
  ).toEqual([0, 0]);
  expect(asked).toEqual([]);
});
