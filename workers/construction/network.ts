import { AROUND_THE_CLOCK, WorkTime } from './calendar.ts';
import { type Activity, hasLag, type Lag, type Schedule, ScheduleError } from './schedule.ts';

/** Codes of `Network.kind`. */
export const [FS, SS, FF, SF] = [0, 1, 2, 3];
const CODES = { FS, SS, FF, SF } as const;

/** A summary's link counts for each activity below it; more than this and the file is not a schedule. */
const MOST_LINKS = 5_000_000;
/** Of summaries above one another. */
const MOST_LEVELS = 100;

/**
 * A schedule's logic in flat arrays, activities by their index in the schedule. Links lie at their successor: those into activity i
 * are `first[i]` … `first[i + 1] − 1`.
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
  /** Index in `schedule.links`. */
  link: Int32Array;
  /** What is still to be done. */
  remainingMin: Float64Array;
  state: Uint8Array;
  actualStartMin: Float64Array;
  actualFinishMin: Float64Array;
  bounds: Bounds;
  /** Index in `works`. */
  calendar: Int32Array;
  /** One of each calendar of the schedule, and last the clock. */
  works: WorkTime[];
}

/** Codes of `Network.state`. */
export const [PLANNED, STARTED, DONE] = [0, 1, 2];

/** What constraints and deadlines ask, ±Infinity where they ask nothing; a pin (else NaN) holds against logic. */
export interface Bounds {
  startFrom: Float64Array;
  startBy: Float64Array;
  finishFrom: Float64Array;
  finishBy: Float64Array;
  pinnedStart: Float64Array;
  pinnedFinish: Float64Array;
  asLateAsPossible: Uint8Array;
  startMilestone: Uint8Array;
}

export type Compiled =
  | { status: 'ready'; network: Network }
  /** Activities, each a predecessor of the next and the last of the first. */
  | { status: 'cyclic'; cycle: number[]; words: string };

export function compileNetwork(schedule: Schedule): Compiled {
  const { activities, calendars } = schedule;
  const count = activities.length;
  const { from, to, link } = spreadLinks(schedule);
  const first = new Int32Array(count + 1);
  for (const i of to) first[i + 1]++;
  for (let i = 0; i < count; i++) first[i + 1] += first[i];
  const next = first.slice(0, count);
  const network: Network = {
    order: new Int32Array(0),
    first,
    from: new Int32Array(from.length),
    kind: new Uint8Array(from.length),
    lagMin: new Float64Array(from.length),
    lagCalendar: new Int32Array(from.length).fill(-1),
    link: new Int32Array(from.length),
    remainingMin: Float64Array.from(activities, remainingOf),
    state: Uint8Array.from(activities, ({ progress }) => STATES[progress.status]),
    actualStartMin: Float64Array.from(activities, ({ progress: p }) =>
      p.status === 'planned' ? Number.NaN : p.startMin,
    ),
    actualFinishMin: Float64Array.from(activities, ({ progress: p }) =>
      p.status === 'done' ? p.finishMin : Number.NaN,
    ),
    bounds: boundsOf(activities),
    calendar: Int32Array.from(activities, ({ calendar }) => calendar),
    works: [...calendars, AROUND_THE_CLOCK].map((calendar) => new WorkTime(calendar)),
  };
  for (let i = 0; i < from.length; i++) {
    const at = next[to[i]]++;
    const { kind, lag } = schedule.links[link[i]];
    network.from[at] = from[i];
    network.kind[at] = CODES[kind];
    network.link[at] = link[i];
    if (hasLag(lag)) setLag(network, at, schedule, lag, from[i], to[i]);
  }
  const sorted = orderOf(network, activities);
  if (sorted.status === 'ready') return { status: 'ready', network: { ...network, order: sorted.order } };
  const { cycle } = sorted;
  const codes = [...cycle, cycle[0]].map((i) => activities[i].code);
  return { status: 'cyclic', cycle, words: `expected logic without a circle, got ${codes.join(' → ')}` };
}

const hasDates = ({ kind }: Activity): boolean => kind !== 'summary' && kind !== 'levelOfEffort';

/** Links between what has dates of its own: a summary's link stands for one of each activity below, a level of effort's for none. */
function spreadLinks({ activities, links }: Schedule): { from: number[]; to: number[]; link: number[] } {
  const below = new Map<number, number[]>();
  for (const [i, activity] of activities.entries()) {
    if (activity.kind === 'summary') below.set(i, below.get(i) ?? []);
    if (!hasDates(activity)) continue;
    for (let up = activity.parent, hops = 0; up !== null && hops < MOST_LEVELS; up = activities[up].parent, hops++)
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
    if (spread.link.length > MOST_LINKS)
      throw new ScheduleError(`expected at most ${MOST_LINKS} links, a summary's counted for each activity in it`);
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

function boundsOf(activities: readonly Activity[]): Bounds {
  const filled = (value: number) => new Float64Array(activities.length).fill(value);
  const bounds: Bounds = {
    startFrom: filled(-Infinity),
    startBy: filled(Infinity),
    finishFrom: filled(-Infinity),
    finishBy: Float64Array.from(activities, ({ deadlineMin }) => deadlineMin ?? Infinity),
    pinnedStart: filled(Number.NaN),
    pinnedFinish: filled(Number.NaN),
    asLateAsPossible: new Uint8Array(activities.length),
    startMilestone: Uint8Array.from(activities, ({ kind }) => (kind === 'startMilestone' ? 1 : 0)),
  };
  const { startFrom, startBy, finishFrom, finishBy } = bounds;
  for (let i = 0; i < activities.length; i++) {
    const { constraints } = activities[i];
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

function setLag(network: Network, at: number, schedule: Schedule, lag: Lag, from: number, to: number): void {
  const clock = schedule.calendars.length;
  const usual = {
    predecessor: network.calendar[from],
    successor: network.calendar[to],
    project: schedule.defaultCalendar,
    elapsed: clock,
  }[schedule.lagCalendar];
  network.lagMin[at] =
    lag.kind === 'percent' ? Math.round((fullDuration(schedule.activities[from]) * lag.pct) / 100) : lag.min;
  network.lagCalendar[at] =
    lag.kind === 'elapsed' ? clock : lag.kind === 'working' && lag.calendar !== undefined ? lag.calendar : usual;
}

type Sorted = { status: 'ready'; order: Int32Array } | { status: 'cyclic'; cycle: number[] };

/**
 * Depth first into the predecessors (Tarjan 1976), by index where logic leaves the choice: files list work about as it happens, and
 * passes over such an order stay in the cache.
 */
function orderOf({ first, from }: Network, activities: readonly Activity[]): Sorted {
  const count = activities.length;
  const [NEW, OPEN, PLACED] = [0, 1, 2];
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
