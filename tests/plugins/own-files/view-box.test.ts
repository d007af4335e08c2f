import { expect, test } from 'vitest';
import { viewBox } from '../../../src/plugins/own-files/view-box.ts';

const at = (lonDeg: number, latDeg: number) => ({ lonLat: { lonDeg, latDeg } });

test('the box of a view is that of its ground; sky is left out, and what is far away stops at a fifth of a degree', async () => {
  const flat = await viewBox(async (x, y) => at(108 + x / 100_000, 34 + y / 100_000), 1000, 800);
  expect(flat?.map((axis) => Number(axis.toFixed(6)))).toEqual([108.0005, 34.0004, 108.0095, 34.0076]);
  const horizon = await viewBox(async (x, y) => (y < 100 ? null : at(108 + (x - 500) / 100, 34)), 1000, 800);
  expect(horizon).toEqual([107.8, 34, 108.2, 34]);
  expect(await viewBox(async () => null, 1000, 800)).toBeNull();
});
