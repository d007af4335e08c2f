import { exactNaturalBreaks } from '../../model/city/natural-breaks.ts';
import { breaksOf, classify } from '../../workers/thematic-maps/classify.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/** Employment by square kilometre of the 58 counties of California: the example of PySAL's mapclassify. */
const CALIFORNIA = Float64Array.of(
  ...[329.92, 0.42, 5.9, 14.03, 2.78, 1.34, 181.27, 1.65, 10.03, 16.7, 1.32, 3.99, 3.16, 0.22, 8.7, 6.56, 3.27, 0.33],
  ...[370.5, 4.51, 75.29, 0.99, 2.74, 8.68, 0.14, 0.92, 12.63, 28.7, 12.02, 722.85, 36.68, 0.74, 29.82, 192.05, 3.38],
  ...[11.15, 110.74, 4111.45, 49.47, 10.33, 317.11, 20.47, 264.93, 66.26, 5.39, 0.13, 0.61, 50.65, 40.48, 36.67, 13.09],
  ...[1.81, 0.2, 7.6, 2.51, 57.26, 24.32, 6.97],
).sort();

const counts = (breaks: readonly number[]): number[] => {
  const classes = classify(CALIFORNIA, breaks);
  return Array.from({ length: breaks.length + 1 }, (_, k) => classes.filter((one) => one === k).length);
};
const off = (found: readonly number[], published: readonly number[]): number =>
  found.length === published.length
    ? found.reduce((most, one, i) => Math.max(most, Math.abs(one - published[i])), 0)
    : Number.POSITIVE_INFINITY;

/** Five classes by each method, as mapclassify's tests have them. Its limits of natural breaks are the highest value of each class. */
async function published(): Promise<Verdict[]> {
  const equal = breaksOf(CALIFORNIA, { by: 'equal', count: 5 });
  const quantile = breaksOf(CALIFORNIA, { by: 'quantile', count: 5 });
  const natural = breaksOf(CALIFORNIA, { by: 'natural', count: 5 });
  const highest = natural.map((limit) => CALIFORNIA.filter((value) => value < limit).at(-1) ?? Number.NaN);
  return [
    atMost('themes.published: equal intervals, off by', off(equal, [822.394, 1644.658, 2466.922, 3289.186]), 1e-9),
    atMost('themes.published: counts of equal intervals, off by', off(counts(equal), [57, 0, 0, 0, 1]), 0),
    atMost('themes.published: quantiles, off by', off(quantile, [1.464, 5.798, 13.278, 54.616]), 1e-9),
    atMost('themes.published: counts of quantiles, off by', off(counts(quantile), [12, 11, 12, 11, 12]), 0),
    atMost('themes.published: natural breaks, off by', off(highest, [75.29, 192.05, 370.5, 722.85]), 0),
    atMost('themes.published: counts of natural breaks, off by', off(counts(natural), [49, 3, 4, 1, 1]), 0),
  ];
}

/** Squared differences from the means of classes, each value looked at by itself. */
function squaresOf(sorted: readonly number[], breaks: readonly number[]): number {
  return [...breaks, Number.POSITIVE_INFINITY].reduce((sum, to, k) => {
    const own = sorted.filter((value) => value < to && value >= (breaks[k - 1] ?? Number.NEGATIVE_INFINITY));
    const mean = own.reduce((all, one) => all + one, 0) / own.length;
    return sum + own.reduce((all, one) => all + (one - mean) ** 2, 0);
  }, 0);
}

/** The least of all partitions of sorted distinct values, by trying every one. */
function leastSquares(sorted: readonly number[], values: readonly number[], limits: number): number {
  let least = Number.POSITIVE_INFINITY;
  const tryFrom = (from: number, chosen: number[]): void => {
    if (chosen.length === limits) {
      least = Math.min(least, squaresOf(sorted, chosen));
      return;
    }
    for (let i = from; i < values.length; i++) tryFrom(i + 1, [...chosen, values[i]]);
  };
  tryFrom(1, []);
  return least;
}

/** 200 seeded sets of 8 to 15 values, even, skewed and with ties, in 2 to 5 classes. */
async function everyPartition(): Promise<Verdict[]> {
  let seed = 23;
  const next = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  let worse = 0;
  for (let round = 0; round < 200; round++) {
    const power = 1 + 5 * next();
    const sorted = Array.from({ length: 8 + Math.floor(8 * next()) }, () => Math.round(500 * next() ** power)).sort(
      (a, b) => a - b,
    );
    const values = [...new Set(sorted)];
    const classes = Math.min(values.length, 2 + Math.floor(4 * next()));
    const least = leastSquares(sorted, values, classes - 1);
    if (squaresOf(sorted, exactNaturalBreaks(sorted, classes)) > least * (1 + 1e-9) + 1e-9) worse++;
  }
  return [exactly('themes.partitions: sets of 200 with a better partition than ours', worse, 0)];
}

export const CASES: ValidationCase[] = [
  { name: 'themes.published', quick: true, run: published },
  { name: 'themes.partitions', quick: true, run: everyPartition },
];
