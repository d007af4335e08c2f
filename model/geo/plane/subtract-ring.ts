import { boundsOf } from './box.ts';
import type { Point } from './point.ts';
import { isInRing } from './ring.ts';

interface Corner {
  at: Point;
  /** Index of the same place in the other ring; −1: a corner of this ring alone. */
  twin: number;
  /** The subject goes into the clip here; of crossings alone. */
  enters: boolean;
}

/** What is left of a ring: pieces, with the clip as a hole where it lies wholly within. */
type Remainder = { kind: 'pieces'; rings: Point[][] } | { kind: 'hole' };

/**
 * One anticlockwise ring less another (Weiler and Atherton 1977). Null where they touch in a corner or along an edge, so that their crossings
 * do not alternate: whoever asks moves one of them by a hair and asks again.
 */
export function subtractRing(subject: readonly Point[], clip: readonly Point[]): Remainder | null {
  const rings = crossed(subject, clip);
  if (!rings) return null;
  const [a, b] = rings;
  const starts = a.flatMap(({ twin, enters }, i) => (twin >= 0 && !enters ? [i] : []));
  if (starts.length === 0) {
    if (isInRing(clip, ...subject[0])) return { kind: 'pieces', rings: [] };
    return isInRing(subject, ...clip[0]) ? { kind: 'hole' } : { kind: 'pieces', rings: [[...subject]] };
  }
  const seen = new Set<number>();
  const out: Point[][] = [];
  for (const start of starts) {
    if (seen.has(start)) continue;
    const ring: Point[] = [];
    let at = start;
    do {
      if (seen.has(at)) return null;
      seen.add(at);
      do {
        ring.push(a[at].at);
        at = (at + 1) % a.length;
      } while (a[at].twin < 0);
      if (!a[at].enters) return null;
      let back = a[at].twin;
      do {
        ring.push(b[back].at);
        back = (back + b.length - 1) % b.length;
      } while (b[back].twin < 0);
      at = b[back].twin;
    } while (at !== start);
    if (ring.length > 2) out.push(ring);
  }
  return { kind: 'pieces', rings: out };
}

/** Both rings with their crossings in them; null where they do not alternate. */
function crossed(subject: readonly Point[], clip: readonly Point[]): [Corner[], Corner[]] | null {
  const cuts: { i: number; j: number; t: number; u: number; at: Point; enters: boolean }[] = [];
  const { minX, minY, maxX, maxY } = boundsOf(clip);
  for (const [i, p] of subject.entries()) {
    const q = subject[(i + 1) % subject.length];
    const isBeside = (p[0] < minX && q[0] < minX) || (p[0] > maxX && q[0] > maxX);
    if (isBeside || (p[1] < minY && q[1] < minY) || (p[1] > maxY && q[1] > maxY)) continue;
    for (const [j, c] of clip.entries()) {
      const d = clip[(j + 1) % clip.length];
      const cross = (q[0] - p[0]) * (d[1] - c[1]) - (q[1] - p[1]) * (d[0] - c[0]);
      if (cross === 0) continue;
      const t = ((c[0] - p[0]) * (d[1] - c[1]) - (c[1] - p[1]) * (d[0] - c[0])) / cross;
      const u = ((c[0] - p[0]) * (q[1] - p[1]) - (c[1] - p[1]) * (q[0] - p[0])) / cross;
      if (t < 0 || t >= 1 || u < 0 || u >= 1) continue;
      cuts.push({ i, j, t, u, at: [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])], enters: cross < 0 });
    }
  }
  const place = (length: number, edge: 'i' | 'j', share: 't' | 'u', ring: readonly Point[]) => {
    const order = cuts
      .map((_, k) => k)
      .sort((x, y) => cuts[x][edge] - cuts[y][edge] || cuts[x][share] - cuts[y][share]);
    const corners: (Corner & { cut: number })[] = [];
    let next = 0;
    for (let k = 0; k < length; k++) {
      corners.push({ at: ring[k], twin: -1, enters: false, cut: -1 });
      for (; next < order.length && cuts[order[next]][edge] === k; next++) {
        const { at, enters } = cuts[order[next]];
        corners.push({ at, twin: 0, enters, cut: order[next] });
      }
    }
    return corners;
  };
  const a = place(subject.length, 'i', 't', subject);
  const b = place(clip.length, 'j', 'u', clip);
  const turns = a.filter(({ cut }) => cut >= 0).map(({ enters }) => enters);
  if (turns.some((enters, k) => enters === turns[(k + 1) % turns.length])) return null;
  const inB = new Map(b.map(({ cut }, k) => [cut, k]));
  const inA = new Map(a.map(({ cut }, k) => [cut, k]));
  for (const corner of a) if (corner.cut >= 0) corner.twin = inB.get(corner.cut) ?? -1;
  for (const corner of b) if (corner.cut >= 0) corner.twin = inA.get(corner.cut) ?? -1;
  return [a, b];
}
