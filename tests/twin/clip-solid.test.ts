import { expect, test } from 'vitest';
import { signedAreaM2 } from '../../model/geo/plane/ring.ts';
import type { SurfacePoint } from '../../model/geo/surface-point.ts';
import { clipSolidOf, isCutOff } from '../../src/twin/underground.ts';

const at = (eastM: number, northM: number, upM: number) => ({ enu: [eastM, northM, upM] }) as unknown as SurfacePoint;

test('a solid is convex, runs anticlockwise and reaches below the lowest and above the highest of its corners', () => {
  // Clockwise, with a corner that lies inside.
  const solid = clipSolidOf([at(0, 0, 4), at(0, 100, 9), at(50, 60, 2), at(100, 100, 5), at(100, 0, 5)]);
  expect(solid?.ringM).toHaveLength(4);
  expect(signedAreaM2(solid?.ringM ?? [])).toBe(10_000);
  expect(solid?.fromUpM).toBeLessThan(2);
  expect(solid?.toUpM).toBeGreaterThan(9 + 100);
});

test('corners on one line span nothing', () => {
  expect(clipSolidOf([at(0, 0, 0), at(10, 0, 0), at(20, 0, 0)])).toBeNull();
  expect(clipSolidOf([at(0, 0, 0), at(10, 5, 0)])).toBeNull();
});

test('ground beyond a solid that keeps its inside is cut off; of one that keeps its outside none is', () => {
  const inside = clipSolidOf([at(0, 0, 0), at(0, 100, 0), at(100, 100, 0), at(100, 0, 0)]);
  const middle = { eastM: 50, northM: 50 };
  const beyond = { eastM: 150, northM: 50 };
  expect([middle, beyond].map((place) => isCutOff({ clipSolid: inside }, place))).toEqual([false, true]);
  const outside = inside && { ...inside, keeps: 'outside' as const };
  expect([middle, beyond].map((place) => isCutOff({ clipSolid: outside }, place))).toEqual([false, false]);
  expect(isCutOff({ clipSolid: null }, beyond)).toBe(false);
});
