import { chanceOf } from '../../workers/traffic/micro/hash-chance.ts';
import type { ConflictInput, MovementInput, NetworkInput, SignalInput } from '../../workers/traffic/micro/network.ts';
import type { TripInput } from '../../workers/traffic/micro/paths.ts';
import { type InnerLane, type Zone, zoneOf } from './sumo-net.ts';
import { CITY_MPS, road } from './traffic-flow-nets.ts';

/** Half of the side of a junction, and where lanes lie beside the middle of the road. */
const BOX_M = 10;
const LANE_M = 3.2;
const LANES = 2;
/** Directions out of a junction: north, east, south, west. */
const OUT: readonly (readonly [number, number])[] = [
  [0, 1],
  [1, 0],
  [0, -1],
  [-1, 0],
];

type Turn = 'right' | 'straight' | 'left';
const TURNS: Record<Turn, number> = { right: 1, straight: 2, left: 3 };

/** A way through a junction: the arm that it comes from, the lane, the turn. */
interface GridWay {
  from: number;
  lane: number;
  turn: Turn;
  to: number;
  shape: InnerLane;
}

/** Ways of a junction with four arms; the outer lane goes right or straight on, the inner one straight on or left. */
const WAYS: readonly GridWay[] = OUT.flatMap((_, from) =>
  (['right', 'straight', 'straight', 'left'] as const).map((turn, index) => {
    const lane = index < 2 ? 0 : 1;
    const to = (from + 4 - TURNS[turn]) % 4;
    return { from, lane, turn, to, shape: shapeOf(from, lane, to, turn) };
  }),
);

function shapeOf(from: number, lane: number, to: number, turn: Turn): InnerLane {
  const offsetM = (LANES - lane - 0.5) * LANE_M;
  const [inX, inY] = OUT[from];
  const [outX, outY] = OUT[to];
  const start: [number, number] = [inX * BOX_M - inY * offsetM, inY * BOX_M + inX * offsetM];
  const end: [number, number] = [outX * BOX_M + outY * offsetM, outY * BOX_M - outX * offsetM];
  const corner: [number, number] = inX === 0 ? [start[0], end[1]] : [end[0], start[1]];
  const middle = turn === 'straight' ? [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2] : corner;
  const shape = Array.from({ length: 11 }, (_, piece): [number, number] => {
    const t = piece / 10;
    const at = (axis: 0 | 1) => (1 - t) ** 2 * start[axis] + 2 * t * (1 - t) * middle[axis] + t * t * end[axis];
    return [at(0), at(1)];
  });
  const lengthM = shape
    .slice(1)
    .reduce((sum, [x, y], index) => sum + Math.hypot(x - shape[index][0], y - shape[index][1]), 0);
  return { shape, lengthM, speedMps: turn === 'straight' ? CITY_MPS : turn === 'left' ? 7 : 5.5 };
}

/** Where two ways of a junction meet, worked out once for all junctions. */
const ZONES: readonly (Zone | null)[][] = WAYS.map((way) =>
  WAYS.map((other) => (way.from === other.from ? null : zoneOf(way.shape, other.shape))),
);

/** Green for two arms that face each other, then for the others; who turns left gives way. */
const PLAN = (name: string, ways: readonly number[], offsetS: number): SignalInput => {
  const stateOf = (axis: number, straight: string, left: string) =>
    ways.map((way) => (WAYS[way].from % 2 !== axis ? 'r' : WAYS[way].turn === 'left' ? left : straight)).join('');
  return {
    name,
    offsetS,
    phases: [0, 1].flatMap((axis) => [
      { durationS: 40, state: stateOf(axis, 'G', 'g') },
      { durationS: 3, state: stateOf(axis, 'y', 'y') },
      { durationS: 2, state: ways.map(() => 'r').join('') },
    ]),
  };
};

/** A grid of streets: its network, and the link from a junction in a direction, -1 where there is none. */
export interface Grid {
  input: NetworkInput;
  side: number;
  linkFrom: Int32Array;
}

/** Streets of two lanes each way between side × side junctions, all with signals. */
export function gridNetwork(side: number, blockM: number): Grid {
  const linkFrom = new Int32Array(side * side * 4).fill(-1);
  const links: NetworkInput['links'][number][] = [];
  const nodeAt = (column: number, row: number) =>
    column < 0 || row < 0 || column >= side || row >= side ? -1 : row * side + column;
  const beside = (node: number, arm: number) =>
    nodeAt((node % side) + OUT[arm][0], Math.floor(node / side) + OUT[arm][1]);
  for (let node = 0; node < side * side; node++)
    for (let arm = 0; arm < 4; arm++) {
      if (beside(node, arm) < 0) continue;
      linkFrom[4 * node + arm] = links.length;
      links.push(road(`${node}-${arm}`, blockM - 2 * BOX_M, CITY_MPS, LANES));
    }
  const movements: MovementInput[] = [];
  const signals: SignalInput[] = [];
  for (let node = 0; node < side * side; node++) {
    const ways = WAYS.flatMap((way, index) =>
      beside(node, way.from) >= 0 && beside(node, way.to) >= 0 ? [index] : [],
    );
    const first = movements.length;
    for (const way of ways) {
      const { from, lane, to, shape } = WAYS[way];
      movements.push({
        fromLink: linkFrom[4 * beside(node, from) + ((from + 2) % 4)],
        fromLane: lane,
        toLink: linkFrom[4 * node + to],
        toLane: lane,
        lengthM: shape.lengthM,
        speedMps: shape.speedMps,
        signal: node,
        signalIndex: movements.length - first,
        conflicts: conflictsOf(way, ways, first),
      });
    }
    signals.push(PLAN(`${node}`, ways, (node % 7) * 11));
  }
  return { input: { links, movements, signals }, side, linkFrom };
}

function conflictsOf(way: number, ways: readonly number[], first: number): ConflictInput[] {
  return ways.flatMap((other, index) => {
    const zone = ZONES[way][other];
    if (!zone) return [];
    const mine = WAYS[way];
    const theirs = WAYS[other];
    const yields = mine.turn === 'left' && theirs.turn !== 'left' && (mine.from + 2) % 4 === theirs.from;
    return [{ with: first + index, ...zone, isMerge: mine.to === theirs.to && mine.lane === theirs.lane, yields }];
  });
}

/** Trips between junctions drawn by chance, going by turns along either axis; one vehicle class. */
export function gridTrips(grid: Grid, count: number, withinS: number, seed: number): TripInput[] {
  const { side, linkFrom } = grid;
  const draw = (trip: number, purpose: number, most: number) => Math.floor(chanceOf(seed, trip, purpose, 9) * most);
  const trips: TripInput[] = [];
  for (let trip = 0; trips.length < count; trip++) {
    const from = draw(trip, 0, side * side);
    const to = draw(trip, 1, side * side);
    const links: number[] = [];
    let node = from;
    for (let hop = 0; node !== to; hop++) {
      const east = (to % side) - (node % side);
      const north = Math.floor(to / side) - Math.floor(node / side);
      const goesEast = north === 0 || (east !== 0 && draw(trip, 2 + hop, 2) === 0);
      const arm = goesEast ? (east > 0 ? 1 : 3) : north > 0 ? 0 : 2;
      links.push(linkFrom[4 * node + arm]);
      node += OUT[arm][0] + side * OUT[arm][1];
    }
    if (links.length >= 2) trips.push({ departS: (withinS * trips.length) / count, links, vehicleClass: 0 });
  }
  return trips;
}
