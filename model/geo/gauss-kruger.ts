import { DEG_PER_RAD, RAD_PER_DEG, WGS84_A_M, WGS84_E2 } from './lon-lat.ts';

/**
 * Gauss–Krüger in zones of 3°, scale 1 on the central meridian and 500 km of false easting: what China's plans are drawn in (CGCS2000,
 * EPSG 4534 to 4554), taken for the whole world so that every city has a plane whose areas follow one rule. By Krüger's series to n⁴
 * (Karney 2011, "Transverse Mercator with an accuracy of a few nanometers"): below 1 µm within a zone. WGS 84 stands for CGCS2000, whose
 * ellipsoid differs by 0.1 mm.
 */
export interface GaussKruger {
  readonly meridianDeg: number;
  /** As the plane is named where EPSG has it. */
  readonly name: string;
  fromLonLat(lonDeg: number, latDeg: number): [eastM: number, northM: number];
  toLonLat(eastM: number, northM: number): [lonDeg: number, latDeg: number];
  /** Area on the ellipsoid of a unit of area in the plane there: 1 / k². */
  ellipsoidalRatio(eastM: number, northM: number): number;
}

const FALSE_EASTING_M = 500_000;
const E = Math.sqrt(WGS84_E2);
const F = 1 - Math.sqrt(1 - WGS84_E2);
const N = F / (2 - F);
/** Radius of the sphere whose meridian is as long. */
const A_M = (WGS84_A_M / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
const ALPHA = [
  N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3 + (41 / 180) * N ** 4,
  (13 / 48) * N ** 2 - (3 / 5) * N ** 3 + (557 / 1440) * N ** 4,
  (61 / 240) * N ** 3 - (103 / 140) * N ** 4,
  (49561 / 161280) * N ** 4,
];
const BETA = [
  N / 2 - (2 / 3) * N ** 2 + (37 / 96) * N ** 3 - (1 / 360) * N ** 4,
  (1 / 48) * N ** 2 + (1 / 15) * N ** 3 - (437 / 1440) * N ** 4,
  (17 / 480) * N ** 3 - (37 / 840) * N ** 4,
  (4397 / 161280) * N ** 4,
];
/** Newton's steps to the latitude: the third moves it by less than 1e-15. */
const LATITUDE_STEPS = 3;
/** CGCS2000 has 3° zones 25 to 45 under these codes. */
const CHINA = { firstDeg: 75, lastDeg: 135, epsg: 4534 };

/** The plane of the zone that a longitude lies in. */
export function gaussKruger(lonDeg: number): GaussKruger {
  const meridianDeg = 3 * Math.round(lonDeg / 3);
  return {
    meridianDeg,
    name: nameOf(meridianDeg),
    fromLonLat: (lon, lat) => planeOf(lon - meridianDeg, lat),
    toLonLat(eastM, northM) {
      const [lon, lat] = degreesOf(eastM - FALSE_EASTING_M, northM);
      return [lon + meridianDeg, lat];
    },
    ellipsoidalRatio,
  };
}

const UTM_SCALE = 0.9996;
const UTM_SOUTH_M = 10_000_000;

/** The plane of UTM (WGS 84) whose zone of 6° a place lies in, without the exceptions of Norway: its EPSG code, and its metres of a place. */
export function utmAt(
  lonDeg: number,
  latDeg: number,
): { epsg: number; fromLonLat(lonDeg: number, latDeg: number): [eastM: number, northM: number] } {
  const zone = Math.min(60, Math.floor((lonDeg + 180) / 6) + 1);
  const isSouth = latDeg < 0;
  return {
    epsg: (isSouth ? 32_700 : 32_600) + zone,
    fromLonLat(lon, lat) {
      const [x, y] = planeOf(lon - (6 * zone - 183), lat);
      const eastM = FALSE_EASTING_M + UTM_SCALE * (x - FALSE_EASTING_M);
      return [eastM, UTM_SCALE * y + (isSouth ? UTM_SOUTH_M : 0)];
    },
  };
}

function nameOf(meridianDeg: number): string {
  const { firstDeg, lastDeg, epsg } = CHINA;
  if (meridianDeg < firstDeg || meridianDeg > lastDeg) return `WGS 84 / 3-degree Gauss-Kruger CM ${meridianDeg}`;
  return `EPSG:${epsg + (meridianDeg - firstDeg) / 3}`;
}

/** Tangent of the conformal latitude. */
function conformal(tanLat: number): number {
  const sigma = Math.sinh(E * Math.atanh((E * tanLat) / Math.hypot(1, tanLat)));
  return tanLat * Math.hypot(1, sigma) - sigma * Math.hypot(1, tanLat);
}

function planeOf(lonDeg: number, latDeg: number): [number, number] {
  const lon = lonDeg * RAD_PER_DEG;
  const t = conformal(Math.tan(latDeg * RAD_PER_DEG));
  const xi0 = Math.atan2(t, Math.cos(lon));
  const eta0 = Math.asinh(Math.sin(lon) / Math.hypot(t, Math.cos(lon)));
  let xi = xi0;
  let eta = eta0;
  for (let j = 0; j < ALPHA.length; j++) {
    const k = 2 * (j + 1);
    xi += ALPHA[j] * Math.sin(k * xi0) * Math.cosh(k * eta0);
    eta += ALPHA[j] * Math.cos(k * xi0) * Math.sinh(k * eta0);
  }
  return [FALSE_EASTING_M + A_M * eta, A_M * xi];
}

function degreesOf(x: number, y: number): [number, number] {
  const xi = y / A_M;
  const eta = x / A_M;
  let xi0 = xi;
  let eta0 = eta;
  for (let j = 0; j < BETA.length; j++) {
    const k = 2 * (j + 1);
    xi0 -= BETA[j] * Math.sin(k * xi) * Math.cosh(k * eta);
    eta0 -= BETA[j] * Math.cos(k * xi) * Math.sinh(k * eta);
  }
  const target = Math.sin(xi0) / Math.hypot(Math.sinh(eta0), Math.cos(xi0));
  let t = target;
  for (let step = 0; step < LATITUDE_STEPS; step++) {
    const now = conformal(t);
    t += (((target - now) / Math.hypot(1, now)) * (1 + (1 - WGS84_E2) * t * t)) / ((1 - WGS84_E2) * Math.hypot(1, t));
  }
  return [Math.atan2(Math.sinh(eta0), Math.cos(xi0)) * DEG_PER_RAD, Math.atan(t) * DEG_PER_RAD];
}

/** By k = 1 + x²/2R² + x⁴/24R⁴ with R² = M·N at the latitude of the foot: good to 1e-9 within a zone. */
function ellipsoidalRatio(eastM: number, northM: number): number {
  const sin = Math.sin(northM / A_M);
  // The latitude of the foot from its arc: to 0.0025 rad, by which R² moves 1e-5 of itself.
  const w = 1 - WGS84_E2 * sin * sin;
  const r2 = (WGS84_A_M ** 2 * (1 - WGS84_E2)) / w ** 2;
  const u = (eastM - FALSE_EASTING_M) ** 2 / r2;
  const k = 1 + u / 2 + u ** 2 / 24;
  return 1 / k ** 2;
}
