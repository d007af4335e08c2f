/**
 * LV95 (EPSG:2056) to WGS 84 by swisstopo's rigorous formulas (Formulas and constants for the calculation of the Swiss conformal
 * cylindrical projection and for the transformation between coordinate systems, 2016): the oblique cylinder back to Bessel's ellipsoid, and
 * the shift of CHTRS95 by three numbers. Not by the code that is tested.
 */
export function lonLatOfLv95(eastM: number, northM: number): [lonDeg: number, latDeg: number] {
  const y = (eastM - 2_600_000) / RADIUS_M;
  const x = (northM - 1_200_000) / RADIUS_M;
  const b2 = 2 * (Math.atan(Math.exp(x)) - Math.PI / 4);
  const b = Math.asin(Math.cos(B0) * Math.sin(b2) + Math.sin(B0) * Math.cos(b2) * Math.cos(y));
  const l = Math.atan2(Math.sin(y), Math.sin(B0) * -Math.tan(b2) + Math.cos(B0) * Math.cos(y));
  const lon = LON0 + l / ALPHA;
  let lat = b;
  for (let i = 0; i < 20; i++) {
    const s =
      (Math.log(Math.tan(Math.PI / 4 + b / 2)) - K) / ALPHA +
      E * Math.log(Math.tan(Math.PI / 4 + Math.asin(E * Math.sin(lat)) / 2));
    lat = 2 * Math.atan(Math.exp(s)) - Math.PI / 2;
  }
  return shifted(lon, lat);
}

const A_M = 6_377_397.155;
const E2 = 0.006674372230614;
const E = Math.sqrt(E2);
const LAT0 = ((46 + 57 / 60 + 8.66 / 3600) * Math.PI) / 180;
const LON0 = ((7 + 26 / 60 + 22.5 / 3600) * Math.PI) / 180;
const RADIUS_M = (A_M * Math.sqrt(1 - E2)) / (1 - E2 * Math.sin(LAT0) ** 2);
const ALPHA = Math.sqrt(1 + (E2 / (1 - E2)) * Math.cos(LAT0) ** 4);
const B0 = Math.asin(Math.sin(LAT0) / ALPHA);
const K =
  Math.log(Math.tan(Math.PI / 4 + B0 / 2)) -
  ALPHA * Math.log(Math.tan(Math.PI / 4 + LAT0 / 2)) +
  ((ALPHA * E) / 2) * Math.log((1 + E * Math.sin(LAT0)) / (1 - E * Math.sin(LAT0)));
/** CH1903+ to CHTRS95, metres. */
const SHIFT_M = [674.374, 15.056, 405.346] as const;
const WGS84 = { a: 6_378_137, e2: 0.0066943799901413165 };

function shifted(lon: number, lat: number): [number, number] {
  const n = A_M / Math.sqrt(1 - E2 * Math.sin(lat) ** 2);
  const x = n * Math.cos(lat) * Math.cos(lon) + SHIFT_M[0];
  const y = n * Math.cos(lat) * Math.sin(lon) + SHIFT_M[1];
  const z = n * (1 - E2) * Math.sin(lat) + SHIFT_M[2];
  const p = Math.hypot(x, y);
  let to = Math.atan2(z, p * (1 - WGS84.e2));
  for (let i = 0; i < 20; i++) {
    const m = WGS84.a / Math.sqrt(1 - WGS84.e2 * Math.sin(to) ** 2);
    to = Math.atan2(z + WGS84.e2 * m * Math.sin(to), p);
  }
  return [(Math.atan2(y, x) * 180) / Math.PI, (to * 180) / Math.PI];
}
