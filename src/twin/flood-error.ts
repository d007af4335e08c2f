import type { GaugeSeries } from './sensors/gauge-series.ts';

/** How far a simulated level lies from the one that was told, over the time that both have. */
export interface LevelError {
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
export const FEWEST_LEVELS = 6;

/** A rise that a gauge's own flicker (a few mm) does not make. */
const PEAK_M = 0.03;

/** At each told moment, the simulated level straight between its frames; null where fewer than `FEWEST_LEVELS` were told in the run's time. */
export function levelError(simulated: GaugeSeries, told: GaugeSeries): LevelError | null {
  const { timesS, values } = simulated;
  const lastS = timesS.at(-1) ?? Number.NEGATIVE_INFINITY;
  const pairs: { timeS: number; simM: number; toldM: number }[] = [];
  let frame = 0;
  for (const [i, timeS] of told.timesS.entries()) {
    if (timeS < timesS[0] || timeS > lastS) continue;
    while (frame + 1 < timesS.length - 1 && timesS[frame + 1] <= timeS) frame++;
    const next = Math.min(frame + 1, timesS.length - 1);
    const part = next === frame ? 0 : (timeS - timesS[frame]) / (timesS[next] - timesS[frame]);
    pairs.push({ timeS, simM: values[frame] + part * (values[next] - values[frame]), toldM: told.values[i] });
  }
  if (pairs.length < FEWEST_LEVELS) return null;
  const mean = (of: (pair: (typeof pairs)[number]) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  const peaks = [pairs.map(({ simM }) => simM), pairs.map(({ toldM }) => toldM)].map((levels) => {
    const mostM = Math.max(...levels);
    const rises = mostM - levels[0] >= PEAK_M && mostM - levels[levels.length - 1] >= PEAK_M;
    return { mostM, timeS: rises ? pairs[levels.indexOf(mostM)].timeS : null };
  });
  const [sim, seen] = peaks;
  return {
    count: pairs.length,
    rmseM: Math.sqrt(mean(({ simM, toldM }) => (simM - toldM) ** 2)),
    biasM: mean(({ simM, toldM }) => simM - toldM),
    peakM: sim.mostM - seen.mostM,
    laterS: sim.timeS === null || seen.timeS === null ? null : sim.timeS - seen.timeS,
  };
}
