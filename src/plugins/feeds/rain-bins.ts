import { MS_PER_MIN } from '../../../model/time.ts';
import type { StreamSeries } from '../../twin/live/service.ts';

/** A bar of a hyetograph: so much fell from then on, within `RAIN_BIN_MS`. */
interface RainBin {
  fromMs: number;
  mm: number;
}

/** Width of the bars. */
export const RAIN_BIN_MS = 30 * MS_PER_MIN;

/** What fell in each half hour in which any fell; a report holds the amount since the one before. */
export function rainBins({ timesMs, values }: Pick<StreamSeries, 'timesMs' | 'values'>): RainBin[] {
  const bins = new Map<number, number>();
  for (let i = 0; i < timesMs.length; i++) {
    const fromMs = Math.floor(timesMs[i] / RAIN_BIN_MS) * RAIN_BIN_MS;
    if (values[i] > 0) bins.set(fromMs, (bins.get(fromMs) ?? 0) + values[i]);
  }
  return [...bins].map(([fromMs, mm]) => ({ fromMs, mm }));
}
