/** Loads are counted in so many parts of their unit, so that their sums are exact. */
export const LOAD_PARTS = 1000;

/** Seconds that stand for no way: no shift is as long, and two of them still fit 32 bits. */
export const NO_WAY_S = 1_000_000_000;

/**
 * Vehicle routing with time windows and several depots over a table of times. A stop is done at one of its nodes: a place has one, a street
 * that may be driven either way has two, of which each begins where the other ends. All times are whole seconds from the beginning of the shift, so that their sums are exact.
 */
export interface RoutingProblem {
  /** Nodes of the stops come first, then those of the depots. */
  nodes: number;
  /** Seconds from leaving each node to arriving at each other, row by row; NO_WAY_S where there is no way. */
  driveS: Int32Array;
  /** Nodes at which each stop can be done. */
  nodesOf: readonly (readonly number[])[];
  /** Stop of each node; −1 at depots. */
  stopOf: Int32Array;
  /** Seconds that the work at each node takes. */
  serviceS: Int32Array;
  /** Work at a stop begins within these, both inclusive; who comes too early waits. */
  opensS: Int32Array;
  closesS: Int32Array;
  /** Whole parts of the capacity that each stop takes. */
  demand: Float64Array;
  depots: readonly number[];
  /** Vehicles that each depot has at most. */
  vehiclesEach: number;
  /** Infinity: any load. */
  capacity: number;
  /** A tour ends no later. */
  shiftS: number;
}

/** A vehicle's way from its depot over nodes and back, with the earliest and the latest moment at which the work at each may begin. */
export interface Tour {
  depot: number;
  nodes: readonly number[];
  startS: readonly number[];
  latestS: readonly number[];
  load: number;
  driveS: number;
}

/** Tours, and stops that none of them serves. */
export interface Plan {
  tours: readonly Tour[];
  unserved: readonly number[];
}

/** Returns the driving time of a plan. */
export const planDriveS = ({ tours }: Pick<Plan, 'tours'>): number =>
  tours.reduce((sum, { driveS }) => sum + driveS, 0);

/** Times a tour over nodes; null where a window, the capacity, the shift or a missing way forbids it. */
export function tourOf(problem: RoutingProblem, depot: number, nodes: readonly number[]): Tour | null {
  const { nodes: count, driveS, stopOf, serviceS, opensS, closesS, demand, capacity, shiftS } = problem;
  if (nodes.length === 0) return { depot, nodes, startS: [], latestS: [], load: 0, driveS: 0 };
  const startS = new Array<number>(nodes.length);
  const latestS = new Array<number>(nodes.length);
  let node = depot;
  let freeS = 0;
  let drivenS = 0;
  let load = 0;
  for (const [at, next] of nodes.entries()) {
    const stop = stopOf[next];
    const legS = driveS[node * count + next];
    drivenS += legS;
    load += demand[stop];
    startS[at] = Math.max(freeS + legS, opensS[stop]);
    if (startS[at] > closesS[stop]) return null;
    freeS = startS[at] + serviceS[next];
    node = next;
  }
  const homeS = driveS[node * count + depot];
  if (freeS + homeS > shiftS || load > capacity) return null;
  let byS = shiftS;
  let after = depot;
  for (let at = nodes.length - 1; at >= 0; at--) {
    const own = nodes[at];
    latestS[at] = Math.min(closesS[stopOf[own]], byS - driveS[own * count + after] - serviceS[own]);
    byS = latestS[at];
    after = own;
  }
  return { depot, nodes, startS, latestS, load, driveS: drivenS + homeS };
}

/** Times a tour that is known to keep all limits. @throws Error where it does not. */
export function keptTour(problem: RoutingProblem, depot: number, nodes: readonly number[]): Tour {
  const tour = tourOf(problem, depot, nodes);
  if (!tour) throw new Error('expected a tour that keeps windows, capacity and shift');
  return tour;
}

/** Whether the work at a node can be done at all by a tour of its own from a depot. */
export const isDoable = (problem: RoutingProblem, depot: number, node: number): boolean =>
  tourOf(problem, depot, [node]) !== null;
