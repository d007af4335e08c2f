import type { BoundsXY } from '../../model/geo/plane/box.ts';
import { type Line, nearestOn, type OnLine } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';

/** Uniform Catmull-Rom through all points, end tangents by reflection. */
export function splineThrough(points: readonly Point[], perSpan = 12): Point[] {
  const n = points.length;
  const first: Point = [2 * points[0][0] - points[1][0], 2 * points[0][1] - points[1][1]];
  const last: Point = [2 * points[n - 1][0] - points[n - 2][0], 2 * points[n - 1][1] - points[n - 2][1]];
  const p = [first, ...points, last];
  const out: Point[] = [];
  for (let i = 1; i < p.length - 2; i++) {
    for (let j = 0; j < perSpan; j++) {
      const t = j / perSpan;
      const at = (k: 0 | 1) =>
        0.5 *
        (2 * p[i][k] +
          (p[i + 1][k] - p[i - 1][k]) * t +
          (2 * p[i - 1][k] - 5 * p[i][k] + 4 * p[i + 1][k] - p[i + 2][k]) * t * t +
          (3 * p[i][k] - p[i - 1][k] - 3 * p[i + 1][k] + p[i + 2][k]) * t ** 3);
      out.push([at(0), at(1)]);
    }
  }
  out.push(points[n - 1]);
  return out;
}

/** Answers `nearestOn` over an extent by looking at a few segments only; exact. */
export interface LineIndex {
  line: Line;
  nearest(x: number, y: number): OnLine;
}

/**
 * Every cell keeps the segments that can be nearest to one of its points: those no farther from the cell's centre than
 * the nearest one plus the cell's diagonal. Beyond the extent all segments are asked. 145 segments on 8 × 6 km: 1.7 µs
 * a query without, 0.5 µs with 64 m cells (random points, a busy machine).
 */
export function indexLine(line: Line, extentM: BoundsXY, cellM = 64): LineIndex {
  const columns = Math.ceil((extentM.maxX - extentM.minX) / cellM);
  const rows = Math.ceil((extentM.maxY - extentM.minY) / cellM);
  const cells: (number[] | undefined)[] = new Array(columns * rows);
  const one = [0];
  const distances = new Float64Array(line.points.length - 1);
  const candidatesAt = (cx: number, cy: number): number[] => {
    let nearest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < distances.length; i++) {
      one[0] = i;
      distances[i] = Math.abs(nearestOn(line, cx, cy, one).offsetM);
      if (distances[i] < nearest) nearest = distances[i];
    }
    const limit = nearest + cellM * Math.SQRT2 + 1e-6;
    const out: number[] = [];
    for (let i = 0; i < distances.length; i++) if (distances[i] <= limit) out.push(i);
    return out;
  };
  return {
    line,
    nearest(x, y) {
      const i = Math.floor((x - extentM.minX) / cellM);
      const j = Math.floor((y - extentM.minY) / cellM);
      if (i < 0 || j < 0 || i >= columns || j >= rows) return nearestOn(line, x, y);
      const at = j * columns + i;
      let candidates = cells[at];
      if (!candidates) {
        candidates = candidatesAt(extentM.minX + (i + 0.5) * cellM, extentM.minY + (j + 0.5) * cellM);
        cells[at] = candidates;
      }
      return nearestOn(line, x, y, candidates);
    },
  };
}
