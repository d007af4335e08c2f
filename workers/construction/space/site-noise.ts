import { QUOTED_SITE_NOISE } from '../../../model/questions/site-noise.ts';

/** A machine at work: its sound power level, where it stands, in which part of the assessed time it runs. */
export interface NoiseSource {
  eastM: number;
  northM: number;
  heightM: number;
  soundPowerDb: number;
  runningRatio: number;
}

interface Receiver {
  eastM: number;
  northM: number;
  heightM: number;
}

/** The quoted levels with what else the standard says of them. */
export const SITE_NOISE_LIMITS = {
  ...QUOTED_SITE_NOISE,
  /** A single event at night may exceed the limit by so much. */
  nightPeakOverDb: 15,
  dayFromH: 6,
  dayToH: 22,
  clause: 'GB 12523-2011',
  status: 'quoted',
} as const;

/** Nearer than this the formula for a point over ground says nothing. */
const NEAREST_M = 1;

/** Level of one source that runs all the time, over hard ground and in the open: half a sphere, Lp = Lw − 20 lg r − 8. */
export function levelDb({ eastM, northM, heightM, soundPowerDb }: NoiseSource, at: Receiver): number {
  const distanceM = Math.max(NEAREST_M, Math.hypot(at.eastM - eastM, at.northM - northM, at.heightM - heightM));
  return soundPowerDb - 20 * Math.log10(distanceM) - 8;
}

/** Equivalent level of all: energies add, each for the part of the time that it runs. −Infinity: silence. */
export function equivalentDb(sources: readonly NoiseSource[], at: Receiver): number {
  const energy = sources.reduce((sum, source) => sum + source.runningRatio * 10 ** (levelDb(source, at) / 10), 0);
  return 10 * Math.log10(energy);
}

interface NoiseVerdict {
  equivalentDb: number;
  peakDb: number;
  limitDb: number;
  pass: boolean;
}

/** By day the equivalent level counts, by night the loudest single source too. */
export function judgeNoise(sources: readonly NoiseSource[], at: Receiver, night: boolean): NoiseVerdict {
  const { dayDb, nightDb, nightPeakOverDb } = SITE_NOISE_LIMITS;
  const limitDb = night ? nightDb : dayDb;
  const equivalent = equivalentDb(sources, at);
  const running = sources.filter(({ runningRatio }) => runningRatio > 0);
  const peakDb = running.reduce((most, source) => Math.max(most, levelDb(source, at)), -Infinity);
  const pass = equivalent <= limitDb && !(night && peakDb > limitDb + nightPeakOverDb);
  return { equivalentDb: equivalent, peakDb, limitDb, pass };
}
