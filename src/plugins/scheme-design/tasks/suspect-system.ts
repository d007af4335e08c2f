import { enuFromLonLat } from '../../../../model/geo/enu.ts';
import { gaussKruger } from '../../../../model/geo/gauss-kruger.ts';
import type { LonLat } from '../../../../model/geo/lon-lat.ts';

/** The system in which the same numbers lie in the city. */
interface SuspectedSystem {
  /** As the form takes it. */
  crs: string;
  meridianDeg: number;
  /** The file has northings first. */
  isSwapped: boolean;
  /** How many zones of 3° the file's places lie east of the city; negative: west. */
  zonesEast: number;
}

/** A massing belongs to the city up to here from its origin; beyond, its system is doubted. */
export const CITY_REACH_M = 30_000;

const ZONE_DEG = 3;
/** Eastings above this have the number of a zone before them. */
const ZONE_PREFIX_M = 1_000_000;
/** CGCS2000 in zones of 3° with the zone before the easting: 25 to 45 under these codes. */
const PREFIXED = { first: 25, last: 45, epsg: 4513 };

/**
 * The zone of 3° in which a place of a file, as its numbers stand there, lies in the city: the one that its author meant, most likely. Null where
 * no neighbouring zone explains it. `isDegrees`: the numbers are degrees, whose longitude then is off by whole zones.
 */
export function suspectSystem(
  [x, y]: readonly [number, number],
  landed: { lonDeg: number; latDeg: number },
  origin: LonLat,
  isDegrees: boolean,
): SuspectedSystem | null {
  const zonesEast = Math.round((landed.lonDeg - origin.lonDeg) / ZONE_DEG);
  if (isDegrees) {
    const shifted = { lonDeg: landed.lonDeg - ZONE_DEG * zonesEast, latDeg: landed.latDeg };
    const meridianDeg = gaussKruger(origin.lonDeg).meridianDeg;
    if (zonesEast === 0 || awayM(origin, shifted) > CITY_REACH_M) return null;
    return { crs: gaussKruger(origin.lonDeg).name, meridianDeg, isSwapped: false, zonesEast };
  }
  let best: { found: SuspectedSystem; awayM: number } | null = null;
  for (const isSwapped of [false, true])
    for (const beside of [0, -ZONE_DEG, ZONE_DEG]) {
      const [easting, northing] = isSwapped ? [y, x] : [x, y];
      const zone = Math.floor(easting / ZONE_PREFIX_M);
      const plane = gaussKruger(origin.lonDeg + beside);
      const [lonDeg, latDeg] = plane.toLonLat(easting - zone * ZONE_PREFIX_M, northing);
      const away = awayM(origin, { lonDeg, latDeg });
      if (!(away <= CITY_REACH_M) || (best && best.awayM <= away)) continue;
      const { meridianDeg, name } = plane;
      const number = meridianDeg / ZONE_DEG;
      const isNumbered = zone === number && number >= PREFIXED.first && number <= PREFIXED.last;
      const crs = isNumbered ? `EPSG:${PREFIXED.epsg + number - PREFIXED.first}` : name;
      best = { found: { crs, meridianDeg, isSwapped, zonesEast }, awayM: away };
    }
  return best?.found ?? null;
}

/** As the crow flies, below the ground. */
export const awayM = (origin: LonLat, { lonDeg, latDeg }: { lonDeg: number; latDeg: number }): number =>
  Math.hypot(...enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM }));
