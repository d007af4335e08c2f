import { S_PER_H } from '../../../model/time.ts';
import type { FloodRain } from './slice.ts';

/** Rates of a run's rain in equal steps from its start, mm/h. */
export interface RainRates {
  stepS: number;
  ratesMmPerH: readonly number[];
}

/** As the gauges' readings are taken. */
const STEP_S = 300;

/** What falls from one moment to another, mm. */
function fallenMm({ stepS, ratesMmPerH }: RainRates, fromS: number, toS: number): number {
  return ratesMmPerH.reduce((sumMm, rate, step) => {
    const overlapS = Math.min(toS, (step + 1) * stepS) - Math.max(fromS, step * stepS);
    return overlapS > 0 ? sumMm + (rate * overlapS) / S_PER_H : sumMm;
  }, 0);
}

/** The rain of a record in steps of five minutes: as it fell until a moment, and so many times as much from there on. */
export function recordedRain(
  rates: RainRates,
  { leadS, endS, factor }: { leadS: number; endS: number; factor: number },
): FloodRain {
  const ratesMmPerH = Array.from({ length: Math.max(1, Math.ceil(endS / STEP_S)) }, (_, i) => {
    const fromS = i * STEP_S;
    const toS = fromS + STEP_S;
    const changeS = Math.min(toS, Math.max(fromS, leadS));
    const mm = fallenMm(rates, fromS, changeS) + factor * fallenMm(rates, changeS, toS);
    return Math.round(((mm * S_PER_H) / STEP_S) * 1000) / 1000;
  });
  return ratesMmPerH.every((rate) => rate === 0)
    ? { kind: 'none' }
    : { kind: 'series', stepMin: STEP_S / 60, ratesMmPerH };
}
