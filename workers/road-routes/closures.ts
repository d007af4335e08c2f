import type { RoadSegment } from '../../model/roads/road-network.ts';
import type { RoadState } from '../../model/roads/road-state.ts';
import { TRAFFIC_CLASSES, type TrafficClass, WADING_LIMITS } from '../../model/roads/vehicles.ts';
import type { Text } from '../../model/text/text.ts';
import { CLOSED, conditionsOf, type RoadGraph } from '../shared/road-graph.ts';

/** Why a class of traffic may not pass: too deep, or too deep for its speed; `value` and `limit` in the unit of that limit. */
interface WaterReason {
  traffic: TrafficClass;
  by: 'depth' | 'depth-speed';
  value: number;
  limit: number;
}

/** A segment that some or all may not pass, with why. */
export interface ClosedSegment {
  id: string;
  name: Text;
  line: RoadSegment['points'];
  depthM: number;
  depthSpeedM2ps: number | null;
  /** Orders and works that close it. */
  by: string[];
  /** They close one direction of it alone. */
  isOneWay: boolean;
  water: WaterReason[];
}

/** Segments that a state closes to anybody, in the order of the network, with why. */
export function closedSegments(
  graph: RoadGraph,
  numbers: ReadonlyMap<string, number>,
  { water, closed }: RoadState,
): ClosedSegment[] {
  const found = new Map<number, ClosedSegment>();
  const entry = (i: number): ClosedSegment => {
    const { id, name, points } = graph.network.segments[i];
    const one = found.get(i) ?? {
      id,
      name,
      line: points,
      depthM: 0,
      depthSpeedM2ps: null,
      by: [],
      isOneWay: false,
      water: [],
    };
    found.set(i, one);
    return one;
  };
  for (const { segment, depthM, depthSpeedM2ps } of water) {
    const i = numbers.get(segment);
    const reasons = waterReasons(depthM, depthSpeedM2ps);
    if (i === undefined || reasons.length === 0) continue;
    Object.assign(entry(i), { depthM, depthSpeedM2ps, water: reasons });
  }
  const ways = conditionsOf(graph, numbers, { water: [], closed }).closed;
  for (const { segment, by } of closed) {
    const i = numbers.get(segment);
    if (i === undefined) continue;
    const one = entry(i);
    one.isOneWay = ways[i] !== CLOSED;
    if (!one.by.includes(by)) one.by.push(by);
  }
  return [...found.entries()].sort(([a], [b]) => a - b).map(([, one]) => one);
}

/** Returns the classes of traffic that may not pass such water, by the limits that the flood engine has. */
function waterReasons(depthM: number, depthSpeedM2ps: number | null): WaterReason[] {
  return TRAFFIC_CLASSES.flatMap((traffic): WaterReason[] => {
    const limit = WADING_LIMITS[traffic];
    if (depthM > limit.depthM) return [{ traffic, by: 'depth', value: depthM, limit: limit.depthM }];
    if ((depthSpeedM2ps ?? 0) > limit.depthSpeedM2ps)
      return [{ traffic, by: 'depth-speed', value: depthSpeedM2ps ?? 0, limit: limit.depthSpeedM2ps }];
    return [];
  });
}
