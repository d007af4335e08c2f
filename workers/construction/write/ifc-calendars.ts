import { type Calendar, DAY_MIN, type Schedule, type Shift } from '../../../model/schedule/schedule.ts';
import { type IfcFile, nothings } from './ifc-file.ts';
import { NOTHING, stepList, stepText } from './step.ts';

/** The default first, as readers take it. */
export function writeCalendars(ifc: IfcFile, schedule: Schedule, tasks: readonly string[]): string[] {
  const { calendars, defaultCalendar, activities } = schedule;
  const order = [...calendars.keys()].sort((a, b) => Number(b === defaultCalendar) - Number(a === defaultCalendar));
  return order.map((at) => {
    const calendar = writeCalendar(ifc, calendars[at], ifc.idOf(`calendar ${at}`));
    ifc.control(
      tasks.filter((_, i) => activities[i].calendar === at),
      calendar,
    );
    return calendar;
  });
}

/** Days with the same hours share a working time; an exception without hours is a day off. */
function writeCalendar(ifc: IfcFile, { id, name, week, exceptions }: Calendar, globalId: string): string {
  const { step } = ifc;
  const daysOf = new Map<string, number[]>();
  for (const [day, shifts] of week.entries()) {
    const key = JSON.stringify(shifts);
    // Monday is 1, Sunday 7.
    if (shifts.length > 0) daysOf.set(key, [...(daysOf.get(key) ?? []), day === 0 ? 7 : day]);
  }
  const pattern = (kind: string, days: string, shifts: readonly Shift[]) => {
    const periods = shifts.map(({ fromMin, toMin }) => step.add('IFCTIMEPERIOD', clock(fromMin), clock(toMin)));
    return step.add('IFCRECURRENCEPATTERN', `.${kind}.`, NOTHING, days, ...nothings(4), stepList(periods));
  };
  const time = (name: string, pattern: string, from: string, to: string) =>
    step.add('IFCWORKTIME', stepText(name), '.PREDICTED.', NOTHING, pattern, from, to);
  const times = [...daysOf.values()].map((days) =>
    time('week', pattern('WEEKLY', stepList(days.map(String)), week[days[0] % 7]), NOTHING, NOTHING),
  );
  const exceptional = exceptions.map(({ fromDay, toDay, shifts }) => {
    const hours = shifts.length === 0 ? NOTHING : pattern('DAILY', NOTHING, shifts);
    return time(shifts.length === 0 ? 'off' : 'other hours', hours, date(fromDay), date(toDay));
  });
  return ifc.root(
    ...(['IFCWORKCALENDAR', globalId, stepText(name), ...nothings(2), stepText(id)] as const),
    ...[listOrNothing(times), listOrNothing(exceptional), '.NOTDEFINED.'],
  );
}

/** IFC wants no empty list. */
const listOrNothing = (values: readonly string[]): string => (values.length === 0 ? NOTHING : stepList(values));
const date = (day: number): string => stepText(new Date(day * DAY_MIN * 60_000).toISOString().slice(0, 10));
/** Midnight at a day's end is that of the next: not every reader knows 24:00. */
const clock = (min: number): string => stepText(new Date((min % DAY_MIN) * 60_000).toISOString().slice(11, 19));
