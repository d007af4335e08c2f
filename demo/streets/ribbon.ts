import { lineOf, offsetLine } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { anticlockwise, signedAreaM2 } from '../../model/geo/plane/ring.ts';

/** The band of a width about a polyline, mitred, ends square; anticlockwise. */
export function ribbon(points: readonly Point[], widthM: number, centreM = 0): Point[] {
  const line = lineOf(points);
  const left = offsetLine(line, centreM + widthM / 2).points;
  const right = offsetLine(line, centreM - widthM / 2).points;
  return anticlockwise([...right, ...[...left].reverse()]);
}

/** The band between two offsets from a polyline. */
export function band(points: readonly Point[], fromM: number, toM: number): Point[] {
  return ribbon(points, Math.abs(toM - fromM), (fromM + toM) / 2);
}

export function isUsable(ring: readonly Point[]): boolean {
  return ring.length >= 3 && Math.abs(signedAreaM2(ring)) > 0.5;
}
