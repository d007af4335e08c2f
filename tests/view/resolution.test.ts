import { expect, test } from 'vitest';
import { MAX_DRAWN_PX, resolutionScale } from '../../src/view/globe/resolution.ts';

test('a window is drawn with the pixels of its screen, two a page pixel at most', () => {
  expect(resolutionScale(1920, 1080, 1, 16_384)).toBe(1);
  expect(resolutionScale(390, 844, 3, 16_384)).toBeCloseTo(2 / 3, 12);
  expect(resolutionScale(3840, 2160, 1, 16_384)).toBe(1);
});

test('a wall is drawn within the pixels of a 4K screen, and within the card’s longest side', () => {
  const scale = resolutionScale(7680, 2160, 1, 16_384);
  expect(7680 * scale * 2160 * scale).toBeCloseTo(MAX_DRAWN_PX, 3);
  expect(7680 * resolutionScale(7680, 400, 1, 4096)).toBe(4096);
  expect(3840 * 2 * resolutionScale(3840, 1080, 2, 16_384)).toBeLessThanOrEqual(7680);
  expect(resolutionScale(0, 0, 1, 4096)).toBe(1);
});
