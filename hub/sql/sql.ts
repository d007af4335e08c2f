import { join, resolve } from 'node:path';
import pg from 'pg';
import { MessageError } from '../../model/text/message.ts';
import { DATABASE, databaseFault, openDataFolder } from '../data-folder.ts';
import { serviceMessage } from '../service-messages.ts';
import { openEmbedded } from './embedded-sql.ts';
import { openThread, type WatchedSql } from './embedded-thread.ts';
import { lockFolder } from './lock-folder.ts';
import { QUESTION_LIMIT_MS, QuestionRefused, Readers } from './readers.ts';
import type { Asker, Sql } from './sql-api.ts';
import { telling, throwFailure } from './sql-failure.ts';
import { openTurns } from './turns.ts';

/** Which database is opened, and in which thread. */
export interface SqlOptions {
  /** Where the embedded database lies. */
  folder: string;
  /** A PostgreSQL server instead (`postgres://user:password@host/database`). */
  databaseUrl?: string | undefined;
  /**
   * The embedded database computes where it is called: a batch of 5,000 observations holds its thread for 0.2 s, which the broker's
   * clients would feel. So it has a thread of its own, but in tests, which run sources that a thread could not load.
   */
  ownThread: boolean;
}

/** An open database, embedded or on a server; both speak PostgreSQL's dialect. */
export interface OpenSql extends Sql {
  kind: 'embedded' | 'server';
  close(): Promise<void>;
}

/** Opens a server's database where its URL is given, and otherwise the embedded one in a folder. */
export async function openSql(options: SqlOptions): Promise<OpenSql> {
  return options.databaseUrl
    ? openServer(options.databaseUrl)
    : openInFolder(resolve(options.folder), options.ownThread);
}

/** `bigint` as a number: milliseconds and counts stay far below 2⁵³. */
const BIGINT = 20;

/** Sessions for questions, beside those that write: readers never wait for writers there, nor writers for them. */
const READING_SESSIONS = 4;

/** PostgreSQL's code for a statement that was ended by its time limit. */
const QUERY_CANCELED = '57014';

async function openServer(url: string): Promise<OpenSql> {
  pg.types.setTypeParser(BIGINT, Number);
  const pool = openPool(url, 4);
  const reading = openPool(url, READING_SESSIONS);
  const readers = new Readers({ sessions: READING_SESSIONS, rests: false });
  const read: Sql['read'] = (from, text, parameters = []) =>
    readers.ask(from, (limitMs) => readWithin(reading, limitMs, text, parameters));
  const sqlOf = (at: pg.Pool | pg.PoolClient): Sql =>
    telling({
      query: async <Row extends object>(text: string, parameters: readonly unknown[] = []) =>
        (await at.query(text, [...parameters])).rows as Row[],
      read,
      run: async (text) => void (await at.query(text)),
      transaction: async (work) => {
        const client = await pool.connect().catch(throwFailure);
        try {
          return await within(sqlOf(client), work);
        } finally {
          client.release();
        }
      },
    });
  await pool.query('SELECT 1').catch((error: Error) => {
    throw new MessageError(serviceMessage('database-url', { reason: error.message }));
  });
  return {
    kind: 'server',
    ...sqlOf(pool),
    async close() {
      await reading.end();
      await pool.end();
    },
  };
}

function openPool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max });
  pool.on('error', (error) => process.stderr.write(`hub: PostgreSQL: ${error.message}\n`));
  return pool;
}

async function readWithin<Row extends object>(
  pool: pg.Pool,
  limitMs: number,
  text: string,
  parameters: readonly unknown[],
): Promise<Row[]> {
  const client = await pool.connect();
  try {
    const timeoutMs = String(Math.round(limitMs));
    await client.query("SELECT set_config('statement_timeout', $1, false)", [timeoutMs]);
    return (await client.query(text, [...parameters])).rows as Row[];
  } catch (error) {
    if ((error as { code?: string }).code !== QUERY_CANCELED) throw error;
    throw new QuestionRefused('too-long', limitMs);
  } finally {
    client.release();
  }
}

async function openInFolder(folder: string, ownThread: boolean): Promise<OpenSql> {
  await openDataFolder(folder, true);
  const lock = await lockFolder(folder);
  const place = join(folder, DATABASE);
  const engine = await (ownThread ? openThread(place) : openHere(place)).catch(async (error: unknown) => {
    await new Promise<void>((done) => lock.close(done));
    throw databaseFault(folder, error);
  });
  const turns = openTurns();
  const readers = new Readers({ sessions: 1, rests: true });
  const direct = telling({
    query: async <Row extends object>(text: string, parameters: readonly unknown[] = []) =>
      (await engine.query(text, parameters)) as Row[],
    read: async <Row extends object>(_: Asker, text: string, parameters: readonly unknown[] = []) =>
      (await engine.read(QUESTION_LIMIT_MS, text, parameters)) as Row[],
    run: (text) => engine.run(text),
    transaction: () => Promise.reject(new Error('a transaction within a transaction')),
  });
  return {
    kind: 'embedded',
    query: (text, parameters) => turns.write(() => direct.query(text, parameters)),
    read: <Row extends object>(from: Asker, text: string, parameters: readonly unknown[] = []) =>
      readers
        .ask(from, (limitMs) => turns.read(async () => (await engine.read(limitMs, text, parameters)) as Row[]))
        .catch(throwFailure),
    run: (text) => turns.write(() => direct.run(text)),
    transaction: (work) => turns.write(() => within(direct, work)),
    async close() {
      await turns.write(() => engine.close());
      await new Promise<void>((done) => lock.close(done));
    },
  };
}

/** In this thread nobody can watch the engine while it computes: for tests alone. */
async function openHere(folder: string): Promise<WatchedSql> {
  const engine = await openEmbedded(folder);
  return { ...engine, read: (_, text, parameters) => engine.query(text, parameters) };
}

async function within<Result>(sql: Sql, work: (sql: Sql) => Promise<Result>): Promise<Result> {
  await sql.run('BEGIN');
  try {
    const result = await work(sql);
    await sql.run('COMMIT');
    return result;
  } catch (error) {
    await sql.run('ROLLBACK');
    throw error;
  }
}
