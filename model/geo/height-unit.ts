import type { Crs } from './crs.ts';
import { enuFromLonLat } from './enu.ts';
import { FEET_M } from './units.ts';

const US_FOOT_M = 1200 / 3937;

/** Metres of one unit of the vertical systems of EPSG (dataset 12) whose heights are in feet; all others are in metres. */
const UNIT_M: Readonly<Record<number, number>> = {
  5614: FEET_M,
  5702: US_FOOT_M,
  5754: 0.3048007491,
  6130: FEET_M,
  6131: FEET_M,
  6132: FEET_M,
  6358: US_FOOT_M,
  6359: US_FOOT_M,
  6360: US_FOOT_M,
  8050: FEET_M,
  8051: FEET_M,
  8052: US_FOOT_M,
  8053: US_FOOT_M,
  8228: FEET_M,
};

/** Vertical systems of EPSG (dataset 12) that count downwards. */
const DEPTHS: ReadonlySet<number> = new Set([
  5336, 5612, 5614, 5706, 5715, 5734, 5739, 5789, 5831, 5861, 5862, 5863, 5864, 5865, 5866, 5867, 5873, 6357, 6358,
  6359, 7976, 8051, 8053, 8358, 9287, 9288, 9672, 10150, 10151, 10349, 10364, 10370, 10371, 10372, 10373, 10374, 10375,
  10376, 10377, 10378, 10379, 10547, 10548, 10549, 10550, 10551, 10552, 10649, 10650, 10678,
]);

/** Compound systems of EPSG (dataset 12) with a vertical part in feet: first and last code, and that part. */
const COMPOUNDS: readonly (readonly [first: number, last: number, vertical: number])[] = [
  [7406, 7407, 5702],
  [8700, 8711, 8228],
  [8712, 8800, 6360],
  [9502, 9502, 6132],
  [9503, 9503, 6130],
  [9504, 9504, 6131],
];

const VERTICAL_UNITS: Readonly<Record<string, number>> = { m: 1, ft: FEET_M, 'us-ft': US_FOOT_M };

/** Codes of EPSG in a name, in their order: `urn:ogc:def:crs,crs:EPSG::2263,crs:EPSG::6360`, `EPSG:2263+6360`. */
function codesOf(name: string): number[] {
  const codes = /(?:EPSG(?:\/[\d.]+\/|::?|:[\d.]+:|\.xml#)|\+\s*)(\d{4,6})\b/gi;
  return [...name.matchAll(codes)].map(([, code]) => Number(code));
}

/** Metres upwards of one unit of a vertical system of EPSG; below 0 where it counts depths. */
export const verticalUnitM = (code: number): number => (UNIT_M[code] ?? 1) * (DEPTHS.has(code) ? -1 : 1);

/** Metres upwards of one unit of the heights of a compound system, by any of its names; null where it names no vertical part. */
export function statedHeightUnitM(name: string): number | null {
  if (name.trim().startsWith('+proj')) {
    const [, unit, metres] = /\+v(?:units=(\S+)|to_meter=([\d.]+))/.exec(name) ?? [];
    return unit === undefined ? (metres === undefined ? null : Number(metres)) : (VERTICAL_UNITS[unit] ?? null);
  }
  const [first, vertical] = codesOf(name);
  if (vertical !== undefined) return verticalUnitM(vertical);
  const compound = COMPOUNDS.find(([from, to]) => first >= from && first <= to);
  return compound ? verticalUnitM(compound[2]) : null;
}

/** Metres on the ground of one unit of the coordinates eastwards; NaN where the system has no place there. */
export function planeUnitM(crs: Crs, x: number, y: number): number {
  const step = crs.geographic ? 1e-3 : 100;
  const places = Float64Array.of(x, y, x + step, y);
  crs.toLonLat(places, 0, 2);
  const [lonDeg, latDeg, toLonDeg, toLatDeg] = places;
  const origin = { lonDeg, latDeg, heightM: 0 };
  return Math.hypot(...enuFromLonLat(origin, { lonDeg: toLonDeg, latDeg: toLatDeg, heightM: 0 })) / step;
}

/** Projections stretch by less than this; the two feet of surveyors differ by two millionths. */
const STRETCH = 0.01;

/** Metres of a unit of heights where nothing states it: that of a system in feet is the foot, of any other the metre. */
export function heightUnitM(crs: Crs, unitM: number): number {
  const isFeet = !crs.geographic && !crs.name.includes('3857') && Math.abs(unitM / FEET_M - 1) < STRETCH;
  return isFeet ? FEET_M : 1;
}
