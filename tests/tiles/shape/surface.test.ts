import { expect, test } from 'vitest';
import { SLENDER_SIZE } from '../../../model/city/slender.ts';
import { type Enu, lonLatFromEnu } from '../../../model/geo/enu.ts';
import type { LayerInput } from '../../../tiles/model.ts';
import { groundOf } from '../../../tiles/shape/ground.ts';
import type { TileMesh } from '../../../tiles/shape/mesh.ts';
import { shapeSurfaces } from '../../../tiles/shape/surface.ts';
import { leastNormalCosine, openEdges, volumeM3 } from './closed.ts';
import { emptyLayer } from './layer.ts';

const ORIGIN = { lonDeg: 8.54, latDeg: 47.37, heightM: 450 };
const GROUND = groundOf(ORIGIN, 47, null);

/** A surface is its rings, outer first, in ENU metres. */
type Surface = Enu[][];

function solids(features: Surface[][]): LayerInput {
  const surfaces = features.flat();
  const rings = surfaces.flat();
  const places = rings.flat().map((point) => lonLatFromEnu(ORIGIN, point));
  return emptyLayer('building', features.length, {
    kind: 'surface',
    featureSurface: offsets(features.map((feature) => feature.length)),
    surfaceRing: offsets(surfaces.map((surface) => surface.length)),
    ringVertex: offsets(rings.map((ring) => ring.length)),
    lonLatDeg: Float64Array.from(places.flatMap(({ lonDeg, latDeg }) => [lonDeg, latDeg])),
    elevationM: Float32Array.from(places, ({ heightM }) => heightM - 47),
    surfaceClass: new Uint8Array(surfaces.length),
  });
}

function offsets(counts: number[]): Uint32Array {
  const out = new Uint32Array(counts.length + 1);
  counts.forEach((count, i) => {
    out[i + 1] = out[i] + count;
  });
  return out;
}

const shape = (features: Surface[][]) =>
  shapeSurfaces(
    solids(features),
    Uint32Array.from(features, (_, i) => i),
    GROUND,
  );

/** Sum of triangle areas, square metres. */
function areaM2({ positionM: p, index }: TileMesh): number {
  let sum = 0;
  for (let i = 0; i < index.length; i += 3) {
    const [a, b, c] = [3 * index[i], 3 * index[i + 1], 3 * index[i + 2]];
    const u = [0, 1, 2].map((k) => p[b + k] - p[a + k]);
    const v = [0, 1, 2].map((k) => p[c + k] - p[a + k]);
    sum += Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]) / 2;
  }
  return sum;
}

/** The six faces of a box, turned about its middle so that none lies in a coordinate plane. */
function tiltedBox(): Surface[] {
  const corner = (i: number): Enu => {
    const [x, y, z] = [i & 1 ? 3 : -3, i & 2 ? 2 : -2, i & 4 ? 1 : -1];
    const [x1, y1] = [x * 0.8 - y * 0.6, x * 0.6 + y * 0.8];
    return [x1, y1 * 0.6 - z * 0.8, y1 * 0.8 + z * 0.6];
  };
  const faces = [
    [0, 2, 3, 1],
    [4, 5, 7, 6],
    [0, 1, 5, 4],
    [2, 6, 7, 3],
    [0, 4, 6, 2],
    [1, 3, 7, 5],
  ];
  return faces.map((face) => [face.map(corner)]);
}

test('a tilted box of 6 × 4 × 2 m is closed, looks outwards and holds 48 m³', () => {
  const mesh = shape([tiltedBox()]);
  expect(mesh.index.length / 3).toBe(12);
  expect(volumeM3(mesh)).toBeCloseTo(48, 1);
  expect(leastNormalCosine(mesh)).toBeGreaterThan(0.999);
});

test('a wall with a window in any direction keeps its area and its side', () => {
  const wall = (angle: number): Surface => {
    const at = (s: number, z: number): Enu => [s * Math.cos(angle), s * Math.sin(angle), z];
    return [
      [at(0, 0), at(10, 0), at(10, 6), at(0, 6)],
      [at(2, 2), at(2, 4), at(5, 4), at(5, 2)],
    ];
  };
  for (let step = 0; step < 12; step++) {
    const mesh = shape([[wall((step * Math.PI) / 6)]]);
    expect(areaM2(mesh)).toBeCloseTo(60 - 6, 2);
    expect(leastNormalCosine(mesh)).toBeGreaterThan(0.999);
    expect(openEdges(mesh)).toBe(8);
  }
});

test('a concave roof seen from below keeps looking down', () => {
  const mesh = shape([
    [
      [
        [
          [4, 8, 5],
          [8, 0, 5],
          [4, 4, 5],
          [0, 0, 5],
        ],
      ],
    ],
  ]);
  expect(areaM2(mesh)).toBeCloseTo(16, 3);
  expect(mesh.normal[2]).toBeLessThan(-126);
  expect(leastNormalCosine(mesh)).toBeGreaterThan(0.999);
});

test('a surface bent by a metre gets a normal a triangle', () => {
  const mesh = shape([
    [
      [
        [
          [0, 0, 0],
          [10, 0, 0],
          [10, 10, 1],
          [0, 10, 0],
        ],
      ],
    ],
  ]);
  expect(mesh.featureIndex.length).toBe(6);
  expect(leastNormalCosine(mesh)).toBeGreaterThan(0.999);
});

test('surfaces without area are left out and counted', () => {
  const mesh = shape([
    [
      [
        [
          [0, 0, 0],
          [5, 0, 0],
          [10, 0, 0],
        ],
      ],
      [
        [
          [0, 0, 0],
          [5, 0, 0],
        ],
      ],
      [
        [
          [0, 0, 0],
          [5, 0, 0],
          [0, 5, 0],
        ],
      ],
    ],
  ]);
  expect(mesh.dropped).toBe(2);
  expect(mesh.index.length).toBe(3);
});

test('a hole of two points is no hole', () => {
  const mesh = shape([
    [
      [
        [
          [0, 0, 0],
          [5, 0, 0],
          [5, 5, 0],
          [0, 5, 0],
        ],
        [
          [1, 1, 0],
          [2, 2, 0],
        ],
      ],
    ],
  ]);
  expect(areaM2(mesh)).toBeCloseTo(25, 3);
});

test('the feature index is the place in rows', () => {
  const layer = solids([tiltedBox(), tiltedBox(), tiltedBox()]);
  const mesh = shapeSurfaces(layer, Uint32Array.of(2, 1), GROUND);
  expect(mesh.featureIndex.length).toBe(48);
  expect([mesh.featureIndex[0], mesh.featureIndex[47]]).toEqual([0, 1]);
});

test('a slender surface keeps its own directions and says how wide it is; a solid beside it has zeros', () => {
  const square = (x: number): Enu[] => [
    [x, 0, 0],
    [x + 2, 0, 0],
    [x + 2, 2, 0],
    [x, 2, 0],
  ];
  const layer = solids([[[square(0)], [square(10)]]]);
  const { geometry } = layer.features;
  if (geometry.kind !== 'surface') throw new Error('expected surfaces');
  geometry.slender = new Float32Array(8 * SLENDER_SIZE);
  for (let v = 4; v < 8; v++) geometry.slender.set([1, 0, 0, 0.3, 1, 0.5, 7], SLENDER_SIZE * v);
  const { normal, slender } = shapeSurfaces(layer, Uint32Array.of(0), GROUND);
  expect([...normal.subarray(0, 3)]).toEqual([0, 0, 127]);
  expect([...normal.subarray(12, 15)]).toEqual([127, 0, 0]);
  expect([...(slender ?? []).slice(0, 4)]).toEqual([0, 0, 0, 0]);
  expect([...(slender ?? []).slice(16, 20)]).toEqual([Math.fround(0.3), 1, 0.5, 7]);
});
