import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { combined, delayed, holdsAt, type Span } from '../../../model/sensors/spans.ts';

const span = (fromMs: number, toMs: number): Span => ({ fromMs, toMs });

describe('an alarm of a condition', () => {
  test('stands after its delay, if the condition lasted so long', () => {
    expect(delayed([span(0, 100), span(200, 230)], 30, 0)).toEqual([span(30, 100)]);
  });

  test('stays for a while after the condition ended', () => {
    expect(delayed([span(0, 100)], 0, 50)).toEqual([span(0, 150)]);
  });

  test('is the same where the condition comes back before it went, however shortly', () => {
    expect(delayed([span(0, 100), span(140, 145)], 30, 50)).toEqual([span(30, 195)]);
  });

  test('lasts while the condition lasts', () => {
    expect(delayed([span(10, Number.POSITIVE_INFINITY)], 5, 5)).toEqual([span(15, Number.POSITIVE_INFINITY)]);
  });
});

describe('conditions together', () => {
  const lists = [[span(0, 10), span(20, 30)], [span(5, 25)], [span(8, 9)]];

  test('hold as one where one of them is needed', () => {
    expect(combined(lists, 1)).toEqual([span(0, 30)]);
  });

  test('hold where two of three do, and where all do', () => {
    expect(combined(lists, 2)).toEqual([span(5, 10), span(20, 25)]);
    expect(combined(lists, 3)).toEqual([span(8, 9)]);
  });

  test('that end where another begins hold on as a union', () => {
    expect(combined([[span(0, 10)], [span(10, 20)]], 1)).toEqual([span(0, 20)]);
    expect(combined([[span(0, 10)], [span(10, 20)]], 2)).toEqual([]);
  });

  test('hold at an instant just where so many of them hold', () => {
    const spans = fc
      .uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 8 })
      .map((edges) => edges.sort((a, b) => a - b))
      .map((edges) => Array.from({ length: edges.length >> 1 }, (_, i) => span(edges[2 * i], edges[2 * i + 1])));
    fc.assert(
      fc.property(fc.array(spans, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 4 }), (each, needed) => {
        const together = combined(each, needed);
        for (let ms = 0; ms <= 40; ms++)
          expect(holdsAt(together, ms)).toBe(each.filter((one) => holdsAt(one, ms)).length >= needed);
      }),
    );
  });
});

test('a span holds from its first instant to before its last', () => {
  expect([9, 10, 19, 20].map((ms) => holdsAt([span(10, 20)], ms))).toEqual([false, true, true, false]);
});
