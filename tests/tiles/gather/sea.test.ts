import { expect, test } from 'vitest';
import type { Box } from '../../../model/geo/plane/box.ts';
import type { Point } from '../../../model/geo/plane/point.ts';
import { seaOf } from '../../../tiles/gather/sea.ts';

const BOX: Box = [0, 0, 10, 10];

/** Less its holes, square degrees. */
function areaOf(polygons: Point[][][]): number {
  const twice = (ring: Point[]) => ring.slice(1).reduce((sum, [x, y], i) => sum + ring[i][0] * y - x * ring[i][1], 0);
  return polygons.reduce((sum, rings) => sum + rings.reduce((part, ring) => part + twice(ring) / 2, 0), 0);
}

test('land in the north: the sea is the south of the box, whichever way its ways are cut', () => {
  // From east to west the south is on the left; so the coast runs from west to east with land, the north, on its left.
  const coast: Point[][] = [
    [
      [5, 4],
      [12, 4],
    ],
    [
      [-2, 6],
      [5, 4],
    ],
  ];
  const { polygons, openEnds } = seaOf(coast, BOX);
  expect(openEnds).toBe(0);
  expect(polygons).toHaveLength(1);
  const atWest = 4 + (2 * 5) / 7;
  expect(areaOf(polygons)).toBeCloseTo(5 * 4 + (5 * (4 + atWest)) / 2, 9);
});

test('a bay cut by the edge in two is two seas; an island in one of them is its hole; a lagoon is water', () => {
  const square = (x: number, y: number, size: number): Point[] => [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
    [x, y],
  ];
  const coasts: Point[][] = [
    [
      [-1, 3],
      [3, 3],
      [3, -1],
    ],
    [
      [11, 6],
      [6, 6],
      [6, 11],
    ],
    square(1, 1, 1),
    square(4, 4, 1).reverse(),
  ];
  const { polygons } = seaOf(coasts, BOX);
  expect(polygons.map((rings) => rings.length)).toEqual([2, 1, 1]);
  expect(areaOf(polygons)).toBeCloseTo(9 - 1 + 16 + 1, 9);
});

test('islands alone: the whole box is sea but for them; no coast at all: no sea', () => {
  const island: Point[] = [
    [2, 2],
    [4, 2],
    [4, 4],
    [2, 4],
    [2, 2],
  ];
  expect(areaOf(seaOf([island], BOX).polygons)).toBeCloseTo(96, 9);
  expect(seaOf([], BOX).polygons).toEqual([]);
});

test('a coast that ends in the midst of the box tells no side, and is counted', () => {
  expect(
    seaOf(
      [
        [
          [-1, 5],
          [5, 5],
        ],
      ],
      BOX,
    ),
  ).toEqual({ polygons: [], ledOn: 0, openEnds: 1 });
});

test('one that ends just short of the edge is led on straight, and counted', () => {
  const { polygons, ledOn } = seaOf(
    [
      [
        [-1, 5],
        [9.99, 5],
      ],
    ],
    BOX,
  );
  expect(ledOn).toBe(1);
  expect(areaOf(polygons)).toBeCloseTo(50, 9);
});
