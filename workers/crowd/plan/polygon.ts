import type { Point, Polygon } from '../../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../../model/geo/plane/ring.ts';

export type { Polygon };

/** The outline and then the holes of a polygon, each a closed ring whose first corner is not repeated. */
export const ringsOf = ({ outer, holes }: Polygon): Point[][] => [outer, ...holes];

/** The area of a polygon in m², less its holes. */
export const areaM2 = ({ outer, holes }: Polygon): number =>
  Math.abs(signedAreaM2(outer)) - holes.reduce((sum, hole) => sum + Math.abs(signedAreaM2(hole)), 0);

/** Bounds along the axes of the ENU plane, in metres. */
export interface Box {
  westM: number;
  southM: number;
  eastM: number;
  northM: number;
}

/** The bounds of places; of none they are infinite and inverted. */
export function boxOf(places: Iterable<Point>): Box {
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
export function nearestOnSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): Point {
  const dx = bx - ax;
  const dy = by - ay;
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length2));
  return [ax + t * dx, ay + t * dy];
}

/** Whether two segments meet. */
export function cross(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  return side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0;
}

/** Where along `a`–`b` (0 to 1) the line through `c`–`d` cuts it; null: parallel or beside. */
export function cutAt(a: Point, b: Point, c: Point, d: Point): number | null {
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
