import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Calendar, Shift } from '../../../model/schedule/schedule.ts';
import { calendarText, parseCalendar } from '../../../readers/schedule-csv/calendar-text.ts';

const DAY = 20_574;
const MORNING: Shift = { fromMin: 480, toMin: 720 };
const AFTERNOON: Shift = { fromMin: 780, toMin: 1020 };
const fiveDays: Calendar = {
  id: '5 days',
  name: '5 days',
  week: [[], ...Array.from({ length: 5 }, () => [MORNING, AFTERNOON]), []],
  exceptions: [
    { fromDay: DAY, toDay: DAY + 2, shifts: [] },
    { fromDay: DAY + 8, toDay: DAY + 8, shifts: [MORNING] },
  ],
};

describe('a calendar in one cell', () => {
  test('names the days that work, then the dates on which the week does not hold', () => {
    expect(calendarText({ ...fiveDays, week: [[], [MORNING, AFTERNOON], [], [], [], [], []] })).toBe(
      '5 days = Mo 08:00-12:00 13:00-17:00; 2026-05-01..2026-05-03 off; 2026-05-09 08:00-12:00',
    );
  });

  test('that works to midnight says 24:00', () => {
    const night = { ...fiveDays, week: [[{ fromMin: 1200, toMin: 1440 }], [], [], [], [], [], []], exceptions: [] };
    expect(calendarText(night)).toBe('5 days = Su 20:00-24:00');
    expect(parseCalendar(calendarText(night), 'cell')).toEqual(night);
  });

  test('is read back as it was written', () => {
    const shifts = fc
      .uniqueArray(fc.integer({ min: 0, max: 1440 }), { maxLength: 6 })
      .map((edges) => edges.sort((a, b) => a - b))
      .map((edges) =>
        Array.from({ length: edges.length >> 1 }, (_, i) => ({ fromMin: edges[2 * i], toMin: edges[2 * i + 1] })),
      );
    const exception = fc.record({ fromDay: fc.integer({ min: 0, max: 30_000 }), length: fc.nat(20), shifts });
    const calendars = fc.record({
      week: fc.array(shifts, { minLength: 7, maxLength: 7 }),
      exceptions: fc.array(
        exception.map(({ fromDay, length, shifts: worked }) => ({ fromDay, toDay: fromDay + length, shifts: worked })),
        { maxLength: 4 },
      ),
    });
    fc.assert(
      fc.property(calendars, ({ week, exceptions }) => {
        const calendar = { id: 'site', name: 'site', week, exceptions };
        expect(parseCalendar(calendarText(calendar), 'cell')).toEqual(calendar);
      }),
    );
  });

  test.each([
    ['a day that there is not', 'site = Xx 08:00-12:00'],
    ['a shift that ends before it begins', 'site = Mo 12:00-08:00'],
    ['a shift without an end', 'site = Mo 08:00'],
    ['days that run backwards', 'site = 2026-05-03..2026-05-01 off'],
  ])('is refused with %s, by its place', (_, text) => {
    expect(() => parseCalendar(text, 'plan.csv:7')).toThrow(/plan\.csv:7/);
  });
});
