import type { Point } from '../../model/geo/plane/point.ts';

/** East and north. */

/** Chords leave an arc by no more than this part of its radius and turn by no more than this. */
const CHORD_RATIO = 1e-4;
const MAX_TURN_RAD = Math.PI / 18;
const SPIRAL_STEPS = 64;
const MAX_STEPS = 720;

/** Points of an arc behind its start, its end among them. */
export function arcPlaces(start: Point, centre: Point, end: Point, isClockwise: boolean): Point[] {
  const radius = Math.hypot(start[0] - centre[0], start[1] - centre[1]);
  const from = Math.atan2(start[1] - centre[1], start[0] - centre[0]);
  const to = Math.atan2(end[1] - centre[1], end[0] - centre[0]);
  const around = 2 * Math.PI;
  const left = (((to - from) % around) + around) % around;
  const turn = isClockwise ? left - around : left;
  const most = Math.min(MAX_TURN_RAD, 2 * Math.acos(1 - CHORD_RATIO));
  const count = Math.min(MAX_STEPS, Math.max(1, Math.ceil(Math.abs(turn) / most)));
  return Array.from({ length: count }, (_, k) => {
    if (k === count - 1) return end;
    const angle = from + ((k + 1) / count) * turn;
    return [centre[0] + radius * Math.cos(angle), centre[1] + radius * Math.sin(angle)];
  });
}

interface Spiral {
  start: Point;
  /** Where the tangents of both ends meet. */
  intersection: Point;
  end: Point;
  length: number;
  /** To the left positive; 0 of a straight end. */
  startCurvature: number;
  endCurvature: number;
}

/** Points of a clothoid behind its start, its end among them: the curvature grows evenly. What rounding leaves at the end is spread over it. */
export function spiralPlaces({ start, intersection, end, length, startCurvature, endCurvature }: Spiral): Point[] {
  const heading = Math.atan2(intersection[1] - start[1], intersection[0] - start[0]);
  const step = length / SPIRAL_STEPS;
  const places: [number, number][] = [];
  let [x, y] = start;
  for (let k = 0; k < SPIRAL_STEPS; k++) {
    const s = (k + 0.5) * step;
    const angle = heading + startCurvature * s + ((endCurvature - startCurvature) * s * s) / (2 * length);
    x += step * Math.cos(angle);
    y += step * Math.sin(angle);
    places.push([x, y]);
  }
  const off: Point = [end[0] - x, end[1] - y];
  return places.map(([px, py], k) => {
    const part = (k + 1) / SPIRAL_STEPS;
    return [px + part * off[0], py + part * off[1]];
  });
}
