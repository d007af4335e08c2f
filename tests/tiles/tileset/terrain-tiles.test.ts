import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ecefFromLonLat, enuFromLonLat } from '../../../model/geo/enu.ts';
import type { ElevationRaster } from '../../../tiles/model.ts';
import { groundOf } from '../../../tiles/shape/ground.ts';
import { filledElevation } from '../../../tiles/shape/terrain.ts';
import {
  decodeQuantizedMesh,
  encodeQuantizedMesh,
  type QuantizedMesh,
  readOctNormal,
  writeOctNormal,
} from '../../../tiles/tileset/quantized-mesh.ts';
import { bakeTerrain, finestLevel, levelErrorM } from '../../../tiles/tileset/terrain-tiles.ts';

const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 351 };
const UNDULATION_M = -29;
const MAX_LEVEL = 15;
const CELLS = 128;

/** A hill of 40 m, waves of 1 m and a levee, 1.6 × 1.2 km in 5 m cells, all in closed form. */
function elevation(x: number, y: number): number {
  const levee = Math.max(0, 3 - Math.max(0, Math.abs(y - 0.3 * x) - 6) / 4);
  return 380 + 40 * Math.exp(-((x - 300) ** 2 + (y - 200) ** 2) / 60_000) + Math.sin(x / 40) * Math.cos(y / 55) + levee;
}
const RASTER: ElevationRaster = {
  ...{ westM: -800, southM: -600, cellM: 5, columns: 321, rows: 241 },
  elevationM: Float32Array.from({ length: 321 * 241 }, (_, k) =>
    elevation(-800 + 5 * (k % 321), -600 + 5 * Math.floor(k / 321)),
  ),
};
const CITY = {
  ...{ id: 'test', name: { zh: '试', en: 'Test' }, about: { zh: '', en: '' }, origin: ORIGIN },
  datum: { vertical: '1985', geoidUndulationM: UNDULATION_M },
  ...{ elevation: RASTER, extentM: [-800, -600, 800, 600] as [number, number, number, number] },
};

type Tile = { level: number; x: number; y: number; mesh: QuantizedMesh };
let folder = '';
let tiles: Tile[] = [];

function read(root: string): Tile[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.terrain'))
    .sort()
    .map((name) => {
      const [level, x, y] = relative('.', name).replace('.terrain', '').split('/').map(Number);
      return { level, x, y, mesh: decodeQuantizedMesh(readFileSync(join(root, name)), name) };
    });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-terrain-'));
  await bakeTerrain(CITY, folder);
  tiles = read(join(folder, 'terrain'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const heightOf = ({ minHeightM, maxHeightM, height }: QuantizedMesh, i: number) =>
  minHeightM + (height[i] / 32767) * (maxHeightM - minHeightM);

/** Heights along one edge, keyed by the place on it. */
function edge({ mesh }: Tile, side: 'west' | 'south' | 'east' | 'north'): Map<number, number> {
  const along = side === 'west' || side === 'east' ? mesh.v : mesh.u;
  return new Map(Array.from(mesh[side], (i) => [along[i], heightOf(mesh, i)]));
}

test('neighbours have the same vertices at the same heights on their common edge', () => {
  const byPlace = new Map(tiles.map((tile) => [`${tile.level}/${tile.x}/${tile.y}`, tile]));
  let compared = 0;
  for (const tile of tiles)
    for (const [dx, dy, mine, theirs] of [
      [1, 0, 'east', 'west'],
      [0, 1, 'north', 'south'],
    ] as const) {
      const other = byPlace.get(`${tile.level}/${tile.x + dx}/${tile.y + dy}`);
      if (!other) continue;
      const [a, b] = [edge(tile, mine), edge(other, theirs)];
      expect([...a.keys()].sort()).toEqual([...b.keys()].sort());
      for (const [place, heightM] of a) expect(Math.abs(heightM - (b.get(place) ?? 0))).toBeLessThan(1e-9);
      compared++;
    }
  expect(compared).toBeGreaterThan(100);
});

test('availability is the files', () => {
  const layer = JSON.parse(readFileSync(join(folder, 'terrain/layer.json'), 'utf8'));
  const listed = (layer.available as { startX: number; startY: number; endX: number; endY: number }[][]).flatMap(
    (ranges, level) =>
      ranges.flatMap((r) => {
        const places: string[] = [];
        for (let x = r.startX; x <= r.endX; x++)
          for (let y = r.startY; y <= r.endY; y++) places.push(`${level}/${x}/${y}`);
        return places;
      }),
  );
  expect(listed.sort()).toEqual(tiles.map((tile) => `${tile.level}/${tile.x}/${tile.y}`).sort());
  expect(layer.verticalDatum).toBe('1985');
  expect(layer.maxzoom).toBe(MAX_LEVEL);
});

/** How far a tile's mesh lies below and above the ground at most, at the nodes of its lattice. */
function strayM({ level, x, y, mesh }: Tile): { belowM: number; aboveM: number } {
  const size = 180 / 2 ** level;
  const ground = groundOf(ORIGIN, UNDULATION_M, RASTER);
  let [belowM, aboveM] = [0, 0];
  const { u, v, index } = mesh;
  const cell = 32767 / CELLS;
  for (let t = 0; t < index.length; t += 3) {
    const [a, b, c] = [index[t], index[t + 1], index[t + 2]];
    const area = (u[b] - u[a]) * (v[c] - v[a]) - (v[b] - v[a]) * (u[c] - u[a]);
    expect(area).toBeGreaterThan(0);
    const from = [Math.min(u[a], u[b], u[c]), Math.min(v[a], v[b], v[c])].map((q) => Math.round(q / cell));
    const to = [Math.max(u[a], u[b], u[c]), Math.max(v[a], v[b], v[c])].map((q) => Math.round(q / cell));
    for (let j = from[1]; j <= to[1]; j++)
      for (let i = from[0]; i <= to[0]; i++) {
        const [p, q] = [i * cell, j * cell];
        const wb = ((p - u[a]) * (v[c] - v[a]) - (q - v[a]) * (u[c] - u[a])) / area;
        const wc = ((u[b] - u[a]) * (q - v[a]) - (v[b] - v[a]) * (p - u[a])) / area;
        if (wb < 0 || wc < 0 || wb + wc > 1) continue;
        const heightM = (1 - wb - wc) * heightOf(mesh, a) + wb * heightOf(mesh, b) + wc * heightOf(mesh, c);
        const place = {
          lonDeg: -180 + (x + i / CELLS) * size,
          latDeg: -90 + (y + j / CELLS) * size,
          heightM: ORIGIN.heightM,
        };
        const [e, n] = enuFromLonLat(ORIGIN, place);
        const riseM = heightM - UNDULATION_M - ground.elevationAt(e, n);
        belowM = Math.max(belowM, -riseM);
        aboveM = Math.max(aboveM, riseM);
      }
  }
  return { belowM, aboveM };
}

test('the finest tiles lie within 0.15 m of the raster, and 2 cm above it at most', () => {
  for (const tile of tiles.filter((it) => it.level === MAX_LEVEL)) {
    const { belowM, aboveM } = strayM(tile);
    expect(belowM).toBeLessThan(0.15);
    expect(aboveM).toBeLessThan(0.02);
  }
});

test('coarser tiles from level 12 on lie below the raster, by 2 m at most at their own nodes', () => {
  for (const tile of tiles.filter((it) => it.level >= 12)) {
    const { belowM, aboveM } = strayM(tile);
    expect(belowM).toBeLessThan(2.2);
    expect(aboveM).toBeLessThan(0.4);
  }
});

test('vertices and their sphere enclose each other, and no tile has its occlusion point at the centre', () => {
  for (const { level, x, y, mesh } of tiles) {
    const size = 180 / 2 ** level;
    for (let i = 0; i < mesh.u.length; i += 7) {
      const lonDeg = -180 + (x + mesh.u[i] / 32767) * size;
      const latDeg = -90 + (y + mesh.v[i] / 32767) * size;
      const point = ecefFromLonLat({ lonDeg, latDeg, heightM: heightOf(mesh, i) });
      const away = Math.hypot(...point.map((value, k) => value - mesh.centre[k]));
      expect(away).toBeLessThan(mesh.sphereRadiusM * 1.02 + 1);
    }
    expect(Math.hypot(...mesh.occlusion)).toBeGreaterThan(1);
  }
});

test('normals lean down the slope in ECEF axes', () => {
  const tile = tiles.find((it) => it.level === MAX_LEVEL);
  if (!tile?.mesh.octNormal) throw new Error('expected a tile with normals at the finest level');
  const size = 180 / 2 ** tile.level;
  for (let i = 0; i < tile.mesh.u.length; i += 5) {
    const lon = (-180 + (tile.x + tile.mesh.u[i] / 32767) * size) * (Math.PI / 180);
    const lat = (-90 + (tile.y + tile.mesh.v[i] / 32767) * size) * (Math.PI / 180);
    const [x, y, z] = readOctNormal(tile.mesh.octNormal, 2 * i);
    const up = x * Math.cos(lat) * Math.cos(lon) + y * Math.cos(lat) * Math.sin(lon) + z * Math.sin(lat);
    expect(up).toBeGreaterThan(0.7);
  }
});

test('the same input gives the same bytes', async () => {
  const again = mkdtempSync(join(tmpdir(), 'shapan-terrain-'));
  try {
    await bakeTerrain(CITY, again);
    for (const { level, x, y } of tiles) {
      const name = join('terrain', String(level), String(x), `${y}.terrain`);
      for (const end of ['', '.gz'])
        expect(readFileSync(join(again, name + end)).equals(readFileSync(join(folder, name + end)))).toBe(true);
    }
  } finally {
    rmSync(again, { recursive: true });
  }
});

test('a stopped bake rejects', async () => {
  const stop = new AbortController();
  stop.abort(new Error('stopped'));
  await expect(bakeTerrain(CITY, join(folder, 'stopped'), { signal: stop.signal })).rejects.toThrow('stopped');
});

test('errors never grow with the level, and stay below 1 m where roads lie', () => {
  for (let level = 1; level <= 16; level++)
    expect(levelErrorM(level, 16, 0.12)).toBeLessThanOrEqual(levelErrorM(level - 1, 16, 0.12));
  expect(levelErrorM(12, 17, 0.12)).toBe(1);
  expect(levelErrorM(16, 16, 0.12)).toBe(0.12);
});

test('the finest level follows the cell size: 5 m → 16, 2 m → 17', () => {
  expect([finestLevel(5, 64), finestLevel(2, 64)]).toEqual([16, 17]);
});

test('a tile survives writing and reading', () => {
  const mesh: QuantizedMesh = {
    ...{ centre: [1, 2, 3], sphereRadiusM: 4, occlusion: [5, 6, 7], minHeightM: 0, maxHeightM: 8 },
    ...{ u: Uint16Array.of(0, 32767, 0), v: Uint16Array.of(0, 0, 32767), height: Uint16Array.of(9, 0, 32767) },
    ...{ index: Uint32Array.of(0, 1, 2), west: Uint32Array.of(0, 2), south: Uint32Array.of(0, 1) },
    ...{ east: Uint32Array.of(1), north: Uint32Array.of(2), octNormal: Uint8Array.of(1, 2, 3, 4, 5, 6) },
  };
  const bytes = encodeQuantizedMesh(mesh);
  expect(decodeQuantizedMesh(bytes)).toEqual(mesh);
  expect(() => decodeQuantizedMesh(bytes.subarray(0, 100), '3/1/2.terrain')).toThrow(
    expect.objectContaining({
      name: 'QuantizedMeshError',
      message: '3/1/2.terrain: vertices: expected 104 bytes or more, got 100',
    }),
  );
});

test('oct normals come back within 0.9°', () => {
  const bytes = new Uint8Array(2);
  for (let k = 0; k < 200; k++) {
    const z = 1 - (2 * k + 1) / 200;
    const [x, y] = [Math.cos(k * 2.4) * Math.sqrt(1 - z * z), Math.sin(k * 2.4) * Math.sqrt(1 - z * z)];
    writeOctNormal(x, y, z, bytes, 0);
    const [a, b, c] = readOctNormal(bytes, 0);
    expect(a * x + b * y + c * z).toBeGreaterThan(Math.cos(0.9 * (Math.PI / 180)));
  }
});

test('gaps between elevation tiles continue the land about them', () => {
  const plane = (k: number) => 100 + (k % 33) + 2 * Math.floor(k / 33);
  const elevationM = Float32Array.from({ length: 33 * 33 }, (_, k) => (k % 33 === 16 ? Number.NaN : plane(k)));
  const filled = filledElevation({ ...RASTER, columns: 33, rows: 33, elevationM });
  expect(filled?.elevationM.some(Number.isNaN)).toBe(false);
  for (let j = 0; j < 33; j++)
    expect(Math.abs((filled?.elevationM[33 * j + 16] ?? 0) - plane(33 * j + 16))).toBeLessThan(2);
});

test('a raster without any value is no ground', () => {
  expect(
    filledElevation({ ...RASTER, columns: 2, rows: 2, elevationM: new Float32Array(4).fill(Number.NaN) }),
  ).toBeNull();
});
