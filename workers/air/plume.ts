import type { RasterPlace } from '../../model/city/raster.ts';
import { plumeRise, type Spread } from './briggs.ts';

/** Reflections between ground and lid on each side; more add nothing. */
const REFLECTIONS = 5;
/** A cloud thinner than e^−12 of its axis is left out. */
const CUT = 12;
/** Spreads of the cloud between which a lid is felt. */
const LID_SPREADS = 6;

/** Height at which people breathe. */
export const BREATH_M = 1.5;

/** A steady wind that carries a cloud, and how the cloud widens in it. */
export interface Carried {
  /** At the height of the release. */
  windMps: number;
  spread: Spread;
  /** Where the gas leaves, above the ground. */
  heightM: number;
  /** It rises by its heat, m⁴/s³. */
  buoyancyM4ps3: number;
  /** Null: nothing holds it down. */
  lidM: number | null;
}

/** Height of the axis so far downwind: heat lifts it at first. */
function axisHeightM({ heightM, buoyancyM4ps3, windMps }: Carried): (xM: number) => number {
  const { finalAtM, riseM } = plumeRise(buoyancyM4ps3, windMps);
  if (riseM === 0) return () => heightM;
  return (xM) => heightM + (xM >= finalAtM ? riseM : riseM * Math.cbrt(xM / finalAtM) ** 2);
}

/** Sum of the images of an upright Gauss curve in ground and lid beside its own two, with σ = 1 at its axis. */
function lidImages(zM: number, axisM: number, sigmaM: number, lidM: number): number {
  const per = 1 / (2 * sigmaM * sigmaM);
  const gauss = (farM: number) => Math.exp(-farM * farM * per);
  let sum = 0;
  for (let n = 1; n <= REFLECTIONS; n++) {
    const up = 2 * n * lidM;
    sum += gauss(zM - axisM + up) + gauss(zM - axisM - up) + gauss(zM + axisM + up) + gauss(zM + axisM - up);
  }
  return sum;
}

/**
 * How thick a cloud is across the wind at a point: the part of what passes that goes through a square metre there, 1/m². Times the grams that
 * lie on a metre of the axis it is the concentration.
 */
export function openCrossing(carried: Carried): (xM: number, yM: number, zM: number) => number {
  const { spread, lidM } = carried;
  const axis = axisHeightM(carried);
  return (xM, yM, zM) => {
    if (xM <= 0) return 0;
    const sigmaY = spread.across(xM);
    const lateral = (yM * yM) / (2 * sigmaY * sigmaY);
    if (lateral > CUT) return 0;
    const sigmaZ = spread.upright(xM);
    const axisM = axis(xM);
    const per = 1 / (2 * sigmaZ * sigmaZ);
    const offM = zM - axisM;
    // The image in the ground is the curve itself times this: two exponentials in place of three.
    let sum = Math.exp(-lateral - offM * offM * per) * (1 + Math.exp(-4 * zM * axisM * per));
    if (lidM !== null && 2 * lidM - axisM - zM <= LID_SPREADS * sigmaZ)
      sum = axisM > lidM ? 0 : sum + Math.exp(-lateral) * lidImages(zM, axisM, sigmaZ, lidM);
    return sum / (2 * Math.PI * sigmaY * sigmaZ);
  };
}

/** Concentration in g/m³ of a steady plume of so many grams a second. */
export function plumeGPerM3(carried: Carried, rateGps: number): (xM: number, yM: number, zM: number) => number {
  const crossing = openCrossing(carried);
  return (xM, yM, zM) => (rateGps / carried.windMps) * crossing(xM, yM, zM);
}

/** East and north of where the wind blows to, one metre long. */
export function downwind(windFromDeg: number): readonly [east: number, north: number] {
  const rad = (windFromDeg * Math.PI) / 180;
  return [-Math.sin(rad), -Math.cos(rad)];
}

/** A steady plume from a place. */
interface PlumeSource {
  atM: readonly [eastM: number, northM: number];
  windFromDeg: number;
  carried: Carried;
  rateGps: number;
}

/** Adds a steady plume, g/m³ where people breathe, to the cells of a raster that it reaches. */
export function addPlume(
  { westM, southM, cellM, columns, rows }: RasterPlace,
  { atM: [eastM, northM], windFromDeg, carried, rateGps }: PlumeSource,
  into: Float32Array,
): void {
  const [toEast, toNorth] = downwind(windFromDeg);
  const crossing = openCrossing(carried);
  const perM = rateGps / carried.windMps;
  const widest = Math.sqrt(2 * CUT) * carried.spread.mostAcrossRatio;
  for (let row = 0; row < rows; row++) {
    const dy = southM + (row + 0.5) * cellM - northM;
    const dx = westM + 0.5 * cellM - eastM;
    const x0 = dx * toEast + dy * toNorth;
    const y0 = dy * toEast - dx * toNorth;
    // Both edges of the widest wedge that the cloud can fill: a straight line each, along the row.
    const left = { at: widest * x0 - y0, step: cellM * (widest * toEast + toNorth) };
    const right = { at: widest * x0 + y0, step: cellM * (widest * toEast - toNorth) };
    const first = Math.max(0, firstOf(left), firstOf(right));
    const last = Math.min(columns - 1, lastOf(left), lastOf(right));
    for (let column = first; column <= last; column++) {
      const xM = x0 + column * cellM * toEast;
      const yM = y0 - column * cellM * toNorth;
      into[row * columns + column] += perM * crossing(xM, yM, BREATH_M);
    }
  }
}

/** The first column from which on a line along a row is not below 0; where it falls, all until `lastOf`. */
function firstOf({ at, step }: { at: number; step: number }): number {
  if (step > 0) return Math.ceil(-at / step);
  return step === 0 && at < 0 ? Number.POSITIVE_INFINITY : 0;
}

/** The last column until which a line along a row is not below 0; where it rises, all from `firstOf` on. */
function lastOf({ at, step }: { at: number; step: number }): number {
  return step < 0 ? Math.floor(-at / step) : Number.POSITIVE_INFINITY;
}
