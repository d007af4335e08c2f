import type { Point } from '../../model/geo/plane/point.ts';

const SPIRAL_STEPS = 64;

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
