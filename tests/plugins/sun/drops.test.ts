import { expect, test } from 'vitest';
import { dropsAbout, RAIN, SNOW } from '../../../src/plugins/sun/scene/drops.ts';

test('drops stand in a cube about the eye, the same for the same eye and second', () => {
  const drops = dropsAbout([1200, -340, 60], 12.5, RAIN);
  expect(drops).toHaveLength(RAIN.count);
  expect(Math.max(...drops.flat().map(Math.abs))).toBeLessThanOrEqual(RAIN.boxM / 2);
  expect(dropsAbout([1200, -340, 60], 12.5, RAIN)).toEqual(drops);
  for (const axis of [0, 1, 2]) {
    const sum = drops.reduce((all, drop) => all + drop[axis], 0);
    expect(Math.abs(sum / drops.length)).toBeLessThan(RAIN.boxM / 20);
  }
});

test('they fall with the clock, and one who moves goes through them', () => {
  const eye = [0, 0, 0] as [number, number, number];
  const before = dropsAbout(eye, 1, SNOW);
  const after = dropsAbout(eye, 1.1, SNOW);
  const fallen = before.filter(([, , up], i) => Math.abs(after[i][2] - (up - 0.13)) < 1e-6);
  expect(fallen.length).toBeGreaterThan(SNOW.count * 0.98);
  const moved = dropsAbout([2, 0, 0], 1, SNOW);
  const passed = before.filter(([east], i) => Math.abs(moved[i][0] - (east - 2)) < 1e-6);
  expect(passed.length).toBeGreaterThan(SNOW.count * 0.85);
});
