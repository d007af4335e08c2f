import type { Manifest } from '../../../model/city/manifest.ts';
import { EARTH_RADIUS_M } from '../../../model/geo/earth.ts';
import type { Point } from '../../../model/geo/plane/point.ts';
import { gradedElevationM } from '../../../model/schemes/grading.ts';
import type { GradedSite } from './scene/picture.ts';

/** Up in the city's plane of graded ground at a place. */
export function gradedUpM(
  { origin, datum }: Pick<Manifest, 'origin' | 'datum'>,
  { ringM, grading, elevationM }: Pick<GradedSite, 'ringM' | 'grading' | 'elevationM'>,
  [x, y]: Point,
): number {
  const atM = gradedElevationM(grading, { corner: ringM[0], elevationM }, [x, y]);
  return atM + datum.geoidUndulationM - origin.heightM - (x * x + y * y) / (2 * EARTH_RADIUS_M);
}
