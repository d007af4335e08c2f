import { WorkTime, weekdayOf } from '../../model/schedule/calendar.ts';
import {
  type Calendar,
  type Dates,
  isElapsedLag,
  type Lag,
  type Schedule,
  ScheduleError,
} from '../../model/schedule/schedule.ts';
import type { Message } from '../../model/text/message.ts';
import { scheduleFileMessage } from '../schedule/messages.ts';
import type { XmlNode } from '../schedule/xml.ts';

/** What Microsoft Project's tasks take from beside themselves, by their index: each with the element that it stands in. */
export interface TaskSources {
  tasks: readonly XmlNode[];
  /** Assignments of each task, whichever resource does the work. */
  assignments: ReadonlyMap<number, readonly XmlNode[]>;
  /** Calendar of each resource that works. */
  calendarOf: ReadonlyMap<string, number>;
  /** True for each task that names a calendar of its own. */
  hasOwnCalendar: readonly boolean[];
}

/**
 * Microsoft Project lays a task where those work who are assigned to it, unless the task says not to: on the one calendar that they have
 * in common, and within its own where it has one. Several calendars at once, which it lays assignment by assignment, are named.
 */
export function layResourceCalendars(schedule: Schedule, sources: TaskSources, file: string): void {
  const { calendars, activities, notes, defaultCalendar } = schedule;
  const usual = sameTimes(calendars[defaultCalendar]);
  const joined = new Map<string, number>();
  for (const [i, task] of sources.tasks.entries()) {
    if (task.flag('Summary') || task.flag('IgnoreResourceCalendar')) continue;
    const activity = activities[i];
    const assigned = (sources.assignments.get(i) ?? []).flatMap((one) => {
      const at = sources.calendarOf.get(one.text('ResourceUID'));
      return at === undefined || !works(calendars[at]) ? [] : [at];
    });
    const distinct = new Map(assigned.map((at) => [sameTimes(calendars[at]), at]));
    if (distinct.size === 0) continue;
    if (distinct.size > 1) {
      notes.push(scheduleFileMessage('note-resource-calendars', { file, code: activity.code, count: distinct.size }));
      continue;
    }
    const [[times, at]] = distinct;
    if (!sources.hasOwnCalendar[i]) {
      if (times !== usual) activity.calendar = at;
      continue;
    }
    if (times === sameTimes(calendars[activity.calendar])) continue;
    const key = `${activity.calendar} ${times}`;
    const known = joined.get(key) ?? calendars.push(bothOf(calendars[activity.calendar], calendars[at])) - 1;
    joined.set(key, known);
    if (works(calendars[known])) activity.calendar = known;
    else notes.push(scheduleFileMessage('note-no-common-time', { file, code: activity.code }));
  }
}

const sameTimes = ({ week, exceptions }: Calendar): string => JSON.stringify([week, exceptions]);

function works(calendar: Calendar): boolean {
  try {
    return new WorkTime(calendar).name === calendar.name;
  } catch (error) {
    if (error instanceof ScheduleError) return false;
    throw error;
  }
}

/** Where both calendars work. */
function bothOf(one: Calendar, other: Calendar): Calendar {
  const common = (a: Calendar['week'][number], b: Calendar['week'][number]) =>
    a.flatMap((x) =>
      b.flatMap((y) => {
        const fromMin = Math.max(x.fromMin, y.fromMin);
        const toMin = Math.min(x.toMin, y.toMin);
        return fromMin < toMin ? [{ fromMin, toMin }] : [];
      }),
    );
  const onDay = ({ week, exceptions }: Calendar, day: number) =>
    exceptions.findLast(({ fromDay, toDay }) => fromDay <= day && day <= toDay)?.shifts ?? week[weekdayOf(day)];
  const days = new Set(
    [...one.exceptions, ...other.exceptions].flatMap(({ fromDay, toDay }) =>
      Array.from({ length: Math.min(MAX_DAYS, toDay - fromDay + 1) }, (_, k) => fromDay + k),
    ),
  );
  return {
    id: `${one.id}+${other.id}`,
    name: `${one.name} + ${other.name}`,
    week: one.week.map((shifts, day) => common(shifts, other.week[day])),
    exceptions: [...days].map((day) => ({
      fromDay: day,
      toDay: day,
      shifts: common(onDay(one, day), onDay(other, day)),
    })),
  };
}

/** Greatest number of days of one exception that are looked at. */
const MAX_DAYS = 40_000;

/**
 * A split task takes longer than its duration says: its interruptions, which timephased work tells, move with it as Project moves them.
 * They are counted within its duration, and named.
 */
export function layInterruptions({ activities, calendars, notes }: Schedule, sources: TaskSources, file: string): void {
  for (const [i, activity] of activities.entries()) {
    const { progress, stored } = activity;
    if (activity.kind !== 'task' || progress.status === 'done' || activity.manual || !stored) continue;
    const worked = (sources.assignments.get(i) ?? [])
      .flatMap((one) => workedSpans(one, notes))
      .sort((a, b) => a.startMin - b.startMin);
    if (worked.length < 2) continue;
    const work = new WorkTime(calendars[activity.calendar]);
    let reachedMin = worked[0].finishMin;
    let gapMin = 0;
    for (const { startMin, finishMin } of worked) {
      gapMin += Math.max(0, work.between(reachedMin, startMin));
      reachedMin = Math.max(reachedMin, finishMin);
    }
    const fromMin = progress.status === 'started' ? (progress.resumeMin ?? stored.startMin) : stored.startMin;
    const leftMin = progress.status === 'started' ? progress.remainingMin : activity.durationMin;
    const extraMin = work.between(fromMin, stored.finishMin) - leftMin;
    if (gapMin === 0 || extraMin <= 0) continue;
    activity.durationMin += extraMin;
    if (progress.status === 'started') progress.remainingMin += extraMin;
    notes.push(scheduleFileMessage('note-split', { file, code: activity.code, hours: Math.round(extraMin / 6) / 10 }));
  }
}

/** Returns the spans of an assignment that have work which remains (type 1 of the schema). */
function workedSpans(assignment: XmlNode, notes: Message[]): Dates[] {
  return assignment.many('TimephasedData').flatMap((one) => {
    if (one.text('Type') !== '1' || !/[1-9]/.test(one.text('Value'))) return [];
    const startMin = one.minute('Start', notes);
    const finishMin = one.minute('Finish', notes);
    return startMin === null || finishMin === null ? [] : [{ startMin, finishMin }];
  });
}

/** A task on dates of its own against a link is named: Project leaves it there and warns. */
export function noteBrokenLinks({ activities, calendars, links, notes }: Schedule, file: string): void {
  for (const { from, to, kind, lag } of links) {
    const { manual, progress, code } = activities[to];
    const before = activities[from].stored;
    if (!manual || progress.status !== 'planned' || !before) continue;
    const fromMin = kind === 'FS' || kind === 'FF' ? before.finishMin : before.startMin;
    const heldMin = kind === 'FS' || kind === 'SS' ? manual.startMin : manual.finishMin;
    const work = new WorkTime(calendars[activities[from].calendar]);
    const boundMin = afterLag(work, fromMin, lag, activities[from].durationMin);
    if (work.between(heldMin, boundMin) <= 0) continue;
    notes.push(scheduleFileMessage('note-manual-link', { file, code, from: activities[from].code, kind }));
  }
}

function afterLag(work: WorkTime, min: number, lag: Lag, durationMin: number): number {
  const lagMin = lag.kind === 'percent' ? Math.round((durationMin * lag.pct) / 100) : lag.min;
  if (isElapsedLag(lag)) return min + lagMin;
  return lagMin === 0 ? min : work.closeAt(work.workAt(min) + lagMin);
}
