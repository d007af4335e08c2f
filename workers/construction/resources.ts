import type { Schedule } from '../../model/schedule/schedule.ts';
import { afterLag, type CpmOptions, type CpmResult, DEFAULT_CPM } from './cpm.ts';
import { DONE, FF, FS, firstInstant, type Network, SF, STARTED } from './network.ts';
import { horizonOf, instanceOf, type RcpspInstance, type RcpspLink } from './rcpsp/instance.ts';

/** Parts of a unit of a resource that still count. */
const UNIT_PARTS = 100;
/** Greatest number of steps of time, in which a schedule's generator records how much of each resource remains. */
const MAX_STEPS = 1_000_000;

export interface ResourceProblem {
  instance: RcpspInstance;
  /** The schedule's activity that each of the instance's is; −1 for the start of the project. */
  activity: readonly number[];
  /** Working minutes of one step. */
  stepMin: number;
  /** When a start of so many steps is, and when what begins there and lasts so many steps ends. */
  startMin(step: number): number;
  finishMin(step: number): number;
}

/** Why a plan is not a problem of scarce resources; `short`: it is one that nothing solves, as a task alone asks for more than there is. */
export type RcpspNotPosed =
  | { why: 'noLimits' | 'noWork' | 'pinned' | 'calendars' | 'lagCalendars' | 'tooLong'; reason: string }
  | { why: 'short'; reason: string; code: string; resource: string; most: number; demandAtOnce: number };

export type RcpspProblem = { status: 'ready'; problem: ResourceProblem } | ({ status: 'none' } & RcpspNotPosed);

/**
 * What is left of a schedule as a problem of scarce resources: links of all four kinds as least distances between starts, what has
 * happened and the first instants that constraints allow as distances from the project's start or the data date, demands as assigned.
 * Work that has begun may wait, as CPM has it. Without scarcity its earliest schedule is CPM's (`validate construction.levelling`).
 * It holds for work on one calendar; what lies outside that is said, not guessed.
 */
export function poseResources(
  schedule: Schedule,
  network: Network,
  result: CpmResult,
  { progress }: CpmOptions = DEFAULT_CPM,
): RcpspProblem {
  const { first, from, kind, lagMin, lagCalendar, remainingMin, state, calendar, bounds, works } = network;
  const { activities, resources } = schedule;
  const none = (why: Exclude<RcpspNotPosed['why'], 'short'>, reason: string): RcpspProblem => ({
    status: 'none',
    why,
    reason,
  });
  const limited = [...resources.keys()].filter((r) => resources[r].capacity !== null);
  if (limited.length === 0) return none('noLimits', 'expected resources with a limit, got none');
  const order = [...network.order].filter((i) => state[i] !== DONE);
  if (order.length === 0) return none('noWork', 'expected work that is not done, got none');
  const pinned = order.find((i) => bounds.pinnedStart[i] > -Infinity || bounds.pinnedFinish[i] > -Infinity);
  if (pinned !== undefined)
    return none('pinned', `expected no task that must be on a date against its logic, got ${activities[pinned].code}`);
  const one = calendar[order.find((i) => remainingMin[i] > 0) ?? order[0]];
  if (order.some((i) => calendar[i] !== one && remainingMin[i] > 0))
    return none('calendars', 'expected one calendar, got several');
  const work = works[one];
  const base = order.reduce(
    (least, i) => Math.min(least, work.workAt(firstInstant(schedule, network, i))),
    work.workAt(Math.max(schedule.startMin, schedule.dataDateMin ?? schedule.startMin)),
  );
  const place = new Map(order.map((i, at) => [i, at + 1]));
  const release = new Map<number, number>();
  const links: { from: number; to: number; min: number }[] = [];
  for (const i of order) {
    const isBegun = state[i] === STARTED;
    let startMin = firstInstant(schedule, network, i);
    let finishMin = bounds.finishFrom[i];
    for (let e = first[i]; e < first[i + 1] && !(isBegun && progress === 'override'); e++) {
      const p = from[e];
      const ofFinish = kind[e] === FS || kind[e] === FF;
      const toFinish = kind[e] === FF || kind[e] === SF;
      if (state[p] === DONE || (state[p] === STARTED && !ofFinish)) {
        const boundMin = afterLag(network, e, (ofFinish ? result.earlyFinishMin : result.earlyStartMin)[p]);
        if (toFinish) finishMin = Math.max(finishMin, boundMin);
        else startMin = Math.max(startMin, boundMin);
        continue;
      }
      if (lagCalendar[e] >= 0 && lagCalendar[e] !== one)
        return none('lagCalendars', 'expected lags on the one calendar, got others');
      const min = (ofFinish ? remainingMin[p] : 0) + lagMin[e] - (toFinish ? remainingMin[i] : 0);
      links.push({ from: place.get(p) ?? 0, to: place.get(i) ?? 0, min });
    }
    const startWork = work.workAt(startMin) - base;
    const finishWork = finishMin > -Infinity ? work.workAt(finishMin) - remainingMin[i] - base : 0;
    release.set(i, Math.max(0, startWork, finishWork));
  }
  const durations = order.map((i) => remainingMin[i]);
  const stepMin = [...durations, ...release.values(), ...links.map(({ min }) => min)].reduce(commonDivisor, 0) || 1;
  const demands = order.map(() => limited.map(() => 0));
  for (const { activity, resource, units } of schedule.assignments) {
    const at = place.get(activity);
    const r = limited.indexOf(resource);
    if (at !== undefined && r >= 0 && remainingMin[activity] > 0) demands[at - 1][r] += Math.round(units * UNIT_PARTS);
  }
  const capacity = limited.map((r) => Math.round((resources[r].capacity ?? 0) * UNIT_PARTS));
  for (const [at, demand] of demands.entries()) {
    const r = demand.findIndex((demandAtOnce, k) => demandAtOnce > capacity[k]);
    if (r < 0) continue;
    const { code } = activities[order[at]];
    const { name: resource } = resources[limited[r]];
    const most = capacity[r] / UNIT_PARTS;
    const demandAtOnce = demand[r] / UNIT_PARTS;
    const reason = `${code}: expected at most ${most} of ${resource}, got ${demandAtOnce}`;
    return { status: 'none', why: 'short', reason, code, resource, most, demandAtOnce };
  }
  /** Common divisor of the demands for each resource: coarse units take fewer bits of the generator's words. */
  const unit = capacity.map((_, r) => demands.reduce((parts, demand) => commonDivisor(parts, demand[r]), 0) || 1);
  const built = instanceOf(
    schedule.name,
    [0, ...durations.map((min) => min / stepMin)],
    [limited.map(() => 0), ...demands.map((demand) => demand.map((demandAtOnce, r) => demandAtOnce / unit[r]))],
    capacity.map((units, r) => Math.floor(units / unit[r])),
    [
      ...order.map((i, at): RcpspLink => ({ from: 0, to: at + 1, weight: (release.get(i) ?? 0) / stepMin })),
      ...links.map(({ min, ...ends }): RcpspLink => ({ ...ends, weight: min / stepMin })),
    ],
  );
  const steps = horizonOf(built.instance);
  if (steps > MAX_STEPS)
    return none('tooLong', `expected at most ${MAX_STEPS} steps of ${stepMin} min, got up to ${steps}`);
  return {
    status: 'ready',
    problem: {
      instance: built.instance,
      activity: built.order.map((at) => (at === 0 ? -1 : order[at - 1])),
      stepMin,
      startMin: (step) => work.openAt(base + step * stepMin),
      finishMin: (step) => work.closeAt(base + step * stepMin),
    },
  };
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? Math.abs(a) : commonDivisor(b, a % b));

/** The most of a resource at once, and who then asks for it. */
interface PeakUse {
  units: number;
  /** Working on it at the first instant of the peak, by index. */
  activities: number[];
}

/** The most of each resource at once, with everything at its early dates: by resource, in its units. */
export function peakUse({ resources, assignments }: Schedule, { earlyStartMin, earlyFinishMin }: CpmResult): PeakUse[] {
  return resources.map((_, r) => {
    const own = assignments.filter(({ resource }) => resource === r);
    const changes = own
      .flatMap(({ activity, units }) => [
        { atMin: earlyStartMin[activity], units },
        { atMin: earlyFinishMin[activity], units: -units },
      ])
      .sort((a, b) => a.atMin - b.atMin || a.units - b.units);
    let now = 0;
    let peak = { units: 0, atMin: Number.NaN };
    for (const { atMin, units } of changes) {
      now += units;
      if (now > peak.units) peak = { units: now, atMin };
    }
    const { units, atMin } = peak;
    const isAtWork = (i: number) => earlyStartMin[i] <= atMin && earlyFinishMin[i] > atMin;
    return { units, activities: [...new Set(own.map(({ activity }) => activity).filter(isAtWork))] };
  });
}
