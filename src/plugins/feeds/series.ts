import type { Samples } from '../../../model/sensors/samples.ts';
import type { StreamSeries } from '../../twin/live/service.ts';

/** Longer answers are not remembered: who looks at many charts would keep years. */
const MAX_ROWS = 4096;
/** What a logger brings late, or an import, is told to no page: after a minute history is asked again. */
const STANDS_MS = 60_000;

/** History's rows of one stream in order of event time; both ends belong to the span. */
type FetchHistory = (fromMs: number, toMs: number) => AsyncIterable<{ timeMs: number; value: number }>;

/** All from `fromMs` to the newest sample of then, as it stood at `askedMs`, when `tooOld` samples had come too late to be kept. */
interface CachedSeries {
  fromMs: number;
  requestedMs: number;
  rows: StreamSeries;
  tooOld: number;
}

/**
 * Series that may begin before the samples that are kept. History is asked once for what lies before them; then each answer begins with the
 * one before it, until a sample comes that is older than all that is kept, or `STANDS_MS` are over. The Command desk asks for the last hour
 * of all rain gauges every five seconds: of a city of 20,000 sensors that was 68 requests at once, 160 ms of the worker's CPU and more of
 * the hub's, again and again.
 */
export class SeriesCache {
  private readonly cache = new WeakMap<Samples, CachedSeries>();
  private readonly nowMs: () => number;
  /** One question after the other: 68 at once stood before the alarms, in the worker and in the hub. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
  }

  /** Both ends included. Without `askPast` what is known here is all. */
  async series(
    samples: Samples,
    fromMs: number,
    toMs: number,
    fetchHistory: FetchHistory | null,
  ): Promise<StreamSeries> {
    const firstMs = samples.count > 0 ? samples.timesMs[samples.start] : Number.POSITIVE_INFINITY;
    if (fromMs >= firstMs) return between(rowsFrom(samples, fromMs), fromMs, toMs);
    const last = this.cache.get(samples);
    const now = { fromMs, requestedMs: this.nowMs(), tooOld: samples.tooOld };
    const reaches = last && last.fromMs <= fromMs && firstMs <= lastOf(last.rows);
    const stands = last && last.tooOld === now.tooOld && now.requestedMs - last.requestedMs < STANDS_MS;
    const known = reaches && (stands || !fetchHistory) ? last : null;
    let before = known?.rows ?? null;
    if (!before && fetchHistory) {
      // What is kept may have moved on by the time that history answers.
      const kept = rowsFrom(samples, fromMs);
      const pending = this.turn.then(() => rowsOf(fetchHistory(fromMs, Math.min(toMs, firstMs))));
      this.turn = pending.catch(() => undefined);
      before = joined(await pending, kept);
    }
    const kept = rowsFrom(samples, fromMs);
    if (!before) return between(kept, fromMs, toMs);
    const rows = joined(before, kept);
    if (toMs >= firstMs) this.remember(samples, { ...(known ?? now), rows }, fromMs);
    return between(rows, fromMs, toMs);
  }

  private remember(samples: Samples, cache: CachedSeries, fromMs: number): void {
    const isLong = cache.rows.timesMs.length > MAX_ROWS;
    const kept = isLong ? { ...cache, fromMs, rows: between(cache.rows, fromMs, Number.POSITIVE_INFINITY) } : cache;
    if (kept.rows.timesMs.length > MAX_ROWS) this.cache.delete(samples);
    else this.cache.set(samples, kept);
  }
}

function rowsFrom({ timesMs, values, start, end }: Samples, fromMs: number): StreamSeries {
  const kept = { timesMs: timesMs.subarray(start, end), values: values.subarray(start, end) };
  return between(kept, fromMs, Number.POSITIVE_INFINITY);
}

/** Reads the rows of a history; of two rows of one time the later one counts. */
async function rowsOf(cache: ReturnType<FetchHistory>): Promise<StreamSeries> {
  const rows = new Map<number, number>();
  for await (const { timeMs, value } of cache) rows.set(timeMs, value);
  const timesMs = Float64Array.from(rows.keys()).sort();
  return { timesMs, values: timesMs.map((ms) => rows.get(ms) ?? Number.NaN) };
}

/** The earlier up to where the later begins. */
function joined(earlier: StreamSeries, later: StreamSeries): StreamSeries {
  if (later.timesMs.length === 0) return earlier;
  const count = countUntil(earlier.timesMs, (ms) => ms >= later.timesMs[0]);
  const put = (name: keyof StreamSeries) => {
    const out = new Float64Array(count + later[name].length);
    out.set(earlier[name].subarray(0, count));
    out.set(later[name], count);
    return out;
  };
  return { timesMs: put('timesMs'), values: put('values') };
}

function between({ timesMs, values }: StreamSeries, fromMs: number, toMs: number): StreamSeries {
  const from = countUntil(timesMs, (ms) => ms >= fromMs);
  const to = countUntil(timesMs, (ms) => ms > toMs);
  return { timesMs: timesMs.slice(from, to), values: values.slice(from, to) };
}

function countUntil(timesMs: Float64Array, isReached: (ms: number) => boolean): number {
  const at = timesMs.findIndex(isReached);
  return at < 0 ? timesMs.length : at;
}

function lastOf({ timesMs }: StreamSeries): number {
  return timesMs.at(-1) ?? Number.NEGATIVE_INFINITY;
}
