import type { Point } from '../../model/geo/plane/point.ts';
import { anticlockwise, isInRing, isSimple, signedAreaM2 } from '../../model/geo/plane/ring.ts';

/** A ring whose edge i (from corner i to the next) carries a number: the half width of the street that runs along it. */
export interface EdgedRing {
  ring: Point[];
  edge: number[];
}

/**
 * Cuts a simple ring by a path: every stretch of the path from border to border through the inside parts the piece that
 * holds it. Stretches that end inside cut nothing. The new edges carry `edge`. Both sides share the chord's points.
 */
export function splitByPath(
  subject: EdgedRing,
  path: readonly Point[],
  edge: number,
): { pieces: EdgedRing[]; chords: Point[][] } {
  const pieces: EdgedRing[] = [subject];
  const chords: Point[][] = [];
  for (const stretch of insideStretches(subject.ring, path)) {
    for (let k = 0; k < pieces.length; k++) {
      const parts = splitByChord(pieces[k], stretch, edge);
      if (!parts) continue;
      pieces.splice(k, 1, ...parts);
      chords.push(stretch);
      break;
    }
  }
  return { pieces, chords };
}

/** Shares of a→b and of c→d at which their lines cut; not a number where they run alike. */
export function sharesAtCut(a: Point, b: Point, c: Point, d: Point): [ofFirst: number, ofSecond: number] {
  const den = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0]);
  if (Math.abs(den) < 1e-9) return [Number.NaN, Number.NaN];
  return [
    ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / den,
    ((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / den,
  ];
}

/** Stretches of the path between consecutive crossings of the ring's border that run inside. */
function insideStretches(ring: readonly Point[], path: readonly Point[]): Point[][] {
  const cuts: { i: number; t: number; at: Point }[] = [];
  for (let i = 0; i < path.length - 1; i++) {
    const a = path[i];
    const b = path[i + 1];
    for (let j = 0; j < ring.length; j++) {
      const c = ring[j];
      const d = ring[(j + 1) % ring.length];
      const [t, u] = sharesAtCut(a, b, c, d);
      if (!(t >= 0 && t < 1 && u >= 0 && u < 1)) continue;
      cuts.push({ i, t, at: [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])] });
    }
  }
  cuts.sort((p, q) => p.i + p.t - q.i - q.t);
  const out: Point[][] = [];
  for (let k = 1; k < cuts.length; k++) {
    const p = cuts[k - 1];
    const q = cuts[k];
    if (Math.hypot(q.at[0] - p.at[0], q.at[1] - p.at[1]) < 0.5 && p.i === q.i) continue;
    const stretch = withoutRepeats([p.at, ...path.slice(p.i + 1, q.i + 1), q.at]);
    if (stretch.length < 2) continue;
    const [mx, my] = middleOf(stretch);
    if (isInRing(ring, mx, my) && borderDistance(ring, mx, my) > 0.5) out.push(stretch);
  }
  return out;
}

/** Middle of the longest leg: a short one may lie along the border. */
function middleOf(points: readonly Point[]): Point {
  let longest = 0;
  let at: Point = points[0];
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1];
    const b = points[i];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (length <= longest) continue;
    longest = length;
    at = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  }
  return at;
}

function withoutRepeats(points: Point[]): Point[] {
  return points.filter((p, i) => i === 0 || Math.hypot(p[0] - points[i - 1][0], p[1] - points[i - 1][1]) > 1e-6);
}

/** A path that follows the border itself cuts nothing, whichever side rounding puts it on. */
function borderDistance(ring: readonly Point[], x: number, y: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i];
    const b = ring[(i + 1) % ring.length];
    const dx = b[0] - a[0];
    const dy = b[1] - a[1];
    const u = Math.min(Math.max(((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy), 0), 1);
    best = Math.min(best, Math.hypot(x - a[0] - u * dx, y - a[1] - u * dy));
  }
  return best;
}

/** Null where the chord's ends do not lie on this ring's border. */
function splitByChord(subject: EdgedRing, chord: Point[], edge: number): [EdgedRing, EdgedRing] | null {
  const start = placeOnBorder(subject.ring, chord[0]);
  const end = placeOnBorder(subject.ring, chord[chord.length - 1]);
  if (start === null || end === null || start === end) return null;
  const [mx, my] = middleOf(chord);
  if (!isInRing(subject.ring, mx, my)) return null;
  return [closeAlong(subject, chord, end, start, edge), closeAlong(subject, [...chord].reverse(), start, end, edge)];
}

/** The chord, then the border from `from` (where the chord ends) on to `to` (where it began). */
function closeAlong(subject: EdgedRing, chord: Point[], from: number, to: number, edge: number): EdgedRing {
  const n = subject.ring.length;
  const out: EdgedRing = { ring: [], edge: [] };
  const push = (p: Point, e: number) => {
    const last = out.ring[out.ring.length - 1];
    if (last && Math.hypot(p[0] - last[0], p[1] - last[1]) < 1e-3) {
      out.edge[out.edge.length - 1] = e;
      return;
    }
    out.ring.push(p);
    out.edge.push(e);
  };
  for (let i = 0; i < chord.length - 1; i++) push(chord[i], edge);
  push(chord[chord.length - 1], subject.edge[Math.floor(from)]);
  const stop = to <= from ? to + n : to;
  for (let k = Math.floor(from) + 1; k <= stop; k++) push(subject.ring[k % n], subject.edge[k % n]);
  const first = out.ring[0];
  const last = out.ring[out.ring.length - 1];
  if (Math.hypot(first[0] - last[0], first[1] - last[1]) < 1e-3) {
    out.ring.pop();
    out.edge.pop();
  }
  return out;
}

/** Index of the edge plus the share of it passed; null farther than 1 cm from the border. */
function placeOnBorder(ring: readonly Point[], p: Point): number | null {
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i];
    const b = ring[(i + 1) % ring.length];
    const dx = b[0] - a[0];
    const dy = b[1] - a[1];
    const u = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy);
    if (u < 0 || u >= 1) continue;
    if (Math.hypot(p[0] - a[0] - u * dx, p[1] - a[1] - u * dy) < 0.01) return i + u;
  }
  return null;
}

/**
 * The ring moved inwards by every edge's own distance. Edges that vanish are dropped until what is left is simple; null
 * when nothing is. Anticlockwise rings only. A corner sharper than about 20° is cut at the meeting of its two lines.
 */
export function insetRing(subject: EdgedRing, extraM = 0): Point[] | null {
  let lines: { a: Point; b: Point }[] = [];
  const n = subject.ring.length;
  for (let i = 0; i < n; i++) {
    const a = subject.ring[i];
    const b = subject.ring[(i + 1) % n];
    const h = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (h < 0.05) continue;
    const d = subject.edge[i] + extraM;
    const nx = -(b[1] - a[1]) / h;
    const ny = (b[0] - a[0]) / h;
    lines.push({ a: [a[0] + nx * d, a[1] + ny * d], b: [b[0] + nx * d, b[1] + ny * d] });
  }
  for (let round = 0; round < 12; round++) {
    if (lines.length < 3) return null;
    const corners = lines.map((line, i) => meet(lines[(i + lines.length - 1) % lines.length], line));
    let worst = -1;
    let worstLength = 0;
    for (let i = 0; i < lines.length; i++) {
      const { a, b } = lines[i];
      const p = corners[i];
      const q = corners[(i + 1) % lines.length];
      const along = (q[0] - p[0]) * (b[0] - a[0]) + (q[1] - p[1]) * (b[1] - a[1]);
      if (along < worstLength) {
        worst = i;
        worstLength = along;
      }
    }
    if (worst < 0) {
      const ring = corners.filter((p, i) => {
        const q = corners[(i + 1) % corners.length];
        return Math.hypot(q[0] - p[0], q[1] - p[1]) > 0.05;
      });
      return ring.length >= 3 && signedAreaM2(ring) > 1 && isSimple(ring) ? ring : null;
    }
    lines = lines.filter((_, i) => i !== worst);
  }
  return null;
}

/** Where two lines meet; near-parallel ones meet between their facing ends. */
function meet(p: { a: Point; b: Point }, q: { a: Point; b: Point }): Point {
  const ux = p.b[0] - p.a[0];
  const uy = p.b[1] - p.a[1];
  const vx = q.b[0] - q.a[0];
  const vy = q.b[1] - q.a[1];
  const den = ux * vy - uy * vx;
  if (Math.abs(den) < 1e-3 * Math.hypot(ux, uy) * Math.hypot(vx, vy)) {
    return [(p.b[0] + q.a[0]) / 2, (p.b[1] + q.a[1]) / 2];
  }
  const t = ((q.a[0] - p.a[0]) * vy - (q.a[1] - p.a[1]) * vx) / den;
  return [p.a[0] + t * ux, p.a[1] + t * uy];
}

/** A ring moved inwards by one distance all round. */
export function insetAll(ring: readonly Point[], d: number): Point[] | null {
  const points = anticlockwise(ring);
  return insetRing({ ring: points, edge: points.map(() => d) });
}
