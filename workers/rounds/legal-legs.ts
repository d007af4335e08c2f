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
  const least = (times: number[]) => Math.min(...times);
  const earliestS = Int32Array.from({ length: own }, (_, node) =>
    Math.max(opensS[stopOf[node]], least(depots.map((at) => driveS[at * nodes + node]))),
  );
  const homeS = Int32Array.from({ length: own }, (_, node) => least(depots.map((at) => driveS[node * nodes + at])));
  const first = new Int32Array(own + 1);
  const to: number[] = [];
  for (let i = 0; i < own; i++) {
    for (let j = 0; j < own; j++) {
      const [a, b] = [stopOf[i], stopOf[j]];
      const legS = driveS[i * nodes + j];
      if (a === b || legS >= NO_WAY_S || demand[a] + demand[b] > capacity) continue;
      const startS = Math.max(earliestS[i] + serviceS[i] + legS, opensS[b]);
      if (startS <= closesS[b] && startS + serviceS[j] + homeS[j] <= shiftS) to.push(j);
    }
    first[i + 1] = to.length;
  }
  return { first, to: Int32Array.from(to), earliestS };
}
