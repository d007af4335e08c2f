import { describe, expect, test } from 'vitest';
import { drawnWidthPx, SLENDER, SLENDER_LEFT, SLENDER_WIDENED, slenderOpacity } from '../../src/view/slender.ts';

/** Width in the picture of a thing at a distance: 60 degrees over 720 rows, as the globe draws. */
const widthPx = (widthM: number, distanceM: number): number => (widthM * 720) / (2 * distanceM * Math.tan(Math.PI / 6));

describe('how slender things are drawn by their width in the picture', () => {
  test('from 1.5 px on they are what they are', () => {
    expect(slenderOpacity(1.5)).toBe(1);
    expect(slenderOpacity(40)).toBe(1);
    expect(drawnWidthPx(40)).toBe(40);
  });

  test('below they fade in proportion and keep the width of a pixel', () => {
    expect(slenderOpacity(0.75)).toBeCloseTo(0.5);
    expect(drawnWidthPx(0.75)).toBe(SLENDER.leastPx);
    expect(SLENDER.leastPx).toBeGreaterThanOrEqual(1);
  });

  test('below a quarter of a pixel they are left out, and they do not leave at a stroke', () => {
    expect(slenderOpacity(0.25)).toBe(0);
    expect(slenderOpacity(0.1)).toBe(0);
    expect(slenderOpacity(0.26)).toBeLessThan(0.01);
  });

  test('farther is never stronger', () => {
    for (let distanceM = 10; distanceM < 3000; distanceM *= 1.05)
      expect(slenderOpacity(widthPx(0.3, distanceM * 1.05))).toBeLessThanOrEqual(
        slenderOpacity(widthPx(0.3, distanceM)),
      );
  });

  test.each([
    ['a lamp post of 17 cm', 0.17, 60, 1],
    ['a lamp post of 17 cm', 0.17, 600, 0],
    ['a cable of 30 cm', 0.3, 120, 1],
    ['a cable of 30 cm', 0.3, 1500, 0],
    ['a mast of 2 m', 2, 800, 1],
  ])('%s: %d m wide at %d m', (_, widthM, distanceM, opacity) => {
    expect(slenderOpacity(widthPx(widthM, distanceM))).toBe(opacity);
  });
});

test('shaders go by the same figures', () => {
  expect(SLENDER_LEFT).toContain(`px / ${SLENDER.fadesPx.toFixed(4)}`);
  expect(SLENDER_LEFT).toContain(`smoothstep(${SLENDER.gonePx.toFixed(4)}, ${SLENDER.wholePx.toFixed(4)}, px)`);
  expect(SLENDER_WIDENED).toContain(SLENDER.leastPx.toFixed(4));
});
