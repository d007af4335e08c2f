import { AROUND_THE_CLOCK, tidyShifts } from '../../model/schedule/calendar.ts';
import {
  type Activity,
  type Assignment,
  type Calendar,
  type CalendarException,
  type ConstraintKind,
  type Dates,
  type Lag,
  type LinkKind,
  type Progress,
  plainSchedule,
  type Resource,
  type Schedule,
  ScheduleError,
  type Shift,
} from '../../model/schedule/schedule.ts';
import { type Message, NONE } from '../../model/text/message.ts';
import { scheduleFileMessage } from '../schedule/messages.ts';
import { dayOf, timeOfDay } from '../schedule/text.ts';
import { readXml, type XmlNode } from '../schedule/xml.ts';
import { layInterruptions, layResourceCalendars, noteBrokenLinks, type TaskSources } from './task-times.ts';

const MAX_TASKS = 500_000;

/** Codes of the MSPDI schema (mspdi_pj12.xsd). */
const LINKS: readonly LinkKind[] = ['FF', 'FS', 'SF', 'SS'];
const CONSTRAINTS: readonly (ConstraintKind | null)[] = [
  null,
  'asLateAsPossible',
  'mustStart',
  'mustFinish',
  'startNoEarlier',
  'startNoLater',
  'finishNoEarlier',
  'finishNoLater',
];
const RESOURCES: readonly Resource['kind'][] = ['material', 'labour', 'plant'];
/** Formats of durations and lags that are elapsed: the even ones up to 12, and their estimated twins 32 above. */
const ELAPSED = new Set([4, 6, 8, 10, 12, 36, 38, 40, 42, 44]);
const PERCENT = new Set([19, 51]);
const ELAPSED_PERCENT = new Set([20, 52]);

/** Microsoft Project's XML, and what other tools write in its name. */
export function readMspdi(text: string, file: string): Schedule {
  const project = readXml(text, file, 'Project');
  const schedule = plainSchedule(
    project.text('Title') || project.text('Name') || file,
    project.minute('StartDate') ?? 0,
  );
  schedule.dataDateMin = project.minute('StatusDate', schedule.notes);
  const calendarAt = readCalendars(project, schedule, file);
  const tasks = (project.one('Tasks')?.many('Task') ?? []).filter(
    (task) => !task.flag('IsNull') && task.text('UID') !== '0',
  );
  if (tasks.length > MAX_TASKS)
    throw new ScheduleError(scheduleFileMessage('many-tasks', { file, most: MAX_TASKS, got: tasks.length }));
  const taskAt = new Map(tasks.map((task, i) => [task.text('UID'), i]));
  const levels: { level: number; at: number }[] = [];
  const hasOwnCalendar: boolean[] = [];
  for (const [i, task] of tasks.entries()) {
    const level = task.number('OutlineLevel');
    while (levels.length > 0 && levels[levels.length - 1].level >= level) levels.pop();
    const above = levels.at(-1)?.at ?? null;
    const isElapsed = ELAPSED.has(task.number('DurationFormat'));
    const calendar = isElapsed
      ? clockOf(schedule)
      : (calendarAt.get(task.text('CalendarUID')) ?? schedule.defaultCalendar);
    hasOwnCalendar.push(isElapsed || calendarAt.has(task.text('CalendarUID')));
    schedule.activities.push(activityOf(task, calendar, above, schedule.notes));
    if (task.flag('Summary')) levels.push({ level, at: i });
  }
  for (const [to, task] of tasks.entries()) {
    for (const link of task.many('PredecessorLink')) {
      const from = taskAt.get(link.text('PredecessorUID'));
      const kind = LINKS[link.number('Type')];
      if (from === undefined || kind === undefined) {
        const { place } = link;
        schedule.notes.push(
          from === undefined
            ? scheduleFileMessage('note-link-end', { place, id: link.text('PredecessorUID') })
            : scheduleFileMessage('note-link-kind', { place, got: link.text('Type') }),
        );
      } else schedule.links.push({ from, to, kind, lag: lagOf(link) });
    }
  }
  const assigned = readResources(project, schedule, taskAt, calendarAt);
  const sources: TaskSources = { tasks, hasOwnCalendar, ...assigned };
  layResourceCalendars(schedule, sources, file);
  layInterruptions(schedule, sources, file);
  noteBrokenLinks(schedule, file);
  return schedule;
}

function clockOf({ calendars }: Schedule): number {
  const at = calendars.indexOf(AROUND_THE_CLOCK);
  return at >= 0 ? at : calendars.push(AROUND_THE_CLOCK) - 1;
}

function readCalendars(project: XmlNode, schedule: Schedule, file: string): Map<string, number> {
  const nodes = project.one('Calendars')?.many('Calendar') ?? [];
  const at = new Map(nodes.map((node, i) => [node.text('UID'), i]));
  const byIndex = nodes.map((node) => ({ node, base: at.get(node.text('BaseCalendarUID')) }));
  const read: Calendar[] = [];
  const calendar = (i: number, hops: number): Calendar => {
    const { node, base } = byIndex[i];
    if (hops > nodes.length) throw new ScheduleError(scheduleFileMessage('calendar-circle', { place: node.place }));
    const name = node.text('Name') || node.text('UID');
    const above = base === undefined || base === i ? null : calendar(base, hops + 1);
    read[i] ??= readableCalendar(schedule, { id: node.text('UID'), name, file }, () => calendarOf(node, above));
    return read[i];
  };
  schedule.calendars = nodes.map((_, i) => calendar(i, 0));
  if (schedule.calendars.length === 0) schedule.calendars.push(defaultWeek());
  schedule.defaultCalendar = at.get(project.text('CalendarUID')) ?? 0;
  return at;
}

/** A calendar that cannot be read costs itself alone: the usual week stands in for it, and a note says so. */
export function readableCalendar(
  { notes }: Schedule,
  { id, name, file }: { id: string; name: string; file: string },
  read: () => Calendar,
): Calendar {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    notes.push(scheduleFileMessage('note-calendar', { file, name, reason: error.messages[0].text }));
    return { ...defaultWeek(), id, name };
  }
}

/** Monday to Friday, 8 to 12 and 13 to 17: Microsoft Project's "Standard". */
export function defaultWeek(): Calendar {
  const day: readonly Shift[] = [
    { fromMin: 480, toMin: 720 },
    { fromMin: 780, toMin: 1020 },
  ];
  return { id: 'Standard', name: 'Standard', week: [[], day, day, day, day, day, []], exceptions: [] };
}

function calendarOf(node: XmlNode, base: Calendar | null): Calendar {
  const usual = base?.week ?? defaultWeek().week;
  const week = [...usual];
  const exceptions: CalendarException[] = [...(base?.exceptions ?? [])];
  for (const day of node.one('WeekDays')?.many('WeekDay') ?? []) {
    const type = day.number('DayType');
    const shifts = day.flag('DayWorking') ? shiftsOf(day) : [];
    if (type >= 1 && type <= 7) week[type - 1] = shifts;
    else exceptions.push(exceptionOf(day, shifts));
  }
  for (const exception of node.one('Exceptions')?.many('Exception') ?? [])
    exceptions.push(exceptionOf(exception, exception.flag('DayWorking') ? shiftsOf(exception) : []));
  return { id: node.text('UID'), name: node.text('Name') || node.text('UID'), week, exceptions };
}

function exceptionOf(node: XmlNode, shifts: readonly Shift[]): CalendarException {
  const period = node.one('TimePeriod');
  const fromMin = period?.minute('FromDate') ?? null;
  const toMin = period?.minute('ToDate') ?? null;
  if (fromMin === null || toMin === null || toMin < fromMin)
    throw new ScheduleError(
      scheduleFileMessage('span', {
        place: node.place,
        got: fromMin === null ? NONE : { zh: '结束早于开始的一段', en: 'one that ends before it begins' },
      }),
    );
  return { fromDay: dayOf(fromMin), toDay: dayOf(toMin), shifts };
}

function shiftsOf(day: XmlNode): readonly Shift[] {
  return tidyShifts(
    (day.one('WorkingTimes')?.many('WorkingTime') ?? []).map((time) => {
      const fromMin = timeOfDay(time.text('FromTime'));
      const toMin = timeOfDay(time.text('ToTime'));
      if (fromMin === null || toMin === null)
        throw new ScheduleError(
          scheduleFileMessage('shift', { place: time.place, got: time.text('FromTime'), value: time.text('ToTime') }),
        );
      return { fromMin, toMin: toMin === 0 ? 1440 : toMin };
    }),
  );
}

/** `PT32H0M0S` in minutes. */
function durationOf(node: XmlNode, name: string): number {
  const text = node.text(name);
  if (text === '') return 0;
  const parts = /^-?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(text);
  if (!parts)
    throw new ScheduleError(scheduleFileMessage('xml-duration', { place: node.place, name, got: text.slice(0, 40) }));
  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return Math.round(days * 1440 + hours * 60 + minutes + seconds / 60);
}

function activityOf(task: XmlNode, calendar: number, parent: number | null, notes: Message[]): Activity {
  const startMin = task.minute('Start', notes);
  const finishMin = task.minute('Finish', notes);
  const kind = CONSTRAINTS[task.number('ConstraintType')];
  const atMin = task.minute('ConstraintDate', notes);
  const baseline = task.many('Baseline').find((one) => one.number('Number') === 0);
  const baseStartMin = baseline?.minute('Start', notes) ?? null;
  const baseFinishMin = baseline?.minute('Finish', notes) ?? null;
  const manual = manualDates(task, { startMin, finishMin }, notes);
  return {
    id: task.text('UID'),
    code: task.text('WBS') || task.text('ID') || task.text('UID'),
    name: task.text('Name'),
    kind: task.flag('Summary') ? 'summary' : task.flag('Milestone') ? 'finishMilestone' : 'task',
    wbs: null,
    parent,
    calendar,
    durationMin: durationOf(task, 'Duration'),
    constraints: kind === 'asLateAsPossible' ? [{ kind, atMin: 0 }] : kind && atMin !== null ? [{ kind, atMin }] : [],
    deadlineMin: task.minute('Deadline', notes),
    ...(manual ? { manual } : {}),
    progress: progressOf(task, notes),
    stored: startMin === null || finishMin === null ? null : { startMin, finishMin },
    baseline:
      baseStartMin === null || baseFinishMin === null ? null : { startMin: baseStartMin, finishMin: baseFinishMin },
    estimate: null,
    cost: task.number('Cost') / 100,
  };
}

/** A task scheduled by hand stands on its dates; a summary by hand still spans what it holds. */
function manualDates(
  task: XmlNode,
  stored: { startMin: number | null; finishMin: number | null },
  notes: Message[],
): Dates | null {
  if (!task.flag('Manual') || task.flag('Summary')) return null;
  const startMin = task.minute('ManualStart', notes) ?? stored.startMin;
  const finishMin = task.minute('ManualFinish', notes) ?? stored.finishMin;
  return startMin === null || finishMin === null || finishMin < startMin ? null : { startMin, finishMin };
}

function progressOf(task: XmlNode, notes: Message[]): Progress {
  const startMin = task.minute('ActualStart', notes);
  const finishMin = task.minute('ActualFinish', notes);
  if (startMin === null) return { status: 'planned' };
  if (finishMin !== null) return { status: 'done', startMin, finishMin };
  const left = task.text('RemainingDuration') === '' ? 1 - task.number('PercentComplete') / 100 : null;
  const remainingMin =
    left === null ? durationOf(task, 'RemainingDuration') : Math.round(left * durationOf(task, 'Duration'));
  const resumeMin = task.minute('Resume', notes);
  const goesOn = resumeMin !== null && resumeMin >= startMin ? { resumeMin } : {};
  return { status: 'started', startMin, remainingMin, ...goesOn };
}

/** LinkLag counts tenths of a minute, or percent. */
function lagOf(link: XmlNode): Lag {
  const lag = link.number('LinkLag');
  const format = link.number('LagFormat');
  if (PERCENT.has(format)) return { kind: 'percent', pct: lag };
  if (ELAPSED_PERCENT.has(format)) return { kind: 'percent', pct: lag, isElapsed: true };
  return { kind: ELAPSED.has(format) ? 'elapsed' : 'working', min: Math.round(lag / 10) };
}

function readResources(
  project: XmlNode,
  schedule: Schedule,
  taskAt: Map<string, number>,
  calendarAt: Map<string, number>,
): Pick<TaskSources, 'assignments' | 'calendarOf'> {
  const resources = (project.one('Resources')?.many('Resource') ?? []).filter((one) => one.text('UID') !== '0');
  const at = new Map(resources.map((one, i) => [one.text('UID'), i]));
  schedule.resources = resources.map((one) => ({
    id: one.text('UID'),
    name: one.text('Name'),
    kind: RESOURCES[one.number('Type')] ?? 'labour',
    capacity: one.text('MaxUnits') === '' ? null : one.number('MaxUnits'),
    costPerH: one.number('StandardRate'),
  }));
  const assignments = new Map<number, XmlNode[]>();
  for (const one of project.one('Assignments')?.many('Assignment') ?? []) {
    const activity = taskAt.get(one.text('TaskUID'));
    if (activity === undefined) continue;
    const ofTask = assignments.get(activity);
    if (ofTask) ofTask.push(one);
    else assignments.set(activity, [one]);
    const resource = at.get(one.text('ResourceUID'));
    if (resource === undefined) continue;
    const assignment: Assignment = {
      activity,
      resource,
      units: one.text('Units') === '' ? 1 : one.number('Units'),
      workMin: durationOf(one, 'Work'),
      cost: one.number('Cost') / 100,
    };
    schedule.assignments.push(assignment);
  }
  const calendarOf = new Map(
    resources.flatMap((one): [string, number][] => {
      const calendar = calendarAt.get(one.text('CalendarUID'));
      return calendar === undefined || one.text('Type') !== '1' ? [] : [[one.text('UID'), calendar]];
    }),
  );
  return { assignments, calendarOf };
}
