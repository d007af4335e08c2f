import { type Line, lineOf, offsetLine } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { DemoCity } from '../demo-city.ts';
import type { SystemId } from '../pipes/clearance.ts';
import type { DistrictKind } from '../plan.ts';
import type { RoadSegment } from './roads.ts';

/** One system's line along one road segment, from junction to junction of that system. */
export interface StreetEdge {
  segment: number;
  from: number;
  to: number;
  points: Point[];
  lengthM: number;
  /** 0 local, 1 collector, 2 arterial. */
  rank: 0 | 1 | 2;
}

/** Junction-to-junction lines of one system, each at its place across the street. */
export interface StreetNet {
  /** Where the system's lines meet at a junction of the roads. */
  node: ReadonlyMap<number, Point>;
  edges: StreetEdge[];
}

/**
 * Metres to the left of the street's axis (north of streets that run east, west of those that run north), by red line.
 * Water, telecom and heat keep to one side, gas and power to the other, sewers to the middle, so that every pair keeps
 * the plan clearances of plan.json and the outermost 2.5 m from walls on the red line (12 and 16 m) or more.
 */
const ACROSS: readonly { fromM: number; at: Partial<Record<SystemId, number>> }[] = [
  { fromM: 36, at: { YS: 3, WS: 8, RQ: 12, DL: 14.5, JS: -8, TX: -12, RL: -15 } },
  { fromM: 20, at: { YS: 0.5, WS: 2.6, RQ: 5, DL: 7, JS: -2.2, TX: -4.2, RL: -6.4 } },
  { fromM: 16, at: { YS: 0.2, WS: 1.6, RQ: 3.25, DL: 4.7, JS: -2, TX: -3.35, RL: -5 } },
  { fromM: 12, at: { YS: 0.2, WS: 1.6, RQ: 3.25, JS: -2, TX: -3.35 } },
];

function acrossM(system: SystemId, redLineM: number): number | undefined {
  return ACROSS.find(({ fromM }) => redLineM >= fromM)?.at[system];
}

const BUILT: ReadonlySet<DistrictKind> = new Set([
  'new-town',
  'centre',
  'office',
  'village',
  'old-town',
  'slab',
  'mixed',
  'industry',
  'logistics',
  'university',
]);
const HEATED: ReadonlySet<DistrictKind> = new Set(['new-town', 'centre', 'office', 'university']);
const SMALL_GRAIN: ReadonlySet<DistrictKind> = new Set(['old-town', 'village']);

/** Which streets carry which system: trunks have the arterials; the finest streets have what a house cannot do without. */
function carries(system: SystemId, segment: RoadSegment, kind: DistrictKind | undefined): boolean {
  if (segment.level !== 'ground' || segment.class === 'lane' || segment.class === 'expressway') return false;
  if (kind !== undefined && !BUILT.has(kind)) return false;
  if (segment.class === 'arterial') return system === 'YS' || system === 'WS';
  if (segment.class === 'collector') {
    if (system === 'RL') return segment.redLineM >= 24 && (kind === undefined || HEATED.has(kind));
    return segment.redLineM >= 24 || (system !== 'DL' && system !== 'TX');
  }
  const fine = segment.redLineM < 16;
  if (fine && (kind === undefined || !SMALL_GRAIN.has(kind))) return false;
  return system === 'YS' || system === 'WS' || (system === 'JS' && fine);
}

const RANK = { local: 0, collector: 1, arterial: 2 } as const;

const isBranchClass = (c: RoadSegment['class']): c is keyof typeof RANK => c in RANK;

/** +1 where the road's own direction is the one its left is counted from, else −1. */
function sideOf(line: Line): 1 | -1 {
  const a = line.points[0];
  const b = line.points[line.points.length - 1];
  return b[0] - a[0] + (b[1] - a[1]) >= 0 ? 1 : -1;
}

/**
 * Lays one system's centre lines beside the streets' axes. At a junction its lines meet where the two streets' lines
 * cross, so that a line runs straight through and every system turns the corner at a point of its own.
 */
export function streetNet(city: DemoCity, system: SystemId): StreetNet {
  const { segments, junctions, roads } = city.roads;
  const kinds = new Map(city.plan.districts.map((d) => [d.id, d.kind]));
  const sides = new Map(roads.map((road) => [road.id, sideOf(lineOf(road.points))]));
  const across = (segment: RoadSegment) => (acrossM(system, segment.redLineM) ?? 0) * (sides.get(segment.road) ?? 1);
  const node = new Map<number, Point>();

  const nodeAt = (junction: number): Point => {
    const known = node.get(junction);
    if (known) return known;
    const { at, segments: own } = junctions[junction];
    // One direction a road that passes or ends here, with its line's distance to the left of it; passing roads first.
    const list = roadsAt(own, segments, system, junction, across);
    const out = meetingOf(at, list);
    node.set(junction, out);
    return out;
  };

  const edges: StreetEdge[] = [];
  for (const [index, segment] of segments.entries()) {
    if (!isBranchClass(segment.class) || segment.from === segment.to) continue;
    const kind = segment.district === null ? undefined : kinds.get(segment.district);
    if (!carries(system, segment, kind)) continue;
    if (acrossM(system, segment.redLineM) === undefined) continue;
    const start = nodeAt(segment.from);
    const end = nodeAt(segment.to);
    const moved = offsetLine(lineOf(segment.points), across(segment)).points;
    const inner = moved.slice(1, -1).filter((p) => distance(p, start) > 6 && distance(p, end) > 6);
    const points = [start, ...inner, end];
    const a = segment.points[0];
    const b = segment.points[segment.points.length - 1];
    const forward = (end[0] - start[0]) * (b[0] - a[0]) + (end[1] - start[1]) * (b[1] - a[1]);
    if (forward < 2 * segment.lengthM) continue;
    edges.push({
      segment: index,
      from: segment.from,
      to: segment.to,
      points,
      lengthM: lineOf(points).lengthM,
      rank: RANK[segment.class],
    });
  }
  return { node, edges };
}

const distance = (p: Point, q: Point) => Math.hypot(p[0] - q[0], p[1] - q[1]);

/** One direction a road that passes or ends at a junction, with the distance of its line to the left of it; passing roads first. */
function roadsAt(
  own: number[],
  segments: RoadSegment[],
  system: SystemId,
  junction: number,
  across: (segment: RoadSegment) => number,
) {
  const roadsHere = new Map<string, { u: Point; d: number; ends: number; redLineM: number }>();
  for (const index of own) {
    const segment = segments[index];
    if (!isBranchClass(segment.class) || acrossM(system, segment.redLineM) === undefined) continue;
    const { points } = segment;
    const n = points.length;
    const [a, b] = segment.from === junction ? [points[0], points[1]] : [points[n - 2], points[n - 1]];
    const h = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const here = roadsHere.get(segment.road);
    if (here) here.ends++;
    else
      roadsHere.set(segment.road, {
        u: [(b[0] - a[0]) / h, (b[1] - a[1]) / h],
        d: across(segment),
        ends: 1,
        redLineM: segment.redLineM,
      });
  }
  const list = [...roadsHere.values()].sort((p, q) => q.ends - p.ends || q.redLineM - p.redLineM);
  return list;
}

/** The point at distance d to the left of each of two lines through `at`; beside the first alone where they run alike. */
function meetingOf(at: Point, roads: readonly { u: Point; d: number }[]): Point {
  if (roads.length === 0) return at;
  const [first] = roads;
  let second: (typeof roads)[number] | undefined;
  let sine = 0.3;
  for (const road of roads.slice(1)) {
    const s = Math.abs(first.u[0] * road.u[1] - first.u[1] * road.u[0]);
    if (s > sine + 0.2 || (second === undefined && s > sine)) [second, sine] = [road, s];
  }
  const n1: Point = [-first.u[1], first.u[0]];
  if (!second) return [at[0] + n1[0] * first.d, at[1] + n1[1] * first.d];
  const n2: Point = [-second.u[1], second.u[0]];
  const den = n1[0] * n2[1] - n1[1] * n2[0];
  return [at[0] + (first.d * n2[1] - second.d * n1[1]) / den, at[1] + (n1[0] * second.d - n2[0] * first.d) / den];
}
