import { expect, test } from 'vitest';
import { CRANE_HEAD_M, towerCrane } from '../../../demo/site/tower-crane.ts';
import { PATTERNS, RAILING, SLENDER_SIZE } from '../../../model/city/slender.ts';
import { bar, lattice, railing } from '../../../tiles/shape/slender-parts.ts';
import type { Face } from '../../../tiles/shape/solid.ts';

interface Vertex {
  at: readonly number[];
  out: number[];
  widthM: number;
  pattern: number;
  across: number;
  along: number;
}

const verticesOf = (faces: readonly Face[]): Vertex[] =>
  faces.flatMap(({ ring, slender = [] }) =>
    ring.map((at, i) => {
      const own = slender.slice(SLENDER_SIZE * i, SLENDER_SIZE * (i + 1));
      const [widthM, pattern, across, along] = own.slice(3);
      return { at, out: own.slice(0, 3), widthM, pattern, across, along };
    }),
  );

test('a bar has four sides, each vertex of which is widened away from the axis', () => {
  const faces = bar([0, 0, 0], [0, 0, 10], 0.2, [1, 0]);
  expect(faces).toHaveLength(4);
  for (const { at, out, widthM, pattern } of verticesOf(faces)) {
    expect(widthM).toBe(0.2);
    expect(pattern).toBe(PATTERNS.bar);
    expect(Math.hypot(...out)).toBeCloseTo(1);
    expect(out[0] * at[0] + out[1] * at[1]).toBeCloseTo(0.1 * Math.SQRT2);
  }
});

test('a lattice of 2 m over 30 m is 16 panels long, whole zigzags, and has four sides or three', () => {
  const mast = lattice([0, 0, 0], [0, 0, 30], [2, 2], [2, 2], [1, 0]);
  expect(mast).toHaveLength(4);
  expect(lattice([0, 0, 0], [30, 0, 0], [1, 1.2], [1, 1.2], [0, 1], 'triangle')).toHaveLength(3);
  for (const { at, across, along } of verticesOf(mast)) {
    expect([0, 1]).toContain(across);
    expect(along).toBe(at[2] > 15 ? 16 : 0);
  }
});

test('a railing has a post each 2 m, over its joints too', () => {
  const vertices = verticesOf(
    railing([
      [0, 0, 5],
      [3, 0, 5],
      [10, 0, 5],
    ]),
  );
  for (const { at, along } of vertices) expect(along).toBeCloseTo(at[0] / RAILING.postM);
  expect(Math.max(...vertices.map(({ at }) => at[2]))).toBeCloseTo(5 + RAILING.heightM);
});

const CRANE = { at: [10, 20], groundM: 30, jibM: 80, reachM: 60, headingDeg: 35 } as const;
const crane = () => towerCrane({ ...CRANE, at: [...CRANE.at] });

test('a tower crane keeps to its heights and its reach', () => {
  const places = crane().flatMap(({ ring }) => ring);
  const heights = places.map(([, , z]) => z);
  expect(Math.max(...heights)).toBeLessThanOrEqual(CRANE.jibM + CRANE_HEAD_M + 0.1);
  expect(Math.min(...heights)).toBeCloseTo(CRANE.groundM - 1.2);
  const far = Math.max(...places.map(([x, y]) => Math.hypot(x - 10, y - 20)));
  expect(far).toBeGreaterThan(CRANE.reachM - 0.1);
  expect(far).toBeLessThan(CRANE.reachM + 0.2);
});

test('a tower crane is the same each time, in fewer than 250 triangles', () => {
  expect(crane()).toEqual(crane());
  expect(crane().reduce((sum, { ring }) => sum + ring.length - 2, 0)).toBeLessThan(250);
});

test('mast and jib of a tower crane are lattices, its ropes and pendants bars', () => {
  const count = (pattern: number) => verticesOf(crane()).filter((vertex) => vertex.pattern === pattern).length / 4;
  expect(count(PATTERNS.lattice)).toBe(4 + 4 + 3 + 3);
  expect(count(PATTERNS.bar)).toBe(4 * (4 + 2));
});
