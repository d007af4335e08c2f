import { isInRing } from '../../../model/geo/plane/ring.ts';
import type { LiveValues } from '../../twin/live/live-values.ts';
import type { StandOption } from './slice.ts';

/** People per square metre, as counters of a platform tell it (UCUM). A gate's counter tells who passes a minute, either way: not who is there, and not who comes. */
const DENSITY_UNIT = '1/m2';

/** What the counters that stand on a platform say now. */
interface CountedFlow {
  /** Mean of those that speak, times the square metres; null: none speaks. */
  people: number | null;
  perM2: number;
  /** Time of the oldest reading that was taken. */
  timeMs: number;
  samples: number;
  /** Counters there that said nothing, or nothing lately: by id. */
  silent: readonly string[];
}

/** Null: no counter stands there. A platform counted above what it holds is full. */
export function countsOn({ outer, m2, places }: StandOption, live: LiveValues, nowMs: number): CountedFlow | null {
  const samples: { value: number; timeMs: number }[] = [];
  const silent: string[] = [];
  for (const [sensor, { id, at, datastreams }] of live.sensors.entries()) {
    const part = datastreams.findIndex(({ unit }) => unit === DENSITY_UNIT);
    if (part < 0 || !isInRing(outer, ...at)) continue;
    const stream = live.firstStream[sensor] + part;
    const value = live.values[stream];
    const timeMs = live.timesMs[stream];
    if (Number.isNaN(timeMs) || live.isStale(stream, nowMs) || !(value >= 0)) silent.push(id);
    else samples.push({ value, timeMs });
  }
  if (samples.length === 0)
    return silent.length === 0 ? null : { people: null, perM2: 0, timeMs: 0, samples: 0, silent };
  const perM2 = samples.reduce((sum, { value }) => sum + value, 0) / samples.length;
  const timeMs = Math.min(...samples.map((reading) => reading.timeMs));
  return { people: Math.min(places, Math.round(perM2 * m2)), perM2, timeMs, samples: samples.length, silent };
}
