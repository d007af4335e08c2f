import type { Place, Polygon } from '../../../model/geo/polygon.ts';

export type { Polygon };

/** The outline and then the holes of a polygon, each a closed ring whose first corner is not repeated. */
export const ringsOf = ({ outer, holes }: Polygon): Place[][] => [outer, ...holes];

/** Even–odd; on the edge may be either. */
export function isInside(polygon: Polygon, x: number, y: number): boolean {
  let inside = isWithin(polygon.outer, x, y);
  for (const hole of polygon.holes) if (isWithin(hole, x, y)) inside = !inside;
  return inside;
}

function isWithin(ring: readonly Place[], x: number, y: number): boolean {
  let inside = false;
  let b = ring[ring.length - 1];
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i];
    if (a[1] > y !== b[1] > y && x < a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0])) inside = !inside;
    b = a;
  }
  return inside;
}

/** The signed area of a ring in m², positive where it runs counter-clockwise (shoelace formula). */
export function ringAreaM2(ring: readonly Place[]): number {
  let twice = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++)
    twice += ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
  return twice / 2;
}

/** The area of a polygon in m², less its holes. */
export const areaM2 = ({ outer, holes }: Polygon): number =>
  Math.abs(ringAreaM2(outer)) - holes.reduce((sum, hole) => sum + Math.abs(ringAreaM2(hole)), 0);

/** Bounds along the axes of the ENU plane, in metres. */
export interface Box {
  westM: number;
  southM: number;
  eastM: number;
  northM: number;
}

/** The bounds of places; of none they are infinite and inverted. */
export function boxOf(places: Iterable<Place>): Box {
  const box = {
    westM: Number.POSITIVE_INFINITY,
    southM: Number.POSITIVE_INFINITY,
    eastM: Number.NEGATIVE_INFINITY,
    northM: Number.NEGATIVE_INFINITY,
  };
  for (const [x, y] of places) {
    box.westM = Math.min(box.westM, x);
    box.southM = Math.min(box.southM, y);
    box.eastM = Math.max(box.eastM, x);
    box.northM = Math.max(box.northM, y);
  }
  return box;
}

/** How far a place is from the nearest place of a segment, all in the same plane. */
export function distanceToSegmentM(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length2));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

/** The place of a segment that is nearest to a given one; an end where that lies beyond it. */
export function nearestOnSegment([x, y]: Place, [ax, ay]: Place, [bx, by]: Place): Place {
  const dx = bx - ax;
  const dy = by - ay;
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length2));
  return [ax + t * dx, ay + t * dy];
}

/** Whether two segments meet. */
export function cross(a: Place, b: Place, c: Place, d: Place): boolean {
  const side = (p: Place, q: Place, r: Place) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  return side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0;
}

/** Where along `a`–`b` (0 to 1) the line through `c`–`d` cuts it; null: parallel or beside. */
export function cutAt(a: Place, b: Place, c: Place, d: Place): number | null {
  const ux = b[0] - a[0];
  const uy = b[1] - a[1];
  const vx = d[0] - c[0];
  const vy = d[1] - c[1];
  const turn = ux * vy - uy * vx;
  if (Math.abs(turn) < 1e-12) return null;
  const wx = c[0] - a[0];
  const wy = c[1] - a[1];
  const t = (wx * vy - wy * vx) / turn;
  const s = (wx * uy - wy * ux) / turn;
  return t >= 0 && t <= 1 && s >= -1e-9 && s <= 1 + 1e-9 ? t : null;
}
