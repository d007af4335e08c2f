import { mkdir } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';

/** The embedded database, in this thread or in one of its own. */
export interface EmbeddedSql {
  query(text: string, parameters: readonly unknown[]): Promise<object[]>;
  run(text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * PostgreSQL 18 compiled to WASM (PGlite), on a folder of the disk.
 *
 * How durable: a commit has been written to the files before it resolves, so it outlives the death of this process (tested with SIGKILL).
 * PGlite runs with `fsync = off` and its file system has no fsync, so a power cut of the machine may lose what the operating system had
 * not written yet: whoever needs that too runs a PostgreSQL server (`DATABASE_URL`).
 * Nothing vacuums by itself: the history does (`history.ts`).
 */
export async function openEmbedded(folder: string): Promise<EmbeddedSql> {
  await mkdir(folder, { recursive: true });
  const engine = await PGlite.create(folder);
  return {
    query: async (text, parameters) => (await engine.query<object>(text, [...parameters])).rows,
    run: async (text) => void (await engine.exec(text)),
    close: () => engine.close(),
  };
}
