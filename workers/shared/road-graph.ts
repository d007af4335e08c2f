import type { RoadNetwork } from '../../model/roads/road-network.ts';
import type { RoadState } from '../../model/roads/road-state.ts';
import { mayUse, type VehicleClass, WADING_LIMITS } from '../../model/roads/vehicles.ts';
import { NO_WAY_MS } from './hierarchy.ts';
import type { ArcList } from './hierarchy-order.ts';
import { lineLengthM } from './way-index.ts';

/**
 * The network by the turns that can be made: node 2 s is segment s gone along its line, 2 s + 1 against it; an arc is the turn from the end
 * of one into another and costs the time on the one that is left. So a ban of a turn and the ban of turning round in the road are the same
 * thing as a missing arc; back the way one came is allowed where the road ends.
 */
export interface RoadGraph extends ArcList {
  network: RoadNetwork;
  lengthM: Float64Array;
  /** Middles of the segments, twice each. */
  x: Float64Array;
  y: Float64Array;
}

/** What is so at a moment, one value a segment; left out: nothing closed, all dry. */
export interface RoadConditions {
  /** Bits of `CLOSED_WAYS`: works, a fallen bridge, an order. */
  closed?: Uint8Array;
  depthM?: ArrayLike<number>;
  depthSpeedM2ps?: ArrayLike<number>;
}

/** Bits of the two directions of a centre line. */
const CLOSED_WAYS = { along: 1, against: 2 } as const;
/** Both of them. */
export const CLOSED = 3;

/** From speed at rest at the limit of wading to full speed when dry; slower than walking nobody drives. */
const SLOWEST_RATIO = 0.1;

/** Builds the graph of turns of a city's road network. */
export function roadGraphOf(network: RoadNetwork): RoadGraph {
  const { segments, junctions, turnBans } = network;
  const numbers = new Map(segments.map(({ id }, i) => [id, i]));
  const banned = new Set(turnBans.map(({ from, via, to }) => `${numbers.get(from)} ${via} ${numbers.get(to)}`));
  const leaving: number[][] = junctions.map(() => []);
  for (const [i, { from, to }] of segments.entries()) {
    leaving[from].push(2 * i);
    leaving[to].push(2 * i + 1);
  }
  const arcs: { from: number[]; to: number[] } = { from: [], to: [] };
  for (let node = 0; node < 2 * segments.length; node++) {
    const segment = segments[node >> 1];
    const end = (node & 1) === 0 ? segment.to : segment.from;
    const isDeadEnd = leaving[end].length === 1;
    for (const next of leaving[end]) {
      if (next === (node ^ 1) && !isDeadEnd) continue;
      if (banned.has(`${node >> 1} ${end} ${next >> 1}`)) continue;
      arcs.from.push(node);
      arcs.to.push(next);
    }
  }
  const middle = segments.flatMap(({ points }) => {
    const half = points[points.length >> 1];
    return [half, half];
  });
  return {
    network,
    nodes: 2 * segments.length,
    from: Int32Array.from(arcs.from),
    to: Int32Array.from(arcs.to),
    lengthM: Float64Array.from(segments, ({ points }) => lineLengthM(points)),
    x: Float64Array.from(middle, ([east]) => east),
    y: Float64Array.from(middle, ([, north]) => north),
  };
}

/**
 * Whole milliseconds over each directed segment for a vehicle; NO_WAY_MS where it may not go: not its kind of road, against a one-way
 * street, too low, too weak, closed, or water beyond its limit. Water below the limit slows in proportion to its depth (own rule, 待核).
 */
export function travelMs(
  { network, lengthM }: RoadGraph,
  vehicle: VehicleClass,
  { closed, depthM, depthSpeedM2ps }: RoadConditions = {},
): Int32Array {
  const wading = WADING_LIMITS[vehicle.traffic];
  const times = new Int32Array(2 * network.segments.length).fill(NO_WAY_MS);
  for (const [i, segment] of network.segments.entries()) {
    const { clearanceM, weightLimitT, direction, isPrivate } = segment;
    const waterM = depthM?.[i] ?? 0;
    const isShut =
      closed?.[i] === CLOSED ||
      waterM > wading.depthM ||
      (depthSpeedM2ps?.[i] ?? 0) > wading.depthSpeedM2ps ||
      !mayUse(vehicle, segment.class, isPrivate) ||
      (clearanceM !== null && clearanceM < vehicle.heightM) ||
      (weightLimitT !== null && weightLimitT < vehicle.weightT);
    if (isShut) continue;
    const slowed = Math.max(SLOWEST_RATIO, 1 - waterM / wading.depthM);
    const kmPerH = Math.min(segment.speedKmPerH * vehicle.speedRatio, vehicle.mostKmPerH) * slowed;
    const ms = Math.max(1, Math.round((lengthM[i] * 3600) / kmPerH));
    const isBothWays = direction === 'both' || vehicle.id === 'foot' || vehicle.hasPriority;
    // Whoever walks goes beside the lanes that are left.
    const shut = vehicle.id === 'foot' ? 0 : (closed?.[i] ?? 0);
    if ((isBothWays || direction === 'along') && (shut & CLOSED_WAYS.along) === 0) times[2 * i] = ms;
    if ((isBothWays || direction === 'against') && (shut & CLOSED_WAYS.against) === 0) times[2 * i + 1] = ms;
  }
  return times;
}

/** What each turn costs: the time on the segment that is left. */
export function turnMs({ from }: RoadGraph, travel: Int32Array): Int32Array {
  return Int32Array.from(from, (node) => travel[node]);
}

/** Returns the numbers of segments by id, for states that name them. */
export const segmentNumbers = ({ network }: RoadGraph): ReadonlyMap<string, number> =>
  new Map(network.segments.map(({ id }, i) => [id, i]));

/** Returns the conditions of each segment that a state of the roads means; `unknown`: ids that the network does not have. */
export function conditionsOf(
  graph: RoadGraph,
  numbers: ReadonlyMap<string, number>,
  { water, closed }: RoadState,
): Required<RoadConditions> & { unknown: string[] } {
  const count = graph.network.segments.length;
  const conditions = {
    closed: new Uint8Array(count),
    depthM: new Float64Array(count),
    depthSpeedM2ps: new Float64Array(count),
    unknown: [] as string[],
  };
  for (const { segment, depthM, depthSpeedM2ps } of water) {
    const i = numbers.get(segment);
    if (i === undefined) {
      conditions.unknown.push(segment);
      continue;
    }
    conditions.depthM[i] = Math.max(conditions.depthM[i], depthM);
    conditions.depthSpeedM2ps[i] = Math.max(conditions.depthSpeedM2ps[i], depthSpeedM2ps ?? 0);
  }
  for (const { segment, way } of closed) {
    const i = numbers.get(segment);
    if (i === undefined) conditions.unknown.push(segment);
    else conditions.closed[i] |= way ? CLOSED_WAYS[way] : CLOSED;
  }
  return conditions;
}
