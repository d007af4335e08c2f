import type { Point } from './point.ts';

/** What of a ring lies in a convex one that runs anticlockwise (Sutherland and Hodgman 1974); none: an empty ring. Rings are open. */
export function clippedByConvex(ring: readonly Point[], convex: readonly Point[]): Point[] {
  let left: readonly Point[] = ring;
  for (let i = 0; i < convex.length && left.length > 0; i++) {
    const [ax, ay] = convex[i];
    const [bx, by] = convex[(i + 1) % convex.length];
    const side = ([x, y]: Point): number => (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    const next: Point[] = [];
    for (let j = 0; j < left.length; j++) {
      const from = left[(j + left.length - 1) % left.length];
      const to = left[j];
      const a = side(from);
      const b = side(to);
      if (a < 0 !== b < 0) {
        const t = a / (a - b);
        next.push([from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])]);
      }
      if (b >= 0) next.push(to);
    }
    left = next;
  }
  return [...left];
}
