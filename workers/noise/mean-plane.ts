import type { Cut } from './cut.ts';

/** The straight line that fits the ground of a part of a cut best: height is slope × along + rise. */
export interface MeanPlane {
  slope: number;
  riseM: number;
  /** Mean ground factor of the part, by length. */
  porosity: number;
}

export const newMeanPlane = (): MeanPlane => ({ slope: 0, riseM: 0, porosity: 0 });

/** Lays the mean plane through the points `first` to `last` of a cut by least squares over its length (directive 2.5.3 and 2.5.4). */
export function layMeanPlane({ alongM, groundM, porosity }: Cut, first: number, last: number, plane: MeanPlane): void {
  // Lengths and heights count from the part's own start: sums of cubes keep their digits.
  const x0 = alongM[first];
  const z0 = groundM[first];
  const length = alongM[last] - x0;
  let a = 0;
  let b = 0;
  let soft = 0;
  for (let i = first; i < last; i++) {
    const x = alongM[i] - x0;
    const next = alongM[i + 1] - x0;
    const dx = next - x;
    if (dx <= 0) continue;
    const slope = (groundM[i + 1] - groundM[i]) / dx;
    const rise = groundM[i] - z0 - slope * x;
    const squares = next * next - x * x;
    a += (2 / 3) * slope * (next * next * next - x * x * x) + rise * squares;
    b += slope * squares + 2 * rise * dx;
    soft += porosity[i] * dx;
  }
  if (length <= 0) {
    plane.slope = 0;
    plane.riseM = z0;
    plane.porosity = porosity[first];
    return;
  }
  const cube = length * length * length;
  plane.slope = (3 * (2 * a - b * length)) / cube;
  plane.riseM = z0 + (2 * b) / length - (3 * a) / (length * length) - plane.slope * x0;
  plane.porosity = soft / length;
}
