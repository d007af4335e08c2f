import type { Walkable } from '../../model/city/grid.ts';
import { directionAt, nearestOn, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { anticlockwise } from '../../model/geo/plane/ring.ts';
import {
  type Egress,
  GROUND,
  joinStreets,
  opening,
  place,
  type Ribbon as RibbonOf,
  type Street,
} from '../../tiles/infer/joined-streets.ts';
import type { DemoCity } from '../demo-city.ts';
import type { RoadSegment } from '../streets/roads.ts';

interface PlannedStreet extends Street {
  segment: RoadSegment;
}

export type Ribbon = RibbonOf<PlannedStreet>;

/** All streets but the expressway and those in trenches, from red line to red line. */
export function addStreets(city: DemoCity, out: Egress): Ribbon[] {
  const { segments, junctions } = city.roads;
  const wanted = segments.filter((s) => s.class !== 'expressway' && s.level !== 'trench' && s.from !== s.to);
  const streets = wanted.map((segment): PlannedStreet => {
    const { id, level, points, redLineM, from, to } = segment;
    const kind = level === 'ground' ? 'street' : 'bridge';
    return { id: `wk-${id.slice(4)}`, kind, points, halfM: redLineM / 2, from, to, segment };
  });
  const meetings = junctions.map(({ id, at, segments: own }) => ({
    id,
    at,
    radiusM: Math.max(...own.map((s) => segments[s].redLineM / 2)) + 0.5,
  }));
  return joinStreets(streets, meetings, city.plan.city.extent, out);
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
    if (ribbon.street.segment.class === 'lane' || apart >= bestM) continue;
    const { chainageM, offsetM } = nearestOn(line, at[0], at[1]);
    if (Math.abs(offsetM) >= bestM || chainageM < 12 || chainageM > line.lengthM - 12) continue;
    bestM = Math.abs(offsetM);
    const u = directionAt(line, chainageM);
    const [x, y] = pointAt(line, chainageM);
    const d = (Math.sign(offsetM) || 1) * Math.min(ribbon.street.segment.redLineM / 2, Math.abs(offsetM));
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
  kind: Walkable['doors'][number]['kind'],
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
