import { expect, test } from 'vitest';
import { areasBesides, boundaryInBox, polygonInBox } from '../../../../model/geo/plane/area-in-box.ts';
import type { Box } from '../../../../model/geo/plane/box.ts';
import type { Point } from '../../../../model/geo/plane/point.ts';
import { isSimple, signedAreaM2 } from '../../../../model/geo/plane/ring.ts';

const BOX: Box = [0, 0, 10, 10];

const square = (x: number, y: number, size: number): Point[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];

const areaOf = (parts: readonly Point[][][]): number =>
  parts.reduce(
    (sum, [outer, ...holes]) =>
      sum + Math.abs(signedAreaM2(outer)) - holes.reduce((all, hole) => all + Math.abs(signedAreaM2(hole)), 0),
    0,
  );

test('a square over a corner keeps its quarter, one beside the box nothing, one around it the whole box', () => {
  expect(areaOf(polygonInBox([square(8, 8, 4)], BOX))).toBeCloseTo(4, 12);
  expect(polygonInBox([square(20, 20, 4)], BOX)).toEqual([]);
  expect(areaOf(polygonInBox([square(-5, -5, 20)], BOX))).toBeCloseTo(100, 12);
  expect(areaOf(polygonInBox([square(2, 2, 4), square(3, 3, 1)], BOX))).toBeCloseTo(15, 12);
});

test('a comb whose teeth reach in is a part a tooth, without an edge to and fro along the side', () => {
  const comb: Point[] = [[-2, 0.5]];
  for (const y of [1, 3, 5]) comb.push([-1, y], [4, y], [4, y + 1], [-1, y + 1]);
  comb.push([-2, 6.5], [-2, 0.5]);
  const parts = polygonInBox([comb], BOX);
  expect(parts).toHaveLength(3);
  expect(areaOf(parts)).toBeCloseTo(12, 12);
  for (const [outer] of parts) expect(isSimple(outer.slice(0, -1))).toBe(true);
});

test('two banks part a box in a river and its sides', () => {
  const banks: Point[][] = [
    [
      [-1, 4],
      [11, 4],
    ],
    [
      [11, 6],
      [-1, 6],
    ],
  ];
  const { pieces, rings, openEnds } = boundaryInBox(banks, BOX);
  expect([pieces.length, rings.length, openEnds.length]).toEqual([2, 0, 0]);
  const both = areasBesides(pieces, BOX);
  const sizes = [both?.first, both?.second].map((side) => areaOf((side ?? []).map((ring) => [ring])));
  expect(sizes.sort((a, b) => a - b).map((size) => Math.round(size))).toEqual([20, 80]);
});

test('a boundary that ends in the midst of the box parts nothing', () => {
  const { pieces, openEnds } = boundaryInBox(
    [
      [
        [-1, 5],
        [5, 5],
      ],
    ],
    BOX,
  );
  expect(openEnds).toEqual([[5, 5]]);
  expect(areasBesides(pieces, BOX)).toBeNull();
});
