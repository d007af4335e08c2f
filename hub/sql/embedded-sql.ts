import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
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
 * Nothing vacuums by itself: the history does (`history.ts`). `onAccess` is called whenever it reads or writes a file: a sign of life.
 */
export async function openEmbedded(folder: string, onAccess: () => void = () => undefined): Promise<EmbeddedSql> {
  await mkdir(folder, { recursive: true });
  const files = new DirectFolder(folder, onAccess);
  const engine = await PGlite.create({ fs: files }).catch((error: unknown) => {
    throw files.lacksDescriptors ? Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' }) : error;
  });
  return {
    query: async (text, parameters) => (await engine.query<object>(text, [...parameters])).rows,
    run: async (text) => void (await engine.exec(text)),
    close: () => engine.close(),
  };
}

/** EMFILE and ENFILE as WASI numbers them. */
const DESCRIPTOR_ERRORS: ReadonlySet<number> = new Set([33, 41]);

/**
 * The folder of the database. Of a new one PGlite makes the files in memory, packs them, unpacks them in a second engine and copies them to
 * the disk, which took 830 MB; only in a file system of memory does it work where the database is to be. This one says that it is, and
 * lies on the disk: 680 MB. What is left of one that was interrupted is no database: `embedded-thread.ts` makes it beside its place.
 */
class DirectFolder extends MemoryFS {
  /** Whether a file could not be opened because the process has too many; the engine then fails in words of its own. */
  lacksDescriptors = false;
  private readonly folder: string;
  private readonly onAccess: () => void;

  constructor(folder: string, onAccess: () => void) {
    super();
    this.folder = resolve(folder);
    this.onAccess = onAccess;
  }

  override async init(...[engine, options]: Parameters<MemoryFS['init']>): ReturnType<MemoryFS['init']> {
    const mount: NonNullable<typeof options.preRun>[number] = (module) => {
      const { FS } = module;
      const disk = Reflect.get(module, 'NODEFS');
      const streams: Record<string, (...args: unknown[]) => unknown> = disk.stream_ops;
      for (const name of ['read', 'write']) {
        const access = streams[name];
        streams[name] = (...args) => {
          this.onAccess();
          return access(...args);
        };
      }
      const { open } = streams;
      streams.open = (...args) => {
        try {
          return open(...args);
        } catch (error) {
          this.lacksDescriptors ||= DESCRIPTOR_ERRORS.has(Number(Reflect.get(Object(error), 'errno')));
          throw error;
        }
      };
      FS.mkdirTree(PGlite.paths.PGDATA);
      FS.mount(disk, { root: this.folder }, PGlite.paths.PGDATA);
    };
    this.pg = engine;
    return { emscriptenOpts: { ...options, preRun: [...(options.preRun ?? []), mount] } };
  }
}

/** After these PostgreSQL's process would be gone; here it lives on, and the next call would never be answered. */
const isLastWord = (severity: unknown): boolean => severity === 'FATAL' || severity === 'PANIC';

/** PostgreSQL's code for it; an answer that no string or array of JavaScript holds ends the engine's driver midway too. */
const OUT_OF_MEMORY = '53200';

/** What an error of the engine says across threads. `isLast`: the engine answers nothing any more. */
export function engineFailure(error: unknown): { error: string; code?: string; isLast: boolean } {
  if (!(error instanceof Error)) return { error: String(error), isLast: false };
  const isExhausted = error instanceof RangeError;
  const isLast = isExhausted || isLastWord(Reflect.get(error, 'severity'));
  const code: unknown = isExhausted ? OUT_OF_MEMORY : Reflect.get(error, 'code');
  return { error: error.message, isLast, ...(typeof code === 'string' ? { code } : {}) };
}
