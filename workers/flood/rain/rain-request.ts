import { CityFloodError } from '../city/ground.ts';
import { floodMessage } from '../messages.ts';
import { chicagoStorm, type Hyetograph, type StormFormula, stormDepthMm } from './rain.ts';
import type { RainField } from './rain-field.ts';

/** Rain as it is asked for. A design storm takes the place's own formula where it brings none. */
export type RainRequest =
  | { kind: 'none' }
  | { kind: 'uniform'; rateMmPerH: number; hours: number }
  | { kind: 'series'; hyetograph: Hyetograph }
  /** Not everywhere alike: of a radar, or a storm that moves. */
  | { kind: 'field'; field: RainField }
  /** The most that falls in so many hours once in so many years, in the Chicago pattern. */
  | { kind: 'design'; years: number; hours: number; peakRatio?: number | undefined; formula?: StormFormula | undefined }
  /** A depth of water in a number of hours, in the same pattern. */
  | {
      kind: 'depth';
      depthMm: number;
      hours: number;
      peakRatio?: number | undefined;
      formula?: StormFormula | undefined;
    };

/** The storm formula that is law in a place, and the part of its storms before the peak. */
export interface CustomStorm {
  formula: StormFormula;
  peakRatio: number;
}

/** Shape of a storm of so much water: the pattern hardly changes with the years, its sum is given. */
const PATTERN_YEARS = 100;
/** Where neither case nor city says: the middle of what Chinese cities publish (0.3 to 0.45). */
const PEAK_RATIO = 0.4;

/**
 * The rates over time of the rain that a request asks for; designed storms follow the Chicago pattern (Keifer and Chu
 * 1957) with the city's own formula unless another is given.
 */
export function hyetographOf(rain: RainRequest, own: CustomStorm | null): Hyetograph {
  if (rain.kind === 'none' || rain.kind === 'field') return { stepS: 60, ratesMmPerH: [] };
  if (rain.kind === 'uniform') return { stepS: rain.hours * 3600, ratesMmPerH: [rain.rateMmPerH] };
  if (rain.kind === 'series') return rain.hyetograph;
  const formula = rain.formula ?? own?.formula;
  if (!formula) throw new CityFloodError(floodMessage('no-formula', {}));
  const { hours, peakRatio = own?.peakRatio ?? PEAK_RATIO } = rain;
  const years = rain.kind === 'design' ? rain.years : PATTERN_YEARS;
  const storm = chicagoStorm(formula, { years, durationMin: hours * 60, peakRatio });
  if (rain.kind === 'design') return storm;
  const scale = rain.depthMm / stormDepthMm(formula, years, hours * 60);
  return { stepS: storm.stepS, ratesMmPerH: storm.ratesMmPerH.map((rate) => rate * scale) };
}
