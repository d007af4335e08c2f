import { AROUND_THE_CLOCK, WorkTime } from '../../model/schedule/calendar.ts';
import {
  type Activity,
  DAY_MIN,
  hasLag,
  isElapsedLag,
  type Lag,
  type Schedule,
  ScheduleError,
} from '../../model/schedule/schedule.ts';
import type { Message } from '../../model/text/message.ts';
import { DayTables } from './day-tables.ts';
import { constructionMessage } from './messages.ts';

/** Codes of `Network.kind`. */
export const FS = 0;
const SS = 1;
export const FF = 2;
export const SF = 3;
const CODES = { FS, SS, FF, SF } as const;

/** A summary's link counts for each activity below it; more than this and the file is not a schedule. */
const MAX_LINKS = 5_000_000;
/** Greatest number of summaries above one another. */
const MAX_LEVELS = 100;

/** Activities up to which tables of days do not pay: they take a millisecond or two a calendar. */
const FEW = 2000;
/** Two years before the plan begins and fifty in all; what lies outside is found without tables. */
const TABLED_DAYS_BEFORE = 730;
const TABLED_DAYS = 18_262;

/**
 * A schedule's logic in flat arrays, activities by their index in the schedule. Links lie at their successor: those into activity i
 * are `first[i]` … `first[i + 1] − 1`, in three groups: those that need no dates, others to its start, those to its
 * finish; each as listed.
 */
export interface Network {
  /** Predecessors before successors, among equals by index. Only what has dates of its own: tasks and milestones. */
  order: Int32Array;
  first: Int32Array;
  from: Int32Array;
  kind: Uint8Array;
  /** Working minutes of `works[lagCalendar]`; −1 there where there is no lag. */
  lagMin: Float64Array;
  lagCalendar: Int32Array;
  /**
   * The first link into activity i that needs dates. Those before it lead to the start of work within one calendar, lag and all: the
   * successor's bound is the predecessor's place on their line of work and `step`.
   */
  dated: Int32Array;
  step: Float64Array;
  /** The first link that bounds the finish of activity i (FF, SF). */
  toFinish: Int32Array;
  /** Which end of which predecessor: twice its index, and 1 more for its finish. */
  end: Int32Array;
  /** Index in `schedule.links`. */
  link: Int32Array;
  /** What is still to be done. */
  remainingMin: Float64Array;
  state: Uint8Array;
  actualStartMin: Float64Array;
  actualFinishMin: Float64Array;
  bounds: Bounds;
  /** 1: planned work without constraints, a deadline or a pin: nothing of `bounds` has to be read. */
  plain: Uint8Array;
  /** Index in `works`. */
  calendar: Int32Array;
  /** One of each calendar of the schedule, and last the clock. */
  works: WorkTime[];
  tables: DayTables;
}

/** Code of `Network.state`: not yet begun. */
export const PLANNED = 0;
/** Code of `Network.state`: begun, not finished. */
export const STARTED = 1;
/** Code of `Network.state`: finished. */
export const DONE = 2;

/** What constraints and deadlines ask, ±Infinity where they ask nothing; a pin (else NaN) holds against logic. */
interface Bounds {
  startFrom: Float64Array;
  startBy: Float64Array;
  finishFrom: Float64Array;
  finishBy: Float64Array;
  pinnedStart: Float64Array;
  pinnedFinish: Float64Array;
  asLateAsPossible: Uint8Array;
  startMilestone: Uint8Array;
  /** 1: both pins are a person's choice of dates, which leave late dates and floats to logic. */
  manual: Uint8Array;
}

type Compiled =
  | { status: 'ready'; network: Network }
  /** Activities, each a predecessor of the next and the last of the first. */
  | { status: 'cyclic'; cycle: number[]; why: Message };

export function compileNetwork(schedule: Schedule): Compiled {
  const { activities, calendars } = schedule;
  const count = activities.length;
  const { from, to, link } = spreadLinks(schedule);
  const first = new Int32Array(count + 1);
  for (const i of to) first[i + 1]++;
  for (let i = 0; i < count; i++) first[i + 1] += first[i];
  const works = [...calendars, AROUND_THE_CLOCK].map((calendar) => new WorkTime(calendar));
  const fromDay = Math.floor(schedule.startMin / DAY_MIN) - TABLED_DAYS_BEFORE;
  const network: Network = {
    order: new Int32Array(0),
    first,
    from: new Int32Array(from.length),
    kind: new Uint8Array(from.length),
    lagMin: new Float64Array(from.length),
    lagCalendar: new Int32Array(from.length).fill(-1),
    dated: first.slice(0, count),
    toFinish: first.slice(0, count),
    end: new Int32Array(from.length),
    step: new Float64Array(from.length),
    link: new Int32Array(from.length),
    remainingMin: new Float64Array(count),
    state: new Uint8Array(count),
    actualStartMin: new Float64Array(count).fill(Number.NaN),
    actualFinishMin: new Float64Array(count).fill(Number.NaN),
    bounds: boundsOf(activities),
    plain: new Uint8Array(count),
    calendar: new Int32Array(count),
    works,
    tables: new DayTables(works, fromDay, count > FEW ? TABLED_DAYS : 0),
  };
  for (let i = 0; i < count; i++) {
    const { progress, calendar } = activities[i];
    network.remainingMin[i] = remainingOf(activities[i]);
    network.state[i] = STATES[progress.status];
    if (progress.status !== 'planned') network.actualStartMin[i] = progress.startMin;
    if (progress.status === 'done') network.actualFinishMin[i] = progress.finishMin;
    network.plain[i] = isPlain(activities[i]);
    network.calendar[i] = calendar;
    layPins(network, activities[i], i);
    layRest(network, schedule, i);
  }
  const group = new Uint8Array(from.length);
  for (let i = 0; i < from.length; i++) {
    group[i] = groupOf(network, schedule, link[i], from[i], to[i]);
    if (group[i] === ON_LINE) network.dated[to[i]]++;
    if (group[i] !== TO_FINISH) network.toFinish[to[i]]++;
  }
  const next = [first.slice(0, count), network.dated.slice(), network.toFinish.slice()];
  for (let i = 0; i < from.length; i++) {
    const at = next[group[i]][to[i]]++;
    const { kind, lag } = schedule.links[link[i]];
    network.from[at] = from[i];
    network.kind[at] = CODES[kind];
    network.link[at] = link[i];
    // A percentage of a milestone is none: the link stays at its instant, on whichever calendar.
    network.lagMin[at] = hasLag(lag) ? lagMinutes(schedule, lag, from[i]) + 0 : 0;
    if (network.lagMin[at] !== 0) network.lagCalendar[at] = lagCalendarOf(network, schedule, lag, from[i], to[i]);
    network.end[at] = 2 * from[i] + (kind === 'FS' || kind === 'FF' ? 1 : 0);
    if (group[i] === ON_LINE)
      network.step[at] = network.lagMin[at] + (kind === 'FS' ? network.remainingMin[from[i]] : 0);
  }
  const sorted = orderOf(network, activities);
  if (sorted.status === 'ready') return { status: 'ready', network: { ...network, order: sorted.order } };
  const { cycle } = sorted;
  const codes = [...cycle, cycle[0]].map((i) => activities[i].code);
  return { status: 'cyclic', cycle, why: constructionMessage('cycle', { codes: codes.join(' → ') }) };
}

/** The same network with one activity longer: what was worked out from its length is worked out anew. */
export function delayed(network: Network, activity: number, delayMin: number): Network {
  const remainingMin = network.remainingMin.slice();
  remainingMin[activity] += delayMin;
  const step = network.step.slice();
  for (let e = 0; e < step.length; e++) if (network.from[e] === activity && network.kind[e] === FS) step[e] += delayMin;
  return { ...network, remainingMin, step };
}

const hasDates = ({ kind }: Activity): boolean => kind !== 'summary' && kind !== 'levelOfEffort';

/** Links between what has dates of its own: a summary's link stands for one of each activity below, a level of effort's for none. */
export function spreadLinks({ activities, links }: Schedule): { from: number[]; to: number[]; link: number[] } {
  const below = new Map<number, number[]>();
  for (const [i, activity] of activities.entries()) {
    if (activity.kind === 'summary') below.set(i, below.get(i) ?? []);
    if (!hasDates(activity)) continue;
    for (let up = activity.parent, hops = 0; up !== null && hops < MAX_LEVELS; up = activities[up].parent, hops++)
      below.set(up, [...(below.get(up) ?? []), i]);
  }
  const spread = { from: [] as number[], to: [] as number[], link: [] as number[] };
  const add = (from: number, to: number, link: number) => {
    if (from === to) return;
    spread.from.push(from);
    spread.to.push(to);
    spread.link.push(link);
  };
  for (let link = 0; link < links.length; link++) {
    const { from, to } = links[link];
    if (hasDates(activities[from]) && hasDates(activities[to])) add(from, to, link);
    else if (activities[from].kind !== 'levelOfEffort' && activities[to].kind !== 'levelOfEffort')
      for (const a of below.get(from) ?? [from]) for (const b of below.get(to) ?? [to]) add(a, b, link);
    if (spread.link.length > MAX_LINKS) throw new ScheduleError(constructionMessage('many-links', { most: MAX_LINKS }));
  }
  return spread;
}

const STATES = { planned: PLANNED, started: STARTED, done: DONE } as const;

const fullDuration = ({ kind, durationMin }: Activity): number =>
  kind === 'startMilestone' || kind === 'finishMilestone' ? 0 : durationMin;

function remainingOf(activity: Activity): number {
  const { progress } = activity;
  if (progress.status === 'done') return 0;
  return progress.status === 'started' ? progress.remainingMin : fullDuration(activity);
}

/** What stands on two dates takes what its calendar works between them. */
function layPins({ bounds, works, remainingMin }: Network, { progress, calendar }: Activity, i: number): void {
  const { pinnedStart, pinnedFinish } = bounds;
  if (progress.status !== 'planned' || !(pinnedFinish[i] >= pinnedStart[i])) return;
  remainingMin[i] = works[calendar].between(pinnedStart[i], pinnedFinish[i]);
}

/**
 * Where the rest of what has begun may go on: where the plan says, else at the data date, as all that is open; a plan without one has
 * it follow what is done, as Microsoft Project does.
 */
function layRest({ bounds, works, remainingMin }: Network, { activities, dataDateMin }: Schedule, i: number): void {
  const { progress, calendar, durationMin } = activities[i];
  if (progress.status !== 'started') return;
  const work = works[calendar];
  const doneMin = Math.max(0, durationMin - remainingMin[i]);
  const followsMin = dataDateMin === null ? work.openAt(work.workAt(progress.startMin) + doneMin) : -Infinity;
  bounds.startFrom[i] = Math.max(bounds.startFrom[i], progress.resumeMin ?? followsMin);
}

/** The first instant of what nothing drives: a plan without a data date keeps a start that is constrained before its own (Microsoft Project). */
export function firstInstant({ startMin, dataDateMin }: Schedule, { bounds }: Network, i: number): number {
  const own = bounds.startFrom[i];
  if (dataDateMin === null) return own > -Infinity ? own : startMin;
  return Math.max(startMin, dataDateMin, own);
}

const isPlain = (activity: Activity): number =>
  activity.constraints.length === 0 &&
  activity.deadlineMin === null &&
  activity.manual === undefined &&
  activity.progress.status === 'planned' &&
  fullDuration(activity) > 0
    ? 1
    : 0;

function boundsOf(activities: readonly Activity[]): Bounds {
  const filled = (value: number) => new Float64Array(activities.length).fill(value);
  const bounds: Bounds = {
    startFrom: filled(-Infinity),
    startBy: filled(Infinity),
    finishFrom: filled(-Infinity),
    finishBy: filled(Infinity),
    pinnedStart: filled(Number.NaN),
    pinnedFinish: filled(Number.NaN),
    asLateAsPossible: new Uint8Array(activities.length),
    startMilestone: new Uint8Array(activities.length),
    manual: new Uint8Array(activities.length),
  };
  const { startFrom, startBy, finishFrom, finishBy } = bounds;
  for (let i = 0; i < activities.length; i++) {
    const { constraints, deadlineMin, kind: what, manual, progress } = activities[i];
    if (deadlineMin !== null) finishBy[i] = deadlineMin;
    if (what === 'startMilestone') bounds.startMilestone[i] = 1;
    if (manual && progress.status === 'planned') {
      bounds.manual[i] = 1;
      bounds.pinnedStart[i] = manual.startMin;
      bounds.pinnedFinish[i] = manual.finishMin;
      continue;
    }
    if (constraints.length === 0) continue;
    for (const { kind, atMin } of constraints) {
      if (kind === 'asLateAsPossible') bounds.asLateAsPossible[i] = 1;
      else if (kind === 'mustStart') bounds.pinnedStart[i] = atMin;
      else if (kind === 'mustFinish') bounds.pinnedFinish[i] = atMin;
      if (kind === 'startNoEarlier' || kind === 'startOn') startFrom[i] = Math.max(startFrom[i], atMin);
      if (kind === 'startNoLater' || kind === 'startOn') startBy[i] = Math.min(startBy[i], atMin);
      if (kind === 'finishNoEarlier' || kind === 'finishOn') finishFrom[i] = Math.max(finishFrom[i], atMin);
      if (kind === 'finishNoLater' || kind === 'finishOn') finishBy[i] = Math.min(finishBy[i], atMin);
    }
  }
  return bounds;
}

export const lagMinutes = ({ activities }: Schedule, lag: Lag, from: number): number =>
  lag.kind === 'percent' ? Math.round((fullDuration(activities[from]) * lag.pct) / 100) : lag.min;

function lagCalendarOf({ calendar }: Network, schedule: Schedule, lag: Lag, from: number, to: number): number {
  const clock = schedule.calendars.length;
  if (isElapsedLag(lag)) return clock;
  if (lag.kind === 'working' && lag.calendar !== undefined) return lag.calendar;
  if (schedule.lagCalendar === 'predecessor') return calendar[from];
  if (schedule.lagCalendar === 'successor') return calendar[to];
  return schedule.lagCalendar === 'project' ? schedule.defaultCalendar : clock;
}

const ON_LINE = 0;
const TO_START = 1;
const TO_FINISH = 2;

/** On the line: to the start of work, within one calendar. A started predecessor's start is a fact that its place does not tell. */
function groupOf(network: Network, schedule: Schedule, link: number, from: number, to: number): number {
  const { calendar, state, remainingMin } = network;
  const { kind, lag } = schedule.links[link];
  if (kind === 'FF' || kind === 'SF') return TO_FINISH;
  if (remainingMin[to] === 0 || state[from] !== PLANNED || calendar[from] !== calendar[to]) return TO_START;
  return !hasLag(lag) || lagCalendarOf(network, schedule, lag, from, to) === calendar[to] ? ON_LINE : TO_START;
}

type Sorted = { status: 'ready'; order: Int32Array } | { status: 'cyclic'; cycle: number[] };

/**
 * Depth first into the predecessors (Tarjan 1976), by index where logic leaves the choice: files list work about as it happens, and
 * passes over such an order stay in the cache.
 */
function orderOf({ first, from }: Network, activities: readonly Activity[]): Sorted {
  const count = activities.length;
  const NEW = 0;
  const OPEN = 1;
  const PLACED = 2;
  const mark = new Uint8Array(count);
  const next = first.slice(0, count);
  const order = new Int32Array(count);
  let end = 0;
  const stack: number[] = [];
  for (let root = 0; root < count; root++) {
    if (mark[root] !== NEW || !hasDates(activities[root])) continue;
    mark[root] = OPEN;
    stack.push(root);
    while (stack.length > 0) {
      const i = stack[stack.length - 1];
      if (next[i] === first[i + 1]) {
        mark[i] = PLACED;
        order[end++] = i;
        stack.pop();
        continue;
      }
      const p = from[next[i]++];
      if (mark[p] === OPEN) return { status: 'cyclic', cycle: stack.slice(stack.indexOf(p)).reverse() };
      if (mark[p] === PLACED) continue;
      mark[p] = OPEN;
      stack.push(p);
    }
  }
  return { status: 'ready', order: order.subarray(0, end) };
}
