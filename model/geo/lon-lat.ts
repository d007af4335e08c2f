/** WGS 84 degrees, longitude first; `heightM` above the ellipsoid. */
export interface LonLat {
  lonDeg: number;
  latDeg: number;
  heightM: number;
}

/** Semi-major axis and first eccentricity squared of WGS 84 (NIMA TR8350.2, 2000). */
export const WGS84_A_M = 6378137;
/** The square of the first eccentricity of the WGS 84 ellipsoid, f·(2 − f) with f = 1/298.257223563. */
export const WGS84_E2 = 0.0066943799901413165;

/** Radians of a degree; degrees times this are radians. */
export const RAD_PER_DEG = Math.PI / 180;
/** Degrees of a radian; radians times this are degrees. */
export const DEG_PER_RAD = 180 / Math.PI;
