import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { openDatabase } from '../../hub/schema.ts';
import { openSql } from '../../hub/sql/sql.ts';
import { type HubPlace, hubCases } from './hub-case.ts';
import { atMost, exactly, type Verdict } from './verdict.ts';

const CLI = resolve(import.meta.dirname, '../../cli/shapan.js');
const PLANS = 200;
/** Packed; the largest that may be shared. */
const PLAN_BYTES = 8_700_000;
const OBSERVATIONS = 10_000_000;
const OBSERVATIONS_AT_ONCE = 500_000;
const DATASTREAMS = 1000;
const BEGIN_MS = Date.UTC(2020, 0, 1);
const MAX_MINUTES = 60;
const MAX_PEAK_MB = 1500;

/** A database as the case finds it again: of each table its rows, and a sum over the hashes of them all. */
type Contents = Record<string, string>;

const openAt = (folder: string, databaseUrl: string | undefined) => openSql({ folder, databaseUrl, ownThread: true });

async function fill(folder: string, databaseUrl: string | undefined): Promise<void> {
  await mkdir(folder);
  const sql = await openDatabase({ folder, databaseUrl, ownThread: true });
  for (let i = 0; i < PLANS; i++)
    await sql.query(
      `INSERT INTO documents (kind, id, revision, head, body, who, at_ms) VALUES ('plan', $1, 1, '{}', $2, 'a', 0)`,
      [`own-${i}`, randomBytes(PLAN_BYTES).toString('base64')],
    );
  for (let from = 0; from < OBSERVATIONS; from += OBSERVATIONS_AT_ONCE)
    await sql.query(
      `INSERT INTO observations (datastream, phenomenon_ms, result_hash, received_ms, result)
       SELECT 1 + i % ${DATASTREAMS}, ${BEGIN_MS} + i, i, ${BEGIN_MS} + i, i / 7.0
       FROM generate_series($1::int4, $2::int4) AS i`,
      [from, from + OBSERVATIONS_AT_ONCE - 1],
    );
  await sql.close();
}

async function contentsOf(folder: string, databaseUrl: string | undefined): Promise<Contents> {
  const sql = await openAt(folder, databaseUrl);
  const tables = await sql.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY 1`,
  );
  const contents: Contents = {};
  for (const { name } of tables) {
    const [row] = await sql.query<{ count: string; sum: string }>(
      `SELECT count(*)::text AS count, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text AS sum FROM "${name}" t`,
    );
    contents[name] = `${row.count} rows, ${row.sum}`;
  }
  await sql.close();
  return contents;
}

interface Ended {
  code: number | null;
  seconds: number;
  peakMb: number;
}

/** Runs the command line; with `isEnough` it is killed as soon as that holds. */
async function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  isEnough: () => boolean = () => false,
): Promise<Ended> {
  const beganMs = performance.now();
  const child = spawn(process.execPath, [CLI, ...args], { env: { ...process.env, ...env }, stdio: 'inherit' });
  let peakMb = 0;
  const watch = setInterval(() => {
    const status = existsSync(`/proc/${child.pid}/status`) ? readFileSync(`/proc/${child.pid}/status`, 'utf8') : '';
    peakMb = Math.max(peakMb, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    if (isEnough()) child.kill('SIGKILL');
  }, 200);
  await once(child, 'exit');
  clearInterval(watch);
  return { code: child.exitCode, seconds: (performance.now() - beganMs) / 1000, peakMb: Math.round(peakMb) };
}

/** Where what is restored goes: another folder, and on a server another database. */
async function elsewhere({ folder, env }: HubPlace): Promise<{ folder: string; databaseUrl: string | undefined }> {
  const again = join(folder, 'again');
  const url = env.DATABASE_URL;
  if (!url) return { folder: again, databaseUrl: undefined };
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE DATABASE again');
  await client.end();
  return { folder: again, databaseUrl: new URL('/again', url).href };
}

/**
 * A hub with more than any statement, string or answer holds is backed up and restored, both killed once in the middle: every row is there,
 * and its hash the same. 200 plans of 8.7 MB, and 10 million observations.
 */
async function bigBackup(place: HubPlace): Promise<Verdict[]> {
  const url = place.env.DATABASE_URL;
  await fill(place.data, url);
  const before = await contentsOf(place.data, url);
  const backup = join(place.folder, 'backup');
  const rows = join(`${backup}.draft`, 'database.jsonl.gz');
  const args = ['backup', backup, '--data', place.data];
  const env = { DATABASE_URL: url ?? '' };
  const killed = await run(args, env, () => existsSync(rows) && statSync(rows).size > (PLANS * PLAN_BYTES) / 3);
  const isHalfThere = existsSync(backup);
  const made = await run(args, env);
  const to = await elsewhere(place);
  const restoreArgs = ['restore', backup, '--data', to.folder];
  const restoreEnv = { DATABASE_URL: to.databaseUrl ?? '' };
  const beganMs = performance.now();
  const isMidway = () => performance.now() - beganMs > (made.seconds * 1000) / 3;
  const killedRestore = await run(restoreArgs, restoreEnv, isMidway);
  const restored = await run(restoreArgs, restoreEnv);
  const after = await contentsOf(to.folder, to.databaseUrl);
  const tables = Object.keys({ ...before, ...after });
  return [
    exactly(
      'hub.bigBackup: killed in the middle',
      [killed, killedRestore].filter(({ code }) => code === null).length,
      2,
    ),
    exactly('hub.bigBackup: half a backup left', isHalfThere ? 1 : 0, 0),
    exactly('hub.bigBackup: exit code of the backup', made.code ?? -1, 0),
    exactly('hub.bigBackup: exit code of the restore', restored.code ?? -1, 0),
    exactly('hub.bigBackup: tables that differ', tables.filter((name) => before[name] !== after[name]).length, 0),
    atMost('hub.bigBackup: minutes of the backup', Math.round(made.seconds / 6) / 10, MAX_MINUTES),
    atMost('hub.bigBackup: minutes of the restore', Math.round(restored.seconds / 6) / 10, MAX_MINUTES),
    atMost('hub.bigBackup: peak MB', Math.max(made.peakMb, restored.peakMb), MAX_PEAK_MB),
  ];
}

export const CASES = hubCases([{ name: 'hub.bigBackup', quick: false, run: bigBackup }]);
