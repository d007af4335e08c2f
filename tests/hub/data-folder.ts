import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const TEMPLATE = resolve(`build/tests/empty-pglite-${dependencies['@electric-sql/pglite']}`);

/** A data folder for a test's hub, with an empty database. */
export async function newDataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shapan-hub-'));
  await copyEmptyDatabase(join(folder, 'pg'));
  return folder;
}

export async function copyEmptyDatabase(to: string): Promise<void> {
  await makeEmptyDatabase();
  cpSync(TEMPLATE, to, { recursive: true });
}

/**
 * Making a database costs 8 s of CPU and a copy of one 0.1 s, so one is made for all runs until PGlite changes.
 * It is smaller than a user's, 8 MB and not 39: its log has segments of 1 MB, and it lacks the two databases that others are made
 * from. Its buffers are 8 MB and not 128, which an engine clears when it starts: half of the 0.5 s that opening one takes.
 */
export async function makeEmptyDatabase(): Promise<void> {
  if (existsSync(TEMPLATE)) return;
  const draft = `${TEMPLATE}-${process.pid}`;
  mkdirSync(draft, { recursive: true });
  const engine = await PGlite.create({ dataDir: draft, initDbStartParams: ['--wal-segsize=1'] });
  for (const name of ['template0', 'template1']) {
    await engine.exec(`UPDATE pg_database SET datistemplate = false WHERE datname = '${name}'`);
    await engine.exec(`DROP DATABASE ${name}`);
  }
  await engine.close();
  appendFileSync(join(draft, 'postgresql.conf'), 'shared_buffers = 8MB\nmin_wal_size = 2MB\n');
  try {
    renameSync(draft, TEMPLATE);
  } catch {
    // Another worker was first.
    rmSync(draft, { recursive: true });
  }
}
