import { type Message, MessageError } from '../text/message.ts';
/**
 * A schedule as every reader gives it and every engine takes it. Instants are whole minutes since 1970-01-01T00:00 of the
 * project's own wall clock (`…Min`): schedule files know no time zone, and a working day has no summer time in them. Durations are
 * working minutes of the activity's calendar. Activities, calendars and resources are named by their index here, by `id` outside.
 */
export interface Schedule {
  name: string;
  startMin: number;
  /** Progress is known up to here; null where the file tells none. */
  dataDateMin: number | null;
  /** The contract's date, if the file holds one: late dates count from it. */
  mustFinishMin: number | null;
  calendars: Calendar[];
  /** Calendar of activities and lags that name none. */
  defaultCalendar: number;
  wbs: WbsNode[];
  activities: Activity[];
  links: Link[];
  resources: Resource[];
  assignments: Assignment[];
  /** In whose working time a lag without a calendar of its own runs (P6: `sched_calendar_on_relationship_lag`). */
  lagCalendar: LagCalendar;
  /** What the file said that could not be kept: links to absent tasks, codes nobody knows. */
  notes: Message[];
}

/** Party whose calendar a lag is counted on (P6: predecessor, successor, project or 24 hours). */
export type LagCalendar = 'predecessor' | 'successor' | 'project' | 'elapsed';

/** Working time within a day, minutes after midnight; `toMin` may be 1440. */
export interface Shift {
  fromMin: number;
  toMin: number;
}

/** The working time of a week and the days that differ from it. */
export interface Calendar {
  id: string;
  name: string;
  /** Sunday first, as MSPDI's DayType 1–7 and XER's day numbers count. */
  week: readonly (readonly Shift[])[];
  /** Days on which the week does not hold; of two on one day the later holds. */
  exceptions: CalendarException[];
}

/** Days on which a calendar's week does not hold: holidays, or working weekends. */
export interface CalendarException {
  /** Days since 1970-01-01, both included. */
  fromDay: number;
  toDay: number;
  /** None: a day off. */
  shifts: readonly Shift[];
}

/** A node of the work breakdown structure; `parent` is its index in `wbs`. */
interface WbsNode {
  id: string;
  name: string;
  parent: number | null;
}

/** A level of effort and a summary span what they hold or are tied to, and drive nothing. */
export type ActivityKind = 'task' | 'startMilestone' | 'finishMilestone' | 'levelOfEffort' | 'summary';

/** An activity of a schedule; times are minutes since 1970-01-01 in the project's own time. */
export interface Activity {
  id: string;
  code: string;
  name: string;
  kind: ActivityKind;
  /** Index in `wbs`, or null. */
  wbs: number | null;
  /** The summary that holds it, or null. */
  parent: number | null;
  calendar: number;
  durationMin: number;
  constraints: Constraint[];
  deadlineMin: number | null;
  /** Dates on which it stands whatever its links say (Microsoft Project's manual scheduling); unlike a `must…` they leave it float. */
  manual?: Dates;
  progress: Progress;
  /** As the file has them: what its tool computed or a person pinned. */
  stored: Dates | null;
  baseline: Dates | null;
  estimate: ThreePoint | null;
  cost: number;
}

/** When something starts and finishes, in minutes since 1970-01-01 of the project's own time. */
export interface Dates {
  startMin: number;
  finishMin: number;
}

/** A low, likely and high duration in working minutes, for Monte Carlo. */
export interface ThreePoint {
  lowMin: number;
  likelyMin: number;
  highMin: number;
}

/** How far an activity is at the data date; what is left is in working minutes, and not done before `resumeMin`. */
export type Progress =
  | { status: 'planned' }
  | { status: 'started'; startMin: number; remainingMin: number; resumeMin?: number }
  | { status: 'done'; startMin: number; finishMin: number };

/** `must…` holds against logic (P6: mandatory; MSP: must start on), the others move within it. */
export type ConstraintKind =
  | 'startNoEarlier'
  | 'startNoLater'
  | 'startOn'
  | 'finishNoEarlier'
  | 'finishNoLater'
  | 'finishOn'
  | 'mustStart'
  | 'mustFinish'
  | 'asLateAsPossible';

/** A date constraint on an activity. */
export interface Constraint {
  kind: ConstraintKind;
  /** 0 with `asLateAsPossible`, which has no date. */
  atMin: number;
}

/** Finish-to-start, start-to-start, finish-to-finish or start-to-finish. */
export type LinkKind = 'FS' | 'SS' | 'FF' | 'SF';

/** A dependency between two activities, which are indices in the schedule's list. */
export interface Link {
  from: number;
  to: number;
  kind: LinkKind;
  lag: Lag;
}

/** A lead is a negative lag. A percentage is of the predecessor's duration; an elapsed one passes by the clock. */
export type Lag =
  | { kind: 'working' | 'elapsed'; min: number; calendar?: number }
  | { kind: 'percent'; pct: number; isElapsed?: true };

/** No wait between two activities that are linked. */
export const NO_LAG: Lag = { kind: 'working', min: 0 };

/** Whether a link waits, or overlaps, at all. */
export const hasLag = (lag: Lag): boolean => (lag.kind === 'percent' ? lag.pct : lag.min) !== 0;
/** Whether a lag passes by the clock, whatever calendar works. */
export const isElapsedLag = (lag: Lag): boolean =>
  lag.kind === 'elapsed' || (lag.kind === 'percent' && !!lag.isElapsed);
/** Whether a lag is negative, so that the successor may begin before its predecessor lets it. */
export const isLead = (lag: Lag): boolean => (lag.kind === 'percent' ? lag.pct : lag.min) < 0;

/** Labour, plant or material that activities need. */
export interface Resource {
  id: string;
  name: string;
  kind: 'labour' | 'plant' | 'material';
  /** At once: 1 is one person or machine; null where the file sets no limit. */
  capacity: number | null;
  costPerH: number;
}

/** A resource's work on an activity; both are indices in the schedule's lists. */
export interface Assignment {
  activity: number;
  resource: number;
  /** Units of the resource, while the activity runs. */
  units: number;
  workMin: number;
  cost: number;
}

/** What makes a schedule file or case unusable, as a sentence for a person: file, place, what was expected and what came. */
export class ScheduleError extends MessageError {
  override name = 'ScheduleError';
}

/** Where each activity lies, by its code or its id; a code wins over another's id. */
export function tasksByName({ activities }: Schedule): Map<string, number> {
  const at = new Map(activities.map(({ id }, i) => [id, i]));
  for (const [i, { code }] of activities.entries()) at.set(code, i);
  return at;
}

/** Minutes of a day; project time knows no summer time. */
export const DAY_MIN = 1440;

/** An activity with nothing said of it; readers and tests fill in what they know. */
export function plainActivity(id: string, durationMin: number, more: Partial<Activity> = {}): Activity {
  return {
    id,
    code: id,
    name: id,
    kind: 'task',
    wbs: null,
    parent: null,
    calendar: 0,
    durationMin,
    constraints: [],
    deadlineMin: null,
    progress: { status: 'planned' },
    stored: null,
    baseline: null,
    estimate: null,
    cost: 0,
    ...more,
  };
}

/** A schedule with nothing in it but what is given, for readers to fill and for tests. */
export function plainSchedule(name: string, startMin: number, more: Partial<Schedule> = {}): Schedule {
  return {
    name,
    startMin,
    dataDateMin: null,
    mustFinishMin: null,
    calendars: [],
    defaultCalendar: 0,
    wbs: [],
    activities: [],
    links: [],
    resources: [],
    assignments: [],
    lagCalendar: 'predecessor',
    notes: [],
    ...more,
  };
}
