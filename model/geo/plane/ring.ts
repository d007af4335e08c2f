import { orient2d } from 'robust-predicates';
import type { Point, Polygon } from './point.ts';

/*
 * The one planar geometry. turf is not used: it takes GeoJSON objects in degrees, allocates for every answer and rounds where a point is
 * near an edge, while these loops run on flat arrays in metres, millions of times a run.
 */

/** Whether an edge passes a level line. It is half-open: a corner on the line belongs to the edge above it, so that each passage counts once. */
export const passesLevel = (ay: number, by: number, level: number): boolean => ay > level !== by > level;

/** Where an edge that passes a level line is on it; rounded alike for the same end first. */
export const eastAtLevel = (ax: number, ay: number, bx: number, by: number, level: number): number =>
  ax + ((level - ay) / (by - ay)) * (bx - ax);

/**
 * Whether a ray from a point to the east crosses an edge (Shimrat 1962). The side is decided exactly (Shewchuk 1997), whichever end comes
 * first: a point on an edge that two areas share lies in one of them.
 */
export const crossesRay = (ax: number, ay: number, bx: number, by: number, x: number, y: number): boolean =>
  passesLevel(ay, by, y) && orient2d(ax, ay, bx, by, x, y) * (ay - by) > 0;

/** Whether a point lies in a ring; the last corner joins the first, repeated or not. */
export function isInRing(ring: readonly Point[], x: number, y: number): boolean {
  let isIn = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[i];
    const b = ring[j];
    if (crossesRay(a[0], a[1], b[0], b[1], x, y)) isIn = !isIn;
  }
  return isIn;
}

/** Whether a point lies in the ring that corners `from` to `to` (exclusive) of a flat array make: x, y, x, y … */
export function isInFlatRing(xy: ArrayLike<number>, from: number, to: number, x: number, y: number): boolean {
  let isIn = false;
  for (let i = 2 * from, j = 2 * to - 2; i < 2 * to; j = i, i += 2)
    if (crossesRay(xy[i], xy[i + 1], xy[j], xy[j + 1], x, y)) isIn = !isIn;
  return isIn;
}

/** Whether a point lies in a polygon and in none of its holes (even–odd). */
export function isInPolygon({ outer, holes }: Polygon, x: number, y: number): boolean {
  let isIn = isInRing(outer, x, y);
  for (const hole of holes) if (isInRing(hole, x, y)) isIn = !isIn;
  return isIn;
}

/** Adds to `into` where the edges of a ring pass a level line, in the order of the edges. */
export function addCrossings(ring: readonly Point[], level: number, into: number[]): void {
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[j];
    const b = ring[i];
    if (passesLevel(a[1], b[1], level)) into.push(eastAtLevel(a[0], a[1], b[0], b[1], level));
  }
}

/** Where a level line enters and leaves a ring, from west to east. */
export function crossingsOf(ring: readonly Point[], level: number): number[] {
  const crossings: number[] = [];
  addCrossings(ring, level, crossings);
  return crossings.sort((a, b) => a - b);
}

/** The middle of the widest stretch of a level line inside a ring; null where the line misses it. */
export function middleAtLevel(ring: readonly Point[], level: number): Point | null {
  const crossings = crossingsOf(ring, level);
  let widest = -1;
  let widthM = 0;
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    if (crossings[i + 1] - crossings[i] <= widthM) continue;
    widest = i;
    widthM = crossings[i + 1] - crossings[i];
  }
  return widest < 0 ? null : [(crossings[widest] + crossings[widest + 1]) / 2, level];
}

/** By the shoelace sum: positive when the ring runs anticlockwise. The last corner joins the first. */
export function signedAreaM2(ring: readonly Point[]): number {
  let twice = 0;
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i];
    const b = ring[i + 1 < ring.length ? i + 1 : 0];
    twice += a[0] * b[1] - b[0] * a[1];
  }
  return twice / 2;
}

/** The same ring, its inside to the left. */
export const anticlockwise = (ring: readonly Point[]): Point[] =>
  signedAreaM2(ring) < 0 ? ring.toReversed() : [...ring];

/** The centre of gravity of a ring that has an area. */
export function centroidOf(ring: readonly Point[]): Point {
  const area = signedAreaM2(ring);
  let sx = 0;
  let sy = 0;
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i];
    const b = ring[i + 1 < ring.length ? i + 1 : 0];
    const c = a[0] * b[1] - b[0] * a[1];
    sx += (a[0] + b[0]) * c;
    sy += (a[1] + b[1]) * c;
  }
  return [sx / (6 * area), sy / (6 * area)];
}

/** Twice the area of a triangle: positive where `p` lies to the left of the line a→b. Rounded; what must be exact asks `crossesRay`. */
export const sideOf = (a: Point, b: Point, p: Point) => (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);

/** Whether no two edges of a ring cross. Edges are met from west to east, each with those alone that begin before it ends. */
export function isSimple(ring: readonly Point[]): boolean {
  const n = ring.length;
  const westOf = Float64Array.from(ring, ([x], i) => Math.min(x, ring[(i + 1) % n][0]));
  const order = Uint32Array.from(ring, (_, i) => i).sort((i, j) => westOf[i] - westOf[j]);
  for (let k = 0; k < n; k++) {
    const i = order[k];
    const a = ring[i];
    const b = ring[(i + 1) % n];
    const east = Math.max(a[0], b[0]);
    const south = Math.min(a[1], b[1]);
    const north = Math.max(a[1], b[1]);
    for (let m = k + 1; m < n && westOf[order[m]] <= east; m++) {
      const j = order[m];
      const c = ring[j];
      const d = ring[(j + 1) % n];
      if ((c[1] < south && d[1] < south) || (c[1] > north && d[1] > north)) continue;
      if ((j + 1) % n === i || (i + 1) % n === j) continue;
      if (sideOf(a, b, c) * sideOf(a, b, d) < 0 && sideOf(c, d, a) * sideOf(c, d, b) < 0) return false;
    }
  }
  return true;
}

/** Spans along an axis that do not meet; without objects, since most pairs asked are far apart. */
function areApart(a: readonly Point[], b: readonly Point[], axis: 0 | 1): boolean {
  let low = a[0][axis];
  let high = a[0][axis];
  for (let i = 1; i < a.length; i++) {
    const v = a[i][axis];
    if (v < low) low = v;
    else if (v > high) high = v;
  }
  let below = true;
  let above = true;
  for (let i = 0; i < b.length; i++) {
    const v = b[i][axis];
    if (v > low) below = false;
    if (v < high) above = false;
  }
  return below || above;
}

/** True where two rings share ground, touching apart: an edge crosses, or one holds a corner of the other. */
export function ringsOverlap(a: readonly Point[], b: readonly Point[]): boolean {
  if (areApart(a, b, 0) || areApart(a, b, 1)) return false;
  for (let i = 0; i < a.length; i++) {
    const a0 = a[i];
    const a1 = a[(i + 1) % a.length];
    for (let j = 0; j < b.length; j++) {
      const b0 = b[j];
      const b1 = b[(j + 1) % b.length];
      if (sideOf(a0, a1, b0) * sideOf(a0, a1, b1) < 0 && sideOf(b0, b1, a0) * sideOf(b0, b1, a1) < 0) return true;
    }
  }
  return isInRing(a, b[0][0], b[0][1]) || isInRing(b, a[0][0], a[0][1]);
}

/** Convex hull, anticlockwise (Andrew's chain). */
export function hullOf(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (list: readonly Point[]) => {
    const hull: Point[] = [];
    for (const p of list) {
      while (hull.length > 1) {
        const a = hull[hull.length - 2];
        const b = hull[hull.length - 1];
        if ((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) > 1e-9) break;
        hull.pop();
      }
      hull.push(p);
    }
    return hull.slice(0, -1);
  };
  return [...half(sorted), ...half([...sorted].reverse())];
}

/** A convex ring that runs anticlockwise, its edges moved outwards; corners keep their number. */
export function widened(ring: readonly Point[], byM: number): [number, number][] {
  return ring.map(([x, y], i) => {
    const before = ring[(i + ring.length - 1) % ring.length];
    const after = ring[(i + 1) % ring.length];
    const [ax, ay] = outwards(before, [x, y]);
    const [bx, by] = outwards([x, y], after);
    // The two edges meet where their normals' sum, made so long that it reaches either, points.
    const reach = byM / (1 + ax * bx + ay * by);
    return [x + (ax + bx) * reach, y + (ay + by) * reach];
  });
}

function outwards([ax, ay]: Point, [bx, by]: Point): Point {
  const length = Math.hypot(bx - ax, by - ay) || 1;
  return [(by - ay) / length, (ax - bx) / length];
}
