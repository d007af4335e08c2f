import type { LayerInfo, Manifest } from '../../model/city/manifest.ts';
import { lonLatFromEnu } from '../../model/geo/enu.ts';

/** Returns where a layer lies: west, south, east, north. */
export function boundsDegOf({ origin }: Manifest, { boundsM }: LayerInfo): [number, number, number, number] {
  const [west, south, , east, north] = boundsM;
  const least = lonLatFromEnu(origin, [west, south, 0]);
  const most = lonLatFromEnu(origin, [east, north, 0]);
  return [least.lonDeg, least.latDeg, most.lonDeg, most.latDeg];
}
