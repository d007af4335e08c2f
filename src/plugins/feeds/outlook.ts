import { MS_PER_H } from '../../../model/time.ts';
import type { StreamSeries } from '../../twin/live/service.ts';

/** Set points of a stream, in its unit. An alarm below the warning: both are floors. */
interface Limits {
  warn?: number | undefined;
  alarm?: number | undefined;
}

interface LimitCrossing {
  limit: 'warn' | 'alarm';
  value: number;
  /** When the band first touches it, and the line; null beyond the horizon. */
  earliestMs: number;
  expectedMs: number | null;
}

/** What a series says of the time after it. */
export interface Forecast {
  slopePerH: number;
  /** Half of the slope's 95 % interval. */
  slopeErrorPerH: number;
  /** The interval leaves out zero: it goes somewhere. */
  isTrend: boolean;
  /** Line and band of single values to come, 95 %. */
  at(timeMs: number): { value: number; low: number; high: number };
  horizonMs: number;
  /** The first limit to be met before the horizon; null where none is, or where nothing goes anywhere. */
  meets: LimitCrossing | null;
}

/** With fewer values a band says nothing. */
const MIN_VALUES = 12;
/** Quantile of the normal distribution, two sides of 95 %. */
const Z = 1.959963984540054;
/** Neighbours that are more alike than this leave nothing of a sample. */
const MAX_AUTOCORRELATION = 0.98;
const STEPS = 400;

/**
 * A straight line by least squares with its prediction band (Draper & Smith 1998, §1.4 and §3.1): y ± t · s · √(1 + f · (1/n + (x − x̄)²/Sxx)).
 * Values of a gauge follow each other: f = (1 + r)/(1 − r), with r their residuals' correlation from one to the next, takes for a sample what
 * is left of it as one (Bayley & Hammersley 1946). It looks ahead as far as it has looked back and no farther, and says nothing of what has
 * not begun: an alarm by its limit stays what it is. Null: too few values, or one moment.
 */
export function forecastOf({ timesMs, values }: StreamSeries, limits: Limits): Forecast | null {
  const n = timesMs.length;
  if (n < MIN_VALUES) return null;
  const endMs = timesMs[n - 1];
  const spanMs = endMs - timesMs[0];
  if (spanMs <= 0) return null;
  const hours = Float64Array.from(timesMs, (ms) => (ms - endMs) / MS_PER_H);
  const middle = meanOf(hours);
  const mean = meanOf(values);
  let sxx = 0;
  let sxy = 0;
  for (let i = 0; i < n; i++) {
    sxx += (hours[i] - middle) ** 2;
    sxy += (hours[i] - middle) * (values[i] - mean);
  }
  const slope = sxy / sxx;
  const lineAt = (h: number) => mean + slope * (h - middle);
  const residuals = Float64Array.from(hours, (h, i) => values[i] - lineAt(h));
  let squares = 0;
  let products = 0;
  for (let i = 0; i < n; i++) {
    squares += residuals[i] ** 2;
    if (i > 0) products += residuals[i] * residuals[i - 1];
  }
  const alike = squares === 0 ? 0 : Math.min(MAX_AUTOCORRELATION, Math.max(0, products / squares));
  const fewer = (1 + alike) / (1 - alike);
  const spread = Math.sqrt(squares / (n - 2));
  const t = studentT(Math.max(2, n / fewer - 2));
  const slopeError = t * spread * Math.sqrt(fewer / sxx);
  const at = (timeMs: number) => {
    const h = (timeMs - endMs) / MS_PER_H;
    const half = t * spread * Math.sqrt(1 + fewer * (1 / n + (h - middle) ** 2 / sxx));
    return { value: lineAt(h), low: lineAt(h) - half, high: lineAt(h) + half };
  };
  const isTrend = Math.abs(slope) > slopeError;
  const horizonMs = endMs + spanMs;
  return {
    slopePerH: slope,
    slopeErrorPerH: slopeError,
    isTrend,
    at,
    horizonMs,
    meets: isTrend ? meetingOf(at, endMs, horizonMs, slope, limits) : null,
  };
}

const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
};

/** Returns the crossing of the limit ahead whose band meets first; one that is met already is an alarm's matter. */
function meetingOf(
  at: Forecast['at'],
  endMs: number,
  horizonMs: number,
  slope: number,
  limits: Limits,
): LimitCrossing | null {
  const { warn, alarm } = limits;
  const isFloor = warn !== undefined && alarm !== undefined && alarm < warn;
  if (isFloor ? slope >= 0 : slope <= 0) return null;
  const beyond = (value: number, limit: number) => (isFloor ? value <= limit : value >= limit);
  const met = (limit: number, edge: (timeMs: number) => number): number | null => {
    for (let step = 1; step <= STEPS; step++) {
      let [low, high] = [step - 1, step].map((s) => endMs + ((horizonMs - endMs) * s) / STEPS);
      if (!beyond(edge(high), limit)) continue;
      for (let halving = 0; halving < 30; halving++) {
        const middle = (low + high) / 2;
        if (beyond(edge(middle), limit)) high = middle;
        else low = middle;
      }
      return high;
    }
    return null;
  };
  const meetings = (['warn', 'alarm'] as const).flatMap((limit): LimitCrossing[] => {
    const value = limits[limit];
    if (value === undefined || beyond(at(endMs).value, value)) return [];
    const earliestMs = met(value, (timeMs) => (isFloor ? at(timeMs).low : at(timeMs).high));
    if (earliestMs === null) return [];
    return [{ limit, value, earliestMs, expectedMs: met(value, (timeMs) => at(timeMs).value) }];
  });
  return meetings.sort((a, b) => a.earliestMs - b.earliestMs)[0] ?? null;
}

/** Student's t that 95 % lie within (Abramowitz & Stegun 26.7.5): to .01 from four degrees of freedom on, to .001 from eight. */
function studentT(freedom: number): number {
  const z2 = Z * Z;
  return (
    Z +
    (Z * (z2 + 1)) / (4 * freedom) +
    (Z * (5 * z2 * z2 + 16 * z2 + 3)) / (96 * freedom ** 2) +
    (Z * (3 * z2 ** 3 + 19 * z2 ** 2 + 17 * z2 - 15)) / (384 * freedom ** 3)
  );
}
