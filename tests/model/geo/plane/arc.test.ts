import { expect, test } from 'vitest';
import { arcOfBulge, arcPlaces, arcThrough, chordsOf, wholeCircle } from '../../../../model/geo/plane/arc.ts';
import type { Point } from '../../../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../../../model/geo/plane/ring.ts';

test('a whole circle loses at most 0.02 % of its area, and its chords stay within 5 mm', () => {
  for (const radius of [0.5, 20, 3000]) {
    const ring = arcPlaces(wholeCircle([500_000, 5_900_000], [500_000 + radius, 5_900_000]));
    const near = ring.map(([x, y]): Point => [x - 500_000, y - 5_900_000]);
    expect(signedAreaM2(near) / (Math.PI * radius ** 2)).toBeGreaterThan(0.9997);
    const [a, b] = near;
    expect(radius - Math.hypot((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)).toBeLessThan(0.005);
  }
});

test('an arc through three places turns the way that they run', () => {
  const left = arcThrough([10, 0], [0, 10], [-10, 0]);
  expect(left).toMatchObject({ centre: [0, 0], radius: 10 });
  expect(left?.turnRad).toBeCloseTo(Math.PI, 12);
  expect(arcThrough([-10, 0], [0, 10], [10, 0])?.turnRad).toBeCloseTo(-Math.PI, 12);
  expect(arcThrough([10, 0], [0, -10], [0, 10])?.turnRad).toBeCloseTo(-1.5 * Math.PI, 12);
});

test('three places on a line are no arc; a start that is the end is a circle', () => {
  expect(arcThrough([0, 0], [5, 0], [10, 0])).toBeNull();
  expect(arcThrough([0, 0], [5, 1e-9], [10, 0])).toBeNull();
  expect(arcThrough([0, 0], [8, 0], [0, 0])).toMatchObject({ centre: [4, 0], radius: 4, turnRad: 2 * Math.PI });
});

test('a bulge of one is half a circle to the left', () => {
  const arc = arcOfBulge([0, 0], [10, 0], 1);
  expect(arc.centre[0]).toBeCloseTo(5);
  expect(arc.turnRad).toBeCloseTo(Math.PI);
  const [x, y] = arcPlaces(arc, 2)[1];
  expect([x, y]).toEqual([expect.closeTo(5), expect.closeTo(-5)]);
});

test('the chords of a drawing keep to its own tolerance', () => {
  const circle = wholeCircle([0, 0], [20_000, 0]);
  expect(chordsOf(circle, { offset: 0.005, turnRad: Math.PI / 6 }, 0.001)).toBe(141);
});
