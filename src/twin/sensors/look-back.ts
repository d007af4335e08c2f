import type { Observation, Pipeline } from './pipeline.ts';
import type { History } from './repair.ts';

/** What a page that was just opened asks of the past. */
export interface Past extends History {
  /** The newest observation of every stream. */
  newest(): AsyncIterable<Observation>;
  /** Of each of some streams the newest from `fromMs` on, `most` of each. */
  recent(streams: readonly number[], fromMs: number, most: number): AsyncIterable<Observation>;
}

/** So far back is looked where a condition held, to know since when. */
const HELD_SPAN_MS = 3 * 3_600_000;
/** Of streams asked for together: what an address may name, and what one answer may hold. */
const MOST_TOGETHER = 50;
const ROWS_TOGETHER = 2000;

/**
 * Brings a page to where one stands that was open all the while: the newest of each stream; then what their rules look back on, so that a
 * rate or a deviation begins at once; then, where a condition held, since when. What came, went and was not acknowledged before that
 * is not looked for: it would take all values of all streams.
 */
export async function lookBack(pipeline: Pipeline, source: number, past: Past, nowMs: () => number): Promise<void> {
  const take = async (observations: AsyncIterable<Observation>) => {
    for await (const observation of observations) pipeline.take(observation, nowMs(), 'history');
  };
  await take(past.newest());
  for (const { streams, spanMs, rows } of togetherOf(pipeline, source))
    await take(past.recent(streams, nowMs() - spanMs, rows));
  for (const stream of pipeline.wantingPast(source)) await take(past.range(nowMs() - HELD_SPAN_MS, nowMs(), stream));
}

/** Streams of one span and cadence are asked for together. */
function togetherOf(pipeline: Pipeline, source: number): { streams: number[]; spanMs: number; rows: number }[] {
  const parts = new Map<string, { streams: number[]; spanMs: number; rows: number }[]>();
  for (const { stream, spanMs, rows } of pipeline.lookingBack(source)) {
    const alike = parts.get(`${spanMs} ${rows}`) ?? [];
    parts.set(`${spanMs} ${rows}`, alike);
    const part = alike.at(-1);
    const most = Math.min(MOST_TOGETHER, Math.max(1, Math.floor(ROWS_TOGETHER / rows)));
    if (part && part.streams.length < most) part.streams.push(stream);
    else alike.push({ streams: [stream], spanMs, rows });
  }
  return [...parts.values()].flat();
}
