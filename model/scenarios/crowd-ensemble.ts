/** What an ensemble looks at of one run. */
export interface EnsembleRun {
  /** When so many of a hundred had left; NaN: never. */
  clearance50S: number;
  clearance95S: number;
  clearance100S: number;
  /** People who had not left. */
  remained: { readonly length: number };
  hash: string;
}

/** Result of several seeds: IMO MSC.1/Circ.1533 asks for 50 runs and judges by the 95th percentile. */
export interface Ensemble {
  runs: number;
  clearance50S: Spread;
  clearance95S: Spread;
  clearance100S: Spread;
  /** People who had not left, in the worst run. */
  mostRemained: number;
  /** Hash of each run, in the order of the seeds. */
  hashes: string[];
}

interface Spread {
  median: number | null;
  p95: number | null;
}

/** The 95th percentile of all-out after each run: flat when enough were played. */
export interface Convergence {
  p95AfterRuns: (number | null)[];
  /** Change of the last five runs, of the value; null below ten runs. */
  lastChangeRatio: number | null;
}

/** Medians and 95th percentiles over runs that differ by their seed, and how the 95th settled (IMO MSC.1/Circ.1533). */
export function ensembleOf(results: readonly EnsembleRun[]): Ensemble & { convergence: Convergence } {
  const of = (pick: (result: EnsembleRun) => number): Spread => {
    const values = results.map(pick);
    return { median: percentile(values, 0.5), p95: percentile(values, 0.95) };
  };
  const all = results.map(({ clearance100S }) => clearance100S);
  const p95AfterRuns = all.map((_, k) => percentile(all.slice(0, k + 1), 0.95));
  const last = p95AfterRuns.at(-1) ?? null;
  const before = p95AfterRuns.at(-6) ?? null;
  const isEnough = results.length >= 10 && last !== null && before !== null && last > 0;
  return {
    runs: results.length,
    clearance50S: of((result) => result.clearance50S),
    clearance95S: of((result) => result.clearance95S),
    clearance100S: of((result) => result.clearance100S),
    mostRemained: Math.max(...results.map(({ remained }) => remained.length)),
    hashes: results.map(({ hash }) => hash),
    convergence: { p95AfterRuns, lastChangeRatio: isEnough ? Math.abs(last - before) / last : null },
  };
}

/** Nearest rank; null if that run did not end (NaN sorts last). */
export function percentile(values: readonly number[], ratio: number): number | null {
  const rising = [...values].sort((a, b) => (Number.isNaN(a) ? 1 : Number.isNaN(b) ? -1 : a - b));
  const value = rising[Math.max(0, Math.ceil(ratio * rising.length) - 1)];
  return value === undefined || Number.isNaN(value) ? null : Number(value.toFixed(3));
}

/** How many had left by when over several runs: the middle of them, and what 5 and 95 of a hundred stay above. */
export interface EnsembleBand {
  timesS: number[];
  low: number[];
  median: number[];
  high: number[];
}

const BAND_POINTS = 60;

/** The band of N–t curves; each run by the times at which its people left, rising. */
export function bandOf(runs: readonly Float32Array[]): EnsembleBand {
  const lastS = Math.max(1, ...runs.map((leftS) => leftS.at(-1) ?? 0));
  const timesS = Array.from({ length: BAND_POINTS + 1 }, (_, k) => (lastS * k) / BAND_POINTS);
  const at = (timeS: number, ratio: number): number =>
    percentile(
      runs.map((leftS) => leftBy(leftS, timeS)),
      ratio,
    ) ?? 0;
  const line = (ratio: number) => timesS.map((timeS) => at(timeS, ratio));
  return { timesS, low: line(0.05), median: line(0.5), high: line(0.95) };
}

/** How many of rising times are not after one. */
function leftBy(risingS: Float32Array, timeS: number): number {
  let low = 0;
  let high = risingS.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (risingS[middle] <= timeS) low = middle + 1;
    else high = middle;
  }
  return low;
}
