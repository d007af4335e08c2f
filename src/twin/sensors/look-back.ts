import type { Observation, Pipeline } from './pipeline.ts';
import { type History, MOST_TOGETHER, ROWS_TOGETHER } from './repair.ts';

/** What a page that was just opened asks of the past. */
export interface Past extends History {
  /** The newest observation of every stream. */
  newest(): AsyncIterable<Observation>;
}

/** So far back is looked where a condition held, to know since when. */
const HELD_SPAN_MS = 3 * 3_600_000;
/** In all: twice what 3,526 sensors by the minute need. Beyond it a rule begins after its own span. */
const MOST_ROWS = 100_000;
/** Each is a question of its own, of the twelve hundred that a hub answers in a minute. */
const MOST_HELD = 300;

/**
 * Brings a page to where one stands that was open all the while: the newest of each stream; then what their rules look back on, so that a
 * rate or a deviation begins at once; then, where a condition held, since when. What came, went and was not acknowledged before that
 * is not looked for: it would take all values of all streams. A city of 20,000 streams that speak every four seconds would ask for 36
 * million rows and was refused (429) every thirty seconds; so there is a budget, spent on those first that need the fewest. What history
 * does not have of a span that it told is lost, and is not asked for again (`repair`).
 */
export async function lookBack(pipeline: Pipeline, source: number, past: Past, nowMs: () => number): Promise<void> {
  const take = async (observations: AsyncIterable<Observation>) => {
    for await (const observation of observations) pipeline.take(observation, nowMs(), 'history');
  };
  await take(past.newest());
  for (const { streams, spanMs, rows } of togetherOf(pipeline, source)) {
    const untilMs = nowMs();
    await take(past.recent(streams, untilMs - spanMs, rows));
    for (const stream of streams) pipeline.asked(stream, untilMs);
  }
  for (const stream of pipeline.wantingPast(source).slice(0, MOST_HELD)) {
    const untilMs = nowMs();
    await take(past.range(untilMs - HELD_SPAN_MS, untilMs, stream));
    pipeline.asked(stream, untilMs);
  }
}

/** Streams of one span and cadence are asked for together. */
function togetherOf(pipeline: Pipeline, source: number): { streams: number[]; spanMs: number; rows: number }[] {
  const parts = new Map<string, { streams: number[]; spanMs: number; rows: number }[]>();
  let left = MOST_ROWS;
  for (const { stream, spanMs, rows } of pipeline.lookingBack(source).sort((a, b) => a.rows - b.rows)) {
    left -= rows;
    if (left < 0) break;
    const alike = parts.get(`${spanMs} ${rows}`) ?? [];
    parts.set(`${spanMs} ${rows}`, alike);
    const part = alike.at(-1);
    const most = Math.min(MOST_TOGETHER, Math.max(1, Math.floor(ROWS_TOGETHER / rows)));
    if (part && part.streams.length < most) part.streams.push(stream);
    else alike.push({ streams: [stream], spanMs, rows });
  }
  return [...parts.values()].flat();
}
