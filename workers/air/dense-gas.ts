import { GRAVITY_MPS2 } from './briggs.ts';

/*
 * Dense gas by the correlations of Britter and McQuaid (1988, HSE 17/1988) as the CCPS drew lines through their curves: how far the
 * largest concentration is a tenth to a five-hundredth of what leaves. They hold for ground-level releases on flat open ground.
 */

/** A straight piece of a curve: up to α the distance is 10^(slope·α + rise). */
type Piece = readonly [toAlpha: number, slope: number, rise: number];
/** The curve of one part of the concentration that leaves. */
type Curve = readonly [ratio: number, pieces: readonly Piece[]];

const PLUME: readonly Curve[] = [
  [
    0.1,
    [
      [-0.55, 0, 1.75],
      [-0.14, 0.24, 1.88],
      [1, -0.5, 1.78],
    ],
  ],
  [
    0.05,
    [
      [-0.68, 0, 1.92],
      [-0.29, 0.36, 2.16],
      [-0.18, 0, 2.06],
      [1, -0.56, 1.96],
    ],
  ],
  [
    0.02,
    [
      [-0.69, 0, 2.08],
      [-0.31, 0.45, 2.39],
      [-0.16, 0, 2.25],
      [1, -0.54, 2.16],
    ],
  ],
  [
    0.01,
    [
      [-0.7, 0, 2.25],
      [-0.29, 0.49, 2.59],
      [-0.2, 0, 2.45],
      [1, -0.52, 2.35],
    ],
  ],
  [
    0.005,
    [
      [-0.67, 0, 2.4],
      [-0.28, 0.59, 2.8],
      [-0.15, 0, 2.63],
      [1, -0.49, 2.56],
    ],
  ],
  [
    0.002,
    [
      [-0.69, 0, 2.6],
      [-0.25, 0.39, 2.87],
      [-0.13, 0, 2.77],
      [1, -0.5, 2.71],
    ],
  ],
];

const PUFF: readonly Curve[] = [
  [
    0.1,
    [
      [-0.44, 0, 0.7],
      [0.43, 0.26, 0.81],
      [1, 0, 0.93],
    ],
  ],
  [
    0.05,
    [
      [-0.56, 0, 0.85],
      [0.31, 0.26, 1],
      [1, -0.12, 1.12],
    ],
  ],
  [
    0.02,
    [
      [-0.66, 0, 0.95],
      [0.32, 0.36, 1.19],
      [1, -0.26, 1.38],
    ],
  ],
  [
    0.01,
    [
      [-0.71, 0, 1.15],
      [0.37, 0.34, 1.39],
      [1, -0.38, 1.66],
    ],
  ],
  [
    0.005,
    [
      [-0.52, 0, 1.48],
      [0.24, 0.26, 1.62],
      [1, -0.3, 1.75],
    ],
  ],
  [
    0.002,
    [
      [0.27, 0, 1.83],
      [1, -0.32, 1.92],
    ],
  ],
];

/** Above these a cloud is dense enough to slump (Britter and McQuaid, plume and puff). */
const PLUME_LIMIT = 0.15;
const PUFF_LIMIT = 0.2;

/** A gas as it comes out of its liquid into the air. */
interface ColdGas {
  kgPerM3: number;
  airKgPerM3: number;
  gasK: number;
  airK: number;
}

/** Density of a gas at one atmosphere. */
export const gasKgPerM3 = (molarMassG: number, kelvin: number): number =>
  (101_325 * molarMassG * 1e-3) / (8.314_46 * kelvin);

/** What leaves: cubic metres a second, or cubic metres at once. */
type DenseOutflow = { by: 'rate'; m3ps: number } | { by: 'volume'; m3: number };

interface DenseCloud {
  /** Whether it slumps. */
  isDense: boolean;
  /** How often the limit is reached: above 1 it slumps. */
  timesLimit: number;
  /** How far the largest concentration is this part of what leaves, metres; null: outside the curves. */
  farM(ratio: number): number | null;
}

/** A cloud of cold or heavy gas at the ground in a wind at 10 m. */
export function denseCloud({ kgPerM3, airKgPerM3 }: ColdGas, outflow: DenseOutflow, windMps: number): DenseCloud {
  const pull = (GRAVITY_MPS2 * (kgPerM3 - airKgPerM3)) / airKgPerM3;
  if (pull <= 0) return { isDense: false, timesLimit: 0, farM: () => null };
  if (outflow.by === 'rate') {
    const lengthM = Math.sqrt(outflow.m3ps / windMps);
    const timesLimit = Math.cbrt((pull * outflow.m3ps) / (windMps ** 3 * lengthM)) / PLUME_LIMIT;
    const alpha = Math.log10((pull ** 2 * outflow.m3ps) / windMps ** 5) / 5;
    return { isDense: timesLimit > 1, timesLimit, farM: (ratio) => farOn(PLUME, alpha, ratio, lengthM) };
  }
  const lengthM = Math.cbrt(outflow.m3);
  const timesLimit = Math.sqrt(pull * lengthM) / windMps / PUFF_LIMIT;
  const alpha = Math.log10((pull * lengthM) / windMps ** 2) / 2;
  return { isDense: timesLimit > 1, timesLimit, farM: (ratio) => farOn(PUFF, alpha, ratio, lengthM) };
}

/** The part of what left, still cold, whose concentration is this part of the volume once it is as warm as the air. */
export function coldRatio(volumeRatio: number, { gasK, airK }: Pick<ColdGas, 'gasK' | 'airK'>): number {
  return volumeRatio / (volumeRatio + ((1 - volumeRatio) * airK) / gasK);
}

/** Distances between two curves are straight in the logarithm of both. */
function farOn(curves: readonly Curve[], alpha: number, ratio: number, lengthM: number): number | null {
  const next = curves.findIndex(([own]) => own <= ratio);
  if (next < 0 || ratio > curves[0][0] || alpha > 1) return null;
  const [lower, pieces] = curves[next];
  const far = logFar(pieces, alpha);
  if (next === 0 || lower === ratio) return lengthM * 10 ** far;
  const [upper, above] = curves[next - 1];
  const near = logFar(above, alpha);
  const part = Math.log(ratio / lower) / Math.log(upper / lower);
  return lengthM * 10 ** (far + part * (near - far));
}

function logFar(pieces: readonly Piece[], alpha: number): number {
  const [, slope, rise] = pieces.find(([to]) => alpha <= to) ?? pieces[pieces.length - 1];
  return slope * alpha + rise;
}
