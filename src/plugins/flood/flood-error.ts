import type { GaugeSeries } from '../../twin/live/gauge-series.ts';
import type { FloodRunFacts } from './slice.ts';

/** How far a simulated level lies from the one that was told, over the time that both have. */
interface LevelError {
  /** Told levels that were compared. */
  count: number;
  rmseM: number;
  /** Mean of simulated less told. */
  biasM: number;
  /** Simulated less told of the highest levels; `laterS` null where one of the two has no peak between its ends. */
  peakM: number;
  laterS: number | null;
}

/** Fewer say nothing of an error. */
export const MIN_LEVELS = 6;

/** A rise that a gauge's own flicker (a few mm) does not make. */
const PEAK_M = 0.03;

interface LevelPair {
  timeS: number;
  simM: number;
  observedM: number;
}

/** How many told levels lie within what was simulated. */
export function comparedCount(simulated: GaugeSeries, observedSeries: GaugeSeries): number {
  return pairsOf(simulated, observedSeries).length;
}

function pairsOf({ timesS, values }: GaugeSeries, observedSeries: GaugeSeries): LevelPair[] {
  const lastS = timesS.at(-1) ?? Number.NEGATIVE_INFINITY;
  const pairs: LevelPair[] = [];
  let frame = 0;
  for (const [i, timeS] of observedSeries.timesS.entries()) {
    if (timeS < timesS[0] || timeS > lastS) continue;
    while (frame + 1 < timesS.length - 1 && timesS[frame + 1] <= timeS) frame++;
    const next = Math.min(frame + 1, timesS.length - 1);
    const part = next === frame ? 0 : (timeS - timesS[frame]) / (timesS[next] - timesS[frame]);
    pairs.push({
      timeS,
      simM: values[frame] + part * (values[next] - values[frame]),
      observedM: observedSeries.values[i],
    });
  }
  return pairs;
}

/** At each told moment, the simulated level straight between its frames; null where fewer than `FEWEST_LEVELS` were told in the run's time. */
export function levelError(simulated: GaugeSeries, observedSeries: GaugeSeries): LevelError | null {
  const pairs = pairsOf(simulated, observedSeries);
  if (pairs.length < MIN_LEVELS) return null;
  const mean = (of: (pair: (typeof pairs)[number]) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  const peaks = [pairs.map(({ simM }) => simM), pairs.map(({ observedM }) => observedM)].map((levels) => {
    const maxM = Math.max(...levels);
    const rises = maxM - levels[0] >= PEAK_M && maxM - levels[levels.length - 1] >= PEAK_M;
    return { maxM, timeS: rises ? pairs[levels.indexOf(maxM)].timeS : null };
  });
  const [sim, seen] = peaks;
  return {
    count: pairs.length,
    rmseM: Math.sqrt(mean(({ simM, observedM }) => (simM - observedM) ** 2)),
    biasM: mean(({ simM, observedM }) => simM - observedM),
    peakM: sim.maxM - seen.maxM,
    laterS: sim.timeS === null || seen.timeS === null ? null : sim.timeS - seen.timeS,
  };
}

/** What would happen is not told wrong by what did happen: only a run that is driven by live readings is held against them. */
export function isComparedRun({ form }: Pick<FloodRunFacts, 'form'>): boolean {
  return form.rain.kind === 'live';
}
