import { describe, expect, test } from 'vitest';
import { AROUND_THE_CLOCK, tidyShifts, WorkTime } from '../../../model/schedule/calendar.ts';
import type { Calendar } from '../../../model/schedule/schedule.ts';
import { seeded } from '../../../workers/shared/random.ts';
import { instant } from '../../validation/construction-network.ts';

const shift = (fromH: number, toH: number) => ({ fromMin: fromH * 60, toMin: toH * 60 });
const day = [shift(8, 12), shift(13, 17)];
const office = (exceptions: Calendar['exceptions'] = []): Calendar => ({
  id: 'office',
  name: 'office',
  week: [[], day, day, day, day, day, []],
  exceptions,
});
const MONDAY = instant('Mo0') / 1440;

describe('an office week with lunch', () => {
  const work = new WorkTime(office());
  test('the end of work and its next begin are one place and two instants', () => {
    const friday = work.workAt(instant('Fr17'));
    expect(work.workAt(instant('Su3'))).toBe(friday);
    expect([work.closeAt(friday), work.openAt(friday)]).toEqual([instant('Fr17'), instant('2Mo8')]);
    expect([work.closeAt(friday - 240), work.openAt(friday - 240)]).toEqual([instant('Fr12'), instant('Fr13')]);
  });
  test('five hours from Monday 10:00 end at 16:00', () =>
    expect(work.closeAt(work.workAt(instant('Mo10')) + 300)).toBe(instant('Mo16')));
});

test('a holiday takes its day away, a working Saturday gives one, and later ones on a day hold', () => {
  const work = new WorkTime(
    office([
      { fromDay: MONDAY + 2, toDay: MONDAY + 3, shifts: [] },
      { fromDay: MONDAY + 3, toDay: MONDAY + 3, shifts: [shift(8, 10)] },
      { fromDay: MONDAY + 5, toDay: MONDAY + 5, shifts: [shift(0, 24)] },
    ]),
  );
  expect(work.between(instant('Mo0'), instant('2Mo0'))).toBe((8 + 8 + 0 + 2 + 8 + 24) * 60);
  expect(work.closeAt(work.workAt(instant('Tu17')) + 120)).toBe(instant('Th10'));
  expect(work.openAt(work.workAt(instant('Tu17')) + 120)).toBe(instant('Fr8'));
});

test('there and back over 100,000 random instants, calendars and exceptions', () => {
  const random = seeded(1);
  const below = (most: number) => Math.floor(random() * most);
  for (let round = 0; round < 10; round++) {
    const exceptions = Array.from({ length: below(200) }, () => {
      const fromDay = MONDAY - 500 + below(1500);
      return { fromDay, toDay: fromDay + below(3), shifts: below(3) === 0 ? [shift(below(8), 9 + below(15))] : [] };
    });
    const work = new WorkTime(office(exceptions));
    for (let i = 0; i < 10_000; i++) {
      const min = (MONDAY - 800 + below(2200)) * 1440 + below(1440);
      const at = work.workAt(min);
      const [close, open] = [work.closeAt(at), work.openAt(at)];
      if (close > min || open < min || work.workAt(close) !== at || work.workAt(open) !== at)
        throw new Error(`round ${round}: ${min} → ${at} → ${close} … ${open}`);
      if (work.workAt(close - 1) !== at - 1 || work.workAt(open + 1) !== at + 1)
        throw new Error(`round ${round}: ${close} or ${open} is not the edge of work ${at}`);
    }
  }
});

test('the clock works always', () => {
  const clock = new WorkTime(AROUND_THE_CLOCK);
  expect(clock.closeAt(clock.workAt(instant('Fr17')) + 2880)).toBe(instant('Su17'));
});

test('shifts are put in order, joined, and emptied of nothing', () =>
  expect(tidyShifts([shift(13, 17), shift(8, 12), shift(11, 13), shift(20, 20)])).toEqual([shift(8, 17)]));

test('a calendar without working time is refused', () =>
  expect(() => new WorkTime({ ...office(), name: 'idle', week: Array.from({ length: 7 }, () => []) })).toThrow(
    'calendar idle: expected working time, got none',
  ));
