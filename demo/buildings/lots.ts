import { boundsOf, turnedBox } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { crossingsOf, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { type EdgedRing, splitByPath } from '../shape/cut-rings.ts';
import { type Random, uniform } from '../shape/random.ts';
import { rectangle } from '../shape/rings.ts';

/** Splits a ring across its longer side into lots of about `targetM2`. */
export function lotsOf(ring: Point[], targetM2: number, axisDeg: number, random: Random): Point[][] {
  const out: Point[][] = [];
  const split = (piece: EdgedRing, depth: number) => {
    if (signedAreaM2(piece.ring) < targetM2 * uniform(random, 0.8, 1.5) || depth > 12) {
      out.push(piece.ring);
      return;
    }
    const { minU, maxU, minV, maxV, cos, sin } = turnedBox(piece.ring, axisDeg);
    const t = uniform(random, 0.44, 0.56);
    const across = maxU - minU > maxV - minV;
    const u = across ? minU + (maxU - minU) * t : (minU + maxU) / 2;
    const v = across ? (minV + maxV) / 2 : minV + (maxV - minV) * t;
    const [dx, dy] = across ? [-sin, cos] : [cos, sin];
    const far = maxU - minU + maxV - minV;
    const x = u * cos - v * sin;
    const y = u * sin + v * cos;
    const path: Point[] = [
      [x - dx * far, y - dy * far],
      [x + dx * far, y + dy * far],
    ];
    const { pieces } = splitByPath(piece, path, 0);
    if (pieces.length < 2) {
      out.push(piece.ring);
      return;
    }
    for (const part of pieces) split(part, depth + 1);
  };
  split({ ring, edge: ring.map(() => 0) }, 0);
  return out;
}

/** Corners without those that hardly turn. */
export function simplified(ring: Point[]): Point[] {
  return ring.filter((p, i) => {
    const a = ring[(i + ring.length - 1) % ring.length];
    const b = ring[(i + 1) % ring.length];
    const ux = p[0] - a[0];
    const uy = p[1] - a[1];
    const vx = b[0] - p[0];
    const vy = b[1] - p[1];
    const h = Math.hypot(ux, uy);
    const k = Math.hypot(vx, vy);
    return h > 0.4 && k > 0 && Math.abs(ux * vy - uy * vx) / (h * k) > 0.1;
  });
}

export interface Quad {
  /** Metres along and across, at the middle. */
  widthM: number;
  depthM: number;
  /** Ring of the part between shares s0–s1 along and t0–t1 across; t grows to the north. */
  part(s0: number, s1: number, t0: number, t1: number): Point[];
}

/** Four corners as a frame that begins at the south-west; null for any other ring. */
export function quadOf(ring: Point[]): Quad | null {
  if (ring.length !== 4) return null;
  let south = 0;
  for (let i = 1; i < 4; i++) {
    const midY = (k: number) => ring[k][1] + ring[(k + 1) % 4][1];
    if (midY(i) < midY(south)) south = i;
  }
  const [a, b, c, d] = [0, 1, 2, 3].map((k) => ring[(south + k) % 4]);
  const at = (s: number, t: number): Point => [
    (1 - s) * (1 - t) * a[0] + s * (1 - t) * b[0] + s * t * c[0] + (1 - s) * t * d[0],
    (1 - s) * (1 - t) * a[1] + s * (1 - t) * b[1] + s * t * c[1] + (1 - s) * t * d[1],
  ];
  const span = (p: Point, q: Point) => Math.hypot(q[0] - p[0], q[1] - p[1]);
  return {
    widthM: span(at(0, 0.5), at(1, 0.5)),
    depthM: span(at(0.5, 0), at(0.5, 1)),
    part: (s0, s1, t0, t1) => [at(s0, t0), at(s1, t0), at(s1, t1), at(s0, t1)],
  };
}

/** A ring in the axes of its rows. */
export interface Rows {
  minV: number;
  maxV: number;
  /** Intervals of u where the whole strip v0–v1 lies inside. */
  spans(v0: number, v1: number): [number, number][];
  /** First v from which a row of this depth holds something of this width; Infinity when none does. */
  next(v: number, depthM: number, widthM: number): number;
  /** Ring about a centre, its width along the rows. */
  box(u: number, v: number, widthM: number, depthM: number): Point[];
  place(u: number, v: number): Point;
}

export function rowsOf(ring: Point[], axisDeg: number): Rows {
  const cos = Math.cos((axisDeg * Math.PI) / 180);
  const sin = Math.sin((axisDeg * Math.PI) / 180);
  const local = ring.map(([x, y]): Point => [x * cos + y * sin, -x * sin + y * cos]);
  const { minY: minV, maxY: maxV } = boundsOf(local);
  const place = (u: number, v: number): Point => [u * cos - v * sin, u * sin + v * cos];
  const at = (v: number): [number, number][] => {
    const cuts = crossingsOf(local, v);
    return cuts.length < 2 ? [] : Array.from({ length: cuts.length >> 1 }, (_, k) => [cuts[2 * k], cuts[2 * k + 1]]);
  };
  const rows: Rows = {
    minV,
    maxV,
    place,
    next(v, depthM, widthM) {
      for (let at = v; at + depthM <= maxV; at += 2) {
        if (rows.spans(at, at + depthM).some(([u0, u1]) => u1 - u0 >= widthM)) return at;
      }
      return Number.POSITIVE_INFINITY;
    },
    spans(v0, v1) {
      const levels = [v0, (v0 + v1) / 2, v1];
      for (const [, v] of local) if (v > v0 && v < v1) levels.push(v - 1e-6, v + 1e-6);
      return levels.map(at).reduce((left, right) => {
        const both: [number, number][] = [];
        for (const [a, b] of left) {
          for (const [c, d] of right) {
            if (Math.min(b, d) - Math.max(a, c) > 4) both.push([Math.max(a, c), Math.min(b, d)]);
          }
        }
        return both;
      });
    },
    box: (u, v, widthM, depthM) => {
      const [x, y] = place(u, v);
      return rectangle(x, y, widthM, depthM, axisDeg);
    },
  };
  return rows;
}
