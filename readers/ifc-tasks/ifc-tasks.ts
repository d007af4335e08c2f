import { AROUND_THE_CLOCK, tidyShifts, WorkTime } from '../../model/schedule/calendar.ts';
import { minutesOf } from '../../model/schedule/days.ts';
import { AS_SOON_AS_POSSIBLE, boundKind, OWN_TYPES } from '../../model/schedule/ifc-words.ts';
import {
  type Activity,
  type ActivityKind,
  type Calendar,
  DAY_MIN,
  type Dates,
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
} from '../../model/schedule/schedule.ts';
import { type Message, NOTHING } from '../../model/text/message.ts';
import { defaultWeek } from '../mspdi/mspdi.ts';
import { scheduleFileMessage } from '../schedule/messages.ts';
import { dayOf, minuteOf, timeOfDay } from '../schedule/text.ts';
import { type StepLine, type StepValue, stepLines } from './step.ts';

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
  ...['IFCRELASSIGNSTOCONTROL', 'IFCRELASSIGNSTOPROCESS', 'IFCRELDEFINESBYOBJECT', ...Object.keys(RESOURCES)],
  ...['IFCRELASSOCIATESCONSTRAINT', 'IFCMETRIC', 'IFCREFERENCE', 'IFCRESOURCETIME', 'IFCCOSTITEM', 'IFCCOSTVALUE'],
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
  const { tasks, planned, copies } = planOf(of, at);
  if (tasks.length === 0) throw new ScheduleError(scheduleFileMessage('no-tasks', { file }));
  const schedule = plainSchedule(textOf(planned?.values[2]) || file, 0);

  const calendars = of('IFCWORKCALENDAR');
  schedule.calendars = calendars.map((line) => calendarOf(line, at, schedule.notes, file));
  if (schedule.calendars.length === 0) schedule.calendars.push(defaultWeek());
  const isElapsed = (time: StepLine | undefined) => time?.values[3] === 'ELAPSEDTIME';
  const clock = schedule.calendars.length;
  if (tasks.some(({ values }) => isElapsed(at(values[11])))) schedule.calendars.push(AROUND_THE_CLOCK);
  const works = schedule.calendars.map((calendar) => new WorkTime(calendar));
  const calendarOfTask = new Map<number, number>();
  const costOfTask = new Map<number, number>();
  for (const { values } of of('IFCRELASSIGNSTOCONTROL')) {
    const control = at(values[6]);
    const calendar = control ? calendars.indexOf(control) : -1;
    const cost = control?.type === 'IFCCOSTITEM' ? costOf(control.values[7], at) : 0;
    for (const value of listOf(values[4])) {
      const task = at(value)?.number ?? -1;
      if (calendar >= 0) calendarOfTask.set(task, calendar);
      costOfTask.set(task, (costOfTask.get(task) ?? 0) + cost);
    }
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
  const frames = tasks.map(({ number, values }): TimeFrame => {
    const time = at(values[11]);
    const calendar = isElapsed(time) ? clock : (calendarOfTask.get(number) ?? schedule.defaultCalendar);
    const of = { calendar, at: schedule.calendars[calendar], work: works[calendar] };
    return { ...of, place: `${file}: #${time?.number}`, isDays: true };
  });
  const taskIntervals = tasks.map(({ values }, i) => daysOrInstants(at(values[11])?.values ?? [], frames[i]));
  const isDaysFile =
    taskIntervals.filter((one) => one === 'instants').length <= taskIntervals.filter((one) => one === 'days').length;
  const bounds = boundsOf(of, at);
  let timeless = 0;
  for (const [i, { number, values }] of tasks.entries()) {
    const time = at(values[11]);
    const frame = { ...frames[i], isDays: taskIntervals[i] === null ? isDaysFile : taskIntervals[i] === 'days' };
    const kind = kindOf(values, holds.has(i));
    if (!time && kind !== 'summary') timeless++;
    schedule.activities.push({
      ...plainActivity(textOf(values[0]), 0, { ...(time ? timesOf(time.values, frame) : {}) }),
      code: textOf(values[5]) || textOf(values[0]),
      name: textOf(values[2]),
      parent: parents.get(i) ?? null,
      kind,
      calendar: frame.calendar,
      cost: costOfTask.get(number) ?? 0,
      ...bounds.get(number),
      baseline: datesOf(at(copies.get(number)?.values[11])?.values ?? []),
    });
    const statusMin = minuteOf(textOf(time?.values[14]));
    if (statusMin !== null) schedule.dataDateMin = Math.max(schedule.dataDateMin ?? statusMin, statusMin);
  }
  if (timeless > 0) schedule.notes.push(scheduleFileMessage('note-timeless', { file, count: timeless }));
  for (const { number, values } of of('IFCRELSEQUENCE')) {
    const from = indexAt(values[4]);
    const to = indexAt(values[5]);
    const kind = LINKS[textOf(values[7]) || 'FINISH_START'];
    if (from === undefined || to === undefined || !kind)
      schedule.notes.push(
        kind
          ? scheduleFileMessage('note-sequence', { file, number })
          : scheduleFileMessage('note-sequence-kind', { file, number, got: textOf(values[7]) }),
      );
    else schedule.links.push({ from, to, kind, lag: lagOf(at(values[6]), schedule, from, file) });
  }
  takeResources(lines, schedule, indexAt, at);
  schedule.mustFinishMin = bounds.get(planned?.number ?? -1)?.deadlineMin ?? null;
  const isBound = tasks.map(({ number }) => bounds.has(number));
  pinFree(schedule, isBound, minuteOf(textOf(planned?.values.at(-3))));
  return schedule;
}

type At = (value: StepValue | undefined) => StepLine | undefined;
type Of = (type: string) => StepLine[];

/** The schedule that is planned and its tasks. Those of a baseline are copies, by what they were copied from, and count for nothing more. */
function planOf(of: Of, at: At): { planned: StepLine | undefined; tasks: StepLine[]; copies: Map<number, StepLine> } {
  const all = of('IFCTASK');
  const schedules = of('IFCWORKSCHEDULE');
  const baselines = new Set(schedules.filter(({ values }) => values.at(-1) === 'BASELINE'));
  const copies = new Map<number, StepLine>();
  const set = new Set<StepLine>();
  for (const { values } of of('IFCRELDEFINESBYOBJECT')) {
    const task = at(values[5]);
    for (const copy of listOf(values[4]).map(at)) {
      if (task?.type !== 'IFCTASK' || copy?.type !== 'IFCTASK') continue;
      copies.set(task.number, copy);
      set.add(copy);
    }
  }
  for (const { values } of of('IFCRELASSIGNSTOCONTROL')) {
    const control = at(values[6]);
    if (control && baselines.has(control)) for (const copy of listOf(values[4]).map(at)) if (copy) set.add(copy);
  }
  const nests = of('IFCRELNESTS');
  for (let size = -1; size < set.size; ) {
    size = set.size;
    for (const { values } of set.size === 0 ? [] : nests) {
      const parent = at(values[4]);
      if (parent && set.has(parent)) for (const child of listOf(values[5]).map(at)) if (child) set.add(child);
    }
  }
  return {
    planned: schedules.find((one) => !baselines.has(one)) ?? schedules[0],
    tasks: all.filter((task) => !set.has(task)),
    copies,
  };
}

/** A type of one's own says what IFC has no word for: see `OWN_TYPES`. */
function kindOf(values: readonly StepValue[], isParent: boolean): ActivityKind {
  if (isParent) return 'summary';
  const type = textOf(values[4]).toUpperCase();
  for (const kind of ['startMilestone', 'levelOfEffort', 'summary'] as const) if (type === OWN_TYPES[kind]) return kind;
  return values[9] === 'T' ? 'finishMilestone' : 'task';
}

/** By the number of a task or a schedule, what metrics bind it to: see `METRICS`. */
function boundsOf(of: Of, at: At): Map<number, Pick<Activity, 'constraints' | 'deadlineMin'>> {
  const bounds = new Map<number, Pick<Activity, 'constraints' | 'deadlineMin'>>();
  for (const { values } of of('IFCRELASSOCIATESCONSTRAINT')) {
    const metric = at(values[6]);
    if (metric?.type !== 'IFCMETRIC') continue;
    const outer = at(metric.values[10]);
    const attribute = textOf((at(outer?.values[4]) ?? outer)?.values[1]).replace('FinishTime', 'ScheduleFinish');
    const isFree = textOf(metric.values[0]) === AS_SOON_AS_POSSIBLE;
    const kind = boundKind(attribute, textOf(metric.values[7]), textOf(metric.values[2]));
    const atMin = kind === 'asLateAsPossible' ? 0 : minuteOf(textOf(metric.values[9]));
    if (kind === null || atMin === null) continue;
    for (const value of listOf(values[4])) {
      const number = at(value)?.number ?? -1;
      const bound = bounds.get(number) ?? { constraints: [], deadlineMin: null };
      bounds.set(number, bound);
      if (isFree) continue;
      if (kind === 'deadline') bound.deadlineMin = atMin;
      else bound.constraints.push({ kind, atMin });
    }
  }
  return bounds;
}

const textOf = (value: StepValue | undefined): string => (typeof value === 'string' ? value : '');
const listOf = (value: StepValue | undefined): StepValue[] => (Array.isArray(value) ? value : []);

/** What a planner calls it, where the line holds all that IFC gives it; else its GlobalId. */
const idOf = (values: readonly StepValue[], isWhole: boolean): string =>
  (isWhole && textOf(values[5])) || textOf(values[0]);

/** Its lists stand third and second from the end: some writers leave out the identification before them. */
function calendarOf(
  { number, values }: StepLine,
  at: (value: StepValue | undefined) => StepLine | undefined,
  notes: Message[],
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
    else notes.push(scheduleFileMessage('note-recurrence', { file, number: time.number, got: kind || NOTHING }));
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
  const isEmpty = week.every((day) => day.length === 0) && exceptions.every(({ shifts }) => shifts.length === 0);
  if (isEmpty) notes.push(scheduleFileMessage('note-no-times', { file, number }));
  return {
    id: idOf(values, values.length === 9) || String(number),
    name: textOf(values[2]),
    exceptions,
    week: isEmpty ? defaultWeek().week : week.map(tidyShifts),
  };
}

function shiftsOf(pattern: StepLine | undefined, at: (value: StepValue | undefined) => StepLine | undefined): Shift[] {
  return listOf(pattern?.values[7]).flatMap((value) => {
    const period = at(value);
    const fromMin = timeOfDay(textOf(period?.values[0]));
    const toMin = timeOfDay(textOf(period?.values[1]));
    return fromMin === null || toMin === null ? [] : [{ fromMin, toMin: toMin === 0 ? DAY_MIN : toMin }];
  });
}

interface LengthFrame {
  at: Calendar;
  place: string;
}

interface TimeFrame extends LengthFrame {
  calendar: number;
  work: WorkTime;
  /** A finish at the hour of the start, or before it, means its whole day. */
  isDays: boolean;
}

/**
 * Some tools write a finish at the hour of the start and mean all of that day; the work between the dates then falls short of the
 * duration. Null where neither way gives it: such a task goes with most of its file.
 */
function daysOrInstants(values: readonly StepValue[], frame: TimeFrame): 'days' | 'instants' | null {
  const dates = datesOf(values);
  const durationMin = durationOf(textOf(values[4]), frame);
  if (dates === null || durationMin === 0) return null;
  const lasts = (finishMin: number) => frame.work.between(dates.startMin, finishMin) === durationMin;
  if (lasts(dates.finishMin)) return 'instants';
  return lasts(endOf(dates.startMin, dates.finishMin, frame)) ? 'days' : null;
}

/** Early dates are what the tool computed; without them a person wrote the scheduled ones. */
function datesOf(values: readonly StepValue[]): Dates | null {
  for (const from of [7, 5]) {
    const startMin = minuteOf(textOf(values[from]));
    const finishMin = minuteOf(textOf(values[from + 1]));
    if (startMin !== null && finishMin !== null) return { startMin, finishMin };
  }
  return null;
}

function timesOf(values: readonly StepValue[], frame: TimeFrame): Partial<Activity> {
  const durationMin = durationOf(textOf(values[4]), frame);
  const dates = datesOf(values);
  return {
    durationMin,
    stored:
      dates === null || durationMin === 0
        ? dates
        : { startMin: dates.startMin, finishMin: endOf(dates.startMin, dates.finishMin, frame) },
    progress: progressOf(values, durationMin, frame),
  };
}

function endOf(startMin: number, finishMin: number, { at: { week }, isDays }: TimeFrame): number {
  const day = dayOf(finishMin);
  if (!isDays || finishMin - day * DAY_MIN > startMin - dayOf(startMin) * DAY_MIN) return finishMin;
  // 1970-01-01 was a Thursday.
  const last = week[(((day + 4) % 7) + 7) % 7].at(-1);
  return last ? Math.max(finishMin, day * DAY_MIN + last.toMin) : finishMin;
}

function progressOf(values: readonly StepValue[], durationMin: number, frame: TimeFrame): Progress {
  const startMin = minuteOf(textOf(values[16]));
  const finishMin = minuteOf(textOf(values[17]));
  if (startMin === null) return { status: 'planned' };
  const done = typeof values[19] === 'number' ? values[19] : 0;
  if (finishMin !== null && done >= 1)
    return {
      status: 'done',
      startMin,
      finishMin: durationMin === 0 ? finishMin : endOf(startMin, finishMin, frame),
    };
  const left = textOf(values[18]);
  return {
    status: 'started',
    startMin,
    remainingMin: left ? durationOf(left, frame) : Math.round((1 - done) * durationMin),
  };
}

/** ISO 8601: `P0Y0M5D`, `PT12H`, `P2W`, `-P1D`. Days and weeks are the calendar's; months and years have no length in work. */
function durationOf(text: string, { at: { week }, place }: LengthFrame): number {
  if (text === '') return 0;
  const parts = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(-?\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(
    text,
  );
  const [years, months, weeks, days, hours, minutes, seconds] = (parts ?? []).slice(2).map((part) => Number(part ?? 0));
  if (!parts || years > 0 || months > 0)
    throw new ScheduleError(scheduleFileMessage('ifc-duration', { place, got: text.slice(0, 40) }));
  const working = week.filter((shifts) => shifts.length > 0);
  const dayMin = minutesOf(working[0] ?? []);
  const min = (days + weeks * working.length) * dayMin + hours * 60 + minutes + Math.round(seconds / 60);
  return parts[1] ? -min : min;
}

function lagOf(time: StepLine | undefined, { activities, calendars }: Schedule, from: number, file: string): Lag {
  if (!time) return NO_LAG;
  const value = time.values[3];
  const isElapsed = time.values[4] === 'ELAPSEDTIME';
  if (typeof value === 'number') return { kind: 'percent', pct: 100 * value, ...(isElapsed ? { isElapsed } : {}) };
  const at = isElapsed ? AROUND_THE_CLOCK : calendars[activities[from].calendar];
  return {
    kind: isElapsed ? 'elapsed' : 'working',
    min: durationOf(textOf(value), { at, place: `${file}: #${time.number}` }),
  };
}

/** A resource with work of its own that is nested in another is what a task takes of that: see `writeResources`. */
function takeResources(
  lines: readonly StepLine[],
  schedule: Schedule,
  indexAt: (value: StepValue) => number | undefined,
  at: At,
): void {
  const found = lines.filter(({ type }) => Object.hasOwn(RESOURCES, type));
  const parts = new Map<StepLine, StepLine>();
  for (const { type, values } of lines) {
    const whole = type === 'IFCRELNESTS' ? at(values[4]) : undefined;
    for (const part of whole && Object.hasOwn(RESOURCES, whole.type) ? listOf(values[5]).map(at) : [])
      if (whole && part && at(part.values[7])?.values[3]) parts.set(part, whole);
  }
  const pools = found.filter((line) => !parts.has(line));
  const unitsOf = (line: StepLine): number | null => {
    const units = at(line.values[7])?.values[4];
    return typeof units === 'number' ? units : null;
  };
  schedule.resources = pools.map((line) => ({
    id: idOf(line.values, line.values.length === 11) || String(line.number),
    name: textOf(line.values[2]),
    kind: RESOURCES[line.type],
    capacity: unitsOf(line),
    costPerH: costOf(line.values[8], at),
  }));
  for (const { type, values } of lines) {
    if (type !== 'IFCRELASSIGNSTOPROCESS') continue;
    const activity = indexAt(values[6]);
    for (const used of listOf(values[4]).map(at)) {
      const pool = used && parts.get(used);
      const resource = used ? pools.indexOf(pool ?? used) : -1;
      if (activity === undefined || used === undefined || resource < 0) continue;
      const { durationMin, calendar } = schedule.activities[activity];
      const taskIntervals = textOf(at(used.values[7])?.values[3]);
      const frame = { at: schedule.calendars[calendar], place: `#${used.number}` };
      const part = pool
        ? { units: unitsOf(used) ?? 1, workMin: durationOf(taskIntervals, frame), cost: costOf(used.values[8], at) }
        : null;
      schedule.assignments.push({ activity, resource, ...(part ?? { units: 1, workMin: durationMin, cost: 0 }) });
    }
  }
}

/** Returns the sum of IfcCostValues; it is an hour's, where that is what they are for. */
function costOf(values: StepValue | undefined, at: At): number {
  return listOf(values).reduce((sum: number, value) => {
    const amount = at(value)?.values[2];
    return typeof amount === 'number' ? sum + amount : sum;
  }, 0);
}

/**
 * See `readIfcTasks`. What a metric binds, or lets start as soon as possible, is not free. Where all is bound so, the plan starts when its
 * schedule does; else with its first task.
 */
function pinFree(schedule: Schedule, isBound: readonly boolean[], startMin: number | null): void {
  const { activities } = schedule;
  const follows = new Set(schedule.links.map(({ to }) => to));
  const starts = activities.flatMap(({ stored }) => (stored ? [stored.startMin] : []));
  if (starts.length === 0 && startMin === null)
    throw new ScheduleError(scheduleFileMessage('ifc-start', { name: schedule.name }));
  const free = activities.filter(
    ({ stored, kind }, i) => stored && kind !== 'summary' && !isBound[i] && !follows.has(i),
  );
  const first = starts.reduce((least, min) => Math.min(least, min), Infinity);
  schedule.startMin = startMin !== null && (free.length === 0 || starts.length === 0) ? startMin : first;
  for (const activity of free)
    if (activity.stored) activity.constraints = [{ kind: 'startNoEarlier', atMin: activity.stored.startMin }];
}
