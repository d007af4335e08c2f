import type { Grading } from '../questions/terrain-analysis.ts';

/** Rise of a graded surface for each metre to the east and to the north; level ground rises nowhere. */
export function risePerM(grading: Grading): [east: number, north: number] {
  if (grading.by === 'level') return [0, 0];
  const fall = grading.fallPct / 100;
  const bearing = (grading.bearingDeg * Math.PI) / 180;
  return [-fall * Math.sin(bearing), -fall * Math.cos(bearing)];
}

/** Elevation of a graded surface at a place, by that at the first corner of its area. */
export function gradedElevationM(
  grading: Grading,
  { corner, elevationM }: { corner: readonly [number, number]; elevationM: number },
  [x, y]: readonly [number, number],
): number {
  const [east, north] = risePerM(grading);
  return elevationM + east * (x - corner[0]) + north * (y - corner[1]);
}
