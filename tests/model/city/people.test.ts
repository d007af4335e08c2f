import { expect, test } from 'vitest';
import type { Triangle } from '../../../model/city/layer-areas.ts';
import { apportioned, insideRatio, peopleWithin, piecesOf } from '../../../model/city/people.ts';

/** The unit square as two triangles, laid at (x, y). */
const square = (x: number, y: number): Triangle[] => [
  [
    [x, y],
    [x + 1, y],
    [x + 1, y + 1],
  ],
  [
    [x, y],
    [x + 1, y + 1],
    [x, y + 1],
  ],
];

test('people are shared out whole, by the largest remainders, and none is lost', () => {
  // 10 × (5, 3, 3) / 11 = 4.55, 2.73, 2.73: eight are sure, the two largest remainders get one more.
  expect(apportioned(10, [5, 3, 3])).toEqual([4, 3, 3]);
  expect(apportioned(1, [1, 1])).toEqual([1, 0]);
  expect(apportioned(2.5, [1, 3])).toEqual([1, 1.5]);
  expect(apportioned(7, [0, 2, 0])).toEqual([0, 7, 0]);
  expect(apportioned(7, [0, 0])).toEqual([0, 0]);
  expect(apportioned(7, [])).toEqual([]);
});

test('an area on the edge counts by the part of it that lies inside', () => {
  const areas = [
    { people: 100, triangles: square(0, 0) },
    { people: 40, triangles: square(1, 0) },
    { people: 9, triangles: square(5, 5) },
  ];
  const ring = [
    [0, 0],
    [1.25, 0],
    [1.25, 1],
    [0, 1],
  ] as const;
  expect(insideRatio(areas[1], ring)).toBeCloseTo(0.25, 12);
  expect(peopleWithin(areas, ring)).toBeCloseTo(110, 10);
  // A ring that runs the other way, and one that is not convex: the square without its upper right quarter.
  expect(peopleWithin(areas, ring.toReversed())).toBeCloseTo(110, 10);
  const corner = [
    [0, 0],
    [1, 0],
    [1, 0.5],
    [0.5, 0.5],
    [0.5, 1],
    [0, 1],
  ] as const;
  expect(peopleWithin(areas, corner)).toBeCloseTo(75, 10);
});

test('pieces of an area cover it and are no larger than asked', () => {
  const pieces = piecesOf(square(0, 0), 0.2);
  expect(pieces.reduce((sum, { areaM2 }) => sum + areaM2, 0)).toBeCloseTo(1, 12);
  expect(pieces).toHaveLength(8);
  expect(Math.max(...pieces.map(({ areaM2 }) => areaM2))).toBeLessThanOrEqual(0.2);
});
