import type { Manifest } from '../../../model/city/manifest.ts';
import { WGS84_A_M } from '../../../model/geo/lon-lat.ts';

/**
 * Height in the city's frame of a place at an elevation above its vertical datum: the frame's plane is straight and the ellipsoid falls
 * away from it, at 6 km by 2.8 m, right within 1 cm.
 */
export function upOfElevation(
  { origin, datum }: Pick<Manifest, 'origin' | 'datum'>,
  eastM: number,
  northM: number,
  elevationM: number,
): number {
  const fallenM = (eastM * eastM + northM * northM) / (2 * WGS84_A_M);
  return elevationM + datum.geoidUndulationM - origin.heightM - fallenM;
}
