import { expect, test } from 'vitest';
import { halfFloat } from '../../../model/runs/half-float.ts';
import { drawnDepthM } from '../../../src/plugins/flood/flood-depth.ts';

/** 2 × 2 cells of 10 m; half floats: 1 = 0x3c00, 2 = 0x4000, −1 (no water) = 0xbc00. */
const GRID = { columns: 2, rows: 2, cellM: 10, westM: 100, southM: 50 };
const cells = (...depths: number[]) => Uint16Array.from(depths.flatMap((depth) => [depth, 0, 0, 0]));
const EVEN = cells(0x3c00, 0xbc00, 0x4000, 0);
const ODD = cells(0x4000, 0xbc00, 0x4000, 0x3c00);

test('the depth of a cell lies between its two frames by the share of the odd one', () => {
  const drawn = { even: EVEN, odd: ODD, oddRatio: 0.25 };
  expect(drawnDepthM(GRID, drawn, 105, 55)).toBe(1.25);
  expect(drawnDepthM(GRID, drawn, 105, 65)).toBe(2);
  expect(drawnDepthM(GRID, drawn, 119.9, 69.9)).toBe(0.25);
});

test('where it is dry, beside the raster, or nothing was drawn yet there is no depth', () => {
  const drawn = { even: EVEN, odd: ODD, oddRatio: 0.5 };
  expect(drawnDepthM(GRID, drawn, 115, 55)).toBeNull();
  expect(drawnDepthM(GRID, drawn, 99, 55)).toBeNull();
  expect(drawnDepthM(GRID, drawn, 121, 55)).toBeNull();
  expect(drawnDepthM(GRID, { even: null, odd: ODD, oddRatio: 0 }, 105, 55)).toBeNull();
});

test('half floats: one third, the smallest, and infinity', () => {
  expect(halfFloat(0x3555)).toBeCloseTo(1 / 3, 3);
  expect(halfFloat(1)).toBe(2 ** -24);
  expect(halfFloat(0x7c00)).toBe(Number.POSITIVE_INFINITY);
});
