import type { CpmResult } from './cpm.ts';
import { FF, FS, type Network, PLANNED, SF } from './network.ts';
import { instanceOf, type RcpspInstance, type RcpspLink } from './rcpsp/instance.ts';
import type { Schedule } from './schedule.ts';

/** Parts of a unit of a resource that still count. */
const UNIT_PARTS = 100;
/** Of the plan's length in steps of time. */
const MOST_STEPS = 200_000;

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

export type Posed = { status: 'ready'; problem: ResourceProblem } | { status: 'none'; reason: string };

/**
 * A schedule as a problem of scarce resources: links of all four kinds as least distances between starts, the first instants that
 * constraints allow as distances from the project's start, demands as assigned. It holds for a plan on one calendar before its work
 * begins; what lies outside that is said, not guessed.
 */
export function poseResources(schedule: Schedule, network: Network): Posed {
  const { order, first, from, kind, lagMin, lagCalendar, remainingMin, state, calendar, bounds, works } = network;
  const limited = [...schedule.resources.keys()].filter((r) => (schedule.resources[r].capacity ?? 0) > 0);
  const none = (reason: string): Posed => ({ status: 'none', reason });
  if (limited.length === 0) return none('expected resources with a limit, got none');
  if (order.length === 0) return none('expected activities, got none');
  if (order.some((i) => state[i] !== PLANNED))
    return none('expected a plan whose work has not begun, got one with progress');
  const one = calendar[order[0]];
  if (order.some((i) => calendar[i] !== one && remainingMin[i] > 0)) return none('expected one calendar, got several');
  const onOne = (e: number) => lagCalendar[e] < 0 || lagCalendar[e] === one;
  if (order.some((i) => range(first[i], first[i + 1]).some((e) => !onOne(e))))
    return none('expected lags on the one calendar, got others');
  const work = works[one];
  const base = work.workAt(Math.max(schedule.startMin, schedule.dataDateMin ?? schedule.startMin));
  const release = [...order].map((i) =>
    Math.max(0, work.workAt(bounds.startFrom[i] > -Infinity ? bounds.startFrom[i] : schedule.startMin) - base),
  );
  const steps = [...order].flatMap((i) => [remainingMin[i], ...range(first[i], first[i + 1]).map((e) => lagMin[e])]);
  const stepMin = [...steps, ...release].reduce(commonDivisor, 0) || 1;
  if (steps.reduce((sum, min) => sum + Math.abs(min), 0) / stepMin > MOST_STEPS)
    return none(`expected at most ${MOST_STEPS} steps of ${stepMin} min, got a longer plan`);
  const place = new Map([...order].map((i, at) => [i, at + 1]));
  const links: RcpspLink[] = release.map((min, at) => ({ from: 0, to: at + 1, weight: min / stepMin }));
  for (const i of order) {
    for (const e of range(first[i], first[i + 1])) {
      const before = kind[e] === FS || kind[e] === FF ? remainingMin[from[e]] : 0;
      const after = kind[e] === FF || kind[e] === SF ? remainingMin[i] : 0;
      const [a, b] = [place.get(from[e]), place.get(i)];
      if (a !== undefined && b !== undefined)
        links.push({ from: a, to: b, weight: (before + lagMin[e] - after) / stepMin });
    }
  }
  const demands = Array.from({ length: order.length + 1 }, () => limited.map(() => 0));
  for (const { activity, resource, units } of schedule.assignments) {
    const [at, r] = [place.get(activity), limited.indexOf(resource)];
    if (at !== undefined && r >= 0) demands[at][r] += Math.round(units * UNIT_PARTS);
  }
  const capacity = limited.map((r) => Math.round((schedule.resources[r].capacity ?? 0) * UNIT_PARTS));
  const durations = [0, ...[...order].map((i) => remainingMin[i] / stepMin)];
  const built = instanceOf(schedule.name, durations, demands, capacity, links);
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

const range = (first: number, end: number): number[] => Array.from({ length: end - first }, (_, i) => first + i);
const commonDivisor = (a: number, b: number): number => (b === 0 ? Math.abs(a) : commonDivisor(b, a % b));

/** The most of each resource at once, with everything at its early dates: by resource, in its units. */
export function peakUse(
  { resources, assignments }: Schedule,
  { earlyStartMin, earlyFinishMin }: CpmResult,
): Float64Array {
  return Float64Array.from(resources, (_, r) => {
    const changes = assignments
      .filter(({ resource }) => resource === r)
      .flatMap(({ activity, units }) => [
        { atMin: earlyStartMin[activity], units },
        { atMin: earlyFinishMin[activity], units: -units },
      ])
      .sort((a, b) => a.atMin - b.atMin || a.units - b.units);
    let [now, peak] = [0, 0];
    for (const { units } of changes) {
      now += units;
      peak = Math.max(peak, now);
    }
    return peak;
  });
}
