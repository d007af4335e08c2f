import { expect, test } from 'vitest';
import { HILL_ROWS, hillDeg, hillPath } from '../../src/view/hills.ts';

test('hills meet themselves after a whole turn and stay between their saddles and summits', () => {
  for (const row of HILL_ROWS) {
    expect(hillDeg(row, 0)).toBeCloseTo(hillDeg(row, 360), 9);
    for (let deg = 0; deg < 360; deg++) {
      expect(hillDeg(row, deg)).toBeGreaterThanOrEqual(row.lowDeg - 1e-9);
      expect(hillDeg(row, deg)).toBeLessThanOrEqual(row.highDeg + 1e-9);
    }
  }
});

test('a row stands on the horizon, as high as its angle says, from edge to edge', () => {
  const row = { highDeg: 2, lowDeg: 2, waves: [], toneRatio: 1 };
  const at = { headingDeg: 0, fovyDeg: 60, rightTan: 0, widthPx: 800, heightPx: 400, horizonPx: 150 };
  const path = hillPath(row, at);
  const pxPerTan = 200 / Math.tan(Math.PI / 6);
  const top = 150 - pxPerTan * Math.tan((2 * Math.PI) / 180);
  expect(path).toMatch(/^M0\.0 /);
  expect(path).toContain(`L800.0 ${top.toFixed(1)}V152.0H0Z`);
});
