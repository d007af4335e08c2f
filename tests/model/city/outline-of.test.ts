import { expect, test } from 'vitest';
import type { Triangle } from '../../../model/city/layer-areas.ts';
import { outlineOf } from '../../../model/city/outline-of.ts';
import type { Point } from '../../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../../model/geo/plane/ring.ts';

const quad = (a: Point, b: Point, c: Point, d: Point): Triangle[] => [
  [a, b, c],
  [a, c, d],
];

test('two triangles of a square come to its ring, which runs anticlockwise', () => {
  const [polygon, ...others] = outlineOf(quad([0, 0], [4, 0], [4, 4], [0, 4]));
  expect(others).toEqual([]);
  expect(polygon).toHaveLength(1);
  expect(polygon[0]).toHaveLength(4);
  expect(signedAreaM2(polygon[0])).toBe(16);
});

test('a frame of four quads comes to one polygon with a hole', () => {
  const outer: Point[] = [
    [0, 0],
    [6, 0],
    [6, 6],
    [0, 6],
  ];
  const inner: Point[] = [
    [2, 2],
    [4, 2],
    [4, 4],
    [2, 4],
  ];
  const triangles = outer.flatMap((corner, i) => quad(corner, outer[(i + 1) % 4], inner[(i + 1) % 4], inner[i]));
  const polygons = outlineOf(triangles);
  expect(polygons.map((rings) => rings.map((ring) => signedAreaM2(ring)))).toEqual([[36, -4]]);
});

test('two squares apart are two polygons', () => {
  const polygons = outlineOf([...quad([0, 0], [1, 0], [1, 1], [0, 1]), ...quad([5, 0], [7, 0], [7, 1], [5, 1])]);
  expect(polygons.map(([ring]) => signedAreaM2(ring))).toEqual([1, 2]);
});
