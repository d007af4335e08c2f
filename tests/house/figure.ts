/** A place in the source that counts towards a figure, so that an engineer can mend it. */
export interface Offender {
  /** Path below the root of the repository, with forward slashes. */
  path: string;
  /** Counted from 1. */
  line: number;
  /** What stands there: a name, and a reason where the name alone does not say it. */
  what: string;
}

/** One measured number of the house, with the places that make it what it is. */
export interface Figure {
  name: string;
  value: number;
  /** A UCUM unit; `1` is a plain count or ratio. */
  unit: string;
  offenders: readonly Offender[];
}

/** A percentile by nearest rank, which always is one of the values; 0 where there are none. */
export function percentile(values: readonly number[], pct: number): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.ceil((pct / 100) * sorted.length);
  return sorted[Math.max(rank, 1) - 1];
}

/** A part of a whole in percent; 0 where the whole is empty. */
export function sharePct(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}

/** How many different files hold these places. */
export function countFiles(offenders: readonly Offender[]): number {
  return new Set(offenders.map(({ path }) => path)).size;
}
