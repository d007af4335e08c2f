import type { RoundsRequest } from '../../model/questions/rounds.ts';
import type { UnservedStop } from '../../model/tables/rounds.ts';
import { S_PER_MIN } from '../../model/time.ts';
import { NO_WAY_MS } from '../shared/hierarchy.ts';
import type { Served, TourContext } from './answer.ts';
import type { DepotPlace } from './depots.ts';
import { isDoable, LOAD_PARTS, NO_WAY_S, type Plan, type RoutingProblem } from './routing-problem.ts';

/** A question on the roads of a city. */
export interface RoundsCase {
  context: TourContext;
  depots: readonly DepotPlace[];
  /** What each stop of the problem is. */
  servedOf(stop: number): Served;
  /** Stops that cannot be served whatever is chosen. */
  refused: UnservedStop[];
  /** Plans to begin from. */
  begins: readonly Plan[];
  /** No plan that serves all drives less, as this kind of question tells. */
  knownBoundS: number;
}

/** A stop that is left out, with the reason. */
export const refusedStop = ({ id, name, atM }: Served, why: UnservedStop['why']): UnservedStop => ({
  id,
  name,
  atM,
  why,
});

/** Whole seconds, rounded up. */
export const secondsOf = (ms: number): number => (ms >= NO_WAY_MS ? NO_WAY_S : Math.ceil(ms / 1000));

/** What a request says of the fleet, as the problem has it. */
export const fleetOf = ({
  vehicles,
  capacity,
  shiftMin,
}: Pick<RoundsRequest, 'vehicles' | 'capacity' | 'shiftMin'>): Pick<
  RoutingProblem,
  'vehiclesEach' | 'capacity' | 'shiftS'
> => ({
  vehiclesEach: vehicles,
  capacity: capacity === 0 ? Number.POSITIVE_INFINITY : Math.round(LOAD_PARTS * capacity),
  shiftS: shiftMin * S_PER_MIN,
});

/** Parts stops that some vehicle could serve from those that none could, each with the reason. */
export function partServable(problem: RoutingProblem): {
  kept: number[];
  refused: [stop: number, why: UnservedStop['why']][];
} {
  const kept: number[] = [];
  const refused: [number, UnservedStop['why']][] = [];
  for (const stop of problem.nodesOf.keys()) {
    const why = whyNot(problem, stop);
    if (why) refused.push([stop, why]);
    else kept.push(stop);
  }
  return { kept, refused };
}

/** Why a vehicle of its own could not serve a stop either; null: it could. */
function whyNot(problem: RoutingProblem, stop: number): UnservedStop['why'] | null {
  const { depots, nodes, driveS, nodesOf, opensS, closesS, demand, capacity } = problem;
  const ends = nodesOf[stop].flatMap((node) => depots.map((depot) => ({ node, depot })));
  if (ends.some(({ node, depot }) => isDoable(problem, depot, node))) return null;
  const joined = ends.filter(
    ({ node, depot }) => driveS[depot * nodes + node] < NO_WAY_S && driveS[node * nodes + depot] < NO_WAY_S,
  );
  if (joined.length === 0) return 'way';
  if (demand[stop] > capacity) return 'capacity';
  const isInTime = joined.some(
    ({ node, depot }) => Math.max(driveS[depot * nodes + node], opensS[stop]) <= closesS[stop],
  );
  return isInTime ? 'shift' : 'window';
}
