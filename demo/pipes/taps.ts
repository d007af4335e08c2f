import { type Line, lineOf, nearestOn, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { DemoCity } from '../demo-city.ts';
import { closedGround } from '../people/closed-ground.ts';
import { type StreetEdge, type StreetNet, streetNet } from '../streets/streets.ts';
import type { TrunkLine } from './pipes.ts';
import type { StreetSystem } from './street-pipes.ts';

/** Where a street's sewer runs into a trunk: the trunk gets a manhole there. */
export interface Tap {
  trunk: string;
  chainageM: number;
  at: Point;
}

/** Name of the manhole that a tap asks for, until the trunk's own numbering replaces it. */
export const tapId = (tap: Tap) => `${tap.trunk}@${tap.chainageM.toFixed(2)}`;

/** A trunk within reach of an edge's end: how far on the street's line must go to meet it. */
const TAP_REACH_M = 36;

/** Streets that meet a trunk nearer to each other than this share a manhole on it. */
const SAME_TAP_M = 1.5;

export interface WorkEdge {
  edge: StreetEdge;
  /** Ends: a junction, or a tap when negative (−1 − index into taps). */
  ends: [number, number];
  points: Point[];
  line: Line;
}

/** Cuts the street edges where they cross a trunk of their own system, draws them out to it, drops those beside it. */
export function tapped(
  net: StreetNet,
  trunks: readonly TrunkLine[],
  isClosed: (a: Point, b: Point) => boolean,
): { edges: WorkEdge[]; taps: Tap[] } {
  const cutter = new TapCutter(isClosed);
  const boxes = trunks.map(({ line }) => ({
    minX: Math.min(...line.points.map((p) => p[0])) - 40,
    maxX: Math.max(...line.points.map((p) => p[0])) + 40,
    minY: Math.min(...line.points.map((p) => p[1])) - 40,
    maxY: Math.max(...line.points.map((p) => p[1])) + 40,
  }));
  for (const edge of net.edges) {
    const near = trunks.filter((_, i) => {
      const b = boxes[i];
      return edge.points.some((p) => p[0] > b.minX && p[0] < b.maxX && p[1] > b.minY && p[1] < b.maxY);
    });
    const line = lineOf(edge.points);
    const middle = pointAt(line, line.lengthM / 2);
    if (near.some((t) => runsBeside(t.line, edge.points, middle))) continue;
    if (!cutter.cutAcross(edge, near)) cutter.drawOut(edge, near);
  }
  return { edges: cutter.edges, taps: cutter.taps };
}

class TapCutter {
  readonly edges: WorkEdge[] = [];
  readonly taps: Tap[] = [];
  private readonly isClosed: (a: Point, b: Point) => boolean;

  constructor(isClosed: (a: Point, b: Point) => boolean) {
    this.isClosed = isClosed;
  }

  /** Where the edge crosses a trunk both its parts end in a tap; false where it crosses none. */
  cutAcross(edge: StreetEdge, near: readonly TrunkLine[]): boolean {
    const found = near.map((t) => ({ t, hit: firstMeeting(edge.points, t.line) })).find((m) => m.hit);
    if (!found?.hit) return false;
    const { i, chainageM } = found.hit;
    const end = this.tap(found.t, chainageM);
    const { at } = this.taps[-1 - end];
    const before = [...edge.points.slice(0, i + 1), at];
    const after = [at, ...edge.points.slice(i + 1)];
    if (lineOf(before).lengthM > TAP_REACH_M) this.push(edge, [edge.from, end], before);
    if (lineOf(after).lengthM > TAP_REACH_M) this.push(edge, [end, edge.to], after);
    return true;
  }

  /** An end that a trunk passes close by is drawn out to it. */
  drawOut(edge: StreetEdge, near: readonly TrunkLine[]): void {
    const ends: [number, number] = [edge.from, edge.to];
    const points = [...edge.points];
    for (const side of [0, 1] as const) {
      const [p, q] = side === 0 ? [points[0], points[1]] : [points[points.length - 1], points[points.length - 2]];
      const h = Math.hypot(p[0] - q[0], p[1] - q[1]);
      const far: Point = [p[0] + ((p[0] - q[0]) / h) * TAP_REACH_M, p[1] + ((p[1] - q[1]) / h) * TAP_REACH_M];
      const on = near.map((t) => ({ t, hit: firstMeeting([p, far], t.line) })).find((m) => m.hit);
      if (!on?.hit) continue;
      ends[side] = this.tap(on.t, on.hit.chainageM);
      const { at } = this.taps[-1 - ends[side]];
      if (side === 0) points.unshift(at);
      else points.push(at);
    }
    this.push(edge, ends, points);
  }

  private tap(t: TrunkLine, chainageM: number): number {
    const known = this.taps.findIndex((q) => q.trunk === t.trunk.id && Math.abs(q.chainageM - chainageM) < SAME_TAP_M);
    if (known >= 0) return -1 - known;
    this.taps.push({ trunk: t.trunk.id, chainageM, at: pointAt(t.line, chainageM) });
    return -this.taps.length;
  }

  private push(edge: StreetEdge, ends: [number, number], points: Point[]): void {
    const line = lineOf(points);
    if (line.lengthM < 4) return;
    for (let i = 0; i + 1 < points.length; i++) if (this.isClosed(points[i], points[i + 1])) return;
    this.edges.push({ edge, ends, points, line });
  }
}

function runsBeside(trunk: Line, points: readonly Point[], middle: Point): boolean {
  const place = nearestOn(trunk, middle[0], middle[1]);
  if (Math.abs(place.offsetM) > TAP_REACH_M) return false;
  if (place.chainageM < 3 || place.chainageM > trunk.lengthM - 3) return false;
  const a = points[0];
  const b = points[points.length - 1];
  const p = pointAt(trunk, place.chainageM - 2);
  const q = pointAt(trunk, place.chainageM + 2);
  const cos =
    ((b[0] - a[0]) * (q[0] - p[0]) + (b[1] - a[1]) * (q[1] - p[1])) /
    (Math.hypot(b[0] - a[0], b[1] - a[1]) * Math.hypot(q[0] - p[0], q[1] - p[1]));
  return Math.abs(cos) > 0.9;
}

/** First place along the path where it meets the trunk at more than 25°, away from its ends. */
function firstMeeting(points: readonly Point[], trunk: Line): { i: number; at: Point; chainageM: number } | undefined {
  for (let i = 0; i + 1 < points.length; i++) {
    const a = points[i];
    const b = points[i + 1];
    const ux = b[0] - a[0];
    const uy = b[1] - a[1];
    let best: { i: number; at: Point; chainageM: number; t: number } | undefined;
    for (let j = 0; j + 1 < trunk.points.length; j++) {
      const c = trunk.points[j];
      const d = trunk.points[j + 1];
      const vx = d[0] - c[0];
      const vy = d[1] - c[1];
      const den = ux * vy - uy * vx;
      const length = Math.hypot(ux, uy) * Math.hypot(vx, vy);
      if (Math.abs(den) < 0.42 * length) continue;
      const t = ((c[0] - a[0]) * vy - (c[1] - a[1]) * vx) / den;
      const u = ((c[0] - a[0]) * uy - (c[1] - a[1]) * ux) / den;
      if (t < 0 || t > 1 || u < 0 || u > 1 || (best && best.t <= t)) continue;
      const chainageM = trunk.chainageM[j] + u * (trunk.chainageM[j + 1] - trunk.chainageM[j]);
      if (chainageM < 1 || chainageM > trunk.lengthM - 1) continue;
      best = { i, at: [a[0] + t * ux, a[1] + t * uy], chainageM, t };
    }
    if (best) return best;
  }
  return undefined;
}

/** Lengths of street that a pressure system wants, drawn out to its own trunk where one runs along the next street. */
export function pressureEdges(city: DemoCity, system: StreetSystem, trunks: readonly TrunkLine[]): WorkEdge[] {
  const own = trunks.filter((t) => t.trunk.system === system);
  return tapped(streetNet(city, system), own, closedGround(city)).edges;
}
