import type { Plan, RoutingProblem } from '../../../workers/rounds/routing-problem.ts';

/** Driving seconds of a tour over nodes; null: it breaks a limit. Written apart from the solver. */
function tourS(problem: RoutingProblem, depot: number, nodes: readonly number[]): number | null {
  let clockS = 0;
  let drivenS = 0;
  let load = 0;
  let at = depot;
  for (const node of nodes) {
    const stop = problem.stopOf[node];
    const legS = problem.driveS[at * problem.nodes + node];
    drivenS += legS;
    clockS = Math.max(clockS + legS, problem.opensS[stop]);
    if (clockS > problem.closesS[stop]) return null;
    clockS += problem.serviceS[node];
    load += problem.demand[stop];
    at = node;
  }
  const homeS = problem.driveS[at * problem.nodes + depot];
  return load > problem.capacity || clockS + homeS > problem.shiftS ? null : drivenS + homeS;
}

/** What a plan breaks, in words: a stop served twice or neither served nor left out, a limit of a tour, too many vehicles of a depot. */
export function brokenLimits(problem: RoutingProblem, { tours, unserved }: Plan): string[] {
  const times = problem.nodesOf.map(() => 0);
  for (const { nodes } of tours) for (const node of nodes) times[problem.stopOf[node]]++;
  for (const stop of unserved) times[stop]++;
  return [
    ...times.flatMap((count, stop) => (count === 1 ? [] : [`stop ${stop}: ${count} times`])),
    ...tours.flatMap(({ depot, nodes, driveS }, at) =>
      tourS(problem, depot, nodes) === driveS ? [] : [`tour ${at} keeps no limit or another time`],
    ),
    ...problem.depots.flatMap((depot) =>
      tours.filter((one) => one.depot === depot).length > problem.vehiclesEach ? [`depot ${depot}: too many`] : [],
    ),
  ];
}

/**
 * The best of all plans, by going through every order of every set: stops left out, tours (0 where they do not count), driving seconds. For
 * a handful of stops.
 */
export function leastPlan(
  problem: RoutingProblem,
  aim: 'vehicles' | 'time',
): [left: number, tours: number, driveS: number] {
  const sets = 1 << problem.nodesOf.length;
  const least = problem.depots.map((depot) => leastTours(problem, depot, sets));
  let best: [number, number, number] = [Number.POSITIVE_INFINITY, 0, 0];
  const used = problem.depots.map(() => 0);
  const place = (left: number, out: number, tours: number, driveS: number): void => {
    if (left === 0) {
      const found: [number, number, number] = [out, aim === 'vehicles' ? tours : 0, driveS];
      if (isLess(found, best)) best = found;
      return;
    }
    const first = left & -left;
    place(left & ~first, out + 1, tours, driveS);
    for (const [depot, own] of least.entries()) {
      if (used[depot] === problem.vehiclesEach) continue;
      used[depot]++;
      for (let part = left; part > 0; part = (part - 1) & left) {
        const partS = (part & first) === 0 ? undefined : own.get(part);
        if (partS !== undefined) place(left & ~part, out, tours + 1, driveS + partS);
      }
      used[depot]--;
    }
  };
  place(sets - 1, 0, 0, 0);
  return best;
}

const isLess = (a: readonly number[], b: readonly number[]): boolean => {
  const at = a.findIndex((one, i) => one !== b[i]);
  return at >= 0 && a[at] < b[at];
};

/** Least driving of each set of stops by one tour of a depot, over all orders. */
function leastTours(problem: RoutingProblem, depot: number, sets: number): Map<number, number> {
  const least = new Map<number, number>();
  const go = (set: number, nodes: number[]): void => {
    const wholeS = nodes.length === 0 ? null : tourS(problem, depot, nodes);
    if (wholeS !== null && wholeS < (least.get(set) ?? Number.POSITIVE_INFINITY)) least.set(set, wholeS);
    for (const [stop, own] of problem.nodesOf.entries())
      if (((set >> stop) & 1) === 0) for (const node of own) go(set | (1 << stop), [...nodes, node]);
  };
  if (sets > 1) go(0, []);
  return least;
}
