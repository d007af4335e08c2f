import type { Box } from './box.ts';
import type { Point } from './point.ts';

/** Units of the plane (degrees, here) within which a place lies on an edge of a box, and two places are one. */
const NEAR = 1e-9;

/** Whether two places are one, but for rounding. */
export const isOne = (a: Point, b: Point): boolean => Math.abs(a[0] - b[0]) < NEAR && Math.abs(a[1] - b[1]) < NEAR;

/** Returns where a place lies on the edge of a box, anticlockwise: sides are one long each, 0 is the south-western corner, 1 the south-eastern. */
export function edgeOf([x, y]: Point, [west, south, east, north]: Box): number | null {
  if (Math.abs(y - south) < NEAR) return around((x - west) / (east - west));
  if (Math.abs(x - east) < NEAR) return 1 + (y - south) / (north - south);
  if (Math.abs(y - north) < NEAR) return 2 + (east - x) / (east - west);
  if (Math.abs(x - west) < NEAR) return around(3 + (north - y) / (north - south));
  return null;
}

/** A position on the edge of a box, counted from 0 up to 4. */
export const around = (position: number): number => ((position % 4) + 4) % 4;

/** The corners that the edge passes on its way anticlockwise. */
export function cornersBetween(from: number, to: number, box: Box): Point[] {
  const corners = ringOfBox(box);
  const length = around(to - from);
  const passed: Point[] = [];
  for (let corner = Math.floor(from) + 1; corner - from < length; corner++) passed.push(corners[corner % 4]);
  return passed;
}

/** The place of a position on the edge. */
export function placeOnEdge(position: number, box: Box): Point {
  const corners = ringOfBox(box);
  const side = Math.floor(around(position));
  const share = around(position) - side;
  const a = corners[side];
  const b = corners[side + 1];
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
}

/** The box as a closed ring, anticlockwise from its south-western corner. */
export const ringOfBox = ([west, south, east, north]: Box): Point[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

/** The parts of a line that lie in the box (Liang and Barsky, side by side). */
export function lineInBox(line: readonly Point[], box: Box): Point[][] {
  const pieces: Point[][] = [];
  let open: Point[] = [];
  const end = () => {
    if (open.length > 1) pieces.push(open);
    open = [];
  };
  for (let i = 1; i < line.length; i++) {
    const cut = segmentInBox(line[i - 1], line[i], box);
    if (!cut) {
      end();
      continue;
    }
    const [from, to] = cut;
    const last = open.at(-1);
    if (!last || last[0] !== from[0] || last[1] !== from[1]) {
      end();
      open = [from];
    }
    open.push(to);
  }
  end();
  return pieces;
}

function segmentInBox(a: Point, b: Point, [west, south, east, north]: Box): [Point, Point] | null {
  let from = 0;
  let to = 1;
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  for (const [p, q] of [
    [-dx, a[0] - west],
    [dx, east - a[0]],
    [-dy, a[1] - south],
    [dy, north - a[1]],
  ]) {
    if (p === 0 && q < 0) return null;
    if (p < 0) from = Math.max(from, q / p);
    if (p > 0) to = Math.min(to, q / p);
  }
  if (from >= to) return null;
  const at = (t: number): Point => [a[0] + t * dx, a[1] + t * dy];
  return [from === 0 ? a : at(from), to === 1 ? b : at(to)];
}
