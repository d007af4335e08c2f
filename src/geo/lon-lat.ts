/** WGS 84 degrees, longitude first; `heightM` above the ellipsoid. */
export interface LonLat {
  lonDeg: number;
  latDeg: number;
  heightM: number;
}

/** Semi-major axis and first eccentricity squared of WGS 84 (NIMA TR8350.2, 2000). */
export const WGS84_A_M = 6378137;
export const WGS84_E2 = 0.0066943799901413165;

export const RAD_PER_DEG = Math.PI / 180;
export const DEG_PER_RAD = 180 / Math.PI;
