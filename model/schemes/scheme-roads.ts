import type { Point } from '../geo/plane/point.ts';
import type { SchemeRoad } from './scheme.ts';

/** Length of a road's centre line. */
export function roadLengthM({ lineM }: Pick<SchemeRoad, 'lineM'>): number {
  let lengthM = 0;
  for (let i = 0; i + 1 < lineM.length; i++) {
    const [ax, ay] = lineM[i];
    const [bx, by] = lineM[i + 1];
    lengthM += Math.hypot(bx - ax, by - ay);
  }
  return lengthM;
}

/** Length by width, which is exact for mitred bends; where two roads cross, the crossing counts with both. */
export const roadAreaM2 = (road: Pick<SchemeRoad, 'lineM' | 'widthM'>): number => roadLengthM(road) * road.widthM;

/** A point of a road's edge may lie so many times half its width from the centre line: a sharper bend is cut off. */
const MAX_MITRE_RATIO = 3;

/** Both edges of a road, left and right along its line, mitred at its bends, with a point each `stepM` at most. */
export function roadEdgesM(
  { lineM, widthM }: Pick<SchemeRoad, 'lineM' | 'widthM'>,
  stepM: number,
): { left: Point[]; right: Point[] } {
  const line = lineM.filter(([x, y], i) => i === 0 || x !== lineM[i - 1][0] || y !== lineM[i - 1][1]);
  const left: Point[] = [];
  const right: Point[] = [];
  if (line.length < 2) return { left, right };
  const normals = line.slice(1).map(([bx, by], i): Point => {
    const [ax, ay] = line[i];
    const longM = Math.hypot(bx - ax, by - ay);
    return [-(by - ay) / longM, (bx - ax) / longM];
  });
  const offsets = line.map((_, i): Point => {
    const [px, py] = normals[Math.max(0, i - 1)];
    const [qx, qy] = normals[Math.min(normals.length - 1, i)];
    const shared = 1 + px * qx + py * qy;
    const long = Math.min(MAX_MITRE_RATIO, Math.sqrt(2 / Math.max(shared, 1e-9)));
    const size = Math.hypot(px + qx, py + qy) || 1;
    return [((px + qx) / size) * long * (widthM / 2), ((py + qy) / size) * long * (widthM / 2)];
  });
  const add = ([x, y]: Point, [dx, dy]: Point) => {
    left.push([x + dx, y + dy]);
    right.push([x - dx, y - dy]);
  };
  const between = (a: Point, b: Point, t: number): Point => [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
  for (let i = 0; i + 1 < line.length; i++) {
    const parts = Math.max(1, Math.ceil(Math.hypot(line[i + 1][0] - line[i][0], line[i + 1][1] - line[i][1]) / stepM));
    for (let k = 0; k < parts; k++)
      add(between(line[i], line[i + 1], k / parts), between(offsets[i], offsets[i + 1], k / parts));
  }
  add(line[line.length - 1], offsets[offsets.length - 1]);
  return { left, right };
}

/** An end of a road joins a street whose carriageway's edge is no farther from it, metres: own value, how truly an end is drawn by hand. */
export const JOIN_M = 5;
/** An end that joins nothing is named with the street that it misses up to so far from its edge, metres. */
export const NAMED_GAP_M = 50;
