import { expect, test } from 'vitest';
import { AROUND_THE_CLOCK, WorkTime } from '../../../model/schedule/calendar.ts';
import { type Calendar, DAY_MIN } from '../../../model/schedule/schedule.ts';
import { DayTables } from '../../../workers/construction/day-tables.ts';
import { seeded } from '../../../workers/shared/random.ts';

const [morning, afternoon] = [
  { fromMin: 480, toMin: 720 },
  { fromMin: 780, toMin: 1020 },
];
const FIRST_DAY = 20_458;
const DAYS = 800;

/** Days off, short days and a night shift amid the week; exceptions inside the tables and beyond both of their ends. */
const calendars: Calendar[] = [
  {
    id: 'week',
    name: 'week',
    week: [[], ...Array.from({ length: 5 }, () => [morning, afternoon]), [morning]],
    exceptions: [-40, 0, 3, 100, 101, 799, 900].map((at) => ({
      fromDay: FIRST_DAY + at,
      toDay: FIRST_DAY + at + (at % 3),
      shifts: at % 2 === 0 ? [] : [{ fromMin: 0, toMin: 300 }],
    })),
  },
  AROUND_THE_CLOCK,
  {
    id: 'once',
    name: 'exceptions alone',
    week: Array.from({ length: 7 }, () => []),
    exceptions: [{ fromDay: FIRST_DAY + 5, toDay: FIRST_DAY + 50, shifts: [morning] }],
  },
];

test('tables of days tell what the calendars tell, within and beyond them', () => {
  const works = calendars.map((calendar) => new WorkTime(calendar));
  const tables = new DayTables(works, FIRST_DAY, DAYS);
  const random = seeded(3);
  for (const [c, work] of works.entries()) {
    for (let n = 0; n < 20_000; n++) {
      const min = Math.floor((FIRST_DAY - 60 + random() * (DAYS + 120)) * DAY_MIN) + (n % 100 === 0 ? 0.5 : 0);
      const done = work.workAt(min);
      expect(tables.workAt(c, min)).toBe(done);
      // Exceptions that end leave a calendar without work on one side: there both refuse.
      if (c === 2 && (done <= 0 || done >= 46 * 240)) continue;
      expect(tables.closeAt(c, done)).toBe(work.closeAt(done));
      expect(tables.openAt(c, done)).toBe(work.openAt(done));
      expect(tables.touches(c, min)).toBe(work.touches(min));
    }
  }
});
