import { exactNaturalBreaks } from '../../model/city/natural-breaks.ts';
import { NO_CLASS, type ThemeRequest } from '../../model/questions/thematic-maps.ts';

/** Limits between classes of sorted values, rising, above the least; fewer than asked for where values are few. Own ones are taken as they are. */
export function breaksOf(sorted: Float64Array, classes: ThemeRequest['classes']): number[] {
  if (classes.by === 'own') return [...classes.breaks];
  if (sorted.length === 0) return [];
  const { by, count } = classes;
  if (by === 'natural') return exactNaturalBreaks(sorted, count);
  const min = sorted[0];
  const max = sorted[sorted.length - 1];
  const raw = Array.from({ length: count - 1 }, (_, i) =>
    by === 'equal' ? min + ((i + 1) * (max - min)) / count : quantileOf(sorted, (i + 1) / count),
  );
  return raw.filter((value, i) => value > (raw[i - 1] ?? min) && value <= max);
}

/** Linear between the order statistics on both sides (type 7 of Hyndman and Fan 1996, that of R and NumPy). */
function quantileOf(sorted: Float64Array, ratio: number): number {
  const at = ratio * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}

/** The class of each value; `NO_CLASS` where there is none. */
export function classify(values: Float64Array, breaks: readonly number[]): Uint8Array {
  return Uint8Array.from(values, (value) => {
    if (Number.isNaN(value)) return NO_CLASS;
    let k = 0;
    while (k < breaks.length && value >= breaks[k]) k++;
    return k;
  });
}

/** Goodness of variance fit of sorted values: 1 where classes hold one value each, 0 where they say nothing. */
export function fitRatioOf(sorted: Float64Array, breaks: readonly number[]): number {
  const all = squaresOf(sorted);
  if (all === 0) return 1;
  const inClasses = [...breaks, Number.POSITIVE_INFINITY].reduce((sum, to, k) => {
    const from = breaks[k - 1] ?? Number.NEGATIVE_INFINITY;
    return sum + squaresOf(sorted.filter((value) => value >= from && value < to));
  }, 0);
  return 1 - inClasses / all;
}

/** Squared differences of values from their mean. */
function squaresOf(values: Float64Array): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/** 0 of none. */
export const meanOf = (values: Float64Array): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
