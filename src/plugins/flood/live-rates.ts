import { S_PER_H } from '../../../model/time.ts';
import type { FloodRain } from './slice.ts';

/** Rain step by step: what the gauges told, and on like that after it where the run goes beyond them, mm/h. */
export function liveRates({ reading, ahead }: Extract<FloodRain, { kind: 'live' }>): readonly number[] {
  if (!ahead) return reading.ratesMmPerH;
  const steps = Math.ceil((ahead.hours * S_PER_H) / reading.stepS);
  return [...reading.ratesMmPerH, ...Array<number>(steps).fill(ahead.rateMmPerH)];
}
