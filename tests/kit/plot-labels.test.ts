import { expect, test } from 'vitest';
import { NEAR_PX, placeLabels } from '../../src/kit/plot-labels.ts';

const overlaps = (a: { x: number; y: number }, b: { x: number; y: number }) =>
  Math.abs(a.x - b.x) < 12 && Math.abs(a.y - b.y) < 14;

test('a lone point has its letter above it, one at the upper edge below', () => {
  expect(placeLabels([{ x: 50, y: 50 }], 6, 100, 100)).toEqual([{ x: 50, y: 50 - NEAR_PX }]);
  const [{ x, y }] = placeLabels([{ x: 50, y: 15 }], 6, 100, 100);
  expect([x, y].map(Math.round)).toEqual([50, 15 + NEAR_PX]);
});

test('letters of points that lie together stay apart, off the points and inside the frame', () => {
  const together = Array.from({ length: 12 }, (_, i) => ({ x: 200 + (i % 3), y: 60 + (i % 2) }));
  const labels = placeLabels(together, 6, 324, 122);
  for (const [i, label] of labels.entries()) {
    for (const other of labels.slice(i + 1)) expect(overlaps(label, other)).toBe(false);
    for (const point of together) expect(Math.hypot(label.x - point.x, label.y - point.y)).toBeGreaterThan(11);
    expect(label.y).toBeGreaterThan(7);
    expect(label.y).toBeLessThan(115);
  }
});
