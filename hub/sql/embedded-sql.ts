import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { MemoryFS, PGlite } from '@electric-sql/pglite';

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
  const isNew = !existsSync(join(folder, 'PG_VERSION'));
  const engine = await (isNew ? PGlite.create({ fs: new DirectFolder(folder) }) : PGlite.create(folder));
  return {
    query: async (text, parameters) => (await engine.query<object>(text, [...parameters])).rows,
    run: async (text) => void (await engine.exec(text)),
    close: () => engine.close(),
  };
}

/**
 * The folder in which a new database is made. PGlite makes one in memory, packs it, unpacks it in a second engine and copies it to the disk,
 * which took 830 MB; only in a file system of memory does it work where the database is to be. This one says that it is, and lies on the
 * disk: 680 MB. What is left of one that was interrupted is no database: `embedded-thread.ts` makes it beside its place.
 */
class DirectFolder extends MemoryFS {
  private readonly folder: string;

  constructor(folder: string) {
    super();
    this.folder = resolve(folder);
  }

  override async init(...[engine, options]: Parameters<MemoryFS['init']>): ReturnType<MemoryFS['init']> {
    const mount: NonNullable<typeof options.preRun>[number] = (module) => {
      const { FS } = module;
      FS.mkdirTree(PGlite.paths.PGDATA);
      FS.mount(Reflect.get(module, 'NODEFS'), { root: this.folder }, PGlite.paths.PGDATA);
    };
    this.pg = engine;
    return { emscriptenOpts: { ...options, preRun: [...(options.preRun ?? []), mount] } };
  }
}
