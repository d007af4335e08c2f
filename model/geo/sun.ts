import { MS_PER_DAY } from '../time.ts';
import { DEG_PER_RAD, RAD_PER_DEG } from './lon-lat.ts';

/** Where the sun stands: azimuth clockwise from north; altitude above the horizon, without refraction. */
export interface SunPosition {
  azimuthDeg: number;
  altitudeDeg: number;
}

/** 2000-01-01T12:00Z, Julian day 2451545. */
const J2000_MS = Date.UTC(2000, 0, 1, 12);

/**
 * Low-precision solar coordinates of the Astronomical Almanac (2010, C5): 0.01° from 1950 to 2050, so a shadow of a
 * 100 m tower is right to the decimetre whenever the sun is above 5°.
 */
export function sunPosition(timeMs: number, { lonDeg, latDeg }: { lonDeg: number; latDeg: number }): SunPosition {
  const days = (timeMs - J2000_MS) / MS_PER_DAY;
  const meanLonDeg = 280.46 + 0.9856474 * days;
  const anomaly = (357.528 + 0.9856003 * days) * RAD_PER_DEG;
  const lambda = (meanLonDeg + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * RAD_PER_DEG;
  const epsilon = (23.439 - 0.0000004 * days) * RAD_PER_DEG;
  const rightAscension = Math.atan2(Math.cos(epsilon) * Math.sin(lambda), Math.cos(lambda));
  const declination = Math.asin(Math.sin(epsilon) * Math.sin(lambda));
  const siderealDeg = 280.46061837 + 360.98564736629 * days + lonDeg;
  const hourAngle = siderealDeg * RAD_PER_DEG - rightAscension;
  const lat = latDeg * RAD_PER_DEG;
  const altitude = Math.asin(
    Math.sin(lat) * Math.sin(declination) + Math.cos(lat) * Math.cos(declination) * Math.cos(hourAngle),
  );
  const azimuth = Math.atan2(
    -Math.cos(declination) * Math.sin(hourAngle),
    Math.sin(declination) * Math.cos(lat) - Math.cos(declination) * Math.sin(lat) * Math.cos(hourAngle),
  );
  return { azimuthDeg: (azimuth * DEG_PER_RAD + 360) % 360, altitudeDeg: altitude * DEG_PER_RAD };
}

/** Unit vector to a place in the sky, east-north-up. */
export function skyDirection({ azimuthDeg, altitudeDeg }: SunPosition): [east: number, north: number, up: number] {
  const flat = Math.cos(altitudeDeg * RAD_PER_DEG);
  return [
    Math.sin(azimuthDeg * RAD_PER_DEG) * flat,
    Math.cos(azimuthDeg * RAD_PER_DEG) * flat,
    Math.sin(altitudeDeg * RAD_PER_DEG),
  ];
}
