import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import pg from 'pg';
import { MessageError } from '../../model/text/message.ts';
import { DATABASE, databaseFault, openDataFolder } from '../data-folder.ts';
import { serviceMessage } from '../service-messages.ts';
import { type EmbeddedSql, openEmbedded } from './embedded-sql.ts';
import { lockFolder } from './lock-folder.ts';
import type { Sql } from './sql-api.ts';

interface SqlOptions {
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

async function openServer(url: string): Promise<OpenSql> {
  pg.types.setTypeParser(BIGINT, Number);
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  pool.on('error', (error) => process.stderr.write(`hub: PostgreSQL: ${error.message}\n`));
  const sqlOf = (at: pg.Pool | pg.PoolClient): Sql => ({
    query: async <Row extends object>(text: string, parameters: readonly unknown[] = []) =>
      (await at.query(text, [...parameters])).rows as Row[],
    run: async (text) => void (await at.query(text)),
    transaction: async (work) => {
      const client = await pool.connect();
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
  return { kind: 'server', ...sqlOf(pool), close: () => pool.end() };
}

async function openInFolder(folder: string, ownThread: boolean): Promise<OpenSql> {
  await openDataFolder(folder, true);
  const lock = await lockFolder(folder);
  const place = join(folder, DATABASE);
  const engine = await (ownThread ? openThread(place) : openEmbedded(place)).catch(async (error: unknown) => {
    await new Promise((done) => lock.close(done));
    throw databaseFault(folder, error);
  });
  const turns = queue();
  const direct: Sql = {
    query: async <Row extends object>(text: string, parameters: readonly unknown[] = []) =>
      (await engine.query(text, parameters)) as Row[],
    run: (text) => engine.run(text),
    transaction: () => Promise.reject(new Error('a transaction within a transaction')),
  };
  return {
    kind: 'embedded',
    query: (text, parameters) => turns(() => direct.query(text, parameters)),
    run: (text) => turns(() => direct.run(text)),
    transaction: (work) => turns(() => within(direct, work)),
    async close() {
      await turns(() => engine.close());
      await new Promise((done) => lock.close(done));
    },
  };
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

/** One after the other, in the order of the calls: the embedded database has one session. */
function queue(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work, work);
    last = result.catch(() => undefined);
    return result;
  };
}

/** A call to the database's own thread, matched to its answer by id. */
export interface Call {
  id: number;
  verb: keyof EmbeddedSql;
  text: string;
  parameters: readonly unknown[];
}

/** The answer of the database's own thread: rows, or the error's text. */
export type Answer = { id: number; rows: object[] } | { id: number; error: string };

/** The engine behind a thread (`embedded-sql.worker.ts`): calls go in, answers come back by their number. */
async function openThread(folder: string): Promise<EmbeddedSql> {
  const thread = new Worker(new URL('./embedded-sql.worker.js', import.meta.url), { workerData: folder });
  const waiting = new Map<number, { done(rows: object[]): void; fail(error: Error): void }>();
  let calls = 0;
  const failAll = (error: Error) => {
    for (const { fail } of waiting.values()) fail(error);
    waiting.clear();
  };
  thread.on('error', failAll);
  thread.on('exit', (code) => failAll(new Error(`the embedded database's thread ended with ${code}`)));
  thread.on('message', (answer: Answer) => {
    const call = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('error' in answer) call?.fail(new Error(answer.error));
    else call?.done(answer.rows);
  });
  const callThread = (verb: Call['verb'], text = '', parameters: readonly unknown[] = []) =>
    new Promise<object[]>((done, fail) => {
      const call: Call = { id: calls++, verb, text, parameters };
      waiting.set(call.id, { done, fail });
      thread.postMessage(call);
    });
  await callThread('run', 'SELECT 1');
  return {
    query: (text, parameters) => callThread('query', text, parameters),
    run: async (text) => void (await callThread('run', text)),
    async close() {
      await callThread('close');
      await thread.terminate();
    },
  };
}
