import { NO_WAY_S, type RoutingProblem } from '../../../workers/rounds/routing-problem.ts';
import { seeded } from '../../../workers/shared/random.ts';

/** What a made problem has; left out: no windows, one depot, any load. */
interface MadeWish {
  stops: number;
  depots?: number;
  vehiclesEach?: number;
  capacity?: number;
  shiftS?: number;
  windowS?: number;
  serviceS?: number;
  /** Nodes of each stop. */
  modes?: number;
  /** Part of ways that are missing. */
  missingRatio?: number;
}

/** Stops on a plane of 3 by 3 km at 1 m/s, or where `modes` are 2 with times that no plane has. */
export function madeProblem(seed: number, wish: MadeWish): RoutingProblem {
  const {
    stops,
    depots = 1,
    vehiclesEach = stops,
    shiftS = 28_800,
    serviceS = 300,
    modes = 1,
    missingRatio = 0,
  } = wish;
  const random = seeded(seed);
  const own = stops * modes;
  const nodes = own + depots;
  const places = Array.from({ length: nodes }, () => [3000 * random(), 3000 * random()]);
  const driveS = new Int32Array(nodes * nodes);
  for (const [i, [x, y]] of places.entries())
    for (const [j, [toX, toY]] of places.entries()) {
      const way = Math.ceil(Math.hypot(toX - x, toY - y) * (1 + 0.3 * random()));
      driveS[i * nodes + j] = i === j ? 0 : random() < missingRatio ? NO_WAY_S : way;
    }
  const { windowS = shiftS } = wish;
  const opensS = Int32Array.from({ length: stops }, () =>
    windowS >= shiftS ? 0 : Math.floor(random() * Math.max(1, shiftS - windowS - 3000)),
  );
  return {
    nodes,
    driveS,
    nodesOf: Array.from({ length: stops }, (_, stop) =>
      Array.from({ length: modes }, (__, mode) => modes * stop + mode),
    ),
    stopOf: Int32Array.from({ length: nodes }, (_, node) => (node < own ? Math.floor(node / modes) : -1)),
    serviceS: Int32Array.from({ length: nodes }, (_, node) => (node < own ? serviceS : 0)),
    opensS,
    closesS: opensS.map((opens) => Math.min(shiftS, opens + windowS)),
    demand: Float64Array.from({ length: stops }, () => 1 + Math.floor(20 * random())),
    depots: Array.from({ length: depots }, (_, depot) => own + depot),
    vehiclesEach,
    capacity: wish.capacity ?? Number.POSITIVE_INFINITY,
    shiftS,
  };
}
