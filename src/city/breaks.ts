import type { BreakMethod } from './catalogue.ts';

/** Most classes an eye keeps apart on a sequential ramp (LOOK §6). */
export const MAX_CLASSES = 7;

/**
 * Limits between classes of sorted values, ascending, inside (min, max]. Whole values that are few get a class each.
 * Limits are round numbers: a legend is read, and a map of 11.73 m says no more than one of 12 m; a quantile is rounded
 * no further than a twentieth of the gap to its neighbours asks, so that classes keep about their share.
 */
export function classBreaks(
  sorted: ArrayLike<number>,
  wanted?: BreakMethod,
): { breaks: number[]; method: BreakMethod | null } {
  const count = sorted.length;
  if (count === 0) return { breaks: [], method: null };
  const [min, max] = [sorted[0], sorted[count - 1]];
  const few = fewValues(sorted);
  if (few) return { breaks: few.slice(1), method: null };
  const method = wanted ?? (isSkewed(sorted) ? 'quantile' : 'equal');
  return { breaks: method === 'equal' ? equalBreaks(min, max) : quantileBreaks(sorted), method };
}

/** Multiples of 1, 2, 2.5 or 5 × 10ⁿ: the smallest step that gives no more than seven classes. */
function equalBreaks(min: number, max: number): number[] {
  const step = [...roundSteps((max - min) / MAX_CLASSES)].find(
    (candidate) => multiplesWithin(candidate, min, max).length < MAX_CLASSES,
  );
  return step === undefined ? [] : multiplesWithin(step, min, max);
}

function* roundSteps(least: number): Generator<number> {
  const power = Math.floor(Math.log10(least));
  for (let exponent = power; exponent <= power + 2; exponent++)
    for (const factor of [1, 2, 2.5, 5])
      if (factor * 10 ** exponent >= least * 0.999) yield tidy(factor * 10 ** exponent);
}

function multiplesWithin(step: number, min: number, max: number): number[] {
  const first = Math.floor(min / step) + 1;
  const last = Math.ceil(max / step) - 1;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => tidy((first + i) * step));
}

function quantileBreaks(sorted: ArrayLike<number>): number[] {
  const count = sorted.length;
  const [min, max] = [sorted[0], sorted[count - 1]];
  const at = (ratio: number) => sorted[Math.min(count - 1, Math.floor(ratio * count))];
  const raw = Array.from({ length: MAX_CLASSES - 1 }, (_, i) => at((i + 1) / MAX_CLASSES));
  const breaks: number[] = [];
  raw.forEach((value, i) => {
    const gap = Math.min(value - (raw[i - 1] ?? min), (raw[i + 1] ?? max) - value);
    const rounded = gap > 0 ? roundTo(value, gap / 4) : value;
    if (rounded > min && rounded <= max && rounded > (breaks.at(-1) ?? Number.NEGATIVE_INFINITY)) breaks.push(rounded);
  });
  return breaks;
}

/** The value on the coarsest round step not above `step`. */
function roundTo(value: number, step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const round = [5, 2, 1].find((factor) => factor * power <= step * 1.0001) ?? 1;
  return tidy(Math.round(value / (round * power)) * (round * power));
}

/** Without the dust of binary fractions: 0.30000000000000004 is 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** The distinct values when there are no more than classes, else null. */
function fewValues(sorted: ArrayLike<number>): number[] | null {
  const values = [sorted[0]];
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i] === values[values.length - 1]) continue;
    if (values.length === MAX_CLASSES) return null;
    values.push(sorted[i]);
  }
  return values;
}

/** The middle half of the rows takes less than a quarter of the span, as heights of buildings do. */
function isSkewed(sorted: ArrayLike<number>): boolean {
  const at = (ratio: number) => sorted[Math.floor(ratio * (sorted.length - 1))];
  return at(0.75) - at(0.25) < 0.25 * (at(1) - at(0));
}

/** Bins over the bulk of the values: where the highest hundredth reaches over twice the rest, the last bin takes it. */
export function histogramOf(sorted: ArrayLike<number>, bins = 32): { from: number; to: number; counts: number[] } {
  if (sorted.length === 0) return { from: 0, to: 0, counts: [] };
  const from = sorted[0];
  const max = sorted[sorted.length - 1];
  const bulk = sorted[Math.floor(0.99 * (sorted.length - 1))];
  const to = max - from > 2 * (bulk - from) && bulk > from ? bulk : max;
  const counts = new Array<number>(bins).fill(0);
  const scale = to > from ? bins / (to - from) : 0;
  for (let i = 0; i < sorted.length; i++) counts[Math.min(bins - 1, Math.floor((sorted[i] - from) * scale))]++;
  return { from, to, counts };
}
