import { afterEach, expect, test, vi } from 'vitest';
import { wallScale } from '../../../src/plugins/feeds/scene/globe/wall-scale.ts';

afterEach(() => vi.unstubAllGlobals());

function letters(fontSize: string): void {
  vi.stubGlobal('document', { documentElement: {} });
  vi.stubGlobal('getComputedStyle', () => ({ fontSize }));
}

test('marks grow with the letters of a wall, never shrink, and stay as they are on a desk', () => {
  letters('29.16px');
  expect(wallScale(true)).toBeCloseTo(1.8225, 6);
  expect(wallScale(false)).toBe(1);
  letters('12px');
  expect(wallScale(true)).toBe(1);
});
