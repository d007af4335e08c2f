import { existsSync } from 'node:fs';
import { rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EmbeddedSql } from './embedded-sql.ts';
import { QuestionRefused } from './readers.ts';

/** A call to the database's own thread, matched to its answer by id. */
export interface Call {
  id: number;
  verb: keyof EmbeddedSql;
  text: string;
  parameters: readonly unknown[];
}

/** The answer of the database's own thread: rows, or the error's text and PostgreSQL's code for it. `isLast`: it answers nothing any more. */
export type Answer = { id: number; rows: object[] } | { id: number; error: string; code?: string; isLast: boolean };

/** What the thread is started with. */
export interface EngineData {
  folder: string;
  /** An int32 that changes with each file access. */
  life: SharedArrayBuffer;
}

/** The embedded engine with questions that have a time limit. */
export interface WatchedSql extends EmbeddedSql {
  read(limitMs: number, text: string, parameters: readonly unknown[]): Promise<object[]>;
}

/**
 * The embedded engine on a thread of its own. PGlite has no interrupts: neither `statement_timeout` nor a cancel reaches a statement that
 * runs. So a question that does not keep its time is ended with its thread, and the engine is opened anew, as after a SIGKILL: nothing
 * was committed that is not in the files. Only one call is under way at a time, so no other is lost with it.
 * An engine that died of itself (out of memory) is opened anew by the next call too.
 */
export async function openThread(folder: string): Promise<WatchedSql> {
  if (!existsSync(join(folder, 'PG_VERSION'))) await makeDatabase(folder);
  let engine: Promise<Engine> = startEngine(folder);
  await engine;
  let isWithin = false;
  let failedMs = Number.NEGATIVE_INFINITY;
  /** What is left of a transaction must not run outside it: until its end it keeps the engine that it began with. */
  const living = async (): Promise<Engine> => {
    const known = await engine.catch(() => null);
    if (known && (isWithin || !known.isBroken())) return known;
    // On a disk that cannot be written each start fails after a second of work: between two tries all are told at once.
    if (!known && performance.now() - failedMs < RETRY_MS) return engine;
    await known?.end();
    return renew();
  };
  const renew = (): Promise<Engine> => {
    engine = startEngine(folder);
    engine.catch(() => {
      failedMs = performance.now();
    });
    return engine;
  };
  return {
    query: async (text, parameters) => (await living()).call('query', text, parameters),
    async run(text) {
      if (text === 'ROLLBACK') isWithin = false;
      await (await living()).call('run', text);
      if (text === 'BEGIN') isWithin = true;
      if (text === 'COMMIT') isWithin = false;
    },
    async read(limitMs, text, parameters) {
      const connection = await living();
      const late = timeout(limitMs);
      const answer = connection.call('query', text, parameters);
      // Ending the thread fails the call; by then somebody else waits for it.
      answer.catch(() => undefined);
      const rows = await Promise.race([answer, late.over]).finally(late.clear);
      if (rows) return rows;
      await connection.end();
      // Who comes next waits for it.
      await renew().catch(() => undefined);
      throw new QuestionRefused('too-long', limitMs);
    },
    async close() {
      const last = await engine.catch(() => null);
      if (!last) return;
      if (!last.isBroken()) await last.call('close');
      await last.end();
    },
  };
}

/** After a start that failed. */
const RETRY_MS = 2000;

/**
 * A thread that made a database keeps the memory that it took for it, 500 MB: it is ended, and another opens what it made. It is made beside
 * its place, and put there whole: a start that is killed leaves none, and the next one begins anew.
 */
async function makeDatabase(folder: string): Promise<void> {
  const draft = `${folder}.draft`;
  await rm(draft, { recursive: true, force: true });
  const maker = await startEngine(draft);
  await maker.call('close');
  await maker.end();
  // Over an empty folder, and never over anything else.
  await rmdir(folder).catch(() => undefined);
  await rename(draft, folder);
}

/** One start of the thread (`embedded-sql.worker.ts`): calls go in, answers come back by their number. */
interface Engine {
  call(verb: Call['verb'], text?: string, parameters?: readonly unknown[]): Promise<object[]>;
  isBroken(): boolean;
  end(): Promise<void>;
}

async function startEngine(folder: string): Promise<Engine> {
  const life = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const workerData: EngineData = { folder, life };
  const thread = new Worker(new URL('./embedded-sql.worker.js', import.meta.url), { workerData });
  const waiting = new Map<number, { done(rows: object[]): void; fail(error: Error): void }>();
  let calls = 0;
  let isBroken = false;
  let hasEnded = false;
  const failAll = (error: Error) => {
    isBroken = true;
    hasEnded = true;
    for (const { fail } of waiting.values()) fail(error);
    waiting.clear();
  };
  thread.on('error', failAll);
  thread.on('exit', (code) => failAll(new Error(`the embedded database's thread ended with ${code}`)));
  thread.on('message', (answer: Answer) => {
    const call = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('rows' in answer) return call?.done(answer.rows);
    // PostgreSQL's own errors have a code; without one the engine itself failed.
    isBroken ||= answer.isLast || answer.code === undefined;
    call?.fail(Object.assign(new Error(answer.error), { code: answer.code }));
  });
  const engine: Engine = {
    call: (verb, text = '', parameters = []) =>
      new Promise<object[]>((done, fail) => {
        if (hasEnded) return fail(new Error("the embedded database's thread has ended"));
        const call: Call = { id: calls++, verb, text, parameters };
        waiting.set(call.id, { done, fail });
        thread.postMessage(call);
      }).finally(whenSilent(life, () => void thread.terminate())),
    isBroken: () => isBroken,
    end: async () => void (await thread.terminate()),
  };
  await engine.call('run', 'SELECT 1');
  return engine;
}

/**
 * Seconds of work without an answer and without a file read or written, after which it counts as stuck: whatever takes long in earnest reads
 * and writes all the while. They are the processor's, since a machine that has no time for this process starts an engine in more than 20 s.
 */
const SILENT_S = 20;
/** A thread that waits for ever takes no processor's time: by the clock it counts as stuck after six times as long. */
const MIN_SHARE = 1 / 6;

/**
 * Ends an engine that will not answer. Where the log of a database cannot be written, PostgreSQL's process would be gone; here it may go
 * round and round instead, also after the disk is well again. Returns what ends the watch.
 */
function whenSilent(life: SharedArrayBuffer, end: () => void): () => void {
  const signs = new Int32Array(life);
  let seen = -1;
  let silentS = 0;
  let cpu = process.cpuUsage();
  const watch = setInterval(() => {
    const now = Atomics.load(signs, 0);
    const { user, system } = process.cpuUsage(cpu);
    cpu = process.cpuUsage();
    // Seconds are counted one by one: this thread may have been held up itself, with the answer waiting.
    silentS = now === seen ? silentS + Math.min(1, Math.max(MIN_SHARE, (user + system) / 1e6)) : 0;
    seen = now;
    if (silentS >= SILENT_S) end();
  }, 1000);
  return () => clearInterval(watch);
}

function timeout(ms: number): { over: Promise<null>; clear(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), ms);
  });
  return { over, clear: () => clearTimeout(timer) };
}
