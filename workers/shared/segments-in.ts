import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import type { WayIndex } from './way-index.ts';

/** Farther from every road than this nothing is on the network. */
export const REACH_M = 500;

/** How points that somebody drew are meant. */
export type RoadShape = 'point' | 'line' | 'ring';

/** Whether two straight pieces have a point in common, but for such that only touch end to end in line. */
function doCross(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  return side(a, b, c) > 0 !== side(a, b, d) > 0 && side(c, d, a) > 0 !== side(c, d, b) > 0;
}

/** Segments that a shape meets: that nearest to a point, those that a line crosses, those that lie in a ring or cross its edge. */
export function segmentsIn(index: WayIndex, points: readonly Point[], kind: RoadShape): number[] {
  if (kind === 'point') {
    const place = points.length > 0 ? index.placeOf(points[0], REACH_M, () => true) : null;
    return place ? [place.segment] : [];
  }
  const corners = kind === 'ring' ? [...points, points[0]] : points;
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const found = new Set<number>();
  for (const { segment, a, b } of index.piecesIn([
    Math.min(...xs),
    Math.min(...ys),
    Math.max(...xs),
    Math.max(...ys),
  ])) {
    if (found.has(segment)) continue;
    const isCrossed = corners.some((corner, c) => c > 0 && doCross(a, b, corners[c - 1], corner));
    if (isCrossed || (kind === 'ring' && isInRing(points, a[0], a[1]))) found.add(segment);
  }
  return [...found].sort((a, b) => a - b);
}
