import type { LookBack } from '../../model/alarms/rule-runner.ts';
import type { Sql } from '../sql/sql-api.ts';

/** One observation of the past, of a watched stream. */
interface PastSample {
  stream: number;
  timeMs: number;
  resultMs: number;
  value: number;
}

/** Streams of one statement: some 20,000 rows at most, so that writers get their turn between two. */
const STREAMS_PER_STATEMENT = 500;
/** An unjudged observation was measured at most so long before it came. */
const DELAY_MS = 600_000;
/** What came just before the last note may not have been judged by it. */
const SLACK_MS = 5000;

interface Row {
  datastream: number;
  phenomenon_ms: number;
  result_ms: number | null;
  result: number;
}

/**
 * What the rules need of the past, stream by stream in the order of time: the newest that each stream's rules look back on, and all that
 * came after `judgedMs`, which a hub that was killed had written but not yet judged.
 */
export async function* pastSamples(
  sql: Pick<Sql, 'query'>,
  wanted: readonly LookBack[],
  datastreamOf: (stream: number) => number | undefined,
  judgedMs: number | null,
): AsyncGenerator<PastSample[]> {
  const streamOf = new Map<number, number>();
  const lists: { datastream: number; rows: number }[] = [];
  for (const { stream, rows } of wanted) {
    const datastream = datastreamOf(stream);
    if (datastream === undefined) continue;
    streamOf.set(datastream, stream);
    lists.push({ datastream, rows });
  }
  for (let from = 0; from < lists.length; from += STREAMS_PER_STATEMENT) {
    const part = lists.slice(from, from + STREAMS_PER_STATEMENT);
    const rows = await sql.query<Row>(
      `SELECT w.datastream, o.phenomenon_ms, o.result_ms, o.result
       FROM unnest($1::int4[], $2::int4[]) AS w (datastream, rows)
       CROSS JOIN LATERAL (
         SELECT phenomenon_ms, result_ms, result FROM observations
         WHERE datastream = w.datastream AND result IS NOT NULL ORDER BY phenomenon_ms DESC LIMIT w.rows) AS o`,
      [`{${part.map(({ datastream }) => datastream)}}`, `{${part.map(({ rows: count }) => count)}}`],
    );
    yield samplesOf(rows, streamOf);
  }
  if (judgedMs === null) return;
  const rows = await sql.query<Row>(
    `SELECT datastream, phenomenon_ms, result_ms, result FROM observations
     WHERE phenomenon_ms >= $1 AND received_ms >= $2 AND result IS NOT NULL`,
    [judgedMs - DELAY_MS, judgedMs - SLACK_MS],
  );
  yield samplesOf(rows, streamOf);
}

function samplesOf(rows: readonly Row[], streamOf: ReadonlyMap<number, number>): PastSample[] {
  return rows
    .flatMap(({ datastream, phenomenon_ms: timeMs, result_ms: resultMs, result: value }) => {
      const stream = streamOf.get(datastream);
      return stream === undefined ? [] : [{ stream, timeMs, resultMs: resultMs ?? timeMs, value }];
    })
    .sort((a, b) => a.stream - b.stream || a.timeMs - b.timeMs);
}
