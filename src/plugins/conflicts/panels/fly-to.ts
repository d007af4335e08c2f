import { enuFromLonLat } from '../../../../model/geo/enu.ts';
import type { LonLat } from '../../../../model/geo/lon-lat.ts';
import type { ViewApi } from '../../../view/view-api.ts';

/** Metres about a place that the camera shows, at least. */
const PLACE_RADIUS_M = 160;

/** Flies to a place of so much ground. */
export function flyTo(
  origin: LonLat,
  view: ViewApi,
  { at: [lonDeg, latDeg], areaM2 }: { at: readonly [number, number]; areaM2: number },
): void {
  const [eastM, northM] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
  view.flyToPlace({ eastM, northM, upM: 0, radiusM: Math.max(PLACE_RADIUS_M, Math.sqrt(areaM2)) });
}
