import { expect, test } from 'vitest';
import { signedAreaM2, widened } from '../../../model/geo/ring.ts';

test('a rectangle is widened on all sides', () => {
  const ring = [
    [0, 0],
    [10, 0],
    [10, 4],
    [0, 4],
  ] as const;
  expect(widened(ring, 1)).toEqual([
    [-1, -1],
    [11, -1],
    [11, 5],
    [-1, 5],
  ]);
});

test('a convex ring grows by its edges and the corners between them', () => {
  const hexagon = Array.from({ length: 6 }, (_, i) => [
    ...[20 * Math.cos((i * Math.PI) / 3), 20 * Math.sin((i * Math.PI) / 3)],
  ]) as unknown as [number, number][];
  // Its inner radius grows from 17.32 to 18.32 m: area 2√3 r².
  expect(signedAreaM2(widened(hexagon, 1))).toBeCloseTo(2 * Math.sqrt(3) * (10 * Math.sqrt(3) + 1) ** 2, 6);
});
