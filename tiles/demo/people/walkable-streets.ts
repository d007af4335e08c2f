import type { Walkable } from '../../../model/city/grid.ts';
import type { DemoCity } from '../demo-city.ts';
import type { BoundsXY } from '../shape/bounds.ts';
import { directionAt, type Line, lineOf, nearestOn, offsetLine, type Point, pointAt, subLine } from '../shape/line.ts';
import { anticlockwise, areaOf, boundsOf, hullOf, isSimple } from '../shape/polygon.ts';
import type { RoadSegment } from '../streets/roads.ts';

export type Area = Walkable['areas'][number];
type Door = Walkable['doors'][number];
type Stair = Walkable['stairs'][number];

export const GROUND = 'ground';
export const round = (v: number) => Math.round(v * 100) / 100;
export const place = ([x, y]: Point): [number, number] => [round(x), round(y)];

export interface Egress {
  areas: Area[];
  doors: Door[];
  stairs: Stair[];
}

/** A street or lane between the mouths of its junctions, and where its two end edges lie. */
export interface Ribbon {
  id: string;
  segment: RoadSegment;
  line: Line;
  box: BoundsXY;
  ring: Point[];
  mouths: [[Point, Point], [Point, Point]];
}

function ribbonOf(segment: RoadSegment, fromM: number, toM: number): Ribbon | undefined {
  const line = lineOf(segment.points);
  const a = Math.min(fromM, line.lengthM * 0.45);
  const b = line.lengthM - Math.min(toM, line.lengthM * 0.45);
  const middle = lineOf(subLine(line, a, b));
  const half = segment.redLineM / 2;
  const left = offsetLine(middle, half).points;
  const right = offsetLine(middle, -half).points;
  const ring = [...right, ...[...left].reverse()];
  if (areaOf(ring) <= 0 || !isSimple(ring)) return undefined;
  return {
    id: `wk-${segment.id.slice(4)}`,
    segment,
    line,
    box: boundsOf(ring),
    ring,
    mouths: [
      [left[0], right[0]],
      [left[left.length - 1], right[right.length - 1]],
    ],
  };
}

/** A street that ends this near the map's edge leads out of the model. */
const EDGE_M = 12;

/**
 * All streets but the expressway as ribbons from red line to red line, junctions as the hull of their mouths, joined mouth
 * by mouth; where a street leaves the map its last mouth is an exit.
 */
export function addStreets(city: DemoCity, out: Egress): Ribbon[] {
  const { segments, junctions } = city.roads;
  const wanted = segments.filter((s) => s.class !== 'expressway' && s.level !== 'trench' && s.from !== s.to);
  const radius = (junction: number) =>
    Math.max(...junctions[junction].segments.map((s) => segments[s].redLineM / 2)) + 0.5;
  const mouths = new Map<number, { ribbon: Ribbon; mouth: [Point, Point] }[]>();
  const ribbons: Ribbon[] = [];
  for (const segment of wanted) {
    const ribbon = ribbonOf(segment, radius(segment.from), radius(segment.to));
    if (!ribbon) continue;
    ribbons.push(ribbon);
    out.areas.push({
      id: ribbon.id,
      level: GROUND,
      kind: segment.level === 'ground' ? 'street' : 'bridge',
      outer: ribbon.ring.map(place),
      holes: [],
    });
    for (const [i, junction] of [segment.from, segment.to].entries())
      mouths.set(junction, [...(mouths.get(junction) ?? []), { ribbon, mouth: ribbon.mouths[i] }]);
  }
  for (const [junction, own] of mouths) {
    const [x, y] = junctions[junction].at;
    const { minX, minY, maxX, maxY } = city.plan.city.extent;
    const toEdgeM = Math.min(x - minX, maxX - x, y - minY, maxY - y);
    if (own.length === 1 && toEdgeM < EDGE_M) {
      out.doors.push({ ...opening(`dr-${junctions[junction].id}`, own[0].ribbon.id, null, own[0].mouth, 'exit') });
      continue;
    }
    const hull = hullOf(own.flatMap(({ mouth }) => mouth));
    if (hull.length < 3 || areaOf(hull) < 1) {
      // A mere joint of two ribbons: one mouth against the other.
      if (own.length === 2)
        out.doors.push(opening(`dr-${junctions[junction].id}`, own[0].ribbon.id, own[1].ribbon.id, own[0].mouth));
      continue;
    }
    const id = `wk-${junctions[junction].id}`;
    out.areas.push({ id, level: GROUND, kind: 'crossing', outer: hull.map(place), holes: [] });
    for (const [k, { ribbon, mouth }] of own.entries())
      out.doors.push(opening(`dr-${junctions[junction].id}-${k + 1}`, ribbon.id, id, mouth));
  }
  return ribbons;
}

export function opening(
  id: string,
  from: string,
  to: string | null,
  [a, b]: readonly [Point, Point],
  kind: Door['kind'] = 'opening',
): Door {
  return {
    id,
    from,
    to,
    a: place(a),
    b: place(b),
    widthM: round(Math.max(0.3, Math.hypot(b[0] - a[0], b[1] - a[1]))),
    kind,
  };
}

/** The nearest street, and the point of its edge that faces a place. */
export function nearestRibbon(
  ribbons: readonly Ribbon[],
  at: Point,
): { ribbon: Ribbon; edge: Point; along: Point } | undefined {
  let best: { ribbon: Ribbon; edge: Point; along: Point } | undefined;
  let bestM = Number.POSITIVE_INFINITY;
  for (const ribbon of ribbons) {
    const { box, line } = ribbon;
    const apart = Math.max(box.minX - at[0], at[0] - box.maxX, box.minY - at[1], at[1] - box.maxY);
    if (ribbon.segment.class === 'lane' || apart >= bestM) continue;
    const { chainageM, offsetM } = nearestOn(line, at[0], at[1]);
    if (Math.abs(offsetM) >= bestM || chainageM < 12 || chainageM > line.lengthM - 12) continue;
    bestM = Math.abs(offsetM);
    const u = directionAt(line, chainageM);
    const [x, y] = pointAt(line, chainageM);
    const d = (Math.sign(offsetM) || 1) * Math.min(ribbon.segment.redLineM / 2, Math.abs(offsetM));
    best = { ribbon, edge: [x - u[1] * d, y + u[0] * d], along: u };
  }
  return best;
}

/** A passage of its own width from a place's edge to the nearest street, with a door at both ends. */
export function addPassage(
  out: Egress,
  ribbons: readonly Ribbon[],
  id: string,
  area: string,
  at: Point,
  widthM: number,
  kind: Door['kind'],
  sillM?: number,
): void {
  const near = nearestRibbon(ribbons, at);
  if (!near) throw new Error(`walkable: ${id}: expected a street near ${at[0]}, ${at[1]}, found none`);
  const { edge } = near;
  const h = Math.hypot(edge[0] - at[0], edge[1] - at[1]);
  const [ux, uy] = h > 0.5 ? [(edge[0] - at[0]) / h, (edge[1] - at[1]) / h] : [-near.along[1], near.along[0]];
  const across = ([x, y]: Point): [Point, Point] => [
    [x - (uy * widthM) / 2, y + (ux * widthM) / 2],
    [x + (uy * widthM) / 2, y - (ux * widthM) / 2],
  ];
  const sill = sillM === undefined ? {} : { sillM };
  if (h <= 0.5) {
    out.doors.push({ ...opening(`dr-${id}`, area, near.ribbon.id, across(at), kind), ...sill });
    return;
  }
  const [a0, b0] = across(at);
  const [a1, b1] = across(edge);
  out.areas.push({
    id: `wk-${id}`,
    level: GROUND,
    kind: 'footway',
    outer: anticlockwise([a0, b0, b1, a1]).map(place),
    holes: [],
  });
  out.doors.push({ ...opening(`dr-${id}-1`, area, `wk-${id}`, [a0, b0], kind), ...sill });
  out.doors.push(opening(`dr-${id}-2`, `wk-${id}`, near.ribbon.id, [a1, b1]));
}
