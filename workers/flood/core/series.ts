import { floodMessage } from '../messages.ts';
import { FloodInputError } from './input-error.ts';
/** Values over time; times rise strictly. */
export interface Series {
  timesS: readonly number[];
  values: readonly number[];
}

/** Straight between the points, level before the first and after the last. */
export function valueAt({ timesS, values }: Series, timeS: number): number {
  const after = timesS.findIndex((t) => t > timeS);
  if (after === 0) return values[0];
  if (after < 0) return values[values.length - 1];
  const part = (timeS - timesS[after - 1]) / (timesS[after] - timesS[after - 1]);
  return values[after - 1] + part * (values[after] - values[after - 1]);
}

/** The greatest value between two moments. */
export function greatestIn(series: Series, fromS: number, toS: number): number {
  let greatest = Math.max(valueAt(series, fromS), valueAt(series, toS));
  for (let i = series.timesS.findIndex((t) => t > fromS); i >= 0 && series.timesS[i] < toS; i++)
    greatest = Math.max(greatest, series.values[i]);
  return greatest;
}

/** Complains in words: what came, and at which place. */
export function checkSeries(name: string, { timesS, values }: Series): void {
  if (timesS.length === 0 || timesS.length !== values.length) {
    throw new FloodInputError(floodMessage('series-lengths', { name, times: timesS.length, values: values.length }));
  }
  for (const [i, timeS] of timesS.entries()) {
    if (!Number.isFinite(timeS)) throw new FloodInputError(floodMessage('series-time', { name, i, timeS }));
    if (!Number.isFinite(values[i]))
      throw new FloodInputError(floodMessage('series-value', { name, i, got: values[i] }));
    if (i > 0 && timeS <= timesS[i - 1]) {
      throw new FloodInputError(floodMessage('series-order', { name, i, before: timesS[i - 1], timeS }));
    }
  }
}
