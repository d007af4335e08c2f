import type { Point } from '../../../model/geo/plane/point.ts';
import type { TrafficFlowRequest } from '../../../model/questions/traffic-flow.ts';
import type { HourCase } from '../hour-case.ts';

/** More trips than these are not played at once: the study area shrinks until there are fewer. */
export const MAX_TRIPS = 30_000;
/** Each further try has this part of the radius before. */
const SHRINKS_TO = 0.8;
const FIRST_RADIUS_M = 20_000;

/** Names the circle within which vehicles are played. */
export interface StudyArea {
  atM: Point;
  radiusM: number;
}

/** Holds a trip with the directed segments that it goes over in each state. */
interface RoutedTrip {
  departS: number;
  before: readonly number[];
  after: readonly number[] | null;
}

/**
 * Keeps the trips that are played: all, or where the whole city is too much or a radius was asked for, the parts of trips within a circle about
 * the roads that change. A trip begins there when it would come to the circle with nobody on the road.
 */
export function keptArea<T extends RoutedTrip>(
  of: HourCase,
  request: TrafficFlowRequest,
  routed: readonly T[],
): { area: StudyArea | null; trips: RoutedTrip[] } {
  const { areaM } = request;
  if (areaM === 0 && routed.length <= MAX_TRIPS) return { area: null, trips: [...routed] };
  const atM = middleOf(of, request);
  for (let radiusM = areaM > 0 ? areaM : FIRST_RADIUS_M; ; radiusM *= SHRINKS_TO) {
    const trips = tripsWithin(of, routed, { atM, radiusM });
    if (trips.length <= MAX_TRIPS) return { area: { atM, radiusM: Math.round(radiusM) }, trips };
  }
}

/** Returns the middle of the roads that change; where none does, of the trips' homes and jobs. */
function middleOf({ graph, zones }: HourCase, { roads, opened }: TrafficFlowRequest): Point {
  const shut = new Set([...roads.closed, ...roads.water].map(({ segment }) => segment));
  const lines = graph.network.segments.flatMap(({ id, points }) => (shut.has(id) ? [points[points.length >> 1]] : []));
  const changed: Point[] = [...lines, ...opened.flatMap(({ lineM }) => lineM)];
  const points = changed.length > 0 ? changed : zones.map(({ atM }) => atM);
  const sum = (i: 0 | 1) => points.reduce((total, point) => total + point[i], 0);
  return [sum(0) / points.length, sum(1) / points.length];
}

function tripsWithin(of: HourCase, routed: readonly RoutedTrip[], { atM, radiusM }: StudyArea): RoutedTrip[] {
  const { segments } = of.graph.network;
  const isIn = segments.map(({ points }) => {
    const [x, y] = points[points.length >> 1];
    const dx = x - atM[0];
    const dy = y - atM[1];
    return dx * dx + dy * dy <= radiusM * radiusM;
  });
  const trips = routed.flatMap(({ departS, before, after }): RoutedTrip[] => {
    const first = before.findIndex((node) => isIn[node >> 1]);
    const part = runOf(before, isIn);
    const detour = after && runOf(after, isIn);
    if (part.length === 0 || detour?.length === 0) return [];
    const toCircleS = before.slice(0, first).reduce((sum, node) => sum + of.before.travelMs[node], 0) / 1000;
    return [{ departS: departS + toCircleS, before: part, after: detour }];
  });
  return trips.sort((a, b) => a.departS - b.departS);
}

/** Returns the first unbroken part of a route within the circle. */
function runOf(route: readonly number[], isIn: readonly boolean[]): number[] {
  const first = route.findIndex((node) => isIn[node >> 1]);
  if (first < 0) return [];
  const length = route.slice(first).findIndex((node) => !isIn[node >> 1]);
  return route.slice(first, length < 0 ? route.length : first + length);
}
