import type { Schedule } from '../../model/schedule/schedule.ts';
import type { DayTables } from './day-tables.ts';
import { DONE, FF, FS, firstInstant, type Network, PLANNED, SF, STARTED } from './network.ts';

export interface CpmOptions {
  /**
   * What a started activity does whose predecessor is not done (P6's names). `retained`: the rest of its work waits for the
   * predecessor; `override`: it goes on.
   */
  progress: 'retained' | 'override';
  /** Total float up to this is critical. */
  criticalFloatMin: number;
}

export const DEFAULT_CPM: CpmOptions = { progress: 'retained', criticalFloatMin: 0 };

/** By index of the activity. NaN: it has none (float of what is done, dates of an empty summary). */
export interface CpmResult {
  earlyStartMin: Float64Array;
  earlyFinishMin: Float64Array;
  lateStartMin: Float64Array;
  lateFinishMin: Float64Array;
  /** Working minutes of the activity's calendar. */
  totalFloatMin: Float64Array;
  freeFloatMin: Float64Array;
  critical: Uint8Array;
  finishMin: number;
  /** Place on its calendar's line of work where what is left of it begins. */
  earlyWork: Float64Array;
}

/**
 * Critical path method (Kelley & Walker 1959) over precedence diagrams with four relations (Fondahl 1961), each activity and each lag
 * on a calendar of its own.
 *
 * Conventions, where tools differ. A start stands where work opens (08:00), a finish where it closes (17:00), a finish milestone where
 * its driver stands. A lag from a Friday's end of 8 working hours ends on Monday 17:00; a lead counts the same way back. A finish that
 * FF or SF pushes into time off waits for the next opening, so no link is ever broken by minutes. Lags of a started predecessor count
 * from its actual start. An activity pinned by `must…` stands there against its logic. As late as possible uses free float up, and
 * delays nobody (P6; MSP lets it use total float). Float is of the part still to be done: what an activity may slip by without moving the
 * finish or breaking a date that bounds it. Where it ends with a shift, a latest finish is the closing before a date that hangs on it, not
 * the opening after; a latest start is that closing too, and less than this float may be used, as work put there opens with the next shift.
 *
 * Half of a plan's links need no date, and the rest find theirs in `DayTables`: 100,000 activities and 300,000 links on four calendars
 * take 1.4 yardsticks of the bench (41 ms of a core that takes 28 ms for one), 3.1 before either. What is left is mostly branches that
 * no core can foresee.
 */
export function analyse(schedule: Schedule, network: Network, options: CpmOptions = DEFAULT_CPM): CpmResult {
  const count = schedule.activities.length;
  const result: CpmResult = {
    earlyStartMin: new Float64Array(count).fill(Number.NaN),
    earlyFinishMin: new Float64Array(count).fill(Number.NaN),
    lateStartMin: new Float64Array(count).fill(Number.NaN),
    lateFinishMin: new Float64Array(count).fill(Number.NaN),
    totalFloatMin: new Float64Array(count).fill(Number.NaN),
    freeFloatMin: new Float64Array(count).fill(Number.NaN),
    critical: new Uint8Array(count),
    finishMin: schedule.startMin,
    earlyWork: new Float64Array(count),
  };
  forward(schedule, network, options, result);
  backward(schedule, network, options, result);
  if (network.order.length < count) span(schedule, result);
  return result;
}

/** The instant that a link's lag leads to from `min`. */
export function afterLag({ lagMin, lagCalendar, tables }: Network, e: number, min: number): number {
  const c = lagCalendar[e];
  return c < 0 ? min : tables.closeAt(c, tables.workAt(c, min) + lagMin[e]);
}

/** The latest instant from which the lag still ends by `min`. */
function beforeLag({ lagMin, lagCalendar, tables }: Network, e: number, min: number): number {
  const c = lagCalendar[e];
  return c < 0 ? min : tables.openAt(c, tables.workAt(c, min) - lagMin[e]);
}

function forward(schedule: Schedule, network: Network, { progress }: CpmOptions, result: CpmResult): void {
  const { order, first, dated, toFinish, end, from, step, remainingMin, state, plain, bounds, calendar, works } =
    network;
  const { earlyStartMin: es, earlyFinishMin: ef, earlyWork } = result;
  const earliestMin = Math.max(schedule.startMin, schedule.dataDateMin ?? schedule.startMin);
  const earliestWork = works.map((work) => work.workAt(earliestMin));
  /** Early start and finish of each activity, side by side as links name them. */
  const ends = new Float64Array(2 * state.length);
  let finishMin = -Infinity;
  for (let at = 0; at < order.length; at++) {
    const i = order[at];
    if (state[i] === DONE) {
      es[i] = network.actualStartMin[i];
      ef[i] = network.actualFinishMin[i];
      ends[2 * i] = es[i];
      ends[2 * i + 1] = ef[i];
      if (ef[i] > finishMin) finishMin = ef[i];
      continue;
    }
    const isWork = remainingMin[i] > 0;
    let startWork = isWork ? earliestWork[calendar[i]] : -Infinity;
    let startMin = isWork ? -Infinity : earliestMin;
    let finishBound = -Infinity;
    if (plain[i] === 0) {
      startMin = firstInstant(schedule, network, i);
      startWork = -Infinity;
      finishBound = bounds.finishFrom[i];
    }
    const waits = state[i] === PLANNED || progress === 'retained';
    for (let e = first[i]; waits && e < dated[i]; e++) {
      const bound = earlyWork[from[e]] + step[e];
      if (bound > startWork) startWork = bound;
    }
    for (let e = dated[i]; waits && e < toFinish[i]; e++) {
      const bound = afterLag(network, e, ends[end[e]]);
      if (bound > startMin) startMin = bound;
    }
    for (let e = toFinish[i]; waits && e < first[i + 1]; e++) {
      const bound = afterLag(network, e, ends[end[e]]);
      if (bound > finishBound) finishBound = bound;
    }
    const pins = plain[i] === 0 ? pinsOf(network, i) : 0;
    if (pins === PINNED_START) [startMin, startWork, finishBound] = [bounds.pinnedStart[i], -Infinity, -Infinity];
    if (pins === PINNED_FINISH) [startMin, startWork, finishBound] = [-Infinity, -Infinity, bounds.pinnedFinish[i]];
    if (pins === PINNED_BOTH) stand(network, i, result);
    else place(network, startWork, startMin, finishBound, i, result);
    ends[2 * i] = es[i];
    ends[2 * i + 1] = ef[i];
    if (ef[i] > finishMin) finishMin = ef[i];
  }
  result.finishMin = finishMin === -Infinity ? schedule.startMin : finishMin;
}

const PINNED_START = 1;
const PINNED_FINISH = 2;
const PINNED_BOTH = 3;

/** Which of an activity's dates are pinned against logic; of two that contradict each other its finish. */
function pinsOf({ bounds, state }: Network, i: number): number {
  const startMin = bounds.pinnedStart[i];
  const finishMin = bounds.pinnedFinish[i];
  if (state[i] === PLANNED && finishMin >= startMin) return PINNED_BOTH;
  return finishMin > -Infinity ? PINNED_FINISH : startMin > -Infinity ? PINNED_START : 0;
}

/** The place that a pin holds an activity at, NaN where none does; of two that contradict each other its finish. */
function pinnedWork({ bounds, calendar, tables, remainingMin }: Network, i: number): number {
  const { pinnedStart, pinnedFinish } = bounds;
  if (pinnedFinish[i] > -Infinity) return tables.workAt(calendar[i], pinnedFinish[i]) - remainingMin[i];
  return pinnedStart[i] > -Infinity ? tables.workAt(calendar[i], pinnedStart[i]) : Number.NaN;
}

/** Puts an activity on the two dates that it is pinned to, in time off too. */
function stand({ bounds, calendar, tables }: Network, i: number, result: CpmResult): void {
  result.earlyStartMin[i] = bounds.pinnedStart[i];
  result.earlyFinishMin[i] = bounds.pinnedFinish[i];
  result.earlyWork[i] = tables.workAt(calendar[i], bounds.pinnedStart[i]);
}

/** Puts what is left of an activity as early as its bounds let it be. */
function place(
  { remainingMin, state, plain, actualStartMin, bounds, calendar, tables }: Network,
  startWork: number,
  startMin: number,
  finishMin: number,
  i: number,
  { earlyStartMin: es, earlyFinishMin: ef, earlyWork }: CpmResult,
): void {
  const c = calendar[i];
  const duration = remainingMin[i];
  if (duration === 0) {
    const bound = Math.max(startMin, finishMin);
    const stays = bounds.startMilestone[i] === 0 && tables.touches(c, bound);
    ef[i] = stays ? bound : tables.openAt(c, tables.workAt(c, bound));
    es[i] = state[i] === STARTED ? actualStartMin[i] : ef[i];
    earlyWork[i] = tables.workAt(c, ef[i]);
    return;
  }
  let at = startWork;
  if (startMin > -Infinity) at = Math.max(at, tables.workAt(c, startMin));
  if (finishMin > -Infinity) at = Math.max(at, tables.workAt(c, finishMin) - duration);
  earlyWork[i] = at;
  es[i] = plain[i] === 0 && state[i] === STARTED ? actualStartMin[i] : tables.openAt(c, at);
  ef[i] = tables.closeAt(c, at + duration);
  if (ef[i] < finishMin) ef[i] = tables.openAt(c, at + duration);
}

/**
 * Late dates, and how far each may slip: in all (total float), and without delaying any successor's early dates or the finish (free
 * float). One walk back, so that what is to be as late as possible moves before its predecessors are measured against it.
 */
function backward(schedule: Schedule, network: Network, options: CpmOptions, result: CpmResult): void {
  const { order, first, dated, toFinish, end, from, step, lagCalendar, remainingMin, state, plain } = network;
  const { bounds, calendar, works, tables } = network;
  const { earlyStartMin: es, earlyFinishMin: ef, lateStartMin: ls, lateFinishMin: lf, earlyWork } = result;
  const { totalFloatMin, freeFloatMin, critical } = result;
  const count = state.length;
  /** Limits of each end of each activity, as links name them: the latest instant, and the instant up to which it may slip. */
  const latest = new Float64Array(2 * count);
  const slips = new Float64Array(2 * count).fill(Infinity);
  for (let i = 0; i < count; i++) {
    latest[2 * i] = bounds.startBy[i];
    latest[2 * i + 1] = bounds.finishBy[i];
  }
  const startWorks = new Float64Array(count).fill(Infinity);
  const slack = new Float64Array(count).fill(Infinity);
  const dueMin = schedule.mustFinishMin ?? result.finishMin;
  const dueWork = works.map((work) => work.workAt(dueMin));
  const endWork = works.map((work) => work.workAt(result.finishMin));
  /** A link's predecessor must end by the latest instant, and may slip up to the early one. Each end is turned into work once. */
  const hold = (e: number, earlyMin: number, latestMin: number): void => {
    const p = end[e];
    const lagged = lagCalendar[e] >= 0;
    const by = lagged ? beforeLag(network, e, latestMin) : latestMin;
    if (by < latest[p]) latest[p] = by;
    const upTo = lagged ? beforeLag(network, e, earlyMin) : earlyMin;
    if (upTo < slips[p]) slips[p] = upTo;
  };
  for (let at = order.length - 1; at >= 0; at--) {
    const i = order[at];
    if (state[i] === DONE) {
      ls[i] = network.actualStartMin[i];
      lf[i] = network.actualFinishMin[i];
      continue;
    }
    const c = calendar[i];
    // A start that has happened is held by nothing.
    const begun = state[i] === STARTED;
    const isWork = remainingMin[i] > 0;
    // A milestone is one instant, and one that starts something moves to an opening.
    const isStart = bounds.startMilestone[i] === 1;
    const startUpTo = begun ? Infinity : slips[2 * i];
    const finishUpTo = isWork ? slips[2 * i + 1] : Math.min(startUpTo, slips[2 * i + 1]);
    let room = Math.min(slack[i], endWork[c] - earlyWork[i] - remainingMin[i]);
    if (isWork && startUpTo < Infinity) room = Math.min(room, opensBy(tables, c, startUpTo) - earlyWork[i]);
    if (isStart) room = Math.min(room, opensBy(tables, c, Math.min(finishUpTo, result.finishMin)) - earlyWork[i]);
    else if (finishUpTo < Infinity)
      room = Math.min(room, tables.workAt(c, finishUpTo) - earlyWork[i] - remainingMin[i]);
    freeFloatMin[i] = Math.max(0, Math.ceil(room));
    if (plain[i] === 0 && bounds.asLateAsPossible[i] && state[i] === PLANNED) {
      const work = earlyWork[i] + Math.floor(room);
      const byMin = isWork ? Infinity : Math.min(finishUpTo, result.finishMin);
      if (room >= 1) place(network, -Infinity, closesBy(tables, c, work, byMin), -Infinity, i, result);
      freeFloatMin[i] = 0;
    }
    let late = Math.min(startWorks[i], dueWork[c] - remainingMin[i]);
    const startMin = begun ? bounds.startBy[i] : latest[2 * i];
    let finishMin = latest[2 * i + 1];
    const pinned = plain[i] === 0 && bounds.manual[i] === 0 ? pinnedWork(network, i) : Number.NaN;
    if (Number.isNaN(pinned)) {
      if (!isWork) finishMin = Math.min(finishMin, startMin);
      if (finishMin < Infinity) late = Math.min(late, tables.workAt(c, finishMin) - remainingMin[i]);
      finishMin = Math.min(finishMin, dueMin);
      const opensMin = isStart ? finishMin : isWork ? startMin : Infinity;
      if (opensMin < Infinity) late = Math.min(late, opensBy(tables, c, opensMin));
    } else {
      late = pinned;
      finishMin = Infinity;
    }
    const closesMin = isWork ? Number.NaN : closesBy(tables, c, late, finishMin);
    placeLate(network, late, closesMin, finishMin, i, result);
    // A sum of halves; the zero is never a negative one.
    totalFloatMin[i] = Math.ceil(late - earlyWork[i]) + 0;
    critical[i] = totalFloatMin[i] <= options.criticalFloatMin ? 1 : 0;
    if (begun && options.progress === 'override') continue;
    const goesOn = begun && isWork;
    const earlyStartMin = goesOn ? tables.openAt(c, earlyWork[i]) : begun ? ef[i] : es[i];
    const lateStartMin = isWork ? tables.openAt(c, late) : closesMin;
    for (let e = first[i]; e < dated[i]; e++) {
      const p = from[e];
      if (late - step[e] < startWorks[p]) startWorks[p] = late - step[e];
      const room = earlyWork[i] - step[e] - earlyWork[p];
      if (room < slack[p]) slack[p] = room;
    }
    for (let e = dated[i]; e < toFinish[i]; e++) hold(e, earlyStartMin, lateStartMin);
    if (toFinish[i] === first[i + 1]) continue;
    const lateFinishMin = isWork ? closesBy(tables, c, late + remainingMin[i], finishMin) : closesMin;
    for (let e = toFinish[i]; e < first[i + 1]; e++) hold(e, ef[i], lateFinishMin);
  }
}

/** Stands for any time before the end of a shift: all instants are whole minutes. */
const JUST_BEFORE = 0.5;

/** The last place whose work opens by an instant: just before the end of a shift where the instant lies in the time off after it. */
function opensBy(tables: DayTables, c: number, min: number): number {
  const work = tables.workAt(c, min);
  return tables.openAt(c, work) > min ? work - JUST_BEFORE : work;
}

/**
 * The latest instant that a link may push the end of work to: the opening after its place where that comes by what hangs on the finish,
 * else the closing before, for a finish that is pushed into time off waits for the opening.
 */
function closesBy(tables: DayTables, c: number, work: number, byMin: number): number {
  const opensMin = tables.openAt(c, work);
  return opensMin <= byMin ? opensMin : tables.closeAt(c, work);
}

/** Puts what is left of an activity at its latest place on the line of work; a milestone stands at an instant. */
function placeLate(
  { remainingMin, state, actualStartMin, calendar, tables }: Network,
  late: number,
  atMin: number,
  finishMin: number,
  i: number,
  { earlyFinishMin: ef, earlyWork, lateStartMin: ls, lateFinishMin: lf }: CpmResult,
): void {
  const c = calendar[i];
  const duration = remainingMin[i];
  lf[i] = Math.ceil(duration === 0 ? atMin : tables.closeAt(c, late + duration));
  ls[i] = state[i] === STARTED ? actualStartMin[i] : duration === 0 ? lf[i] : Math.ceil(tables.openAt(c, late));
  if (duration === 0) return;
  if (lf[i] < ef[i] && late >= earlyWork[i] && ef[i] <= finishMin) lf[i] = ef[i];
}

/** Summaries span what they hold; a level of effort runs from the first of what starts it to the last of what ends it. */
function span(schedule: Schedule, { earlyStartMin, earlyFinishMin, lateStartMin, lateFinishMin }: CpmResult): void {
  const { activities, links } = schedule;
  const reach = (i: number, starts: Float64Array, finishes: Float64Array, startMin: number, finishMin: number) => {
    if (!Number.isNaN(startMin) && !(starts[i] <= startMin)) starts[i] = startMin;
    if (!Number.isNaN(finishMin) && !(finishes[i] >= finishMin)) finishes[i] = finishMin;
  };
  const both = (i: number, by: (starts: Float64Array, finishes: Float64Array) => [number, number]) => {
    reach(i, earlyStartMin, earlyFinishMin, ...by(earlyStartMin, earlyFinishMin));
    reach(i, lateStartMin, lateFinishMin, ...by(lateStartMin, lateFinishMin));
  };
  for (const { from, to, kind } of links) {
    for (const [effort, other] of [
      [to, from],
      [from, to],
    ]) {
      if (activities[effort].kind !== 'levelOfEffort' || activities[other].kind === 'levelOfEffort') continue;
      const ofEffort = effort === to ? kind[1] : kind[0];
      const ofOther = effort === to ? kind[0] : kind[1];
      both(effort, (starts, finishes) => {
        const min = (ofOther === 'S' ? starts : finishes)[other];
        return ofEffort === 'S' ? [min, Number.NaN] : [Number.NaN, min];
      });
    }
  }
  for (const [i, { kind, parent }] of activities.entries()) {
    if (kind === 'summary') continue;
    for (let up = parent, hops = 0; up !== null && hops < 100; up = activities[up].parent, hops++)
      both(up, (starts, finishes) => [starts[i], finishes[i]]);
  }
}

/** Links that hold their successor where it is: indices of the network's links. */
function drivingLinks(network: Network, result: CpmResult, i: number): number[] {
  const { first, from, kind, remainingMin, state, calendar, works } = network;
  const { earlyStartMin: es, earlyFinishMin: ef, earlyWork } = result;
  if (state[i] === DONE) return [];
  const work = works[calendar[i]];
  const drives = (e: number): boolean => {
    const ofFinish = kind[e] === FS || kind[e] === FF;
    const place = work.workAt(afterLag(network, e, ofFinish ? ef[from[e]] : es[from[e]]));
    return place - (kind[e] === FF || kind[e] === SF ? remainingMin[i] : 0) === earlyWork[i];
  };
  return Array.from({ length: first[i + 1] - first[i] }, (_, at) => first[i] + at).filter(drives);
}

/**
 * The longest path (P6's name): from what finishes last back over driving links. Unlike total float it does not depend on constraints
 * and calendars further down. In the network's order.
 */
export function longestPath(network: Network, result: CpmResult): number[] {
  const onPath = new Set<number>();
  const open = [...network.order].filter((i) => result.earlyFinishMin[i] === result.finishMin);
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    if (onPath.has(i)) continue;
    onPath.add(i);
    for (const e of drivingLinks(network, result, i)) open.push(network.from[e]);
  }
  return [...network.order].filter((i) => onPath.has(i));
}
