import type { StreamSeries } from './service.ts';

/** Values over time as a flood run takes them (`workers/flood/core/series.ts`): seconds from the run's start, rising strictly. */
export interface GaugeSeries {
  timesS: readonly number[];
  values: readonly number[];
}

/** From–to, seconds from the run's start, in which nothing is known. */
export type SeriesGap = readonly [fromS: number, toS: number];

/** A gauge that is silent for longer than so many of its cadences has a hole there; as long as a page calls its value stale. */
export const HOLE_CADENCES = 3;

/** Levels as they were told, m above the city's vertical datum; the empty series where nothing was heard. */
export const levelsOf = ({ timesMs, values }: StreamSeries, startMs: number): GaugeSeries => ({
  timesS: Array.from(timesMs, (ms) => (ms - startMs) / 1000),
  values: Array.from(values),
});

/** Where a span from 0 to `endS` has no values nearer to each other than `mostGapS`, its ends included. */
export function gapsIn(timesS: readonly number[], endS: number, maxGapS: number): SeriesGap[] {
  const sampleTimesS = [0, ...timesS.filter((timeS) => timeS > 0 && timeS < endS), endS];
  return sampleTimesS
    .slice(1)
    .flatMap((timeS, i) => (timeS - sampleTimesS[i] > maxGapS ? [[sampleTimesS[i], timeS] as const] : []));
}

/** Means over equal steps from 0 to `endS`, dated at their middles; a step without values has none. */
export function stepMeans({ timesS, values }: GaugeSeries, endS: number, stepS: number): GaugeSeries {
  const steps = Math.round(endS / stepS);
  const sums = new Float64Array(steps);
  const counts = new Float64Array(steps);
  for (const [i, timeS] of timesS.entries()) {
    const step = Math.floor(timeS / stepS);
    if (step < 0 || step >= steps) continue;
    sums[step] += values[i];
    counts[step]++;
  }
  const sampledSteps = [...counts.keys()].filter((step) => counts[step] > 0);
  return {
    timesS: sampledSteps.map((step) => (step + 0.5) * stepS),
    values: sampledSteps.map((step) => sums[step] / counts[step]),
  };
}

/** A step's rain is known by a gauge that says what fell in at least this part of it. */
const KNOWN_RATIO = 0.5;

/**
 * Rain in equal steps, mm/h, from a gauge that says the millimetres since its last report. What fell in a span longer than `mostGapS` is not
 * known and not invented: null in a step of which less than half is known, else the rate of the part that is.
 */
export function rainSteps(
  { timesMs, values }: StreamSeries,
  startMs: number,
  { endS, stepS, maxGapS }: { endS: number; stepS: number; maxGapS: number },
): (number | null)[] {
  const fallenMm = new Float64Array(Math.round(endS / stepS));
  const knownS = new Float64Array(fallenMm.length);
  for (let i = 1; i < timesMs.length; i++) {
    const [fromS, toS] = [timesMs[i - 1], timesMs[i]].map((ms) => (ms - startMs) / 1000);
    if (toS - fromS > maxGapS) continue;
    const last = Math.min(fallenMm.length, Math.ceil(toS / stepS));
    for (let step = Math.max(0, Math.floor(fromS / stepS)); step < last; step++) {
      const partS = Math.min(toS, (step + 1) * stepS) - Math.max(fromS, step * stepS);
      knownS[step] += partS;
      fallenMm[step] += (values[i] * partS) / (toS - fromS);
    }
  }
  return Array.from(fallenMm, (mm, step) => (knownS[step] >= KNOWN_RATIO * stepS ? mm / (knownS[step] / 3600) : null));
}
