import { MS_PER_H } from '../../model/time.ts';
import { hubMessage } from '../messages.ts';
import type { Reader, Sql } from '../sql/sql-api.ts';
import { HubUnready, reasonOf } from '../unready.ts';

/** A result as SensorThings allows it; numbers are what history sums up. */
type Result = number | string | boolean | null | object;

/** One observation of a datastream as SensorThings has it, times in UTC milliseconds. */
export interface Observation {
  datastream: number;
  /** Event time: when it was so. A span counts at its end. */
  phenomenonMs: number;
  /** The begin of the span over which it was measured. */
  phenomenonBeginMs?: number;
  /** When the sensor had its result. */
  resultMs: number | null;
  /** When it came to the hub. */
  receivedMs: number;
  result: Result;
  /** The datastream's own, unless told. */
  feature?: number;
  /** `resultQuality`, `validTime`, `parameters`, as they came. */
  more?: object;
}

/** Buckets of a series: begin, count of numbers, least, mean, greatest. Columns, as a chart wants them. */
interface Series {
  bucketMs: number;
  startMs: number[];
  count: number[];
  low: number[];
  mean: number[];
  high: number[];
}

/** The store of observations: what was written stays as single values for a while, and as hours for good. */
export interface History {
  /**
   * Resolves when all are durable; writes of others go along in the same statement. What is known already counts as written. Rejects with
   * `RowsRefused` where the database takes some of them and not others, and with what went wrong where it took none.
   */
  write(observations: readonly Observation[]): Promise<void>;
  /** At most `points` buckets over the span. */
  series(datastream: number, fromMs: number, toMs: number, points: number, by?: Reader): Promise<Series>;
  /**
   * Forgets single observations that are older than the hub keeps; their hours stay. Resolves to the count. By the readings' own time too:
   * `beforeMs` lies as far before `nowMs` as the hub keeps, and what lies no further before the newest of them stays.
   */
  forget(beforeMs: number, nowMs: number): Promise<number>;
  /** Single observations before this are forgotten; one that came now could not be told from a duplicate. */
  readonly retainedSinceMs: number;
  /** Observations that wait to be written. */
  readonly waiting: number;
  readonly written: number;
  /** Why the last write failed; null while writes succeed. */
  readonly failure: string | null;
  /** Writes a row of its own, to learn whether the database takes any; rejects where it takes none, or has just failed. */
  probe(nowMs: number): Promise<void>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/** Rows of one statement: larger ones are no faster (2,000: 21,000 rows/s, 5,000: 30,000, 20,000: 30,000) and hold the engine longer. */
const BATCH = 5000;

/**
 * Smaller batches wait for company, so that a thousand single writes are one commit: three times as long as the one before them took,
 * within these bounds. A statement costs 2.3 ms before its first row: rows cost 67 µs each by 60, 48 by 200, 40 by 5,000. Of 5,000
 * single writes a second each 10 ms made a statement of 60, and the engine took .34 of a core. Where the one before was small there is
 * little company to wait for, and it took long only since it stood behind somebody's question.
 */
const LARGE_BATCH = 500;
const SMALL_BATCH = 50;
const MIN_GATHER_MS = 10;
const MAX_BATCH_MS = 50;

/** More than this waiting and writers are told no: a minute of what the embedded engine takes. */
const WAITING_LIMIT = 1_000_000;

/** Too many observations wait to be written; the sender should come again later, nothing is dropped in silence. */
class HistoryFull extends HubUnready {
  constructor() {
    super(hubMessage('history-full', { waiting: WAITING_LIMIT }));
  }
}

/** The database refused some of what a writer brought for what they are; the writer's others are durable. */
export class RowsRefused extends Error {
  readonly reasons: ReadonlyMap<Observation, string>;

  constructor(reasons: ReadonlyMap<Observation, string>) {
    super(`history: ${[...new Set(reasons.values())].join('; ').slice(0, 500)}`);
    this.reasons = reasons;
  }
}

/** A write that failed is a failure for so long, although a row of a few bytes might find room. */
const FAILURE_MS = 8000;

const WRITE = `
  WITH sent AS (
    SELECT * FROM unnest($1::int4[], $2::int8[], $3::int4[], $4::int4[], $5::int8[], $6::int8[], $7::int8[], $8::float8[],
        $9::jsonb[], $10::jsonb[])
      AS sent (datastream, phenomenon_ms, result_hash, feature, phenomenon_begin_ms, result_ms, received_ms, result,
        other_result, more)
  ), fresh AS (
    INSERT INTO observations (datastream, phenomenon_ms, result_hash, feature, phenomenon_begin_ms, result_ms, received_ms, result,
      other_result, more)
    SELECT * FROM sent ON CONFLICT DO NOTHING RETURNING datastream, phenomenon_ms, result
  )
  INSERT INTO hours (datastream, start_ms, count, low, total, high)
  SELECT datastream, phenomenon_ms / ${MS_PER_H} * ${MS_PER_H}, count(*), min(result), sum(result), max(result)
  FROM fresh WHERE result IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
  ON CONFLICT (datastream, start_ms) DO UPDATE SET
    count = hours.count + excluded.count,
    low = least(hours.low, excluded.low),
    total = hours.total + excluded.total,
    high = greatest(hours.high, excluded.high)`;

type Reasons = ReadonlyMap<Observation, string>;

interface Batch {
  observations: Observation[];
  /** Resolves to those that were refused for what they are, with the reason: mostly none. */
  durable: Promise<Reasons>;
  done(refused: Reasons): void;
  fail(error: unknown): void;
}

/** Opens the store in a database, whose tables it makes where they are missing. */
export async function openHistory(sql: Sql): Promise<History> {
  const [kept] = await sql.query<{ since_ms: number }>(
    'SELECT max(since_ms) AS since_ms FROM kept HAVING count(*) > 0',
  );
  let retainedSinceMs = kept?.since_ms ?? Number.NEGATIVE_INFINITY;
  const writer = openWriter(sql);
  return {
    write: (observations) => writer.write(observations),
    series: (datastream, fromMs, toMs, points, by = sql) => readSeries(by, datastream, fromMs, toMs, points),
    async forget(beforeMs, nowMs) {
      const sinceMs = await sinceOf(sql, beforeMs, nowMs);
      if (sinceMs === null) return 0;
      // What was noted by a clock of the future would shut out all readings for good.
      retainedSinceMs = Math.max(retainedSinceMs <= nowMs ? retainedSinceMs : Number.NEGATIVE_INFINITY, sinceMs);
      await writer.whenDrained();
      await sql.query('DELETE FROM kept WHERE since_ms > $1', [nowMs]);
      await sql.query('INSERT INTO kept VALUES ($1)', [sinceMs]);
      return forget(sql, sinceMs);
    },
    async probe(nowMs) {
      await sql.query('INSERT INTO alive VALUES (1, $1) ON CONFLICT (one) DO UPDATE SET at_ms = excluded.at_ms', [
        Math.round(nowMs),
      ]);
      writer.recover();
    },
    get retainedSinceMs() {
      return retainedSinceMs;
    },
    get waiting() {
      return writer.waiting;
    },
    get written() {
      return writer.written;
    },
    get failure() {
      return writer.failure;
    },
    close: () => writer.whenDrained(),
  };
}

/** Before what single observations are forgotten: no more than by the hub's clock, nor than by the newest reading itself. */
async function sinceOf(sql: Sql, beforeMs: number, nowMs: number): Promise<number | null> {
  const [{ newest_ms: newestMs }] = await sql.query<{ newest_ms: number | null }>(
    'SELECT max(phenomenon_ms) AS newest_ms FROM observations',
  );
  return newestMs === null ? null : Math.min(beforeMs, newestMs - (nowMs - beforeMs));
}

/** Gathers what many write at once into batches, and writes one batch after the other. */
interface Writer extends Pick<History, 'write' | 'waiting' | 'written' | 'failure'> {
  /** A row was written: throws where a batch has just failed all the same. */
  recover(): void;
  /** Resolves when nothing is under way. */
  whenDrained(): Promise<void>;
}

function openWriter(sql: Sql): Writer {
  const batches: Batch[] = [];
  let waiting = 0;
  let written = 0;
  let drain: Promise<void> | null = null;
  let failure: string | null = null;
  let failedMs = 0;
  /** How long the last statement took, with its wait for its turn; 0 where it was small. */
  let lastMs = 0;

  async function drainBatches(): Promise<void> {
    for (let batch = batches.at(0); batch; batch = batches.at(0)) {
      const gatherMs = Math.min(MAX_BATCH_MS, Math.max(MIN_GATHER_MS, 3 * lastMs));
      if (batch.observations.length < LARGE_BATCH) await new Promise((done) => setTimeout(done, gatherMs));
      batches.shift();
      const beganMs = performance.now();
      try {
        const refused = new Map<Observation, string>();
        await writeAllBut(sql, batch.observations, refused);
        written += batch.observations.length - refused.size;
        failure = null;
        batch.done(refused);
      } catch (error) {
        failure = reasonOf(error);
        failedMs = performance.now();
        batch.fail(error);
      }
      lastMs = batch.observations.length < SMALL_BATCH ? 0 : performance.now() - beganMs;
      waiting -= batch.observations.length;
    }
    drain = null;
  }

  return {
    async write(observations) {
      // Draining nothing ends before it is noted as begun, and would stand as under way for good: nothing was written after it.
      if (observations.length === 0) return;
      if (waiting + observations.length > WAITING_LIMIT) throw new HistoryFull();
      waiting += observations.length;
      const parts = addToBatches(batches, observations);
      drain ??= drainBatches();
      const refused = (await Promise.all(parts)).filter(({ size }) => size > 0);
      if (refused.length > 0) throwOwn(observations, refused);
    },
    async whenDrained() {
      await drain;
    },
    recover() {
      if (failure !== null && performance.now() - failedMs < FAILURE_MS) throw new Error(failure);
      failure = null;
    },
    get waiting() {
      return waiting;
    },
    get written() {
      return written;
    },
    get failure() {
      return failure;
    },
  };
}

/** Puts observations into the last batch while it has room, then into new ones; what they wait for to be durable. */
function addToBatches(batches: Batch[], observations: readonly Observation[]): Promise<Reasons>[] {
  const parts: Promise<Reasons>[] = [];
  for (let from = 0; from < observations.length; ) {
    const last = batches.at(-1);
    const batch = last && last.observations.length < BATCH ? last : newBatch();
    if (batch !== last) batches.push(batch);
    const room = BATCH - batch.observations.length;
    batch.observations.push(...observations.slice(from, from + room));
    from += room;
    parts.push(batch.durable);
  }
  return parts;
}

function newBatch(): Batch {
  let done: Batch['done'] = () => {};
  let fail: Batch['fail'] = () => {};
  const durable = new Promise<Reasons>((resolve, reject) => {
    done = resolve;
    fail = reject;
  });
  durable.catch(() => undefined);
  return { observations: [], durable, done, fail };
}

/** A batch is of many writers: only those of them hear of a refusal who brought what was refused. */
function throwOwn(observations: readonly Observation[], refused: readonly Reasons[]): void {
  const own = new Map<Observation, string>();
  for (const reasons of refused)
    for (const observation of observations) {
      const reason = reasons.get(observation);
      if (reason !== undefined) own.set(observation, reason);
    }
  if (own.size > 0) throw new RowsRefused(own);
}

/**
 * Writes what the database takes. A statement that fails for what is in it is halved until the bad row stands alone, so that nobody else's
 * readings go with it: for each bad row of a batch some 25 statements. A full disk or a lost server is no row's fault, and fails all.
 */
async function writeAllBut(sql: Sql, observations: Observation[], refused: Map<Observation, string>): Promise<void> {
  try {
    await writeBatch(sql, observations);
  } catch (error) {
    if (!isOfTheData(error)) throw error;
    if (observations.length === 1) {
      refused.set(observations[0], error instanceof Error ? error.message : String(error));
      return;
    }
    const half = observations.length >> 1;
    await writeAllBut(sql, observations.slice(0, half), refused);
    await writeAllBut(sql, observations.slice(half), refused);
  }
}

/** SQLSTATE classes 22 (data), 23 (constraints) and 54 (limits of the program), or JavaScript's own where it made the statement's text. */
function isOfTheData(error: unknown): boolean {
  if (error instanceof RangeError || error instanceof TypeError) return true;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return /^(22|23|54)[0-9A-Z]{3}$/.test(code);
}

async function writeBatch(sql: Sql, observations: Observation[]): Promise<void> {
  const column = (cell: (observation: Observation) => string | number | null | undefined) =>
    `{${observations.map((observation) => cell(observation) ?? 'NULL').join(',')}}`;
  await sql.query(WRITE, [
    column((o) => o.datastream),
    column((o) => o.phenomenonMs),
    column((o) => resultHash(o)),
    column((o) => o.feature),
    column((o) => o.phenomenonBeginMs),
    column((o) => o.resultMs),
    column((o) => o.receivedMs),
    column((o) => (typeof o.result === 'number' ? o.result : null)),
    column((o) => (typeof o.result === 'number' ? null : arrayText(o.result))),
    column((o) => (o.more === undefined ? null : arrayText(o.more))),
  ]);
}

/** JSON as an element of an array literal of PostgreSQL. */
function arrayText(value: unknown): string {
  return `"${JSON.stringify(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** FNV-1a (Fowler, Noll, Vo; 32 bits) of the result's JSON and where its span began: tells two results of one instant apart. */
export function resultHash({ result, phenomenonBeginMs }: Pick<Observation, 'result' | 'phenomenonBeginMs'>): number {
  const text = JSON.stringify(result) + (phenomenonBeginMs === undefined ? '' : `/${phenomenonBeginMs}`);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}

/**
 * Buckets of a series are made of whole hours from so much a bucket up. A month of minutes lies scattered among those of all other streams:
 * 43,200 rows took the embedded engine more than 0.7 s among ten million, with its 720 hours the answer is there in 33 ms.
 */
const HOURS_FROM_MS = MS_PER_H / 3;

/** From a third of an hour a bucket up, and for what is no longer kept singly, from the hours; else from the observations themselves. */
async function readSeries(
  by: Reader,
  datastream: number,
  fromMs: number,
  toMs: number,
  points: number,
): Promise<Series> {
  const minMs = Math.max(1, Math.ceil((toMs - fromMs) / points));
  const [{ oldest_ms: retainedSinceMs }] = await by.query<{ oldest_ms: number | null }>(
    'SELECT min(phenomenon_ms) AS oldest_ms FROM observations WHERE datastream = $1',
    [datastream],
  );
  const byHours = minMs >= HOURS_FROM_MS || retainedSinceMs === null || fromMs < retainedSinceMs - MS_PER_H;
  const bucketMs = byHours ? Math.ceil(minMs / MS_PER_H) * MS_PER_H : minMs;
  const rows = await by.query<{ bucket: number; count: number; low: number; mean: number; high: number }>(
    byHours
      ? `SELECT start_ms / $4::int8 AS bucket, sum(count)::int4 AS count, min(low) AS low, sum(total) / sum(count) AS mean,
           max(high) AS high
         FROM hours WHERE datastream = $1 AND start_ms >= $2 AND start_ms < $3 GROUP BY 1 ORDER BY 1`
      : `SELECT phenomenon_ms / $4::int8 AS bucket, count(*)::int4 AS count, min(result) AS low, avg(result) AS mean,
           max(result) AS high
         FROM observations WHERE datastream = $1 AND phenomenon_ms >= $2 AND phenomenon_ms < $3 AND result IS NOT NULL
         GROUP BY 1 ORDER BY 1`,
    [datastream, byHours ? Math.floor(fromMs / MS_PER_H) * MS_PER_H : fromMs, toMs, bucketMs],
  );
  return {
    bucketMs,
    startMs: rows.map(({ bucket }) => bucket * bucketMs),
    count: rows.map(({ count }) => count),
    low: rows.map(({ low }) => low),
    mean: rows.map(({ mean }) => mean),
    high: rows.map(({ high }) => high),
  };
}

/** Stream by stream, so that writers get their turn between two of them. */
async function forget(sql: Sql, beforeMs: number): Promise<number> {
  let count = 0;
  for (const { datastream } of await sql.query<{ datastream: number }>('SELECT DISTINCT datastream FROM hours')) {
    const [{ gone }] = await sql.query<{ gone: number }>(
      `WITH gone AS (DELETE FROM observations WHERE datastream = $1 AND phenomenon_ms < $2 RETURNING 1)
       SELECT count(*)::int4 AS gone FROM gone`,
      [datastream, beforeMs],
    );
    count += gone;
  }
  if (count > 0) await sql.run('VACUUM observations');
  await sql.run('VACUUM hours');
  return count;
}
