import { expect, test } from 'vitest';
import { limitText } from '../../../src/plugins/scheme-design/limit-text.ts';

test('a limit of several parcels is written once, or from the least to the most, with the side that it holds from', () => {
  expect(limitText('far', [2.5, 2.5])).toBe('≤\u20092.50');
  expect(limitText('far', [3, 2, 2.5])).toBe('≤\u20092.00–3.00');
  expect(limitText('greenPct', [30])).toMatch(/^≥\u200930/);
});
