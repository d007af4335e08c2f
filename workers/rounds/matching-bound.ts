import { perfectMatching } from './perfect-matching.ts';
import { NO_WAY_S, type RoutingProblem } from './routing-problem.ts';

/** Ends of streets and of tours at most: the pairing takes the cube of their number. */
const MAX_ENDS = 1200;

/**
 * No plan that drives all streets with `least` to `most` tours drives less beside them: each tour pairs the end at which it leaves a street
 * with the end at which it enters the next, so that all ends are paired, those of the depot too; no pairing is cheaper than the cheapest.
 * Where more streets meet than can be paired there, this counts the way that must be gone twice. 0: there are too many.
 */
export function matchingBound(problem: RoutingProblem, least: number, most: number): number {
  const { nodesOf, depots } = problem;
  const streets = nodesOf.length;
  const tours = Math.max(least, Math.min(most, streets));
  const ends = 2 * (streets + tours);
  if (ends > MAX_ENDS) return 0;
  const costs = new Float64Array(ends * ends).fill(Number.POSITIVE_INFINITY);
  const offer = (a: number, b: number, legS: number) => {
    const cost = Math.min(costs[a * ends + b], legS);
    costs[a * ends + b] = cost;
    costs[b * ends + a] = cost;
  };
  const legS = (from: number, to: number) => problem.driveS[from * problem.nodes + to];
  for (const [stop, own] of nodesOf.entries())
    for (const [way, node] of own.entries()) {
      for (const [other, theirs] of nodesOf.entries())
        if (other !== stop)
          for (const [theirWay, next] of theirs.entries())
            offer(exitOf(stop, way), entryOf(other, theirWay), legS(node, next));
      const outS = Math.min(...depots.map((depot) => legS(depot, node)));
      const homeS = Math.min(...depots.map((depot) => legS(node, depot)));
      for (let tour = streets; tour < streets + tours; tour++) {
        offer(2 * tour, entryOf(stop, way), outS);
        offer(2 * tour + 1, exitOf(stop, way), homeS);
      }
    }
  // Tours beyond the least may stay at home.
  for (let tour = streets + least; tour < streets + tours; tour++) offer(2 * tour, 2 * tour + 1, 0);
  return paired(costs, ends);
}

/** A street has two ends: one of its directions begins where the other ends. */
const entryOf = (stop: number, way: number): number => 2 * stop + way;
const exitOf = (stop: number, way: number): number => 2 * stop + 1 - way;

function paired(costs: Float64Array, ends: number): number {
  const dearest = costs.reduce((most, cost) => (cost < NO_WAY_S ? Math.max(most, cost) : most), 1);
  // A pair without a way is dearer than all pairs that have one.
  const whole = costs.map((cost) => (cost < NO_WAY_S ? cost : ends * dearest));
  const mates = perfectMatching(whole, ends);
  return mates.reduce((sum, mate, at) => {
    const cost = costs[at * ends + mate];
    return sum + (at < mate && cost < NO_WAY_S ? cost : 0);
  }, 0);
}
