import type { Gap, Observation, Pipeline } from './pipeline.ts';

/** Where a source's past is asked. Rows come in any order; both ends belong to the range. */
export interface History {
  /** Of one stream, or of all that the source tells. */
  range(fromMs: number, toMs: number, stream: number | null): AsyncIterable<Observation>;
}

/** More single holes than this are asked for in one range over all streams, of which only what lies in a hole is taken: a page keeps no past that nobody asked for. */
const MOST_SINGLE = 8;

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
  const ask = async (fromMs: number, toMs: number, stream: number | null, isWanted = (_: Observation) => true) => {
    for await (const observation of history.range(fromMs, toMs, stream)) {
      if (!isWanted(observation)) continue;
      pipeline.take(observation, nowMs(), 'history');
      rows++;
    }
  };
  if (sinceMs !== null) await ask(sinceMs, untilMs, null);
  const open = sinceMs === null ? gaps : gaps.filter(({ fromMs }) => fromMs < sinceMs);
  if (open.length > MOST_SINGLE) {
    // Twenty thousand streams may each have one: no row is held against all of them.
    const holes = new Map<number, Gap[]>();
    let [firstMs, lastMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const gap of open) {
      firstMs = Math.min(firstMs, gap.fromMs);
      lastMs = Math.max(lastMs, gap.toMs);
      const own = holes.get(gap.stream);
      if (own) own.push(gap);
      else holes.set(gap.stream, [gap]);
    }
    await ask(
      firstMs,
      lastMs,
      null,
      ({ stream, timeMs }) => holes.get(stream)?.some(({ fromMs, toMs }) => fromMs < timeMs && timeMs < toMs) ?? false,
    );
  } else for (const { fromMs, toMs, stream } of open) await ask(fromMs, toMs, stream);
  for (const { stream, toMs } of gaps) pipeline.asked(stream, toMs);
  return rows;
}
