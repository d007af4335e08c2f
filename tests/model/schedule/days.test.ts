import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closeInDay, daysOf, insideDay, minutesOf, openInDay } from '../../../model/schedule/days.ts';

/** 8 to 12 and 13 to 17; and a day off. */
const SHIFTS = [
  { fromMin: 480, toMin: 720 },
  { fromMin: 780, toMin: 1020 },
];
const DAYS = daysOf([SHIFTS, []]);

test('a day has the work of its shifts', () => {
  expect(minutesOf(SHIFTS)).toBe(480);
  expect([...DAYS.work]).toEqual([480, 0]);
  expect([...DAYS.first]).toEqual([0, 2, 2]);
});

describe('the work of a day up to a minute', () => {
  test('stands still before the first shift, over lunch and after the last', () => {
    expect([0, 480, 540, 720, 750, 780, 840, 1440].map((minute) => insideDay(DAYS, 0, minute))).toEqual([
      0, 0, 60, 240, 240, 240, 300, 480,
    ]);
  });

  test('is nothing on a day off', () => {
    expect(insideDay(DAYS, 1, 1440)).toBe(0);
  });
});

describe('the minute at which work is done', () => {
  test('is the end of the morning where just the morning is done, and work goes on after lunch', () => {
    expect(closeInDay(DAYS, 0, 240)).toBe(720);
    expect(openInDay(DAYS, 0, 240)).toBe(780);
  });

  test('agrees with the work up to that minute, whichever end is asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 479 }), (work) => {
        expect(insideDay(DAYS, 0, closeInDay(DAYS, 0, work))).toBe(work);
        expect(insideDay(DAYS, 0, openInDay(DAYS, 0, work))).toBe(work);
      }),
    );
  });
});
