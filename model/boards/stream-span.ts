import type { StreamFigure } from './board.ts';

/** Buckets of one stream's history, oldest first, as the hub tells them. */
export interface StreamBuckets {
  bucketMs: number;
  startMs: readonly number[];
  count: readonly number[];
  low: readonly number[];
  mean: readonly number[];
  high: readonly number[];
}

/** One stream of a card, with its own warning where it has one. */
interface StreamHistory {
  buckets: StreamBuckets;
  warn: number | undefined;
}

/** What the streams of a card said in its span. */
export interface SpanFigures {
  /** The card's figure of each bucket, at the bucket's middle. */
  points: readonly SpanPoint[];
  /** Readings, and the least, mean and greatest of them all; null: there are none. */
  count: number;
  low: number | null;
  mean: number | null;
  high: number | null;
  /** Mean over the streams of what each summed up: of streams whose readings are amounts. */
  amount: number | null;
}

/** A figure at an instant. */
interface SpanPoint {
  timeMs: number;
  value: number;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** What a bucket of one stream says of it. */
interface Part {
  count: number;
  low: number;
  mean: number;
  high: number;
  isWarned: boolean;
}

/** The figure of one bucket out of the streams that were heard in it. */
function figureOf(parts: readonly Part[], figure: StreamFigure): number {
  const means = parts.map(({ mean }) => mean);
  switch (figure) {
    case 'mean':
      return sumOf(means) / parts.length;
    case 'least':
      return Math.min(...parts.map(({ low }) => low));
    case 'most':
      return Math.max(...parts.map(({ high }) => high));
    case 'sum':
      return sumOf(means);
    case 'warned':
      return parts.filter(({ isWarned }) => isWarned).length;
    case 'amount':
      return sumOf(parts.map(({ count, mean }) => count * mean)) / parts.length;
  }
}

/**
 * Puts the histories of a card's streams together. Every reading counts once in the mean of the span; a bucket in which a stream was not heard
 * is made of the others.
 */
export function spanOf(streams: readonly StreamHistory[], figure: StreamFigure): SpanFigures {
  const buckets = new Map<number, Part[]>();
  const middles = new Map<number, number>();
  for (const { buckets: one, warn } of streams)
    for (const [i, startMs] of one.startMs.entries()) {
      const part = { count: one.count[i], low: one.low[i], mean: one.mean[i], high: one.high[i] };
      buckets.set(startMs, [
        ...(buckets.get(startMs) ?? []),
        { ...part, isWarned: warn !== undefined && part.high >= warn },
      ]);
      middles.set(startMs, startMs + one.bucketMs / 2);
    }
  const parts = [...buckets.values()].flat();
  const count = sumOf(parts.map((part) => part.count));
  const total = sumOf(parts.map((part) => part.count * part.mean));
  const points = [...buckets]
    .sort(([a], [b]) => a - b)
    .map(([startMs, own]) => ({ timeMs: middles.get(startMs) ?? startMs, value: figureOf(own, figure) }));
  const reporting = streams.filter((stream) => stream.buckets.count.length > 0).length;
  const hasReadings = count > 0;
  return {
    points,
    count,
    low: hasReadings ? Math.min(...parts.map(({ low }) => low)) : null,
    mean: hasReadings ? total / count : null,
    high: hasReadings ? Math.max(...parts.map(({ high }) => high)) : null,
    amount: hasReadings ? total / reporting : null,
  };
}
