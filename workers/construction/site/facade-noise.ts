import type { NoiseLimits } from '../../../model/questions/site-noise.ts';
import { levelDb, type NoiseSource, SITE_NOISE_LIMITS } from '../space/site-noise.ts';

/** Where people live: the middle of a façade, and how many live behind it. */
export interface Facade {
  id: string;
  eastM: number;
  northM: number;
  heightM: number;
  residents: number;
}

/** A machine and how long it worked by day (6 to 22) and by night that day. */
export interface WorkedSource {
  source: NoiseSource;
  dayMin: number;
  nightMin: number;
}

const DAY_SPAN_MIN = (SITE_NOISE_LIMITS.dayToH - SITE_NOISE_LIMITS.dayFromH) * 60;
const NIGHT_SPAN_MIN = 24 * 60 - DAY_SPAN_MIN;

export interface FacadeLevels {
  dayDb: number;
  nightDb: number;
  /** By how much the worse of the two passes its limit; ≤ 0: it does not. */
  overDb: number;
  /** Null where the limit is not verified. */
  pass: boolean | null;
}

/**
 * Equivalent levels before a façade, free field over hard ground: energies add, each for the part of the day's 16 hours (of the night's
 * 8) in which its machine ran. Left out: screens, reflections, the ground between.
 */
export function facadeLevels(worked: readonly WorkedSource[], at: Facade, limits: NoiseLimits): FacadeLevels {
  const level = (minutes: (one: WorkedSource) => number, spanMin: number): number => {
    const energy = worked.reduce(
      (sum, one) => sum + (one.source.runningRatio * minutes(one) * 10 ** (levelDb(one.source, at) / 10)) / spanMin,
      0,
    );
    return 10 * Math.log10(energy);
  };
  const dayDb = level(({ dayMin }) => dayMin, DAY_SPAN_MIN);
  const nightDb = level(({ nightMin }) => nightMin, NIGHT_SPAN_MIN);
  const overDb = Math.max(dayDb - limits.dayDb, nightDb - limits.nightDb);
  return { dayDb, nightDb, overDb, pass: limits.verified ? overDb <= 0 : null };
}
