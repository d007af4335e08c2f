import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeEmptyDatabase } from './data-folder.ts';

/** A folder for what all files of a run share. Servers that were started in it end with the run: no worker knows which file is its last. */
export async function setup(): Promise<() => Promise<void>> {
  await makeEmptyDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'shapan-tests-'));
  // PostgreSQL runs as a user of its own.
  chmodSync(folder, 0o755);
  process.env.SHAPAN_TEST_RUN = folder;
  return async () => {
    const pids = postmasters(folder).map((file) => Number.parseInt(readFileSync(file, 'utf8'), 10));
    for (const pid of pids) process.kill(pid, 'SIGINT');
    while (postmasters(folder).length > 0) await new Promise((done) => setTimeout(done, 20));
    rmSync(folder, { recursive: true, force: true });
  };
}

/** The files in which PostgreSQL servers that run below a folder keep their process numbers. */
const postmasters = (folder: string): string[] =>
  readdirSync(folder)
    .map((name) => join(folder, name, 'data/postmaster.pid'))
    .filter((file) => existsSync(file));
