import { expect, test } from 'vitest';
import type { Enu } from '../../../model/geo/enu.ts';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import type { LayerInput } from '../../../tiles/model.ts';
import { groundOf } from '../../../tiles/shape/ground.ts';
import { sidesOfRound, sweepPipes } from '../../../tiles/shape/sweep.ts';
import { leastNormalCosine, openEdges, volumeM3 } from './closed.ts';
import { emptyLayer } from './layer.ts';

const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 351 };
const GROUND = groundOf(ORIGIN, -29, null);

interface Line {
  points: Enu[];
  widthM: number;
  boxHeightM?: number;
}

/** Points in ENU metres; up is turned into the elevation that lies there, NaN stays. */
function pipes(lines: Line[]): LayerInput {
  const points = lines.flatMap((line) => line.points);
  const places = points.map(([e, n, u]) => lonLatFromEnu(ORIGIN, [e, n, Number.isNaN(u) ? 0 : u]));
  return emptyLayer('pipe', lines.length, {
    kind: 'line',
    featureLine: Uint32Array.from({ length: lines.length + 1 }, (_, i) => i),
    lineVertex: Uint32Array.from([0, ...lines.map((_, i) => lines.slice(0, i + 1).flatMap((l) => l.points).length)]),
    lonLatDeg: Float64Array.from(places.flatMap(({ lonDeg, latDeg }) => [lonDeg, latDeg])),
    elevationM: Float32Array.from(places, ({ heightM }, i) => (Number.isNaN(points[i][2]) ? Number.NaN : heightM + 29)),
    widthM: Float32Array.from(lines, (line) => line.widthM),
    boxHeightM: Float32Array.from(lines, (line) => line.boxHeightM ?? 0),
  });
}

const sweep = (lines: Line[]) =>
  sweepPipes(
    pipes(lines),
    Uint32Array.from(lines, (_, i) => i),
    GROUND,
  );

test('a straight round pipe is an eight-sided prism: ½·n·r²·sin(2π/n)·length', () => {
  const mesh = sweep([
    {
      points: [
        [0, 0, -2],
        [100, 0, -2],
      ],
      widthM: 0.4,
    },
  ]);
  expect(openEdges(mesh)).toBe(0);
  expect(volumeM3(mesh)).toBeCloseTo(0.5 * 8 * 0.2 ** 2 * Math.sin(Math.PI / 4) * 100, 2);
  expect(mesh.index.length / 3).toBe(8 * 2 + 2 * 6);
});

test('normals of a round pipe look away from its axis', () => {
  const mesh = sweep([
    {
      points: [
        [0, 0, -2],
        [0, 50, -2],
      ],
      widthM: 1,
    },
  ]);
  expect(leastNormalCosine(mesh)).toBeGreaterThan(Math.cos(Math.PI / 12) - 0.01);
  for (let v = 0; v < 12; v++) {
    expect(mesh.normal[3 * v] / 127).toBeCloseTo(mesh.positionM[3 * v] / 0.5, 2);
    expect(mesh.normal[3 * v + 2] / 127).toBeCloseTo((mesh.positionM[3 * v + 2] + 2) / 0.5, 2);
  }
});

test('a mitred right angle keeps the volume of its axis: area × length', () => {
  const mesh = sweep([
    {
      points: [
        [0, 0, 0],
        [20, 0, 0],
        [20, 20, 0],
      ],
      widthM: 2,
    },
  ]);
  expect(openEdges(mesh)).toBe(0);
  expect(volumeM3(mesh)).toBeCloseTo(0.5 * 16 * Math.sin(Math.PI / 8) * 40, 1);
  const corner = Math.max(...mesh.positionM.filter((_, i) => i % 3 === 0));
  expect(corner).toBeCloseTo(21, 2);
});

test('a pipe that winds through space stays closed and looks outwards', () => {
  const points = Array.from({ length: 40 }, (_, i): Enu => [10 * Math.cos(i / 3), 10 * Math.sin(i / 3), -i]);
  const mesh = sweep([{ points, widthM: 0.8 }]);
  expect(openEdges(mesh)).toBe(0);
  expect(volumeM3(mesh)).toBeGreaterThan(0);
  expect(leastNormalCosine(mesh)).toBeGreaterThan(0.9);
});

test('a hairpin is bevelled: nothing reaches further than the radius beyond the axis', () => {
  const mesh = sweep([
    {
      points: [
        [0, 0, 0],
        [30, 0, 0],
        [0, 1, 0],
      ],
      widthM: 1,
    },
  ]);
  expect(openEdges(mesh)).toBe(0);
  expect(Math.max(...mesh.positionM.filter((_, i) => i % 3 === 0))).toBeLessThan(30.6);
});

test('a box culvert stands upright on a slope: width × height × level length', () => {
  const mesh = sweep([
    {
      points: [
        [0, 0, 0],
        [30, 0, -3],
        [70, 0, -5],
      ],
      widthM: 3,
      boxHeightM: 2,
    },
  ]);
  expect(openEdges(mesh)).toBe(0);
  expect(volumeM3(mesh)).toBeCloseTo(3 * 2 * 70, 1);
  expect(leastNormalCosine(mesh)).toBeGreaterThan(0.99);
});

test('a box culvert is mitred in plan', () => {
  const mesh = sweep([
    {
      points: [
        [0, 0, 0],
        [30, 0, 0],
        [30, 40, 0],
      ],
      widthM: 3,
      boxHeightM: 2,
    },
  ]);
  expect(openEdges(mesh)).toBe(0);
  expect(volumeM3(mesh)).toBeCloseTo(3 * 2 * 70, 1);
  expect(Math.max(...mesh.positionM.filter((_, i) => i % 3 === 0))).toBeCloseTo(31.5, 3);
});

test('a vertical box, a drop shaft, keeps its section', () => {
  const mesh = sweep([
    {
      points: [
        [0, 0, 0],
        [0, 0, -10],
      ],
      widthM: 1,
      boxHeightM: 2,
    },
  ]);
  expect(openEdges(mesh)).toBe(0);
  expect(volumeM3(mesh)).toBeCloseTo(20, 3);
});

test('without elevation the crown lies under the ground by the cover', () => {
  const layer = {
    ...pipes([
      {
        points: [
          [0, 0, Number.NaN],
          [50, 0, Number.NaN],
        ],
        widthM: 0.6,
      },
    ]),
    coverM: 1.5,
  };
  const mesh = sweepPipes(layer, Uint32Array.of(0), GROUND);
  const up = mesh.positionM.filter((_, i) => i % 3 === 2);
  expect(Math.max(...up)).toBeCloseTo(-1.5, 3);
});

test('the feature index is the place in rows, not the row', () => {
  const layer = pipes(
    [0, 1, 2].map((i) => ({
      points: [
        [0, i, 0],
        [9, i, 0],
      ] as Enu[],
      widthM: 0.3,
    })),
  );
  const mesh = sweepPipes(layer, Uint32Array.of(2, 0), GROUND);
  expect([...new Set(mesh.featureIndex)]).toEqual([0, 1]);
  expect(mesh.positionM[1]).toBeCloseTo(2 - 0.15, 3);
});

test('a width that is not a number is an error that names layer and row', () => {
  expect(() =>
    sweep([
      {
        points: [
          [0, 0, 0],
          [9, 0, 0],
        ],
        widthM: Number.NaN,
      },
    ]),
  ).toThrow(/layer pipe, row 0: expected a width > 0/);
});

test('the sagitta of a round pipe is at most 3 cm', () => {
  for (const d of [0.1, 0.5, 1.2, 2, 3, 6.2])
    expect((d / 2) * (1 - Math.cos(Math.PI / sidesOfRound(d)))).toBeLessThan(0.03);
});
