import { expect, test } from 'vitest';
import { countFiles, percentile, sharePct } from './figure.ts';

test('a percentile is one of the values', () => {
  const oneToHundred = Array.from({ length: 100 }, (_, at) => at + 1);
  expect(percentile(oneToHundred, 95)).toBe(95);
  expect(percentile([10, 1], 95)).toBe(10);
  expect(percentile([], 95)).toBe(0);
});

test('a share is in percent, and that of nothing is 0', () => {
  expect(sharePct(1, 4)).toBe(25);
  expect(sharePct(0, 0)).toBe(0);
});

test('a file counts once however often it offends', () => {
  const places = [1, 2].map((line) => ({ path: 'src/a.ts', line, what: 'x' }));
  expect(countFiles([...places, { path: 'src/b.ts', line: 1, what: 'x' }])).toBe(2);
});
