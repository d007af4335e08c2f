import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutTo, rowsOf } from '../../../src/kit/film/film-caption.ts';
import { atWork } from '../../../src/plugins/build/film.ts';
import type { PlanRow } from '../../../src/plugins/build/schedule-controller.ts';

/** Every letter as wide as every other. */
const letters = (text: string) => [...text].length;

describe('a line of a caption', () => {
  test('that fits is left as it is', () => {
    expect(cutTo('Foundation', 10, letters)).toBe('Foundation');
  });

  test('that is too long ends in an ellipsis and fills its width', () => {
    expect(cutTo('Foundation', 6, letters)).toBe('Found…');
  });

  test('is never cut within a letter of two code units', () => {
    expect(cutTo('𠮷𠮷𠮷𠮷', 3, letters)).toBe('𠮷𠮷…');
  });

  test('fits whatever it says, wherever an ellipsis does', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 30 }), (text, most) => {
        expect(letters(cutTo(text, most, letters))).toBeLessThanOrEqual(most);
      }),
    );
  });
});

describe('the entries of a legend', () => {
  test('stand as many in a row as fit', () => {
    expect(rowsOf([40, 40, 40, 10], 100)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(rowsOf([50, 50], 100)).toEqual([[0, 1]]);
    expect(rowsOf([], 100)).toEqual([]);
  });

  test('have a row of their own where they are wider than the frame', () => {
    expect(rowsOf([10, 200, 10], 100)).toEqual([[0], [1], [2]]);
  });

  test('all stand there, in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 120 })), (widths) => {
        expect(rowsOf(widths, 100).flat()).toEqual(widths.map((_, i) => i));
      }),
    );
  });
});

test('at work is what has begun and not ended, no summaries, what nothing may delay first', () => {
  const row = (id: string, more: Partial<PlanRow> = {}) =>
    ({ id, kind: 'task', startMin: 0, finishMin: 100, critical: false, floatMin: 50, ...more }) as PlanRow;
  const rows = [
    row('loose', { floatMin: 500 }),
    row('tight', { floatMin: 10 }),
    row('critical', { critical: true, floatMin: 0 }),
    row('whole', { kind: 'summary', critical: true }),
    row('later', { startMin: 51 }),
    row('over', { finishMin: 50 }),
  ];
  expect(atWork(rows, 50).map(({ id }) => id)).toEqual(['critical', 'tight', 'loose']);
});
