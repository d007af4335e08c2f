import type { AxisPoint } from './graph.ts';

/** The shortest line between two segments: its ends, and how long it is. */
interface ShortestLine {
  from: AxisPoint;
  to: AxisPoint;
  distanceM: number;
}

const EPSILON = 1e-12;

/** The shortest line between the segments a–b and c–d in space; exact, and for points as well (Ericson 2005, 5.1.9). */
export function shortestLine(a: AxisPoint, b: AxisPoint, c: AxisPoint, d: AxisPoint): ShortestLine {
  const u = minus(b, a);
  const w = minus(d, c);
  const r = minus(a, c);
  const uu = dot(u, u);
  const ww = dot(w, w);
  const wr = dot(w, r);
  const ur = dot(u, r);
  const uw = dot(u, w);
  const det = uu * ww - uw * uw;
  let s = uu > EPSILON && ww > EPSILON && det > EPSILON * uu * ww ? clamp((uw * wr - ur * ww) / det) : 0;
  let t = ww > EPSILON ? (uw * s + wr) / ww : 0;
  if (t < 0 || t > 1) {
    t = clamp(t);
    s = uu > EPSILON ? clamp((uw * t - ur) / uu) : 0;
  } else if (uu > EPSILON && ww <= EPSILON) s = clamp(-ur / uu);
  const from = along(a, u, s);
  const to = along(c, w, t);
  return { from, to, distanceM: Math.hypot(...minus(to, from)) };
}

/** Where two segments cross in plan, and both ups there; null: they do not, or run side by side. */
export function planCrossing(
  a: AxisPoint,
  b: AxisPoint,
  c: AxisPoint,
  d: AxisPoint,
): { at: readonly [number, number]; upOne: number; upOther: number } | null {
  const [ux, uy, uz] = minus(b, a);
  const [vx, vy, vz] = minus(d, c);
  const det = ux * vy - uy * vx;
  if (Math.abs(det) <= 1e-9) return null;
  const t = ((c[0] - a[0]) * vy - (c[1] - a[1]) * vx) / det;
  const s = ((c[0] - a[0]) * uy - (c[1] - a[1]) * ux) / det;
  if (t < 0 || t > 1 || s < 0 || s > 1) return null;
  return { at: [a[0] + t * ux, a[1] + t * uy], upOne: a[2] + t * uz, upOther: c[2] + s * vz };
}

/** Cosine above which two lengths lie side by side: within 11.5°. */
const BESIDE_COS = 0.98;
/** They must do so along so much. */
const MIN_PARALLEL_M = 0.05;

/** A place where two segments lie side by side: both middle points there, and how far apart in plan. */
interface ParallelPlace {
  one: AxisPoint;
  other: AxisPoint;
  apartM: number;
}

/** The ends and the middle of the length that two segments share side by side: between them the distance is straight, so that the least is at an end. */
export function parallelPlaces(a: AxisPoint, b: AxisPoint, c: AxisPoint, d: AxisPoint): ParallelPlace[] {
  const u = minus(b, a);
  const w = minus(d, c);
  const ul = Math.hypot(u[0], u[1]);
  const wl = Math.hypot(w[0], w[1]);
  if (ul < 1e-6 || wl < 1e-6 || Math.abs(u[0] * w[0] + u[1] * w[1]) < BESIDE_COS * ul * wl) return [];
  const onto = (p: AxisPoint) => ((p[0] - a[0]) * u[0] + (p[1] - a[1]) * u[1]) / ul;
  const start = onto(c);
  const end = onto(d);
  const from = Math.max(0, Math.min(start, end));
  const to = Math.min(ul, Math.max(start, end));
  if (to - from < MIN_PARALLEL_M) return [];
  return [from, (from + to) / 2, to].map((m) => {
    const one = along(a, u, m / ul);
    const other = along(c, w, (m - start) / (end - start));
    return { one, other, apartM: Math.hypot(other[0] - one[0], other[1] - one[1]) };
  });
}

const minus = (a: AxisPoint, b: AxisPoint): AxisPoint => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a: AxisPoint, b: AxisPoint): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const along = (a: AxisPoint, u: AxisPoint, t: number): AxisPoint => [a[0] + t * u[0], a[1] + t * u[1], a[2] + t * u[2]];
const clamp = (t: number): number => Math.min(1, Math.max(0, t));
