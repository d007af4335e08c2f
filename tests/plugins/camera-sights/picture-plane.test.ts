import { expect, test } from 'vitest';
import { planeTransform } from '../../../src/plugins/camera-sights/scene/picture-plane.ts';

/** Where CSS puts a point of the element by a column-major 4 × 4. */
function placed(m: readonly number[], x: number, y: number): number[] {
  const w = m[3] * x + m[7] * y + m[15];
  return [(m[0] * x + m[4] * y + m[12]) / w, (m[1] * x + m[5] * y + m[13]) / w];
}

test('the corners of a picture come onto the four points, and straight lines stay straight', () => {
  const points = [
    { x: 100, y: 300 },
    { x: 420, y: 340 },
    { x: 400, y: 90 },
    { x: 130, y: 120 },
  ];
  const m = planeTransform(480, 270, points) ?? [];
  const at = [
    [0, 270],
    [480, 270],
    [480, 0],
    [0, 0],
  ].map(([x, y]) => placed(m, x, y));
  at.forEach(([x, y], i) => {
    expect(x).toBeCloseTo(points[i].x, 6);
    expect(y).toBeCloseTo(points[i].y, 6);
  });
  // The diagonals of a plane meet in the picture of its middle.
  const [mx, my] = placed(m, 240, 135);
  const cross = (a: { x: number; y: number }, b: { x: number; y: number }) =>
    (b.x - a.x) * (my - a.y) - (b.y - a.y) * (mx - a.x);
  expect(cross(points[0], points[2])).toBeCloseTo(0, 6);
  expect(cross(points[1], points[3])).toBeCloseTo(0, 6);
});

test('seen edge on there is no picture', () => {
  const line = [0, 1, 2, 3].map((i) => ({ x: 100 * i, y: 50 * i }));
  expect(planeTransform(480, 270, line)).toBeNull();
});
