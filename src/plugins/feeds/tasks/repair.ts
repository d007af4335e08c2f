import type { Gap, Observation, Pipeline } from './pipeline.ts';

/** Where a source's past is asked. Rows come in any order; both ends belong to the range. */
export interface History {
  /** Reads the observations of one stream, or of all that the source has. */
  range(fromMs: number, toMs: number, stream: number | null): AsyncIterable<Observation>;
  /** Reads the newest observations of some streams from `fromMs` on, `most` of each. */
  recent(streams: readonly number[], fromMs: number, most: number): AsyncIterable<Observation>;
}

/** Streams of one request at most, by what an address may name, and rows that one answer may hold. */
const MAX_STREAMS_PER_CALL = 50;
const ROWS_TOGETHER = 2000;

/**
 * Fills from history what a cut (`sinceMs`: last good time less the lateness allowed) and lost messages left open.
 * MQTT at QoS 0 says nothing of a loss; the stream's own cadence does. Returns how many rows came.
 */
export async function repair(
  pipeline: Pipeline,
  source: number,
  history: History,
  nowMs: () => number,
  sinceMs: number | null,
): Promise<number> {
  const untilMs = nowMs();
  const gaps = pipeline.gaps(source);
  let rows = 0;
  const take = async (storedSeries: AsyncIterable<Observation>, isWanted = (_: Observation) => true) => {
    for await (const observation of storedSeries) {
      if (!isWanted(observation)) continue;
      pipeline.take(observation, nowMs(), 'history');
      rows++;
    }
  };
  if (sinceMs !== null) await take(history.range(sinceMs, untilMs, null));
  const open = sinceMs === null ? gaps : gaps.filter(({ fromMs }) => fromMs < sinceMs);
  // Of what comes only what lies in a hole is taken: a page keeps no past that nobody asked for.
  const holes = new Map<number, Gap[]>();
  for (const gap of open) {
    const own = holes.get(gap.stream);
    if (own) own.push(gap);
    else holes.set(gap.stream, [gap]);
  }
  const isInHole = ({ stream, timeMs }: Observation) =>
    holes.get(stream)?.some(({ fromMs, toMs }) => fromMs < timeMs && timeMs < toMs) ?? false;
  const groups = togetherOf(pipeline, holes, untilMs);
  const backfillCalls = groups.reduce((sum, { streams, most }) => sum + streams.length * most, 0);
  const firstMs = open.reduce((least, { fromMs }) => Math.min(least, fromMs), Number.POSITIVE_INFINITY);
  const lastMs = open.reduce((greatest, { toMs }) => Math.max(greatest, toMs), Number.NEGATIVE_INFINITY);
  if (open.length > 0 && backfillCalls >= pipeline.rowsIn(source, lastMs - firstMs))
    await take(history.range(firstMs, lastMs, null), isInHole);
  else
    for (const { streams, fromMs, most } of groups)
      if (most > ROWS_TOGETHER) await take(history.range(fromMs, untilMs, streams[0]), isInHole);
      // Twice, as values that were corrected are rows too.
      else await take(history.recent(streams, fromMs, 2 * most), isInHole);
  for (const { stream, toMs } of gaps) pipeline.markBackfilled(stream, toMs);
  return rows;
}

/**
 * Streams with holes, the youngest first, so many together that one answer holds what each has told since the oldest of their holes. A
 * range over all streams was asked in place of it: of a city of 3,560 streams, of which one in a hundred messages is lost, 60,000 rows every
 * half minute to fill twenty.
 */
function togetherOf(
  pipeline: Pipeline,
  holes: ReadonlyMap<number, readonly Gap[]>,
  untilMs: number,
): { streams: number[]; fromMs: number; most: number }[] {
  const groups: { streams: number[]; fromMs: number; most: number }[] = [];
  const wanted = [...holes].map(([stream, [{ fromMs }]]) => ({ stream, fromMs }));
  for (const { stream, fromMs } of wanted.sort((a, b) => b.fromMs - a.fromMs)) {
    const last = groups.at(-1);
    const rowsOf = (each: number) => pipeline.rowsOf(each, untilMs - fromMs);
    const most = Math.max(rowsOf(stream), ...(last?.streams.map(rowsOf) ?? []));
    const isRoom =
      last && last.streams.length < MAX_STREAMS_PER_CALL && most * (last.streams.length + 1) <= ROWS_TOGETHER;
    if (isRoom) Object.assign(last, { streams: [...last.streams, stream], fromMs, most });
    else groups.push({ streams: [stream], fromMs, most: rowsOf(stream) });
  }
  return groups;
}
