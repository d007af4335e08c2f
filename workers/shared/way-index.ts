import Flatbush from 'flatbush';
import type { Point } from '../../model/geo/plane/point.ts';

/** A place on a network of lines: how far along which segment, and how far from where it was asked for. */
export interface WayPlace {
  segment: number;
  /** Share of its length, 0 at its start. */
  share: number;
  offM: number;
  at: Point;
}

const CANDIDATES = 16;

/** Level length of a line. */
export function lineLengthM(points: readonly Point[]): number {
  let lengthM = 0;
  for (let i = 1; i < points.length; i++)
    lengthM += Math.sqrt((points[i][0] - points[i - 1][0]) ** 2 + (points[i][1] - points[i - 1][1]) ** 2);
  return lengthM;
}

/** Finds the nearest place on lines. */
export class WayIndex {
  private readonly lines: readonly (readonly Point[])[];
  private readonly pieces: { segment: number; k: number }[] = [];
  private readonly index: Flatbush;

  constructor(lines: readonly (readonly Point[])[]) {
    this.lines = lines;
    for (const [segment, points] of lines.entries())
      for (let k = 1; k < points.length; k++) this.pieces.push({ segment, k });
    this.index = new Flatbush(Math.max(1, this.pieces.length));
    for (const { segment, k } of this.pieces) {
      const [ax, ay] = lines[segment][k - 1];
      const [bx, by] = lines[segment][k];
      this.index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
    }
    if (this.pieces.length === 0) this.index.add(0, 0, 0, 0);
    this.index.finish();
  }

  /** The straight pieces whose boxes meet a box: west, south, east, north. */
  piecesIn([west, south, east, north]: readonly [number, number, number, number]): {
    segment: number;
    /** `b` is the point of that number. */
    k: number;
    a: Point;
    b: Point;
  }[] {
    if (this.pieces.length === 0) return [];
    return this.index.search(west, south, east, north).map((i) => {
      const { segment, k } = this.pieces[i];
      return { segment, k, a: this.lines[segment][k - 1], b: this.lines[segment][k] };
    });
  }

  /** The nearest place on a segment that `isOpen`; null beyond the reach. */
  placeOf([x, y]: Point, reachM: number, isOpen: (segment: number) => boolean): WayPlace | null {
    if (this.pieces.length === 0) return null;
    let best: WayPlace | null = null;
    const near = this.index.neighbors(x, y, CANDIDATES, reachM, (i) => isOpen(this.pieces[i].segment));
    for (const i of near) {
      const { segment, k } = this.pieces[i];
      const points = this.lines[segment];
      const a = points[k - 1];
      const b = points[k];
      const dx = b[0] - a[0];
      const dy = b[1] - a[1];
      const square = dx * dx + dy * dy;
      const t = square > 0 ? Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / square)) : 0;
      const at: Point = [a[0] + t * dx, a[1] + t * dy];
      const offM = Math.sqrt((x - at[0]) ** 2 + (y - at[1]) ** 2);
      if (best && offM >= best.offM) continue;
      const lengthM = lineLengthM(points);
      const share = lengthM > 0 ? (lineLengthM(points.slice(0, k)) + t * Math.sqrt(square)) / lengthM : 0;
      best = { segment, share: Math.min(1, share), offM, at };
    }
    return best;
  }
}
