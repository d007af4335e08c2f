import type { BreakMethod } from './catalogue.ts';

/** Most classes an eye keeps apart on a sequential ramp (LOOK §6). */
export const MAX_CLASSES = 7;

/**
 * Limits between classes of sorted values, ascending, inside (min, max]. Whole values that are few get a class each.
 * Limits are round numbers: a legend is read, and a map of 11.73 m says no more than one of 12 m; a limit found in
 * the data is rounded no further than a quarter of the gap to its neighbours, so that classes keep about their share.
 */
export function classBreaks(
  sorted: ArrayLike<number>,
  wanted?: BreakMethod,
): { breaks: number[]; method: BreakMethod | null } {
  const count = sorted.length;
  if (count === 0) return { breaks: [], method: null };
  const min = sorted[0];
  const max = sorted[count - 1];
  const few = fewValues(sorted);
  if (few) return { breaks: few.slice(1), method: null };
  const method = wanted ?? (isSkewed(sorted) ? 'natural' : 'equal');
  if (method === 'equal') return { breaks: equalBreaks(min, max), method };
  return { breaks: rounded(method === 'natural' ? naturalBreaks(sorted) : quantileBreaks(sorted), min, max), method };
}

/** Rows of each class of sorted values. */
export function countClasses(sorted: ArrayLike<number>, breaks: readonly number[]): number[] {
  const counts = new Array<number>(breaks.length + 1).fill(0);
  let at = 0;
  for (let i = 0; i < sorted.length; i++) {
    while (at < breaks.length && sorted[i] >= breaks[at]) at++;
    counts[at]++;
  }
  return counts;
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
  const at = (ratio: number) => sorted[Math.min(count - 1, Math.floor(ratio * count))];
  return Array.from({ length: MAX_CLASSES - 1 }, (_, i) => at((i + 1) / MAX_CLASSES));
}

/** Bins of equal width that natural breaks may lie between; 512 part New York's 541 m to about a metre. */
const NATURAL_BINS = 512;

/**
 * The classes whose values differ least from their means (Fisher 1958, known to planners as Jenks), found exactly over
 * bins: 0.1 s for 113,000 heights. On New York's heights, 0.4–541 m, the lowest class takes 57 % of the buildings and
 * the towers have five classes; head/tail breaks were tried and put 80 % into the lowest, quantiles one class above 32 m.
 */
function naturalBreaks(sorted: ArrayLike<number>): number[] {
  const min = sorted[0];
  const scale = NATURAL_BINS / (sorted[sorted.length - 1] - min);
  const start: number[] = [];
  const counts = [0];
  const sums = [0];
  const squares = [0];
  let count = 0;
  let sum = 0;
  let square = 0;
  let bin = -1;
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i] - min;
    const own = Math.min(NATURAL_BINS - 1, Math.floor(value * scale));
    if (own !== bin) start.push(sorted[i]);
    bin = own;
    count++;
    sum += value;
    square += value * value;
    counts[start.length] = count;
    sums[start.length] = sum;
    squares[start.length] = square;
  }
  /** Squared differences from their mean of the values in bins from … to − 1. */
  const spread = (from: number, to: number) =>
    squares[to] - squares[from] - (sums[to] - sums[from]) ** 2 / (counts[to] - counts[from]);
  const bins = start.length;
  const classes = Math.min(MAX_CLASSES, bins);
  let least = Array.from({ length: bins + 1 }, (_, to) => (to === 0 ? 0 : spread(0, to)));
  const cuts: number[][] = [];
  for (let known = 1; known < classes; known++) {
    const next = new Array<number>(bins + 1).fill(Number.POSITIVE_INFINITY);
    const cut = new Array<number>(bins + 1).fill(0);
    for (let to = known + 1; to <= bins; to++)
      for (let from = known; from < to; from++) {
        const total = least[from] + spread(from, to);
        if (total >= next[to]) continue;
        next[to] = total;
        cut[to] = from;
      }
    cuts.push(cut);
    least = next;
  }
  const breaks: number[] = [];
  for (let to = bins; cuts.length > 0; ) {
    to = cuts.pop()?.[to] ?? 0;
    breaks.unshift(start[to]);
  }
  return breaks;
}

/** Limits as round as the gaps to their neighbours let them be, rising, inside (min, max]. */
function rounded(raw: readonly number[], min: number, max: number): number[] {
  const breaks: number[] = [];
  raw.forEach((value, i) => {
    const gap = Math.min(value - (raw[i - 1] ?? min), (raw[i + 1] ?? max) - value);
    const round = gap > 0 ? roundTo(value, gap / 4) : value;
    if (round > min && round <= max && round > (breaks.at(-1) ?? Number.NEGATIVE_INFINITY)) breaks.push(round);
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
