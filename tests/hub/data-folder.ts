import { existsSync } from 'node:fs';
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openEmbedded } from '../../hub/sql/embedded-sql.ts';

const EMPTY = resolve('build/tests/empty-pg');

/** A data folder for a test's hub, with an empty database: made once and copied, since making one costs 8 s of CPU. */
export async function newDataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shapan-hub-'));
  if (!existsSync(EMPTY)) {
    const fresh = `${EMPTY}-${process.pid}`;
    await (await openEmbedded(fresh)).close();
    await rename(fresh, EMPTY).catch(() => rm(fresh, { recursive: true }));
  }
  await cp(EMPTY, join(folder, 'pg'), { recursive: true });
  return folder;
}
