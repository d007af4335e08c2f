import { WEEKDAY_CODES } from '../../model/schedule/file-words.ts';
import {
  type Calendar,
  type CalendarException,
  DAY_MIN,
  ScheduleError,
  type Shift,
} from '../../model/schedule/schedule.ts';
import { scheduleFileMessage } from '../schedule/messages.ts';
import { dayOf, isoOf, minuteOf, timeOfDay } from '../schedule/text.ts';

/**
 * A calendar as one cell of a table: `5 days = Mo 08:00-12:00 13:00-17:00; Tu …; 2026-05-01..2026-05-03 off; 2026-05-09 08:00-12:00`.
 * Weekdays that are not named are off; exceptions follow in order, of two on one day the later holds.
 */
export function calendarText({ name, week, exceptions }: Calendar): string {
  const clock = (min: number) => (min === DAY_MIN ? '24:00' : isoOf(min).slice(11, 16));
  const times = (shifts: readonly Shift[]) =>
    shifts.length === 0 ? 'off' : shifts.map(({ fromMin, toMin }) => `${clock(fromMin)}-${clock(toMin)}`).join(' ');
  const date = (day: number) => isoOf(day * DAY_MIN).slice(0, 10);
  const days = week.flatMap((shifts, day) => (shifts.length === 0 ? [] : [`${WEEKDAY_CODES[day]} ${times(shifts)}`]));
  const dated = exceptions.map(({ fromDay, toDay, shifts }) => {
    const span = fromDay === toDay ? date(fromDay) : `${date(fromDay)}..${date(toDay)}`;
    return `${span} ${times(shifts)}`;
  });
  return `${name.replaceAll('=', '-')} = ${[...days, ...dated].join('; ')}`;
}

/** Reads back what `calendarText` writes; `place` names the cell in a refusal. */
export function parseCalendar(text: string, place: string): Calendar {
  const at = text.indexOf('=');
  const name = text.slice(0, at).trim();
  const week: (readonly Shift[])[] = Array.from({ length: 7 }, () => []);
  const exceptions: CalendarException[] = [];
  for (const part of text.slice(at + 1).split(';')) {
    const [when, ...times] = part.trim().split(/\s+/);
    if (when === '') continue;
    const shifts = times.length === 1 && times[0] === 'off' ? [] : times.map((time) => shiftOf(time, place));
    const day = WEEKDAY_CODES.indexOf(when);
    if (day >= 0) {
      week[day] = shifts;
      continue;
    }
    const [from, to] = when.split('..').map(minuteOf);
    const last = to === undefined ? from : to;
    if (from === null || last === null || last < from)
      throw new ScheduleError(
        scheduleFileMessage('exception-day', { place, known: WEEKDAY_CODES.join(', '), got: when.slice(0, 40) }),
      );
    exceptions.push({ fromDay: dayOf(from), toDay: dayOf(last), shifts });
  }
  return { id: name, name, week, exceptions };
}

function shiftOf(text: string, place: string): Shift {
  const [fromMin, toMin] = text.split('-').map(timeOfDay);
  if (fromMin === null || fromMin === undefined || toMin === null || toMin === undefined || toMin <= fromMin)
    throw new ScheduleError(scheduleFileMessage('shift-text', { place, got: text.slice(0, 40) }));
  return { fromMin, toMin };
}
