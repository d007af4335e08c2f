import { expect, test } from 'vitest';
import { isConvex, mendedVertices } from '../../../readers/cityjson/mend-surface.ts';

const surface = (...rings: [number, number, number][][]) => ({
  at: Float64Array.from(rings.flat(2)),
  ends: rings.map((_, r) => rings.slice(0, r + 1).reduce((sum, ring) => sum + ring.length, 0)),
});

test('a roof of North Rhine-Westphalia whose ridge crosses itself by a centimetre loses the needle', () => {
  // DENW28AL0000729B, polygon …_2_10, about its first corner.
  const roof = surface([
    [0, 0, 0],
    [-3.017, -0.122, -2.341],
    [-2.813, -6.154, -2.341],
    [0.224, -6.028, -0.009],
    [0.278, -7.883, 0],
    [0.311, -9.023, -0.006],
    [0.318, -9.023, 0],
  ]);
  expect(mendedVertices(roof)).toEqual({ kept: [[0, 1, 2, 3]], isCrossing: false });
});

test('a wall that a program cut with sides that run out and back on each other has them no more', () => {
  // Of the same tile: 1.6 m² of wall under a gap of 8 m that is a millimetre wide.
  const wall = surface([
    [0, 0, 0],
    [0.001, 0, -8.375],
    [-1.635, -0.104, -8.375],
    [-1.635, -0.104, -10.15],
    [0.001, 0, -10.15],
  ]);
  expect(mendedVertices(wall)).toEqual({ kept: [[1, 2, 3, 4]], isCrossing: false });
});

test('rings that do not cross stay as they are, bent or with a court', () => {
  const bent = surface([
    [0, 0, 0],
    [10, 0, 0],
    [10, 5, 1],
    [10, 10, 0],
    [0, 10, 2],
  ]);
  expect(mendedVertices(bent)).toEqual({ kept: [[0, 1, 2, 3, 4]], isCrossing: false });
  const court = surface(
    [
      [0, 0, 0],
      [10, 0, 0],
      [10, 0, 10],
      [0, 0, 10],
    ],
    [
      [2, 0, 2],
      [2, 0, 4],
      [4, 0, 4],
      [4, 0, 2],
    ],
  );
  expect(mendedVertices(court)).toEqual({
    kept: [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ],
    isCrossing: false,
  });
});

test('what turns one way once around, straight corners and all, needs no more looking at', () => {
  const isPlain = (...ring: [number, number, number][]) => isConvex(Float64Array.from(ring.flat()), ring.length);
  expect(isPlain([0, 0, 0], [5, 0, 0], [10, 0, 0], [10, 0, 8], [0, 0, 8])).toBe(true);
  expect(isPlain([0, 0, 0], [10, 0, 0], [10, 10, 0], [2, 8, 0])).toBe(true);
  // An L, a wall with a spike under it, a star of five points, a bow tie.
  expect(isPlain([0, 0, 0], [10, 0, 0], [10, 4, 0], [4, 4, 0], [4, 10, 0], [0, 10, 0])).toBe(false);
  expect(isPlain([0, 0, 0], [4, 0, 0], [4, 0, 3], [0, 0, 3], [0, 0, -6])).toBe(false);
  const star = [0, 2, 4, 1, 3].map((k): [number, number, number] => [
    Math.cos((2 * Math.PI * k) / 5) - 1,
    Math.sin((2 * Math.PI * k) / 5),
    0,
  ]);
  expect(isPlain(...star)).toBe(false);
  expect(isPlain([0, 0, 0], [10, 10, 0], [10, 0, 0], [0, 9, 0])).toBe(false);
});

test('a bow tie has no triangles that are right, and is told', () => {
  const tie = surface([
    [0, 0, 0],
    [10, 10, 0],
    [10, 0, 0],
    [0, 9, 0],
  ]);
  expect(mendedVertices(tie).isCrossing).toBe(true);
});
