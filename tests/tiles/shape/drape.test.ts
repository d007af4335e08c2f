import { expect, test } from 'vitest';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import type { ElevationRaster, LayerInput } from '../../../tiles/model.ts';
import { drapeAreas } from '../../../tiles/shape/drape.ts';
import { type Ground, groundOf } from '../../../tiles/shape/ground.ts';
import type { TileMesh } from '../../../tiles/shape/mesh.ts';
import { emptyLayer } from './layer.ts';

type Point = readonly [eastM: number, northM: number];
const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 351 };
const FLAT = groundOf(ORIGIN, -29, null);

/** A levee of 3 m across a plain with waves of 1 m: 2 m cells. */
const RASTER: ElevationRaster = {
  ...{ westM: -400, southM: -300, cellM: 2, columns: 401, rows: 301 },
  elevationM: Float32Array.from({ length: 401 * 301 }, (_, k) => {
    const [x, y] = [-400 + 2 * (k % 401), -300 + 2 * Math.floor(k / 401)];
    const levee = Math.max(0, 3 - Math.max(0, Math.abs(y - 0.2 * x) - 4) / 3);
    return 380 + Math.sin(x / 60) * Math.cos(y / 45) + levee;
  }),
};
const UNEVEN = groundOf(ORIGIN, -29, RASTER);

const lonLats = (points: readonly Point[]) =>
  Float64Array.from(
    points.flatMap(([e, n]) => {
      const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [e, n, -(e * e + n * n) / 12742000]);
      return [lonDeg, latDeg];
    }),
  );

function area(rings: readonly (readonly Point[])[], elevationM?: number[], liftM = 0): LayerInput {
  const starts = [0];
  for (const ring of rings) starts.push(starts[starts.length - 1] + ring.length);
  const layer = emptyLayer('area', 1, {
    kind: 'polygon',
    featurePart: Uint32Array.of(0, 1),
    partRing: Uint32Array.of(0, rings.length),
    ringVertex: Uint32Array.from(starts),
    lonLatDeg: lonLats(rings.flat()),
    ...(elevationM ? { elevationM: Float32Array.from(elevationM) } : {}),
  });
  return { ...layer, liftM };
}

function ribbon(points: readonly Point[], widthM: number): LayerInput {
  return emptyLayer('area', 1, {
    kind: 'line',
    featureLine: Uint32Array.of(0, 1),
    lineVertex: Uint32Array.of(0, points.length),
    lonLatDeg: lonLats(points),
    elevationM: new Float32Array(points.length).fill(Number.NaN),
    widthM: Float32Array.of(widthM),
    boxHeightM: Float32Array.of(0),
  });
}

const drape = (layer: LayerInput, ground: Ground) => drapeAreas(layer, Uint32Array.of(0), ground);

/** Area seen from above, m²; triangles that face down count less than nothing. */
function planAreaM2({ positionM: p, index }: TileMesh): number {
  let sum = 0;
  for (let t = 0; t < index.length; t += 3) {
    const [a, b, c] = [3 * index[t], 3 * index[t + 1], 3 * index[t + 2]];
    sum += (p[b] - p[a]) * (p[c + 1] - p[a + 1]) - (p[b + 1] - p[a + 1]) * (p[c] - p[a]);
  }
  return sum / 2;
}

/** Farthest that any of 28 points in each triangle is from `liftM` above the raster. */
function worstM({ positionM: p, index }: TileMesh, ground: Ground, liftM: number): number {
  let worst = 0;
  for (let t = 0; t < index.length; t += 3)
    for (let i = 0; i <= 6; i++)
      for (let j = 0; j <= 6 - i; j++) {
        const weights = [i / 6, j / 6, 1 - (i + j) / 6];
        const [x, y, z] = [0, 1, 2].map((k) => weights.reduce((s, w, v) => s + w * p[3 * index[t + v] + k], 0));
        const groundUp = ground.elevationAt(x, y) - 380 - (x * x + y * y) / 12742000;
        worst = Math.max(worst, Math.abs(z - groundUp - liftM));
      }
  return worst;
}

const SQUARE: Point[] = [
  [-50, -50],
  [50, -50],
  [50, 50],
  [-50, 50],
];

test('a square on flat ground keeps its area and lies its lift above', () => {
  const mesh = drape(area([SQUARE], undefined, 0.25), FLAT);
  expect(planAreaM2(mesh)).toBeCloseTo(10_000, 2);
  expect(worstM(mesh, FLAT, 0.25)).toBeLessThan(0.001);
});

test('a hole stays open', () => {
  const hole: Point[] = [
    [-10, -10],
    [-10, 10],
    [10, 10],
    [10, -10],
  ];
  expect(planAreaM2(drape(area([SQUARE, hole]), FLAT))).toBeCloseTo(9600, 3);
});

test('over a levee the mesh stays within 5 cm of the raster and covers the outline once', () => {
  const outline: Point[] = [
    [-333.3, -201],
    [310.7, -240.2],
    [150.1, 20.4],
    [288, 233.3],
    [-300.9, 211],
    [-140, 10],
  ];
  let area2 = 0;
  for (const [i, [x, y]] of outline.entries()) {
    const [u, v] = outline[(i + 1) % outline.length];
    area2 += x * v - u * y;
  }
  const mesh = drape(area([outline], undefined, 0.1), UNEVEN);
  expect(planAreaM2(mesh)).toBeCloseTo(area2 / 2, 0);
  expect(worstM(mesh, UNEVEN, 0.1)).toBeLessThan(0.05);
});

test('flat ground is not cut finer than it needs', () => {
  const outline = SQUARE.map(([x, y]): Point => [x * 5, y * 5]);
  const plain = groundOf(ORIGIN, -29, { ...RASTER, elevationM: RASTER.elevationM.map(() => 380) });
  expect(drape(area([outline]), plain).index.length / 3).toBeLessThan(50);
});

test('a lake keeps its level over uneven ground', () => {
  const mesh = drape(area([SQUARE], [378.2, 378.2, 378.2, 378.2]), UNEVEN);
  for (let i = 0; i < mesh.featureIndex.length; i++) expect(mesh.positionM[3 * i + 2]).toBeCloseTo(-1.8, 2);
});

test('a straight line of 10 m width becomes a strip of its length', () => {
  const mesh = drape(
    ribbon(
      [
        [0, 0],
        [60, 80],
      ],
      10,
    ),
    FLAT,
  );
  expect(planAreaM2(mesh)).toBeCloseTo(1000, 3);
});

test('a right angle is mitred: the corner square belongs to the strip once', () => {
  const corner: Point[] = [
    [0, 0],
    [100, 0],
    [100, 100],
  ];
  expect(planAreaM2(drape(ribbon(corner, 10), FLAT))).toBeCloseTo(2000, 2);
});

test('a hairpin is rounded, not spiked', () => {
  const hairpin: Point[] = [
    [0, 0],
    [100, 0],
    [0, 4],
  ];
  const { positionM } = drape(ribbon(hairpin, 10), FLAT);
  const east = positionM.filter((_, i) => i % 3 === 0);
  expect(Math.max(...east)).toBeLessThan(105.1);
  expect(Math.max(...east)).toBeGreaterThan(104.5);
});

test('vertices agree with the exact frame to a millimetre 10 km from the origin', () => {
  const far: Point[] = [
    [7000, 7000],
    [7100, 7000],
    [7100, 7100],
  ];
  const layer = area([far], [480, 480, 480]);
  const mesh = drape(layer, FLAT);
  const at = new Float64Array(3);
  const { lonLatDeg } = layer.features.geometry;
  for (let i = 0; i < 3; i++) {
    FLAT.enu(lonLatDeg[2 * i], lonLatDeg[2 * i + 1], 480, at, 0);
    const nearest = Math.min(
      ...Array.from(mesh.featureIndex, (_, k) =>
        Math.hypot(...[0, 1, 2].map((axis) => mesh.positionM[3 * k + axis] - at[axis])),
      ),
    );
    expect(nearest).toBeLessThan(0.001);
  }
});

/** Share of the area that looks into the ground once its corners are on the grid of tiles, as `verify` measures it. */
function turnedRatio({ positionM, normal: n, index }: TileMesh): number {
  const p = positionM.map((m) => Math.floor(64 * m + 0.5));
  let whole = 0;
  let turned = 0;
  for (let t = 0; t < index.length; t += 3) {
    const [a, b, c] = [3 * index[t], 3 * index[t + 1], 3 * index[t + 2]];
    const [ux, uy, uz] = [0, 1, 2].map((k) => p[b + k] - p[a + k]);
    const [vx, vy, vz] = [0, 1, 2].map((k) => p[c + k] - p[a + k]);
    const face = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    const side = face.reduce((sum, value, k) => sum + value * (n[a + k] + n[b + k] + n[c + k]), 0);
    whole += Math.hypot(...face);
    if (side < 0) turned += Math.hypot(...face);
  }
  return turned / whole;
}

test('a line of paint across a mountainside looks outward everywhere, and keeps its width', () => {
  const steep = groundOf(ORIGIN, -29, {
    ...RASTER,
    elevationM: Float32Array.from({ length: 401 * 301 }, (_, k) => {
      const [x, y] = [-400 + 2 * (k % 401), -300 + 2 * Math.floor(k / 401)];
      return 1200 + 0.9 * x - 0.7 * y + 9 * Math.sin(x / 7) * Math.cos(y / 5);
    }),
  });
  for (let deg = 0; deg < 180; deg += 7) {
    const [east, north] = [Math.cos((deg * Math.PI) / 180), Math.sin((deg * Math.PI) / 180)];
    const corner = (along: number, left: number): Point => [
      3 + along * east - left * north,
      5 + along * north + left * east,
    ];
    const strip = area(
      [[corner(-60, -0.075), corner(60, -0.075), corner(60, 0.075), corner(-60, 0.075)]],
      undefined,
      0.14,
    );
    const mesh = drape(strip, steep);
    expect(turnedRatio(mesh), `${deg}°`).toBe(0);
    expect(planAreaM2(mesh), `${deg}°`).toBeGreaterThan(0.97 * 120 * 0.15);
  }
});
