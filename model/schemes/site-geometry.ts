import type { Point } from '../geo/plane/point.ts';
import { isInRing, middleAtLevel, sideOf, signedAreaM2 } from '../geo/plane/ring.ts';

/** A ring without its first corner repeated, metres of the city's plane. */
export type Ring = readonly Point[];

/** Level area inside a ring, whichever way it runs. */
export const areaM2 = (ring: Ring): number => Math.abs(signedAreaM2(ring));

/** Edge i runs from corner i to the next. */
export const edgeOf = (ring: Ring, i: number): readonly [Point, Point] => [ring[i], ring[(i + 1) % ring.length]];

export function pointToEdgeM([x, y]: Point, [[ax, ay], [bx, by]]: readonly [Point, Point]): number {
  const dx = bx - ax;
  const dy = by - ay;
  const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1);
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}

/** Two edges cross within both; edges that only touch do not. */
function doCross([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]): boolean {
  return sideOf(a, b, c) * sideOf(a, b, d) < 0 && sideOf(c, d, a) * sideOf(c, d, b) < 0;
}

/** The least distance between two edges; 0 where they cross. */
function edgeToEdgeM(one: readonly [Point, Point], other: readonly [Point, Point]): number {
  if (doCross(one, other)) return 0;
  return Math.min(
    pointToEdgeM(one[0], other),
    pointToEdgeM(one[1], other),
    pointToEdgeM(other[0], one),
    pointToEdgeM(other[1], one),
  );
}

/** From the line of a ring to one edge, straight. */
export function ringToEdgeM(ring: Ring, edge: readonly [Point, Point]): number {
  return ring.reduce((least, _, i) => Math.min(least, edgeToEdgeM(edgeOf(ring, i), edge)), Number.POSITIVE_INFINITY);
}

/** No two of its edges cross, and it has an area. */
export function isSimpleRing(ring: Ring): boolean {
  if (ring.length < 3 || areaM2(ring) === 0) return false;
  for (let i = 0; i < ring.length; i++)
    for (let j = i + 1; j < ring.length; j++) if (doCross(edgeOf(ring, i), edgeOf(ring, j))) return false;
  return true;
}

/** Two areas have more in common than their edges. */
export function doOverlap(one: Ring, other: Ring): boolean {
  for (let i = 0; i < one.length; i++)
    for (let j = 0; j < other.length; j++) if (doCross(edgeOf(one, i), edgeOf(other, j))) return true;
  const isInside = (inner: Ring, outer: Ring) => {
    const [x, y] = pointInside(inner);
    return isInRing(outer, x, y);
  };
  return isInside(one, other) || isInside(other, one);
}

/** A point inside: the middle of the longest stretch of a level line through it. */
export function pointInside(ring: Ring): Point {
  const norths = ring.map(([, y]) => y);
  const low = Math.min(...norths);
  const high = Math.max(...norths);
  // A corner on the line would be counted twice or not at all: the golden section of the height rarely meets one.
  const y = low + (high - low) * 0.381966;
  return middleAtLevel(ring, y) ?? ring[0];
}

/** The centre of gravity of a ring that has an area. */
export function centroidOf(ring: Ring): Point {
  const [ox, oy] = ring[0];
  let twice = 0;
  let east = 0;
  let north = 0;
  for (const i of ring.keys()) {
    const [[ax, ay], [bx, by]] = edgeOf(ring, i);
    const part = (ax - ox) * (by - oy) - (bx - ox) * (ay - oy);
    twice += part;
    east += part * (ax + bx - 2 * ox);
    north += part * (ay + by - 2 * oy);
  }
  return [ox + east / (3 * twice), oy + north / (3 * twice)];
}
