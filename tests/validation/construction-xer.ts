import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type LagCalendar, plainActivity, type Schedule } from '../../model/schedule/schedule.ts';
import { readSchedule } from '../../readers/schedule/schedule-file.ts';
import { isoOf } from '../../readers/schedule/text.ts';
import { analyse } from '../../workers/construction/cpm.ts';
import { compileNetwork } from '../../workers/construction/network.ts';
import type { ValidationCase, Verdict } from './verdict.ts';

const FOLDER = resolve('../shared/data/construction/schedules');
const FILES = ['PredecessorCalendar.xer', 'SuccessorCalendar.xer'] as const;
const FRIDAY_8 = Date.UTC(2019, 9, 4, 8) / 60_000;

/**
 * The files differ only in whose calendar a lag runs on, and hold one task. Beside it are put: a day's work on the file's five-day
 * week from Friday 2019-10-04, then 8 hours of lag, then a day's work on a week of seven days. By hand: the lag ends on Monday 17:00
 * on five days, on Saturday 17:00 on seven, on Saturday 01:00 by the clock.
 */
const BY_HAND: Record<LagCalendar, string> = {
  predecessor: '2019-10-08T08:00:00',
  successor: '2019-10-06T08:00:00',
  project: '2019-10-08T08:00:00',
  elapsed: '2019-10-05T08:00:00',
};

function secondStart(schedule: Schedule): string {
  const five = schedule.calendars[schedule.defaultCalendar];
  const first = schedule.activities.length;
  schedule.calendars.push({ ...five, id: '7', name: '7 days', week: five.week.map(() => five.week[1]) });
  schedule.activities.push(
    plainActivity('first', 480, {
      calendar: schedule.defaultCalendar,
      constraints: [{ kind: 'startNoEarlier', atMin: FRIDAY_8 }],
    }),
    plainActivity('second', 480, { calendar: schedule.calendars.length - 1 }),
  );
  schedule.links.push({ from: first, to: first + 1, kind: 'FS', lag: { kind: 'working', min: 480 } });
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
  return isoOf(analyse(schedule, compiled.network).earlyStartMin[first + 1]);
}

export const LAG_CALENDARS: ValidationCase = {
  name: 'construction.lagCalendars',
  quick: true,
  missing: () => (FILES.every((file) => existsSync(resolve(FOLDER, file))) ? null : `${FOLDER} is not there`),
  run: async () => {
    const schedules = await Promise.all(
      FILES.map(async (file) => [file, await readSchedule(readFileSync(resolve(FOLDER, file)), file)] as const),
    );
    const verdict = (name: string, got: string, mark: string): Verdict => ({
      case: `construction.lagCalendars.${name}`,
      value: got,
      mark: `= ${mark}`,
      pass: got === mark,
    });
    return [
      ...schedules.map(([file, schedule]) => {
        return verdict(file, secondStart(schedule), BY_HAND[file.startsWith('Pred') ? 'predecessor' : 'successor']);
      }),
      ...(['project', 'elapsed'] as const).map((lagCalendar) =>
        verdict(lagCalendar, secondStart({ ...schedules[0][1], lagCalendar }), BY_HAND[lagCalendar]),
      ),
    ];
  },
};
