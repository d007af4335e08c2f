import type { NoiseZone } from '../rules/noise-limits.ts';
import { type Columns, number, word } from './data-table.ts';

/** Residents and buildings whose loudest façade is in a band of levels. */
export interface NoiseBand {
  /** Null: the band has no lower or no upper limit. */
  fromDb: number | null;
  toDb: number | null;
  residents: number;
  buildings: number;
  /** Residents before the change; null: nothing changes. */
  residentsBefore: number | null;
}

/** Residents of a class of ground above its limit in a part of the day. */
export interface NoiseExcess {
  zone: NoiseZone;
  period: 'day' | 'night';
  limitDb: number;
  residents: number;
  above: number;
  /** The same where all levels were lower or higher by the spread of what was inferred. */
  aboveLeast: number;
  aboveMost: number;
  aboveBefore: number | null;
}

/** Columns of what bands of levels hold. */
export const NOISE_BAND = {
  from_db: number(({ fromDb }) => fromDb, 0),
  to_db: number(({ toDb }) => toDb, 0),
  residents: number(({ residents }) => residents, 0),
  buildings: number(({ buildings }) => buildings),
  residents_before: number(({ residentsBefore }) => residentsBefore, 0),
} satisfies Columns<NoiseBand>;

/** Columns of those who live above the limits. */
export const NOISE_EXCESS = {
  zone: word(({ zone }) => zone),
  period: word(({ period }) => period),
  limit_db: number(({ limitDb }) => limitDb, 0),
  residents: number(({ residents }) => residents, 0),
  above: number(({ above }) => above, 0),
  above_least: number(({ aboveLeast }) => aboveLeast, 0),
  above_most: number(({ aboveMost }) => aboveMost, 0),
  above_before: number(({ aboveBefore }) => aboveBefore, 0),
} satisfies Columns<NoiseExcess>;
