import { assign } from '../shared/assignment.ts';
import type { LegalLegs } from './legal-legs.ts';
import { NO_WAY_S, type RoutingProblem } from './routing-problem.ts';

/** Nodes at most of which the least ways by others are found. */
const MAX_CLOSED = 1000;
/** Stands for a leg that no tour may have: dearer than all tours together, and its sums stay exact. */
const FORBIDDEN = 1e9;

/**
 * No plan that serves all with `least` to `most` tours drives less: each stop is left once and entered once, each tour leaves a depot and
 * comes back to one (assignment relaxation; of the nodes of a stop the cheaper ones count). Null: no plan serves all.
 */
export function assignmentBound(problem: RoutingProblem, legs: LegalLegs, least: number, most: number): number | null {
  const { nodesOf, stopOf, nodes, driveS, depots } = problem;
  const stops = nodesOf.length;
  const copies = Math.max(least, Math.min(most, stops));
  const size = stops + copies;
  const costs = new Float64Array(size * size).fill(FORBIDDEN);
  for (let i = 0; i + 1 < legs.first.length; i++)
    for (let at = legs.first[i]; at < legs.first[i + 1]; at++) {
      const cell = stopOf[i] * size + stopOf[legs.to[at]];
      costs[cell] = Math.min(costs[cell], driveS[i * nodes + legs.to[at]]);
    }
  for (const [stop, own] of nodesOf.entries()) {
    const outS = Math.min(...own.flatMap((node) => depots.map((at) => driveS[at * nodes + node])));
    const homeS = Math.min(...own.flatMap((node) => depots.map((at) => driveS[node * nodes + at])));
    for (let copy = stops; copy < size; copy++) {
      if (outS < NO_WAY_S) costs[copy * size + stop] = outS;
      if (homeS < NO_WAY_S) costs[stop * size + copy] = homeS;
    }
  }
  // Tours beyond the least may stay at home.
  for (let copy = stops + least; copy < size; copy++) costs[copy * size + copy] = 0;
  const { cost } = assign(costs, size, size);
  return cost >= FORBIDDEN ? null : cost;
}

/** No fewer vehicles serve all: by load, by the length of the shift, or by stops of which no two can be in one tour. */
export function leastVehicles(problem: RoutingProblem, legs: LegalLegs): number {
  const { nodesOf, serviceS, demand, capacity, shiftS, depots, vehiclesEach } = problem;
  const stops = nodesOf.length;
  const load = demand.reduce((sum, one) => sum + one, 0);
  const byLoad = capacity === Number.POSITIVE_INFINITY ? 1 : Math.ceil(load / capacity);
  const workS = nodesOf.reduce((sum, own) => sum + Math.min(...own.map((node) => serviceS[node])), 0);
  const drivenS = assignmentBound(problem, legs, 1, Math.min(stops, depots.length * vehiclesEach)) ?? 0;
  const byTime = Math.ceil((workS + drivenS) / shiftS);
  return Math.max(1, byLoad, byTime, apartStops(problem, legs));
}

/** Counts stops, taken one after another from those with the fewest others in reach, of which no two can be in one tour. */
function apartStops(problem: RoutingProblem, { earliestS }: LegalLegs): number {
  const { nodesOf, stopOf, nodes, depots, serviceS, opensS, closesS, demand, capacity } = problem;
  const stops = nodesOf.length;
  const own = nodes - depots.length;
  if (own > MAX_CLOSED) return 1;
  const laterS = leastLater(problem);
  const isJoined = new Uint8Array(stops * stops);
  for (let i = 0; i < own; i++)
    for (let j = 0; j < own; j++) {
      const a = stopOf[i];
      const b = stopOf[j];
      const startS = Math.max(earliestS[i] + serviceS[i] + laterS[i * own + j], opensS[b]);
      if (a === b || startS > closesS[b] || demand[a] + demand[b] > capacity) continue;
      isJoined[a * stops + b] = 1;
      isJoined[b * stops + a] = 1;
    }
  const others = nodesOf.map((_, stop) =>
    isJoined.subarray(stop * stops, (stop + 1) * stops).reduce((sum, one) => sum + one, 0),
  );
  const order = [...nodesOf.keys()].sort((a, b) => others[a] - others[b] || a - b);
  const apart: number[] = [];
  for (const stop of order) if (apart.every((other) => isJoined[stop * stops + other] === 0)) apart.push(stop);
  return apart.length;
}

/** The least time from leaving each node to arriving at each other, by any others with the work there (Floyd 1962). */
function leastLater({ nodes, depots, driveS, serviceS }: RoutingProblem): Int32Array {
  const own = nodes - depots.length;
  const leastS = Int32Array.from({ length: own * own }, (_, at) => driveS[Math.floor(at / own) * nodes + (at % own)]);
  for (let by = 0; by < own; by++)
    for (let i = 0; i < own; i++) {
      const toS = leastS[i * own + by] + serviceS[by];
      if (toS >= NO_WAY_S) continue;
      for (let j = 0; j < own; j++) leastS[i * own + j] = Math.min(leastS[i * own + j], toS + leastS[by * own + j]);
    }
  return leastS;
}
