import type { Point } from './point.ts';

/** The least upright rectangle around something, metres east and north of the city's origin. */
export interface BoundsXY {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

export function boundsOf(ring: readonly Point[]): BoundsXY {
  const bounds = {
    minX: Number.POSITIVE_INFINITY,
    minY: Number.POSITIVE_INFINITY,
    maxX: Number.NEGATIVE_INFINITY,
    maxY: Number.NEGATIVE_INFINITY,
  };
  for (const [x, y] of ring) {
    if (x < bounds.minX) bounds.minX = x;
    if (x > bounds.maxX) bounds.maxX = x;
    if (y < bounds.minY) bounds.minY = y;
    if (y > bounds.maxY) bounds.maxY = y;
  }
  return bounds;
}

/** Bounds in axes turned anticlockwise by `deg`, with cosine and sine: x = u·cos − v·sin, y = u·sin + v·cos. */
export function turnedBox(ring: readonly Point[], deg: number) {
  const cos = Math.cos((deg * Math.PI) / 180);
  const sin = Math.sin((deg * Math.PI) / 180);
  const box = boundsOf(ring.map(([x, y]): Point => [x * cos + y * sin, -x * sin + y * cos]));
  return { minU: box.minX, maxU: box.maxX, minV: box.minY, maxV: box.maxY, cos, sin };
}

/** Bounds along the axes: west, south, east, north. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** The least box around places; of none it is infinite and inverted. */
export function boxOf(places: Iterable<Point>): Box {
  let west = Number.POSITIVE_INFINITY;
  let south = Number.POSITIVE_INFINITY;
  let east = Number.NEGATIVE_INFINITY;
  let north = Number.NEGATIVE_INFINITY;
  for (const [x, y] of places) {
    west = Math.min(west, x);
    south = Math.min(south, y);
    east = Math.max(east, x);
    north = Math.max(north, y);
  }
  return [west, south, east, north];
}

/** The least box around the corners `from` to `to` (exclusive) of a flat array: x, y, x, y … */
export function boxOfFlat(xy: ArrayLike<number>, from: number, to: number): Box {
  let west = Number.POSITIVE_INFINITY;
  let south = Number.POSITIVE_INFINITY;
  let east = Number.NEGATIVE_INFINITY;
  let north = Number.NEGATIVE_INFINITY;
  for (let i = 2 * from; i < 2 * to; i += 2) {
    west = Math.min(west, xy[i]);
    south = Math.min(south, xy[i + 1]);
    east = Math.max(east, xy[i]);
    north = Math.max(north, xy[i + 1]);
  }
  return [west, south, east, north];
}

/** Whether two boxes have a point in common, be it of their edges. */
export const doBoxesMeet = (a: Box, b: Box): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

/** Whether a place lies in a box or on its edge. */
export const isInBox = ([x, y]: Point, [west, south, east, north]: Box): boolean =>
  x >= west && x <= east && y >= south && y <= north;
