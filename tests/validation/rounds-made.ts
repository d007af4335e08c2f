import { NO_WAY_S, type RoutingProblem } from '../../workers/rounds/routing-problem.ts';
import { seeded } from '../../workers/shared/random.ts';

/** Plays a generator to its end. */
export function finished<T>(work: Generator<number, T>): T {
  let next = work.next();
  while (!next.done) next = work.next();
  return next.value;
}

/** Rays from the depot with stops one behind the other, each opening about when a vehicle that goes out along its ray is there. */
export function rayProblem(seed: number, rays: number, each: number): { problem: RoutingProblem; bestS: number } {
  const random = seeded(seed);
  const stops = rays * each;
  const nodes = stops + 1;
  const at: [number, number][] = [];
  let bestS = 0;
  const opensS: number[] = [];
  const serviceS = 300;
  for (let ray = 0; ray < rays; ray++) {
    const angle = (2 * Math.PI * (ray + 0.4 * random())) / rays;
    let farM = 2000 + 1000 * random();
    let clockS = Math.ceil(farM);
    for (let k = 0; k < each; k++) {
      at.push([farM * Math.cos(angle), farM * Math.sin(angle)]);
      opensS.push(Math.max(0, clockS - 300 - Math.floor(300 * random())));
      const nextM = 100 + Math.floor(200 * random());
      clockS += serviceS + nextM;
      farM += k + 1 < each ? nextM : 0;
    }
    bestS += 2 * farM;
  }
  at.push([0, 0]);
  const driveS = Int32Array.from({ length: nodes * nodes }, (_, cell) => {
    const [x, y] = at[Math.floor(cell / nodes)];
    const [toX, toY] = at[cell % nodes];
    return Math.ceil(Math.hypot(toX - x, toY - y) - 1e-6);
  });
  return {
    problem: {
      nodes,
      driveS,
      nodesOf: Array.from({ length: stops }, (_, stop) => [stop]),
      stopOf: Int32Array.from({ length: nodes }, (_, node) => (node < stops ? node : -1)),
      serviceS: Int32Array.from({ length: nodes }, (_, node) => (node < stops ? serviceS : 0)),
      opensS: Int32Array.from(opensS),
      closesS: Int32Array.from(opensS, (opens) => opens + 900),
      demand: new Float64Array(stops).fill(1),
      depots: [stops],
      vehiclesEach: 2 * rays,
      capacity: each,
      shiftS: 28_800,
    },
    bestS,
  };
}

/** What a small problem has; left out: no windows, one depot, any load. */
interface SmallWish {
  stops: number;
  depots?: number;
  vehiclesEach?: number;
  capacity?: number;
  windowS?: number;
  modes?: number;
  missingRatio?: number;
}

/** Stops on 3 by 3 km at about 1 m/s, the ways back other than those there. */
export function smallProblem(random: () => number, wish: SmallWish): RoutingProblem {
  const { stops, depots = 1, vehiclesEach = stops, modes = 1, missingRatio = 0 } = wish;
  const shiftS = 20_000;
  const { windowS = shiftS } = wish;
  const own = stops * modes;
  const nodes = own + depots;
  const places = Array.from({ length: nodes }, () => [3000 * random(), 3000 * random()]);
  const driveS = Int32Array.from({ length: nodes * nodes }, (_, cell) => {
    const [x, y] = places[Math.floor(cell / nodes)];
    const [toX, toY] = places[cell % nodes];
    const wayS = Math.ceil(Math.hypot(toX - x, toY - y) * (1 + 0.3 * random()));
    return random() < missingRatio ? NO_WAY_S : wayS;
  });
  const opensS = Int32Array.from({ length: stops }, () => Math.floor(random() * Math.max(1, shiftS - windowS - 3000)));
  return {
    nodes,
    driveS,
    nodesOf: Array.from({ length: stops }, (_, stop) => Array.from({ length: modes }, (__, way) => modes * stop + way)),
    stopOf: Int32Array.from({ length: nodes }, (_, node) => (node < own ? Math.floor(node / modes) : -1)),
    serviceS: Int32Array.from({ length: nodes }, (_, node) => (node < own ? 100 + Math.floor(600 * random()) : 0)),
    opensS,
    closesS: opensS.map((opens) => Math.min(shiftS, opens + windowS)),
    demand: Float64Array.from({ length: stops }, () => 1 + Math.floor(20 * random())),
    depots: Array.from({ length: depots }, (_, depot) => own + depot),
    vehiclesEach,
    capacity: wish.capacity ?? Number.POSITIVE_INFINITY,
    shiftS,
  };
}
