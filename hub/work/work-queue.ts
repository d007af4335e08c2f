import { createHash } from 'node:crypto';
import pg from 'pg';
import PgBoss from 'pg-boss';
import { MessageError } from '../../model/text/message.ts';
import { serviceMessage } from '../service-messages.ts';

/** One thing to do: a call of the command line whose results go to the store under its name. */
export interface WorkJob {
  name: string;
  args: string[];
}

/** A job that this worker holds. */
export interface HeldJob extends WorkJob {
  /** Its results lie in the store: it is done, once. */
  complete(output: object): Promise<void>;
  /** The call itself was wrong: no other worker fares better. */
  fail(reason: string): Promise<void>;
  /** Back to the others, as if this worker had never had it. */
  giveBack(): Promise<void>;
}

export type WorkState = 'waiting' | 'running' | 'done' | 'failed';

interface WorkStatus extends WorkJob {
  state: WorkState;
  /** How often it was begun again. */
  retries: number;
  /** Why it failed. */
  reason: string;
}

/** In the database of the hub or in one of its own: all of it lies in this schema. */
const SCHEMA = 'shapan_work';
const QUEUE = 'jobs';

/** Name of the locks, so that those of the hub are others. */
const LOCKS = 0x5a9a;

/** A job that was taken so long ago has its lock, if its worker lives. */
const GRACE_S = 5;

/** A worker may be killed so often at one job; what kills every worker ends there. */
const MAX_RETRIES = 20;

/** Nothing is timed out: who works holds a lock, and that goes with it. */
const EXPIRE_H = 23;
const KEEP_DAYS = 365;

/**
 * Jobs for any number of workers on any number of machines, in PostgreSQL by pg-boss. While a worker has a job it holds a session's lock
 * named after it, which the server takes back when the worker's connection ends, however it ends: whoever finds a job in work whose
 * lock is free gives it to the next. So a worker that is killed loses nothing and nobody waits for a timeout.
 */
export interface WorkQueue {
  /** How many were new, or had failed and are tried again; those that are there already stay as they are. */
  add(jobs: readonly WorkJob[]): Promise<number>;
  /** Null: nothing waits. */
  next(): Promise<HeldJob | null>;
  /** Gives jobs of workers that are gone to the others; how many. */
  freeAbandoned(): Promise<number>;
  list(): Promise<WorkStatus[]>;
  close(): Promise<void>;
}

export async function openWorkQueue(databaseUrl: string, onLost: (error: Error) => void): Promise<WorkQueue> {
  const session = new pg.Client({ connectionString: databaseUrl, keepAlive: true });
  await session.connect().catch((error: Error) => {
    throw new MessageError(serviceMessage('database-url', { reason: error.message }));
  });
  session.on('error', onLost);
  const boss = new PgBoss({ connectionString: databaseUrl, schema: SCHEMA, schedule: false, max: 2 });
  boss.on('error', onLost);
  await boss.start();
  await boss.createQueue(QUEUE);
  const { lock, tryLock, unlock } = locksOf(session);

  const hold = ({ name, args }: WorkJob, id: string): HeldJob => {
    const end = async (settle: () => Promise<unknown>): Promise<void> => {
      await settle();
      await unlock(id);
    };
    return {
      name,
      args,
      complete: (output) => end(() => boss.complete(QUEUE, id, output)),
      giveBack: () => end(() => boss.fail(QUEUE, id, { reason: 'given back' })),
      fail: (reason) =>
        end(async () => {
          await session.query(`UPDATE ${SCHEMA}.job SET retry_limit = retry_count WHERE name = $1 AND id = $2`, [
            QUEUE,
            id,
          ]);
          await boss.fail(QUEUE, id, { reason });
        }),
    };
  };

  return {
    async add(jobs) {
      let added = 0;
      for (const job of jobs) {
        const id = idOf(job);
        const known = await boss.getJobById(QUEUE, id);
        if (known?.state === 'failed') await boss.deleteJob(QUEUE, id);
        const options = { id, retryLimit: MAX_RETRIES, expireInHours: EXPIRE_H, retentionDays: KEEP_DAYS };
        if ((await boss.send(QUEUE, job, options)) !== null) added++;
      }
      return added;
    },
    async next() {
      const [taken] = await boss.fetch<WorkJob>(QUEUE, { includeMetadata: true });
      if (!taken) return null;
      await lock(taken.id);
      const now = await boss.getJobById(QUEUE, taken.id);
      if (now?.state === 'active' && now.retryCount === taken.retryCount) return hold(taken.data, taken.id);
      // Somebody thought that this worker was gone, after it had stood still for long.
      await unlock(taken.id);
      return null;
    },
    async freeAbandoned() {
      const { rows } = await session.query<{ id: string }>(
        `SELECT id FROM ${SCHEMA}.job WHERE name = $1 AND state = 'active' AND started_on < now() - interval '${GRACE_S} seconds'`,
        [QUEUE],
      );
      let freed = 0;
      for (const { id } of rows) {
        if (!(await tryLock(id))) continue;
        const job = await boss.getJobById(QUEUE, id);
        if (job?.state === 'active') {
          await boss.fail(QUEUE, id, { reason: 'its worker is gone' });
          freed++;
        }
        await unlock(id);
      }
      return freed;
    },
    list: () => listJobs(session),
    async close() {
      await boss.stop({ graceful: false });
      await session.end();
    },
  };
}

/** Locks of the session that end with it. */
function locksOf(session: pg.Client) {
  const ask = (name: string) => async (id: string) =>
    (await session.query<{ held: boolean }>(`SELECT ${name}(${LOCKS}, hashtext($1)) AS held`, [id])).rows[0].held;
  return { lock: ask('pg_advisory_lock'), tryLock: ask('pg_try_advisory_lock'), unlock: ask('pg_advisory_unlock') };
}

const STATES: Readonly<Record<string, WorkState>> = {
  created: 'waiting',
  retry: 'waiting',
  active: 'running',
  completed: 'done',
};

interface JobRow {
  state: string;
  retry_count: number;
  data: WorkJob;
  output: { reason?: string } | null;
}

async function listJobs(session: pg.Client): Promise<WorkStatus[]> {
  const columns = 'state::text, retry_count, data, output, created_on';
  const { rows } = await session.query<JobRow>(
    `SELECT ${columns} FROM ${SCHEMA}.job WHERE name = $1 UNION ALL SELECT ${columns} FROM ${SCHEMA}.archive WHERE name = $1 ORDER BY created_on`,
    [QUEUE],
  );
  return rows.map(({ state, retry_count, data, output }) => ({
    ...data,
    state: STATES[state] ?? 'failed',
    retries: retry_count,
    reason: STATES[state] === undefined ? (output?.reason ?? state) : '',
  }));
}

/** Returns the id of a call: added twice, it is one job. */
function idOf({ args }: WorkJob): string {
  const hex = createHash('sha256').update(JSON.stringify(args)).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
