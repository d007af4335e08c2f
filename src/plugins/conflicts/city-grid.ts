import { crsOf } from '../../../model/geo/crs.ts';
import { gaussKruger } from '../../../model/geo/gauss-kruger.ts';

/** The plane that a city's papers give coordinates in. */
export interface CityGrid {
  name: string;
  /** East, then north, in metres. */
  fromLonLat(lonDeg: number, latDeg: number): readonly [eastM: number, northM: number];
}

interface StatedLayer {
  source: { crs: string };
}

/** The projected system in metres that most of a city's layers came in; where all came in degrees the zone of 3° that areas are computed in. */
export async function cityGrid(layers: readonly StatedLayer[], lonDeg: number): Promise<CityGrid> {
  const counts = new Map<string, number>();
  for (const { source } of layers) counts.set(source.crs, (counts.get(source.crs) ?? 0) + 1);
  const byCount = [...counts].sort(([, one], [, other]) => other - one);
  for (const [name] of byCount) {
    const crs = await crsOf(name, name).catch(() => null);
    if (!crs || crs.geographic || (crs.unitM ?? 1) !== 1) continue;
    return { name, fromLonLat: (lon, lat) => crs.fromLonLat(lon, lat) };
  }
  const plane = gaussKruger(lonDeg);
  return { name: plane.name, fromLonLat: plane.fromLonLat };
}
