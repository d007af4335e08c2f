import { expect, test } from 'vitest';
import { classBreaks, countClasses, histogramOf } from '../../../model/city/breaks.ts';
import { BREAK_METHODS, type BreakMethod } from '../../../model/city/catalogue.ts';

const breaksOf = (values: ArrayLike<number>, method?: BreakMethod) => classBreaks(values, method).breaks;
const range = (count: number, value: (i: number) => number) => Float64Array.from({ length: count }, (_, i) => value(i));

test('an even spread is parted by round limits of one step', () => {
  expect(breaksOf(range(101, (i) => i))).toEqual([20, 40, 60, 80]);
  expect(breaksOf(range(61, (i) => i / 100))).toEqual([0.1, 0.2, 0.3, 0.4, 0.5]);
  expect(breaksOf(range(140, (i) => 1950 + i / 2))).toEqual([1960, 1970, 1980, 1990, 2000, 2010]);
});

test('quantiles of a skewed spread hold about a seventh each', () => {
  const heights = range(7000, (i) => 3 + 3 * (7000 / (7000 - i)));
  const breaks = breaksOf(heights, 'quantile');
  expect(breaks.length).toBe(6);
  const shares = [...breaks, Number.POSITIVE_INFINITY].map(
    (limit, k) => heights.filter((h) => h < limit && h >= (breaks[k - 1] ?? 0)).length / heights.length,
  );
  for (const share of shares) expect(Math.abs(share - 1 / 7)).toBeLessThan(0.06);
  for (const limit of breaks) expect(String(limit).length).toBeLessThanOrEqual(4);
});

test('a skewed spread is parted where its values leave gaps: seven heaps of any size, a class each', () => {
  const heaps = [4, 12, 40, 80, 150, 260, 500];
  const sizes = [6000, 2000, 400, 90, 40, 8, 3];
  const heights = Float64Array.from(
    heaps.flatMap((heap, k) => Array.from({ length: sizes[k] }, (_, i) => heap + (i % 3))),
  ).sort();
  const { breaks, method } = classBreaks(heights);
  expect(method).toBe('natural');
  expect(countClasses(heights, breaks)).toEqual(sizes);
});

test('one value, no value and few values', () => {
  expect(breaksOf([])).toEqual([]);
  expect(breaksOf([4, 4, 4])).toEqual([]);
  expect(breaksOf([1, 1, 2, 5])).toEqual([2, 5]);
});

test('no more than six limits, rising, inside the extent, whatever comes', () => {
  let seed = 7;
  const next = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  for (let round = 0; round < 300; round++) {
    const spread = 10 ** (8 * next() - 4);
    const values = range(5 + Math.floor(200 * next()), () => spread * (next() ** (1 + 4 * next()) - 0.3)).sort();
    for (const method of BREAK_METHODS) {
      const breaks = breaksOf(values, method);
      expect(breaks.length).toBeLessThanOrEqual(6);
      breaks.forEach((limit, i) => {
        expect(limit).toBeGreaterThan(breaks[i - 1] ?? values[0]);
        expect(limit).toBeLessThanOrEqual(values[values.length - 1]);
      });
    }
  }
});

test('a histogram counts every value once and lets the last bin take a long tail', () => {
  expect(histogramOf([0, 1, 1, 2, 3, 4], 4)).toEqual({ from: 0, to: 4, counts: [1, 2, 1, 2] });
  const tailed = histogramOf(
    Float64Array.from({ length: 1000 }, (_, i) => (i === 999 ? 500 : i / 100)),
    10,
  );
  expect(tailed.to).toBeLessThan(10);
  expect(tailed.counts.reduce((sum, count) => sum + count)).toBe(1000);
  expect(histogramOf([7, 7], 4).counts).toEqual([2, 0, 0, 0]);
});
