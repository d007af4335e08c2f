import type { Text } from '../../../model/text/text.ts';

/** What became of the messages of one source: the page says it rather than hide it. */
export interface FeedQuality {
  received: number;
  /** Messages a second over the last ten. */
  perS: number;
  /** Slots of a stream's cadence that nothing has filled, neither live nor from history. */
  lost: number;
  /** Came behind the watermark of their stream; they patched its history. */
  late: number;
  /** Came before the newest but within the lateness allowed. */
  disordered: number;
  duplicate: number;
  /** Another value for an event time already known, of another result time: the later one stands. */
  corrected: number;
  /** Another value for an event time and a result time already known: one of them is wrong. */
  contradicted: number;
  /** Observations of a time more than 5 s ahead, which are not taken. */
  future: number;
  /** Observations that could not be read; the first of them is reported. */
  invalid: number;
  firstProblem: Text | null;
  /** Overtaken by a newer value of their stream before a frame was drawn. */
  merged: number;
  /** Came from history: after a cut or where live data had a hole. */
  repaired: number;
  streams: number;
  /** Streams whose last sample is older than three of their cadences. */
  stale: number;
  /** Streams whose clock is more than 2 s off, by their least delay of late. */
  skewed: number;
  /** The oldest of the streams that speak by their cadence; null while none does. */
  watermark: Watermark | null;
  /**
   * Arrival less result time, the shortest way in it: the median of what the streams' clocks are off. A few devices
   * with a wrong clock do not move it, a source whose own clock is wrong does. Null before anything came live.
   */
  skewMs: number | null;
}

/** Up to here all is thought to have come: what is older is late. */
interface Watermark {
  ms: number;
  /** The stream that holds it back. */
  stream: string;
}

/** A device whose clock is off by more is named, a source too (operations.md A.5). */
export const SKEW_MS = 2000;

export function isSkewed({ skewMs }: FeedQuality): boolean {
  return skewMs !== null && Math.abs(skewMs) > SKEW_MS;
}

export function emptyFeedQuality(): FeedQuality {
  return {
    received: 0,
    perS: 0,
    lost: 0,
    late: 0,
    disordered: 0,
    duplicate: 0,
    corrected: 0,
    contradicted: 0,
    future: 0,
    invalid: 0,
    firstProblem: null,
    merged: 0,
    repaired: 0,
    streams: 0,
    stale: 0,
    skewed: 0,
    watermark: null,
    skewMs: null,
  };
}

/** Counts are added; the watermark is the oldest, the clock the one most off. */
export function mergeFeedQuality(qualities: readonly FeedQuality[]): FeedQuality {
  const sum = emptyFeedQuality();
  for (const quality of qualities) {
    for (const name of COUNTS) sum[name] += quality[name];
    sum.firstProblem ??= quality.firstProblem;
    sum.watermark = older(sum.watermark, quality.watermark);
    if (Math.abs(quality.skewMs ?? 0) >= Math.abs(sum.skewMs ?? 0)) sum.skewMs = quality.skewMs ?? sum.skewMs;
  }
  return sum;
}

export function older(a: Watermark | null, b: Watermark | null): Watermark | null {
  if (a === null || b === null) return a ?? b;
  return b.ms < a.ms ? b : a;
}

const COUNTS = [
  'received',
  'perS',
  'lost',
  'late',
  'disordered',
  'duplicate',
  'corrected',
  'contradicted',
  'future',
  'invalid',
  'merged',
  'repaired',
  'streams',
  'stale',
  'skewed',
] as const;

const BUCKETS = 300;
const PER_DOUBLING = 10;

/** Slots of one minute each; a stall of the first minute is no longer reported after ten. */
const SLOTS = 10;
const SLOT_MS = 60_000;

/** What the last ten minutes took: histograms of milliseconds in steps of 7 %, from 1 ms to 12 days, in 24 kB for any number of samples. */
export class Latency {
  private readonly counts = Array.from({ length: SLOTS }, () => new Float64Array(BUCKETS));
  /** Minutes since the epoch of the clock that `add` is told. */
  private slot = Number.NEGATIVE_INFINITY;

  add(ms: number, nowMs: number): void {
    this.goTo(Math.floor(nowMs / SLOT_MS));
    const bucket = Math.ceil(PER_DOUBLING * Math.log2(Math.max(1, ms)));
    this.counts[this.slot % SLOTS][Math.min(BUCKETS - 1, bucket)]++;
  }

  /** Upper edge of the bucket in which the share lies; null without samples. */
  quantile(ratio: number, nowMs: number): number | null {
    this.goTo(Math.floor(nowMs / SLOT_MS));
    const sums = Float64Array.from({ length: BUCKETS }, (_, bucket) =>
      this.counts.reduce((sum, slot) => sum + slot[bucket], 0),
    );
    const least = ratio * this.count;
    let below = 0;
    const bucket = sums.findIndex((count) => {
      below += count;
      return below > 0 && below >= least;
    });
    return bucket < 0 ? null : 2 ** (bucket / PER_DOUBLING);
  }

  get count(): number {
    return this.counts.reduce((sum, slot) => sum + slot.reduce((all, one) => all + one, 0), 0);
  }

  private goTo(slot: number): void {
    if (slot <= this.slot) return;
    for (let next = Math.max(this.slot + 1, slot - SLOTS + 1); next <= slot; next++) this.counts[next % SLOTS].fill(0);
    this.slot = slot;
  }
}
