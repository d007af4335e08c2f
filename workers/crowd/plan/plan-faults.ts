import type { Point, Polygon } from '../../../model/geo/plane/point.ts';
import { isInPolygon } from '../../../model/geo/plane/ring.ts';
import type { CrowdNote } from '../../../model/scenarios/crowd-note.ts';

/** What of the areas of a floor cannot be meant as it is drawn: outlines that cross themselves, holes beside their outline. They are walked on as even–odd has it. */
export function faultsOf(areas: readonly Polygon[], floor: string): CrowdNote[] {
  return areas.flatMap(({ outer, holes }, k) => {
    const area = k + 1;
    const crossings = [outer, ...holes].flatMap((ring): CrowdNote[] => {
      const at = crossingOf(ring);
      if (at === null) return [];
      const place = at.map((metres) => Number(metres.toFixed(2))).join(', ');
      return [{ code: 'ring-crossing', values: { floor, area, place } }];
    });
    const outside = holes.filter((hole) => hole.every((place) => !isInPolygon({ outer, holes: [] }, ...place)));
    if (outside.length === 0) return crossings;
    return [...crossings, { code: 'hole-outside', values: { floor, area, count: outside.length } }];
  });
}

/** Where two edges of a ring cross that do not follow one another; null: nowhere. Edges from west to east, each against those it overlaps. */
function crossingOf(ring: readonly Point[]): Point | null {
  const edges = ring.map((from, i) => {
    const to = ring[(i + 1) % ring.length];
    return { i, from, to, westM: Math.min(from[0], to[0]), eastM: Math.max(from[0], to[0]) };
  });
  edges.sort((a, b) => a.westM - b.westM);
  for (const [k, one] of edges.entries())
    for (let other = k + 1; other < edges.length && edges[other].westM <= one.eastM; other++) {
      const apart = Math.abs(one.i - edges[other].i);
      if (apart === 1 || apart === ring.length - 1) continue;
      const at = meetingOf(one.from, one.to, edges[other].from, edges[other].to);
      if (at !== null) return at;
    }
  return null;
}

/** Where two segments cross between their ends; null: nowhere. */
function meetingOf(a: Point, b: Point, c: Point, d: Point): Point | null {
  const side = (p: Point, q: Point, r: Point) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  const before = side(c, d, a);
  const behind = side(c, d, b);
  if (before * behind >= 0 || side(a, b, c) * side(a, b, d) >= 0) return null;
  const part = before / (before - behind);
  return [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])];
}
