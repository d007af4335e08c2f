import { assign } from '../shared/assignment.ts';
import { NO_WAY_S, type Plan, type RoutingProblem, type Tour, tourOf } from './routing-problem.ts';

/**
 * A cycle over nodes by the assignment that drives least, whose cycles are joined one after another where that costs least (Karp 1979,
 * greedily).
 */
export function patchedCycle({ driveS, nodes: count }: RoutingProblem, nodes: readonly number[]): number[] {
  const size = nodes.length;
  const legS = (from: number, to: number) => (from === to ? NO_WAY_S : driveS[nodes[from] * count + nodes[to]]);
  const costs = Float64Array.from({ length: size * size }, (_, at) => legS(Math.floor(at / size), at % size));
  const next = [...assign(costs, size, size).columnOf];
  for (;;) {
    const cycleOf = cyclesOf(next);
    if (cycleOf.every((cycle) => cycle === 0)) break;
    let best = { cost: Number.POSITIVE_INFINITY, a: 0, b: 0 };
    for (let a = 0; a < size; a++)
      for (let b = 0; b < size; b++) {
        if (cycleOf[a] >= cycleOf[b]) continue;
        const cost = legS(a, next[b]) + legS(b, next[a]) - legS(a, next[a]) - legS(b, next[b]);
        if (cost < best.cost) best = { cost, a, b };
      }
    const { a, b } = best;
    const after = next[a];
    next[a] = next[b];
    next[b] = after;
  }
  const cycle = [0];
  for (let at = next[0]; at !== 0; at = next[at]) cycle.push(at);
  return cycle.map((at) => nodes[at]);
}

/** The number of the cycle that each is in. */
function cyclesOf(next: readonly number[]): number[] {
  const cycleOf = next.map(() => -1);
  let cycles = 0;
  for (let start = 0; start < next.length; start++) {
    if (cycleOf[start] >= 0) continue;
    for (let at = start; cycleOf[at] < 0; at = next[at]) cycleOf[at] = cycles;
    cycles++;
  }
  return cycleOf;
}

/** Cuts a cycle over all stops into tours, each as long as it may be, beginning where that drives least; what no vehicle is left for stays out. */
export function cutCycle(problem: RoutingProblem, cycle: readonly number[]): Plan {
  let best: Plan | null = null;
  const { driveS, nodes, depots } = problem;
  const detours = cycle.map((node, at) => {
    const before = cycle[(at + cycle.length - 1) % cycle.length];
    const outS = Math.min(...depots.map((depot) => driveS[depot * nodes + node]));
    const homeS = Math.min(...depots.map((depot) => driveS[before * nodes + depot]));
    return outS + homeS - driveS[before * nodes + node];
  });
  const begins = [...cycle.keys()].sort((a, b) => detours[a] - detours[b] || a - b).slice(0, MAX_BEGINS);
  for (const begin of begins) {
    const plan = cutFrom(problem, [...cycle.slice(begin), ...cycle.slice(0, begin)]);
    const isLess =
      !best ||
      plan.unserved.length < best.unserved.length ||
      (plan.unserved.length === best.unserved.length && drivenS(plan) < drivenS(best));
    if (isLess) best = plan;
  }
  return best ?? { tours: [], unserved: [] };
}

/** Places of a cycle at which the first tour may begin. */
const MAX_BEGINS = 20;

const drivenS = ({ tours }: Plan): number => tours.reduce((sum, { driveS }) => sum + driveS, 0);

function cutFrom(problem: RoutingProblem, way: readonly number[]): Plan {
  const tours: Tour[] = [];
  const unserved: number[] = [];
  for (let from = 0; from < way.length; ) {
    const found = longestTour(problem, way.slice(from), tours);
    if (found) tours.push(found);
    else unserved.push(problem.stopOf[way[from]]);
    from += found ? found.nodes.length : 1;
  }
  return { tours, unserved };
}

/** The longest beginning of a way that is a tour of a depot with a vehicle left, halving what is in question. */
function longestTour(problem: RoutingProblem, way: readonly number[], tours: readonly Tour[]): Tour | null {
  let longest: Tour | null = null;
  for (const depot of problem.depots) {
    if (tours.filter((one) => one.depot === depot).length >= problem.vehiclesEach) continue;
    let least = 0;
    let most = way.length;
    while (least < most) {
      const length = Math.ceil((least + most) / 2);
      const tour = tourOf(problem, depot, way.slice(0, length));
      if (tour) least = length;
      else most = length - 1;
      if (tour && (!longest || isLonger(tour, longest))) longest = tour;
    }
  }
  return longest;
}

const isLonger = (tour: Tour, other: Tour): boolean =>
  tour.nodes.length > other.nodes.length || (tour.nodes.length === other.nodes.length && tour.driveS < other.driveS);
