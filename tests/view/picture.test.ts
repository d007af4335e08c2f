import { expect, test } from 'vitest';
import { litShareRatio, mixOf, nightRatio } from '../../src/view/globe/look.ts';
import { chooseLabels } from '../../src/view/label-choice.ts';
import { parseHex } from '../../src/view/tokens.ts';

test('day, dusk and night share the picture', () => {
  expect(mixOf(40, false)).toEqual([1, 0, 0]);
  expect(mixOf(-12, false)).toEqual([0, 0, 1]);
  expect(mixOf(1, false)).toEqual([0, 1, 0]);
  expect(mixOf(40, true)).toEqual([0, 0, 1]);
  for (const altitude of [-9, -5, -1, 2, 6, 11])
    expect(mixOf(altitude, false).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
});

test('30 % of windows are lit at 21:00 and 8 % at 02:00, none by day', () => {
  expect(litShareRatio(21)).toBeCloseTo(0.3);
  expect(litShareRatio(2)).toBeCloseTo(0.08);
  expect(litShareRatio(0)).toBeCloseTo(litShareRatio(23.999), 2);
  expect(nightRatio(30)).toBe(0);
  expect(nightRatio(-10)).toBe(1);
});

test('of labels that touch the first stays; no more than asked', () => {
  const box = (x: number, y: number) => ({ x, y, width: 80, height: 20 });
  expect(chooseLabels([box(0, 0), box(60, 10), box(0, 40), box(200, 0)], 10)).toEqual([true, false, true, true]);
  expect(chooseLabels([box(0, 0), box(200, 0), box(400, 0)], 2)).toEqual([true, true, false]);
});

test('a token is six hex digits, or three', () => {
  expect(parseHex('#FF8000')).toEqual([1, 128 / 255, 0]);
  expect(parseHex('#f80')).toEqual([1, 136 / 255, 0]);
  expect(parseHex('red')).toBeNull();
});
