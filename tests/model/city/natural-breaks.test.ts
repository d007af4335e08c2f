import { expect, test } from 'vitest';
import { exactNaturalBreaks } from '../../../model/city/natural-breaks.ts';

/** Squared differences from the means of their classes; `breaks` are the first values of all classes but the lowest. */
function squares(sorted: readonly number[], breaks: readonly number[]): number {
  const limits = [...breaks, Number.POSITIVE_INFINITY];
  return limits.reduce((sum, to, k) => {
    const own = sorted.filter((value) => value < to && value >= (limits[k - 1] ?? Number.NEGATIVE_INFINITY));
    const mean = own.reduce((a, b) => a + b, 0) / own.length;
    return sum + own.reduce((a, b) => a + (b - mean) ** 2, 0);
  }, 0);
}

/** All ways of so many limits among distinct values. */
function* partitions(values: readonly number[], limits: number, from = 1): Generator<number[]> {
  if (limits === 0) yield [];
  else
    for (let i = from; i < values.length; i++)
      for (const rest of partitions(values, limits - 1, i + 1)) yield [values[i], ...rest];
}

test('4, 5, 9, 10 fall into two pairs', () => {
  expect(exactNaturalBreaks([4, 5, 9, 10], 2)).toEqual([9]);
});

test('no partition of a small set is better, whatever the set', () => {
  let seed = 11;
  const next = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  for (let round = 0; round < 120; round++) {
    const sorted = Array.from({ length: 6 + Math.floor(8 * next()) }, () => Math.floor(1000 * next() ** 3)).sort(
      (a, b) => a - b,
    );
    const values = [...new Set(sorted)];
    const classes = Math.min(values.length, 2 + Math.floor(4 * next()));
    const best = Math.min(...[...partitions(values, classes - 1)].map((breaks) => squares(sorted, breaks)));
    const found = exactNaturalBreaks(sorted, classes);
    expect(found.length).toBe(classes - 1);
    expect(squares(sorted, found)).toBeLessThanOrEqual(best * (1 + 1e-9) + 1e-9);
  }
});

test('large values lose no digits, and few values have a class each', () => {
  const far = [4, 5, 9, 10].map((value) => value + 1e9);
  expect(exactNaturalBreaks(far, 2)).toEqual([9 + 1e9]);
  expect(exactNaturalBreaks([3, 3, 3], 4)).toEqual([]);
  expect(exactNaturalBreaks([1, 2, 2, 7], 9)).toEqual([2, 7]);
  expect(exactNaturalBreaks([], 3)).toEqual([]);
});
