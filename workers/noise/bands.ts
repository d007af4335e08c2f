/** Mid-band frequencies of the eight octaves that the method computes in, Hz. */
export const BAND_HZ = [63, 125, 250, 500, 1000, 2000, 4000, 8000] as const;

/** Number of octave bands; every spectrum in this folder has as many values. */
export const BANDS = BAND_HZ.length;

/** Speed of sound by which the method counts wavelengths (Directive 2015/996, 2.5), m/s. */
const SOUND_SPEED_MPS = 340;

/** Wavelength of each band, metres. */
export const WAVELENGTH_M = BAND_HZ.map((hz) => SOUND_SPEED_MPS / hz);

/** A-weight of each octave, dB (IEC 61672-1, rounded as the directive has it). */
export const A_WEIGHT_DB = [-26.2, -16.1, -8.6, -3.2, 0, 1.2, 1, -1.1] as const;

/** Energy of a level, relative to 0 dB. */
export const energyOfDb = (levelDb: number): number => 10 ** (levelDb / 10);

/** Level of an energy relative to 0 dB; −∞ of none. */
export const dbOfEnergy = (energy: number): number => 10 * Math.log10(energy);

/** Sums a spectrum into one A-weighted level, dB(A). */
export function aWeightedDb(bandsDb: ArrayLike<number>): number {
  let energy = 0;
  for (let band = 0; band < BANDS; band++) energy += energyOfDb(bandsDb[band] + A_WEIGHT_DB[band]);
  return dbOfEnergy(energy);
}
