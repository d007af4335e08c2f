import type { Point } from './point.ts';

/** A polyline with chainage; an open end goes on straight, as a river does beyond the map's edge. */
export interface Line {
  points: readonly Point[];
  chainageM: Float64Array;
  lengthM: number;
  openStart: boolean;
  openEnd: boolean;
}

/** A place on a line: `offsetM` is the distance to the left of its direction, negative to the right. */
export interface OnLine {
  chainageM: number;
  offsetM: number;
}

export function lineOf(points: readonly Point[], open: { start?: boolean; end?: boolean } = {}): Line {
  const chainageM = new Float64Array(points.length);
  for (let i = 1; i < points.length; i++) {
    chainageM[i] = chainageM[i - 1] + Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]);
  }
  return {
    points,
    chainageM,
    lengthM: chainageM[points.length - 1],
    openStart: open.start ?? false,
    openEnd: open.end ?? false,
  };
}

/** Index of the segment that holds chainage s; the first or last beyond the ends. */
function segmentAt(line: Line, s: number): number {
  let low = 0;
  let high = line.chainageM.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (line.chainageM[mid] <= s) low = mid + 1;
    else high = mid;
  }
  return Math.min(Math.max(low - 1, 0), line.points.length - 2);
}

/** Beyond the ends the line goes on straight. */
export function pointAt(line: Line, s: number): Point {
  const i = segmentAt(line, s);
  const u = (s - line.chainageM[i]) / (line.chainageM[i + 1] - line.chainageM[i]);
  const a = line.points[i];
  const b = line.points[i + 1];
  return [a[0] + u * (b[0] - a[0]), a[1] + u * (b[1] - a[1])];
}

/** Unit vector along the line at chainage s. */
export function directionAt(line: Line, s: number): Point {
  const i = segmentAt(line, s);
  const a = line.points[i];
  const b = line.points[i + 1];
  const n = Math.hypot(b[0] - a[0], b[1] - a[1]);
  return [(b[0] - a[0]) / n, (b[1] - a[1]) / n];
}

/** The nearest point among the segments named by `candidates`, or among all. */
export function nearestOn(line: Line, x: number, y: number, candidates?: ArrayLike<number>): OnLine {
  const { points, chainageM } = line;
  const lastSegment = points.length - 2;
  const count = candidates ? candidates.length : points.length - 1;
  let best = Number.POSITIVE_INFINITY;
  let s = 0;
  let d = 0;
  for (let k = 0; k < count; k++) {
    const i = candidates ? candidates[k] : k;
    const a = points[i];
    const b = points[i + 1];
    const dx = b[0] - a[0];
    const dy = b[1] - a[1];
    let u = ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy);
    if (u < 0 && !(i === 0 && line.openStart)) u = 0;
    if (u > 1 && !(i === lastSegment && line.openEnd)) u = 1;
    const ex = x - a[0] - u * dx;
    const ey = y - a[1] - u * dy;
    const q = ex * ex + ey * ey;
    if (q >= best) continue;
    best = q;
    s = chainageM[i] + u * (chainageM[i + 1] - chainageM[i]);
    d = Math.sqrt(q) * (dx * ey - dy * ex >= 0 ? 1 : -1);
  }
  return { chainageM: s, offsetM: d };
}

/** The line moved d metres to the left, mitred. */
export function offsetLine(line: Line, d: number): Line {
  const { points } = line;
  const out = points.map((p, i): Point => {
    let nx = 0;
    let ny = 0;
    let count = 0;
    for (const [a, b] of [
      [i - 1, i],
      [i, i + 1],
    ]) {
      if (a < 0 || b >= points.length) continue;
      const dx = points[b][0] - points[a][0];
      const dy = points[b][1] - points[a][1];
      const h = Math.hypot(dx, dy);
      nx -= dy / h;
      ny += dx / h;
      count++;
    }
    nx /= count;
    ny /= count;
    const h2 = nx * nx + ny * ny;
    return [p[0] + (d * nx) / h2, p[1] + (d * ny) / h2];
  });
  return lineOf(out, { start: line.openStart, end: line.openEnd });
}

/** The part between two chainages as points; both ends are exact, the bends between them are kept. */
export function subLine(line: Line, fromM: number, toM: number): Point[] {
  const out: Point[] = [pointAt(line, fromM)];
  for (let i = 0; i < line.points.length; i++) {
    if (line.chainageM[i] > fromM + 1e-6 && line.chainageM[i] < toM - 1e-6) out.push(line.points[i]);
  }
  out.push(pointAt(line, toM));
  return out;
}

/** Every crossing of two lines, in the order of a's segments. */
export function crossings(a: Line, b: Line): { at: Point; onA: number; onB: number }[] {
  const out: { at: Point; onA: number; onB: number }[] = [];
  for (let i = 0; i < a.points.length - 1; i++) {
    const [ax, ay] = a.points[i];
    const [bx, by] = a.points[i + 1];
    for (let j = 0; j < b.points.length - 1; j++) {
      const [cx, cy] = b.points[j];
      const [dx, dy] = b.points[j + 1];
      if (Math.max(cx, dx) < Math.min(ax, bx) || Math.min(cx, dx) > Math.max(ax, bx)) continue;
      if (Math.max(cy, dy) < Math.min(ay, by) || Math.min(cy, dy) > Math.max(ay, by)) continue;
      const den = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
      if (Math.abs(den) < 1e-9) continue;
      const t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / den;
      const u = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / den;
      if (t < 0 || t >= 1 || u < 0 || u >= 1) continue;
      out.push({
        at: [ax + t * (bx - ax), ay + t * (by - ay)],
        onA: a.chainageM[i] + t * (a.chainageM[i + 1] - a.chainageM[i]),
        onB: b.chainageM[j] + u * (b.chainageM[j + 1] - b.chainageM[j]),
      });
    }
  }
  return out;
}

/** Piecewise linear through (x, f), constant beyond both ends. */
export function interpolate(table: readonly Point[], x: number): number {
  if (x <= table[0][0]) return table[0][1];
  for (let i = 1; i < table.length; i++) {
    const [a, fa] = table[i - 1];
    const [b, fb] = table[i];
    if (x <= b) return fa + ((fb - fa) * (x - a)) / (b - a);
  }
  return table[table.length - 1][1];
}

/** A straight part of a line, with its distance from the line's start, metres. */
interface Leg {
  readonly from: Point;
  readonly to: Point;
  readonly startM: number;
  readonly lengthM: number;
}

export function legsOf(line: readonly Point[]): Leg[] {
  let startM = 0;
  return line.slice(1).map((to, i) => {
    const from = line[i];
    const lengthM = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const leg = { from, to, startM, lengthM };
    startM += lengthM;
    return leg;
  });
}

export const lengthOf = (line: readonly Point[]): number => legsOf(line).reduce((sum, { lengthM }) => sum + lengthM, 0);

/** Where a line is so far from its start; past its ends its ends. */
export function pointAlong(legs: readonly Leg[], distanceM: number): Point {
  const leg = legs.findLast(({ startM }) => startM <= distanceM) ?? legs[0];
  const t = leg.lengthM === 0 ? 0 : Math.min(1, (distanceM - leg.startM) / leg.lengthM);
  return [leg.from[0] + t * (leg.to[0] - leg.from[0]), leg.from[1] + t * (leg.to[1] - leg.from[1])];
}
