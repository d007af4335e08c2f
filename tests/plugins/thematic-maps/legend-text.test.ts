import { expect, test } from 'vitest';
import { words } from '../../../src/kit/words.ts';
import { classText } from '../../../src/plugins/thematic-maps/legend-text.ts';

test('a class is written from its lower to its upper limit; one of a single value is that value', () => {
  const t = words.in('en');
  const of = () => '';
  const written = (from: number, to: number, spread: { min: number; max: number }) =>
    classText(
      { from, to, word: null, counts: [1] } as unknown as Parameters<typeof classText>[0],
      spread as unknown as Parameters<typeof classText>[1],
      { t, of } as unknown as Parameters<typeof classText>[2],
    );
  expect(written(3, 9, { min: 3, max: 30 })).toBe('3–9');
  expect(written(9, 9, { min: 9, max: 9 })).toBe('9');
});
