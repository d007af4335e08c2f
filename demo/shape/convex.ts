import { boundsOf } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { anticlockwise, sideOf, signedAreaM2 } from '../../model/geo/plane/ring.ts';

export function isConvex(ring: readonly Point[]): boolean {
  let sign = 0;
  for (let i = 0; i < ring.length; i++) {
    const z = sideOf(ring[i], ring[(i + 1) % ring.length], ring[(i + 2) % ring.length]);
    if (Math.abs(z) < 1e-9) continue;
    if (sign !== 0 && Math.sign(z) !== sign) return false;
    sign = Math.sign(z);
  }
  return true;
}

/** The part of a ring on the left of the line a→b (Sutherland-Hodgman). */
export function leftOf(ring: readonly Point[], a: Point, b: Point): Point[] {
  const out: Point[] = [];
  for (let i = 0; i < ring.length; i++) {
    const p = ring[i];
    const q = ring[i + 1 < ring.length ? i + 1 : 0];
    const sp = sideOf(a, b, p);
    const sq = sideOf(a, b, q);
    if (sp >= 0) out.push(p);
    if ((sp > 0 && sq < 0) || (sp < 0 && sq > 0)) {
      const t = sp / (sp - sq);
      out.push([p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])]);
    }
  }
  return out;
}

/** Area shared by any simple ring and a convex one. */
export function overlapArea(subject: readonly Point[], convex: readonly Point[]): number {
  const clip = anticlockwise(convex);
  const a = boundsOf(subject);
  const b = boundsOf(clip);
  if (a.maxX <= b.minX || a.minX >= b.maxX || a.maxY <= b.minY || a.minY >= b.maxY) return 0;
  let out = [...subject];
  for (let i = 0; i < clip.length; i++) {
    out = leftOf(out, clip[i], clip[(i + 1) % clip.length]);
    if (out.length < 3) return 0;
  }
  return Math.abs(signedAreaM2(out));
}

/** What is left of a ring outside a convex one, as pieces that touch along the lines of its edges. */
export function outsideOf(subject: readonly Point[], convex: readonly Point[]): Point[][] {
  const clip = anticlockwise(convex);
  const out: Point[][] = [];
  let rest = [...subject];
  for (let i = 0; i < clip.length && rest.length > 2; i++) {
    const a = clip[i];
    const b = clip[(i + 1) % clip.length];
    const piece = leftOf(rest, b, a);
    if (piece.length > 2 && Math.abs(signedAreaM2(piece)) > 1e-6) out.push(piece);
    rest = leftOf(rest, a, b);
  }
  return out;
}
