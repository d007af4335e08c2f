import { NO_WAY_S, type RoutingProblem } from './routing-problem.ts';

/** Legs between nodes of stops that some tour may have, as lists by the node that is left. */
export interface LegalLegs {
  /** Legs of node i are those from `first[i]` to `first[i + 1]`. */
  first: Int32Array;
  to: Int32Array;
  /** Earliest moment at which the work at each node can begin. */
  earliestS: Int32Array;
}

/** Leaves out legs that a window, the capacity, the shift or a missing way forbids in every tour. */
export function legalLegs(problem: RoutingProblem): LegalLegs {
  const { nodes, driveS, stopOf, serviceS, opensS, closesS, demand, depots, capacity, shiftS } = problem;
  const own = nodes - depots.length;
  const earliestS = Int32Array.from(
    leastFrom(
      problem,
      (node) => Math.min(...depots.map((at) => driveS[at * nodes + node])),
      (from, to) => serviceS[from] + driveS[from * nodes + to],
    ),
    (timeS, node) => Math.max(timeS, opensS[stopOf[node]]),
  );
  const homeS = leastFrom(
    problem,
    (node) => Math.min(...depots.map((at) => driveS[node * nodes + at])),
    (from, to) => driveS[to * nodes + from] + serviceS[from],
  );
  const first = new Int32Array(own + 1);
  const to: number[] = [];
  for (let i = 0; i < own; i++) {
    for (let j = 0; j < own; j++) {
      const a = stopOf[i];
      const b = stopOf[j];
      const legS = driveS[i * nodes + j];
      if (a === b || legS >= NO_WAY_S || demand[a] + demand[b] > capacity) continue;
      const startS = Math.max(earliestS[i] + serviceS[i] + legS, opensS[b]);
      if (startS <= closesS[b] && startS + serviceS[j] + homeS[j] <= shiftS) to.push(j);
    }
    first[i + 1] = to.length;
  }
  return { first, to: Int32Array.from(to), earliestS };
}

/**
 * The least time of each node over ways by any others (Dijkstra 1959, on a full table): by a place where one may turn about it may be less
 * than straight.
 */
function leastFrom(
  { nodes, depots }: RoutingProblem,
  straightS: (node: number) => number,
  legS: (from: number, to: number) => number,
): Int32Array {
  const own = nodes - depots.length;
  const bestS = Int32Array.from({ length: own }, (_, node) => straightS(node));
  const isDone = new Uint8Array(own);
  for (let round = 0; round < own; round++) {
    let from = -1;
    for (let node = 0; node < own; node++)
      if (isDone[node] === 0 && (from < 0 || bestS[node] < bestS[from])) from = node;
    isDone[from] = 1;
    for (let to = 0; to < own; to++) bestS[to] = Math.min(bestS[to], bestS[from] + legS(from, to));
  }
  return bestS;
}
