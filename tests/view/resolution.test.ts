import { expect, test } from 'vitest';
import { GLOBE_COSTS, MAX_DRAWN_PX } from '../../src/view/globe/quality/costs.ts';
import { pageErrorPx, resolutionScale } from '../../src/view/globe/quality/resolution.ts';

const fine = (maxSidePx: number) => ({ ...GLOBE_COSTS.fine, maxSidePx });

test('a window is drawn with the pixels of its screen, two a page pixel at most', () => {
  expect(resolutionScale(1920, 1080, 1, fine(16_384))).toBe(1);
  expect(resolutionScale(390, 844, 3, fine(16_384))).toBeCloseTo(2 / 3, 12);
  expect(resolutionScale(3840, 2160, 1, fine(16_384))).toBe(1);
});

test('a wall is drawn within the pixels of a 4K screen, and within the card’s longest side', () => {
  const scale = resolutionScale(7680, 2160, 1, fine(16_384));
  expect(7680 * scale * 2160 * scale).toBeCloseTo(MAX_DRAWN_PX, 3);
  expect(7680 * resolutionScale(7680, 400, 1, fine(4096))).toBe(4096);
  expect(3840 * 2 * resolutionScale(3840, 1080, 2, fine(16_384))).toBeLessThanOrEqual(7680);
  expect(resolutionScale(0, 0, 1, fine(4096))).toBe(1);
});

test('a coarser quality draws a page pixel once, and a 4K window with the pixels of a full HD one', () => {
  const fast = { ...GLOBE_COSTS.fast, maxSidePx: 16_384 };
  expect(resolutionScale(1280, 720, 2, fast)).toBe(0.5);
  expect(resolutionScale(3840, 2160, 1, fast)).toBe(0.5);
  expect(resolutionScale(640, 360, 0.25, fast)).toBe(1);
});

test('detail is that of the drawn pixels where the page has more of them, and never finer than was asked for', () => {
  expect(pageErrorPx(16, 0.5)).toBe(32);
  expect(pageErrorPx(16, 1)).toBe(16);
  expect(pageErrorPx(16, 2)).toBe(16);
});
