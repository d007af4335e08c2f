import { DEG_PER_RAD, type LonLat, RAD_PER_DEG, WGS84_A_M, WGS84_E2 } from './lon-lat.ts';

/** Earth-centred earth-fixed metres (EPSG:4978). */
export type Ecef = readonly [xM: number, yM: number, zM: number];

/** East, north, up in metres from the city's origin, in the plane that touches the ellipsoid there. */
export type Enu = readonly [eastM: number, northM: number, upM: number];

/** From geodetic coordinates to earth-centred ones (EPSG:4979 to EPSG:4978) on the WGS 84 ellipsoid, exact. */
export function ecefFromLonLat({ lonDeg, latDeg, heightM }: LonLat): Ecef {
  const sinLat = Math.sin(latDeg * RAD_PER_DEG);
  const cosLat = Math.cos(latDeg * RAD_PER_DEG);
  const n = WGS84_A_M / Math.sqrt(1 - WGS84_E2 * sinLat * sinLat);
  const r = (n + heightM) * cosLat;
  return [
    r * Math.cos(lonDeg * RAD_PER_DEG),
    r * Math.sin(lonDeg * RAD_PER_DEG),
    (n * (1 - WGS84_E2) + heightM) * sinLat,
  ];
}

/** Fixed-point iteration on latitude; below 1e-9 m after five rounds for |height| < 100 km. */
export function lonLatFromEcef([x, y, z]: Ecef): LonLat {
  const p = Math.hypot(x, y);
  let lat = Math.atan2(z, p * (1 - WGS84_E2));
  for (let round = 0; round < 5; round++) {
    const sin = Math.sin(lat);
    lat = Math.atan2(z + WGS84_E2 * (WGS84_A_M / Math.sqrt(1 - WGS84_E2 * sin * sin)) * sin, p);
  }
  const sinLat = Math.sin(lat);
  const cosLat = Math.cos(lat);
  const n = WGS84_A_M / Math.sqrt(1 - WGS84_E2 * sinLat * sinLat);
  const heightM = p * cosLat + z * sinLat - n * (1 - WGS84_E2 * sinLat * sinLat);
  return { lonDeg: Math.atan2(y, x) * DEG_PER_RAD, latDeg: lat * DEG_PER_RAD, heightM };
}

/** Column-major 4 × 4: takes ENU metres at `origin` to ECEF; the root transform of every tileset of a city. */
export function ecefFromEnuMatrix(origin: LonLat): number[] {
  const sinLat = Math.sin(origin.latDeg * RAD_PER_DEG);
  const cosLat = Math.cos(origin.latDeg * RAD_PER_DEG);
  const sinLon = Math.sin(origin.lonDeg * RAD_PER_DEG);
  const cosLon = Math.cos(origin.lonDeg * RAD_PER_DEG);
  const [x, y, z] = ecefFromLonLat(origin);
  return [
    ...[-sinLon, cosLon, 0, 0],
    ...[-sinLat * cosLon, -sinLat * sinLon, cosLat, 0],
    ...[cosLat * cosLon, cosLat * sinLon, sinLat, 0],
    ...[x, y, z, 1],
  ];
}

/**
 * From earth-centred coordinates to metres east, north and up of an origin; straight axes, so that the earth falls away
 * below them with distance.
 */
export function enuFromEcef(origin: LonLat, [x, y, z]: Ecef): Enu {
  const m = ecefFromEnuMatrix(origin);
  const dx = x - m[12];
  const dy = y - m[13];
  const dz = z - m[14];
  return [m[0] * dx + m[1] * dy + m[2] * dz, m[4] * dx + m[5] * dy + m[6] * dz, m[8] * dx + m[9] * dy + m[10] * dz];
}

/** From metres east, north and up of an origin to earth-centred coordinates; the inverse of `enuFromEcef`. */
export function ecefFromEnu(origin: LonLat, [e, n, u]: Enu): Ecef {
  const m = ecefFromEnuMatrix(origin);
  return [
    m[0] * e + m[4] * n + m[8] * u + m[12],
    m[1] * e + m[5] * n + m[9] * u + m[13],
    m[2] * e + m[6] * n + m[10] * u + m[14],
  ];
}

/** From geodetic coordinates to metres east, north and up of an origin. */
export function enuFromLonLat(origin: LonLat, point: LonLat): Enu {
  return enuFromEcef(origin, ecefFromLonLat(point));
}

/** From metres east, north and up of an origin to geodetic coordinates; the inverse of `enuFromLonLat`. */
export function lonLatFromEnu(origin: LonLat, point: Enu): LonLat {
  return lonLatFromEcef(ecefFromEnu(origin, point));
}
