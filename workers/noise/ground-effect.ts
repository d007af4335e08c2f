import { BAND_HZ, BANDS, WAVELENGTH_M } from './bands.ts';
import type { MeanPlane } from './mean-plane.ts';

/** Whether the air is alike at every height, or bends sound down towards the ground as on a clear night or down the wind. */
export type Weather = 'homogeneous' | 'favourable';

/** What the ground under one stretch of a path does, by the places of its two ends over the stretch's mean plane. */
export interface GroundStretch {
  /** Heights of both ends over the mean plane, and how far apart they are along it, metres. */
  fromM: number;
  toM: number;
  alongM: number;
  /** The ground is hard: nothing but its mirror counts. */
  isHard: boolean;
  /** Ground factor of the formula to the power 1.3. */
  softness: number;
  /** No more energy than this comes, as a factor to free sound. */
  maxEnergy: number;
}

export const newGroundStretch = (): GroundStretch => ({
  fromM: 0,
  toM: 0,
  alongM: 0,
  isHard: true,
  softness: 0,
  maxEnergy: 1,
});

/** Parts of the formula of w (directive 2.5.17) that hang on the band alone. */
const W_TOP = BAND_HZ.map((hz) => 0.0185 * hz ** 2.5);
const W_SQUARE = BAND_HZ.map((hz) => hz ** 1.5);
const W_LINEAR = BAND_HZ.map((hz) => 1.3e3 * hz ** 0.75);
const W_CONSTANT = 1.16e6;
const SOFTNESS_POWER = 1.3;
const WAVE_NUMBER = WAVELENGTH_M.map((lengthM) => (2 * Math.PI) / lengthM);

/** Favourable weather raises both ends by a curvature and by turbulence (directive 2.5.21). */
const RAY_CURVATURE_PER_M = 2e-4;
const TURBULENCE = 6e-3;
/** Beyond so many heights of both ends together the ground at the source no longer counts alone. */
const FAR_IN_HEIGHTS = 30;
/** Least attenuation of hard ground, dB. */
const MIRROR_DB = 3;

/**
 * Prepares the ground effect of the stretch from one place to another over its mean plane. `sourcePorosity` is the ground under the source
 * where the stretch begins at one; null where it begins at an edge.
 */
export function layGroundStretch(
  plane: MeanPlane,
  from: readonly [alongM: number, heightM: number],
  to: readonly [alongM: number, heightM: number],
  sourcePorosity: number | null,
  weather: Weather,
  into: GroundStretch,
): void {
  const { slope, riseM, porosity } = plane;
  const across = 1 / Math.sqrt(1 + slope * slope);
  const fromM = Math.max(0, (from[1] - slope * from[0] - riseM) * across);
  const toM = Math.max(0, (to[1] - slope * to[0] - riseM) * across);
  const alongM = Math.abs((to[0] - from[0] + slope * (to[1] - from[1])) * across);
  const reach = FAR_IN_HEIGHTS * (fromM + toM);
  const nearness = reach > 0 ? alongM / reach : Number.POSITIVE_INFINITY;
  const mixed =
    sourcePorosity === null || nearness > 1 ? porosity : porosity * nearness + sourcePorosity * (1 - nearness);
  const isFavourable = weather === 'favourable';
  const far = isFavourable && nearness > 1 ? 1 + 2 * (1 - 1 / nearness) : 1;
  const both = fromM + toM;
  into.isHard = porosity === 0;
  into.softness = (isFavourable ? porosity : mixed) ** SOFTNESS_POWER;
  into.maxEnergy = 10 ** ((MIRROR_DB / 10) * (into.isHard && !isFavourable ? 1 : (1 - mixed) * far));
  into.alongM = alongM;
  const bent = isFavourable && both > 0 ? (RAY_CURVATURE_PER_M * alongM * alongM) / (2 * both * both) : 0;
  const stirred = isFavourable && both > 0 ? (TURBULENCE * alongM) / both : 0;
  into.fromM = fromM + bent * fromM * fromM + stirred;
  into.toM = toM + bent * toM * toM + stirred;
}

/** Energy that comes over a stretch of ground in each band, as a factor to free sound (directive 2.5.15 to 2.5.20). */
export function groundEnergies(stretch: GroundStretch, into: Float64Array): void {
  const { fromM, toM, alongM, isHard, softness, maxEnergy } = stretch;
  if (isHard || alongM <= 0) {
    into.fill(maxEnergy);
    return;
  }
  for (let band = 0; band < BANDS; band++) {
    const w =
      (W_TOP[band] * softness * softness) /
      (W_SQUARE[band] * softness * softness + W_LINEAR[band] * softness + W_CONSTANT);
    const wide = w * alongM;
    const spread = (alongM * (1 + 3 * wide * Math.exp(-Math.sqrt(wide)))) / (1 + wide);
    const k = WAVE_NUMBER[band];
    const area = spread / k;
    const root = Math.sqrt(2 * area);
    const energy =
      ((4 * k * k) / (alongM * alongM)) * (fromM * fromM - root * fromM + area) * (toM * toM - root * toM + area);
    into[band] = Math.min(energy, maxEnergy);
  }
}
