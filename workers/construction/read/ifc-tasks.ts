import { AROUND_THE_CLOCK, tidyShifts } from '../calendar.ts';
import { minutesOf } from '../days.ts';
import {
  type Activity,
  type Calendar,
  DAY_MIN,
  type Lag,
  type LinkKind,
  NO_LAG,
  type Progress,
  plainActivity,
  plainSchedule,
  type Resource,
  type Schedule,
  ScheduleError,
  type Shift,
} from '../schedule.ts';
import { usualWeek } from './mspdi.ts';
import { type StepLine, type StepValue, stepLines } from './step.ts';
import { dayOf, minuteOf, timeOfDay } from './text.ts';

const RESOURCES: Readonly<Record<string, Resource['kind']>> = {
  IFCLABORRESOURCE: 'labour',
  IFCCREWRESOURCE: 'labour',
  IFCSUBCONTRACTRESOURCE: 'labour',
  IFCCONSTRUCTIONEQUIPMENTRESOURCE: 'plant',
  IFCCONSTRUCTIONMATERIALRESOURCE: 'material',
  IFCCONSTRUCTIONPRODUCTRESOURCE: 'material',
};

const TYPES = [
  ...['IFCTASK', 'IFCTASKTIME', 'IFCTASKTIMERECURRING', 'IFCRELSEQUENCE', 'IFCLAGTIME', 'IFCRELNESTS'],
  ...['IFCWORKCALENDAR', 'IFCWORKTIME', 'IFCRECURRENCEPATTERN', 'IFCTIMEPERIOD', 'IFCWORKSCHEDULE'],
  ...['IFCRELASSIGNSTOCONTROL', 'IFCRELASSIGNSTOPROCESS', ...Object.keys(RESOURCES)],
];

const LINKS: Readonly<Record<string, LinkKind>> = {
  FINISH_START: 'FS',
  START_START: 'SS',
  FINISH_FINISH: 'FF',
  START_FINISH: 'SF',
};

/**
 * Tasks of an IFC 4 or 4.3 file: IfcTask with its IfcTaskTime, nesting, sequences with lags, work calendars, resources. A day of a WORKTIME
 * duration is the work of the calendar's first working day. A task that follows none starts no earlier than its stated start: nothing else
 * says when. Stated dates of whole days (the finish at the hour of the start) end with the work of their last day.
 */
export function readIfcTasks(text: string, file: string): Schedule {
  const lines = stepLines(text, TYPES, file);
  const byNumber = new Map(lines.map((line) => [line.number, line]));
  const of = (type: string) => lines.filter((line) => line.type === type);
  const at = (value: StepValue | undefined): StepLine | undefined =>
    typeof value === 'object' && value !== null && 'line' in value ? byNumber.get(value.line) : undefined;
  const tasks = of('IFCTASK');
  if (tasks.length === 0) throw new ScheduleError(`${file}: expected tasks (IfcTask), got none`);
  const schedule = plainSchedule(textOf(of('IFCWORKSCHEDULE')[0]?.values[2]) || file, 0);

  const calendars = of('IFCWORKCALENDAR');
  schedule.calendars = calendars.map((line) => calendarOf(line, at, schedule.notes, file));
  if (schedule.calendars.length === 0) schedule.calendars.push(usualWeek());
  const clock = schedule.calendars.push(AROUND_THE_CLOCK) - 1;
  const calendarOfTask = new Map<number, number>();
  for (const { values } of of('IFCRELASSIGNSTOCONTROL')) {
    const control = at(values[6]);
    const calendar = control ? calendars.indexOf(control) : -1;
    if (calendar >= 0) for (const task of listOf(values[4])) calendarOfTask.set(at(task)?.number ?? -1, calendar);
  }

  const indexOf = new Map(tasks.map(({ number }, i) => [number, i]));
  const indexAt = (value: StepValue | undefined) => indexOf.get(at(value)?.number ?? -1);
  const parents = new Map<number, number>();
  for (const { values } of of('IFCRELNESTS')) {
    const parent = indexAt(values[4]);
    if (parent === undefined) continue;
    for (const child of listOf(values[5]).map(indexAt)) if (child !== undefined) parents.set(child, parent);
  }
  const holds = new Set(parents.values());
  let timeless = 0;
  for (const [i, { number, values }] of tasks.entries()) {
    const time = at(values[11]);
    if (!time) timeless++;
    const isElapsed = time?.values[3] === 'ELAPSEDTIME';
    const calendar = isElapsed ? clock : (calendarOfTask.get(number) ?? schedule.defaultCalendar);
    const from = { calendar, at: schedule.calendars[calendar], place: `${file}: #${time?.number}` };
    schedule.activities.push({
      ...plainActivity(textOf(values[0]), 0, { ...(time ? timesOf(time.values, from) : {}) }),
      ...{
        code: textOf(values[5]) || textOf(values[0]),
        name: textOf(values[2]),
        parent: parents.get(i) ?? null,
        calendar,
      },
      kind: holds.has(i) ? 'summary' : values[9] === 'T' ? 'finishMilestone' : 'task',
    });
    const statusMin = minuteOf(textOf(time?.values[14]));
    if (statusMin !== null) schedule.dataDateMin = Math.max(schedule.dataDateMin ?? statusMin, statusMin);
  }
  if (timeless > 0)
    schedule.notes.push(`${file}: expected a time (IfcTaskTime) of each task, got none of ${timeless}; they take none`);
  for (const { number, values } of of('IFCRELSEQUENCE')) {
    const [from, to] = [indexAt(values[4]), indexAt(values[5])];
    const kind = LINKS[textOf(values[7]) || 'FINISH_START'];
    if (from === undefined || to === undefined || !kind)
      schedule.notes.push(
        `${file}: #${number}: expected a sequence of two tasks, got ${kind ? 'one of an absent task' : textOf(values[7])}; left out`,
      );
    else schedule.links.push({ from, to, kind, lag: lagOf(at(values[6]), schedule, from, file) });
  }
  takeResources(lines, schedule, indexAt, at);
  pinFree(schedule);
  return schedule;
}

const textOf = (value: StepValue | undefined): string => (typeof value === 'string' ? value : '');
const listOf = (value: StepValue | undefined): StepValue[] => (Array.isArray(value) ? value : []);

/** Its lists stand third and second from the end: some writers leave out the identification before them. */
function calendarOf(
  { number, values }: StepLine,
  at: (value: StepValue | undefined) => StepLine | undefined,
  notes: string[],
  file: string,
): Calendar {
  const week: Shift[][] = Array.from({ length: 7 }, () => []);
  for (const time of listOf(values.at(-3)).flatMap((value) => at(value) ?? [])) {
    const pattern = at(time.values[3]);
    const shifts = shiftsOf(pattern, at);
    const kind = textOf(pattern?.values[0]);
    if (kind === 'WEEKLY') {
      // Monday is 1, Sunday 7.
      for (const day of listOf(pattern?.values[2])) if (typeof day === 'number') week[day % 7].push(...shifts);
    } else if (kind === 'DAILY') for (const day of week) day.push(...shifts);
    else
      notes.push(
        `${file}: #${time.number}: expected a week or a day that comes again, got ${kind || 'none'}; left out`,
      );
  }
  const exceptions = listOf(values.at(-2)).flatMap((value) => {
    const time = at(value);
    const fromMin = minuteOf(textOf(time?.values[4]));
    if (!time || fromMin === null) return [];
    const toMin = minuteOf(textOf(time.values[5])) ?? fromMin;
    return [
      {
        fromDay: dayOf(fromMin),
        toDay: Math.max(dayOf(fromMin), dayOf(toMin)),
        shifts: shiftsOf(at(time.values[3]), at),
      },
    ];
  });
  const isEmpty = week.every((day) => day.length === 0);
  if (isEmpty) notes.push(`${file}: #${number}: expected working times, got none; the usual week was taken`);
  return {
    ...{ id: textOf(values[0]) || String(number), name: textOf(values[2]), exceptions },
    week: isEmpty ? usualWeek().week : week.map(tidyShifts),
  };
}

function shiftsOf(pattern: StepLine | undefined, at: (value: StepValue | undefined) => StepLine | undefined): Shift[] {
  return listOf(pattern?.values[7]).flatMap((value) => {
    const period = at(value);
    const [fromMin, toMin] = [timeOfDay(textOf(period?.values[0])), timeOfDay(textOf(period?.values[1]))];
    return fromMin === null || toMin === null ? [] : [{ fromMin, toMin: toMin === 0 ? DAY_MIN : toMin }];
  });
}

interface TimeFrame {
  at: Calendar;
  place: string;
}

function timesOf(values: readonly StepValue[], frame: TimeFrame): Partial<Activity> {
  const durationMin = durationOf(textOf(values[4]), frame);
  const minuteAt = (k: number) => minuteOf(textOf(values[k]));
  // Early dates are what the tool computed; without them a person wrote the scheduled ones.
  const isEarly = minuteAt(7) !== null && minuteAt(8) !== null;
  const [startMin, finishMin] = isEarly ? [minuteAt(7), minuteAt(8)] : [minuteAt(5), minuteAt(6)];
  return {
    durationMin,
    stored:
      startMin === null || finishMin === null
        ? null
        : { startMin, finishMin: durationMin === 0 ? finishMin : endOf(startMin, finishMin, frame.at) },
    progress: progressOf(values, durationMin, frame),
  };
}

/** A finish at the hour of the start means its whole day. */
function endOf(startMin: number, finishMin: number, { week }: Calendar): number {
  const day = dayOf(finishMin);
  if (finishMin - day * DAY_MIN > startMin - dayOf(startMin) * DAY_MIN) return finishMin;
  // 1970-01-01 was a Thursday.
  const last = week[(((day + 4) % 7) + 7) % 7].at(-1);
  return last ? Math.max(finishMin, day * DAY_MIN + last.toMin) : finishMin;
}

function progressOf(values: readonly StepValue[], durationMin: number, frame: TimeFrame): Progress {
  const [startMin, finishMin] = [minuteOf(textOf(values[16])), minuteOf(textOf(values[17]))];
  if (startMin === null) return { status: 'planned' };
  const done = typeof values[19] === 'number' ? values[19] : 0;
  if (finishMin !== null && done >= 1)
    return {
      status: 'done',
      startMin,
      finishMin: durationMin === 0 ? finishMin : endOf(startMin, finishMin, frame.at),
    };
  const left = textOf(values[18]);
  return {
    status: 'started',
    startMin,
    remainingMin: left ? durationOf(left, frame) : Math.round((1 - done) * durationMin),
  };
}

/** ISO 8601: `P0Y0M5D`, `PT12H`, `P2W`, `-P1D`. Days and weeks are the calendar's; months and years have no length in work. */
function durationOf(text: string, { at: { week }, place }: TimeFrame): number {
  if (text === '') return 0;
  const parts = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(-?\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(
    text,
  );
  const [years, months, weeks, days, hours, minutes, seconds] = (parts ?? []).slice(2).map((part) => Number(part ?? 0));
  if (!parts || years > 0 || months > 0)
    throw new ScheduleError(
      `${place}: expected a duration of days and hours like P5D or PT8H, got "${text.slice(0, 40)}"`,
    );
  const working = week.filter((shifts) => shifts.length > 0);
  const dayMin = minutesOf(working[0] ?? []);
  const min = (days + weeks * working.length) * dayMin + hours * 60 + minutes + Math.round(seconds / 60);
  return parts[1] ? -min : min;
}

function lagOf(time: StepLine | undefined, { activities, calendars }: Schedule, from: number, file: string): Lag {
  if (!time) return NO_LAG;
  const [value, kind] = [time.values[3], time.values[4]];
  if (typeof value === 'number') return { kind: 'percent', pct: 100 * value };
  const isElapsed = kind === 'ELAPSEDTIME';
  const at = isElapsed ? AROUND_THE_CLOCK : calendars[activities[from].calendar];
  return {
    kind: isElapsed ? 'elapsed' : 'working',
    min: durationOf(textOf(value), { at, place: `${file}: #${time.number}` }),
  };
}

function takeResources(
  lines: readonly StepLine[],
  schedule: Schedule,
  indexAt: (value: StepValue | undefined) => number | undefined,
  at: (value: StepValue | undefined) => StepLine | undefined,
): void {
  const resources = lines.filter(({ type }) => Object.hasOwn(RESOURCES, type));
  schedule.resources = resources.map(({ type, number, values }) => ({
    ...{ id: textOf(values[0]) || String(number), name: textOf(values[2]), kind: RESOURCES[type] },
    ...{ capacity: null, costPerH: 0 },
  }));
  for (const { type, values } of lines) {
    if (type !== 'IFCRELASSIGNSTOPROCESS') continue;
    const activity = indexAt(values[6]);
    for (const object of listOf(values[4])) {
      const used = at(object);
      const resource = used ? resources.indexOf(used) : -1;
      if (activity === undefined || resource < 0) continue;
      const workMin = schedule.activities[activity].durationMin;
      schedule.assignments.push({ activity, resource, units: 1, workMin, cost: 0 });
    }
  }
}

/** See `readIfcTasks`; the schedule itself starts with the first. */
function pinFree(schedule: Schedule): void {
  const follows = new Set(schedule.links.map(({ to }) => to));
  const starts = schedule.activities.flatMap(({ stored }) => (stored ? [stored.startMin] : []));
  schedule.startMin = starts.reduce((least, min) => Math.min(least, min), Infinity);
  if (starts.length === 0)
    throw new ScheduleError(`${schedule.name}: expected a start of some task (IfcTaskTime.ScheduleStart), got none`);
  for (const [i, activity] of schedule.activities.entries())
    if (activity.stored && activity.kind !== 'summary' && !follows.has(i))
      activity.constraints = [{ kind: 'startNoEarlier', atMin: activity.stored.startMin }];
}
