import { assign } from '../shared/assignment.ts';
import type { LegalLegs } from './legal-legs.ts';
import { NO_WAY_S, type RoutingProblem } from './routing-problem.ts';

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
function apartStops({ nodesOf, stopOf }: RoutingProblem, { first, to }: LegalLegs): number {
  const stops = nodesOf.length;
  const isJoined = new Uint8Array(stops * stops);
  for (let i = 0; i + 1 < first.length; i++)
    for (let at = first[i]; at < first[i + 1]; at++) {
      isJoined[stopOf[i] * stops + stopOf[to[at]]] = 1;
      isJoined[stopOf[to[at]] * stops + stopOf[i]] = 1;
    }
  const others = nodesOf.map((_, stop) =>
    isJoined.subarray(stop * stops, (stop + 1) * stops).reduce((a, b) => a + b, 0),
  );
  const order = [...nodesOf.keys()].sort((a, b) => others[a] - others[b] || a - b);
  const apart: number[] = [];
  for (const stop of order) if (apart.every((other) => isJoined[stop * stops + other] === 0)) apart.push(stop);
  return apart.length;
}
