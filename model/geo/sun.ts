import { MS_PER_DAY } from '../time.ts';
import { DEG_PER_RAD, RAD_PER_DEG } from './lon-lat.ts';
import { DISTANCE_TERMS, LATITUDE_TERMS, LONGITUDE_TERMS, NUTATION_TERMS, type Series } from './solar-terms.ts';

/** A place in the sky: azimuth clockwise from north; altitude above the horizon, without refraction. */
export interface SkyPlace {
  azimuthDeg: number;
  altitudeDeg: number;
}

/** Where the sun stands, and its hour. */
interface SunPosition extends SkyPlace {
  /** True solar time, 12 when the sun stands in the meridian: the time by which hours of sunlight are counted. */
  trueSolarHour: number;
}

/** A place on Earth; the elevation moves the sun by at most 0.0024° × elevation / 6378 km. */
interface SunPlace {
  lonDeg: number;
  latDeg: number;
  elevationM?: number;
}

/** 2000-01-01T12:00Z, Julian day 2451545. */
const J2000_MS = Date.UTC(2000, 0, 1, 12);
const DAYS_PER_CENTURY = 36525;
/**
 * Earth's slower turning, TT − UT1, in seconds: as measured for 2020 to 2026. Between 1990 and 2040 it is within 12 s of it, in which the sun
 * moves 0.00014°.
 */
const DELTA_T_S = 69;
const SOLAR_PARALLAX_ARCSEC = 8.794;
const ABERRATION_ARCSEC = 20.4898;
const ARCSEC_PER_DEG = 3600;
const EQUATOR_M = 6_378_140;
const POLE_RATIO = 0.99664719;

/**
 * The Solar Position Algorithm of Reda and Andreas (2004, revised 2008), NREL/TP-560-34302: 0.0003° from the year −2000 to 6000. Seen from
 * the place itself (topocentric), without refraction: `refractionDeg` adds it.
 */
export function sunPosition(timeMs: number, place: SunPlace, deltaTS = DELTA_T_S): SunPosition {
  const universalDays = (timeMs - J2000_MS) / MS_PER_DAY;
  const centuries = (universalDays + deltaTS / 86_400) / DAYS_PER_CENTURY;
  const millennia = centuries / 10;

  const theta = sumOf(LONGITUDE_TERMS, millennia) + Math.PI;
  const beta = -sumOf(LATITUDE_TERMS, millennia);
  const distanceAu = sumOf(DISTANCE_TERMS, millennia);
  const { longitudeDeg: nutationDeg, obliquityDeg } = nutationOf(centuries);

  const epsilon = (meanObliquityDeg(millennia) + obliquityDeg) * RAD_PER_DEG;
  const lambda = theta + (nutationDeg - ABERRATION_ARCSEC / ARCSEC_PER_DEG / distanceAu) * RAD_PER_DEG;
  const rightAscension = Math.atan2(
    Math.sin(lambda) * Math.cos(epsilon) - Math.tan(beta) * Math.sin(epsilon),
    Math.cos(lambda),
  );
  const declination = Math.asin(
    Math.sin(beta) * Math.cos(epsilon) + Math.cos(beta) * Math.sin(epsilon) * Math.sin(lambda),
  );
  const siderealDeg = meanSiderealDeg(universalDays) + nutationDeg * Math.cos(epsilon);
  const hourAngle = (siderealDeg + place.lonDeg) * RAD_PER_DEG - rightAscension;
  return seenFrom(place, hourAngle, declination, distanceAu);
}

/** Equations 9 to 11: Σ over powers of τ of Σ A·cos(B + C·τ). */
function sumOf(series: Series, millennia: number): number {
  let sum = 0;
  for (let power = series.length - 1; power >= 0; power--) {
    let terms = 0;
    for (const [a, b, c] of series[power]) terms += a * Math.cos(b + c * millennia);
    sum = sum * millennia + terms;
  }
  return sum / 1e8;
}

/** Equations 15 to 23: mean elongation of the moon, anomalies of sun and moon, argument and node of the moon; and what they sum to. */
function nutationOf(centuries: number): { longitudeDeg: number; obliquityDeg: number } {
  const t = centuries;
  const angles = [
    297.85036 + 445267.11148 * t - 0.0019142 * t ** 2 + t ** 3 / 189474,
    357.52772 + 35999.05034 * t - 0.0001603 * t ** 2 - t ** 3 / 300000,
    134.96298 + 477198.867398 * t + 0.0086972 * t ** 2 + t ** 3 / 56250,
    93.27191 + 483202.017538 * t - 0.0036825 * t ** 2 + t ** 3 / 327270,
    125.04452 - 1934.136261 * t + 0.0020708 * t ** 2 + t ** 3 / 450000,
  ].map((degrees) => degrees * RAD_PER_DEG);
  let psi = 0;
  let epsilon = 0;
  for (const [y0, y1, y2, y3, y4, a, b, c, d] of NUTATION_TERMS) {
    const at = y0 * angles[0] + y1 * angles[1] + y2 * angles[2] + y3 * angles[3] + y4 * angles[4];
    psi += (a + b * t) * Math.sin(at);
    epsilon += (c + d * t) * Math.cos(at);
  }
  const unitsPerDeg = 1e4 * ARCSEC_PER_DEG;
  return { longitudeDeg: psi / unitsPerDeg, obliquityDeg: epsilon / unitsPerDeg };
}

/** Equation 24: of the ecliptic, for powers of ten millennia. */
const OBLIQUITY_ARCSEC = [84381.448, -4680.93, -1.55, 1999.25, -51.38, -249.67, -39.05, 7.12, 27.87, 5.79, 2.45];
const meanObliquityDeg = (millennia: number): number =>
  OBLIQUITY_ARCSEC.reduceRight((sum, term) => (sum * millennia) / 10 + term, 0) / ARCSEC_PER_DEG;

/** Equation 28, at Greenwich. */
function meanSiderealDeg(days: number): number {
  const t = days / DAYS_PER_CENTURY;
  return 280.46061837 + 360.98564736629 * days + 0.000387933 * t ** 2 - t ** 3 / 38710000;
}

/** Equations 33 to 41: parallax, then the sky of the place. */
function seenFrom(place: SunPlace, hourAngle: number, declination: number, distanceAu: number): SunPosition {
  const lat = place.latDeg * RAD_PER_DEG;
  const parallax = (SOLAR_PARALLAX_ARCSEC / ARCSEC_PER_DEG / distanceAu) * RAD_PER_DEG;
  const reduced = Math.atan(POLE_RATIO * Math.tan(lat));
  const radii = (place.elevationM ?? 0) / EQUATOR_M;
  const x = Math.cos(reduced) + radii * Math.cos(lat);
  const y = POLE_RATIO * Math.sin(reduced) + radii * Math.sin(lat);
  const towards = Math.cos(declination) - x * Math.sin(parallax) * Math.cos(hourAngle);
  const shift = Math.atan2(-x * Math.sin(parallax) * Math.sin(hourAngle), towards);
  const seenDeclination = Math.atan2((Math.sin(declination) - y * Math.sin(parallax)) * Math.cos(shift), towards);
  const seenHour = hourAngle - shift;
  const altitude = Math.asin(
    Math.sin(lat) * Math.sin(seenDeclination) + Math.cos(lat) * Math.cos(seenDeclination) * Math.cos(seenHour),
  );
  const fromSouth = Math.atan2(
    Math.sin(seenHour),
    Math.cos(seenHour) * Math.sin(lat) - Math.tan(seenDeclination) * Math.cos(lat),
  );
  return {
    azimuthDeg: (fromSouth * DEG_PER_RAD + 540) % 360,
    altitudeDeg: altitude * DEG_PER_RAD,
    trueSolarHour: (((12 + (seenHour * DEG_PER_RAD) / 15) % 24) + 24) % 24,
  };
}

/** Equation 42: what the air adds to an altitude; nothing where sun and refraction are below the horizon. */
export function refractionDeg(altitudeDeg: number, pressureMbar: number, temperatureC: number): number {
  const isUp = altitudeDeg >= -(SUN_RADIUS_DEG + HORIZON_REFRACTION_DEG);
  if (!isUp) return 0;
  const bent = altitudeDeg + 10.3 / (altitudeDeg + 5.11);
  return (pressureMbar / 1010) * (283 / (273 + temperatureC)) * (1.02 / (60 * Math.tan(bent * RAD_PER_DEG)));
}
const SUN_RADIUS_DEG = 0.26667;
const HORIZON_REFRACTION_DEG = 0.5667;

/** Unit vector to a place in the sky, east-north-up. */
export function skyDirection({ azimuthDeg, altitudeDeg }: SkyPlace): [east: number, north: number, up: number] {
  const flat = Math.cos(altitudeDeg * RAD_PER_DEG);
  return [
    Math.sin(azimuthDeg * RAD_PER_DEG) * flat,
    Math.cos(azimuthDeg * RAD_PER_DEG) * flat,
    Math.sin(altitudeDeg * RAD_PER_DEG),
  ];
}
