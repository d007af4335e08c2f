import { expect, test } from 'vitest';
import { areaOf, joinRings } from '../../../readers/vector-tiles/join-rings.ts';

const SIDE = 100;
const rectangle = (west: number, north: number, east: number, south: number): number[] => [
  ...[west, north, east, north],
  ...[east, south, west, south, west, north],
];
const reversed = (ring: readonly number[]): number[] =>
  Array.from({ length: ring.length / 2 }, (_, i) => ring.slice(ring.length - 2 * i - 2, ring.length - 2 * i)).flat();
const areas = (parts: number[][][] | null) => parts?.map((rings) => rings.map((ring) => areaOf(ring) / 2));

test('a square over four tiles is one ring without a corner in its middle', () => {
  const pieces = [
    [rectangle(50, 50, 100, 100)],
    [rectangle(100, 50, 150, 100)],
    [rectangle(50, 100, 100, 150)],
    [rectangle(100, 100, 150, 150)],
  ];
  const joined = joinRings(pieces, SIDE);
  expect(areas(joined)).toEqual([[10_000]]);
  expect(joined?.[0][0].some((_, i, all) => i % 2 === 0 && all[i] === 100 && all[i + 1] === 100)).toBe(false);
});

test('a ring about a tile corner keeps its hole; two houses that only face each other stay two', () => {
  const frame = [
    [[...[50, 50, 100, 50, 100, 70, 70, 70, 70, 130, 100, 130, 100, 150, 50, 150, 50, 50]]],
    [[...[100, 50, 150, 50, 150, 150, 100, 150, 100, 130, 130, 130, 130, 70, 100, 70, 100, 50]]],
  ];
  expect(areas(joinRings(frame, SIDE))).toEqual([[10_000, -3600]]);
  const apart = [[rectangle(50, 10, 100, 40)], [rectangle(100, 60, 150, 90)]];
  expect(areas(joinRings(apart, SIDE))).toEqual([[1500], [1500]]);
});

test('corners that two tiles rounded otherwise leave a step, no seam; a hole over the edge is one hole', () => {
  const steps = joinRings([[rectangle(50, 10, 100, 40)], [rectangle(100, 10.25, 150, 40.5)]], SIDE);
  expect(areas(steps)).toEqual([[1500 + 1512.5]]);
  const holed = [
    [rectangle(10, 10, 100, 90), reversed(rectangle(60, 40, 100, 60))],
    [rectangle(100, 10, 190, 90), reversed(rectangle(100, 40, 140, 60))],
  ];
  expect(areas(joinRings(holed, SIDE))).toEqual([[14_400, -1600]]);
});

test('pieces that do not close are not joined', () => {
  expect(joinRings([[[0.5, 0.5, 10, 0.5, 10, 10]]], SIDE)).toBeNull();
});
