import type { Database, Sqlite3Static } from '@sqlite.org/sqlite-wasm';

/** Name of the file system that holds one file, which is in memory and is not written. */
const NAME = 'shapan';
/** A statement that gives no row for 100 million operations, some seconds, is ended: a view of a hostile file may count for ever. */
const MAX_LOOKS = 1000;
const OPERATIONS_BETWEEN_LOOKS = 100_000;

let started: Promise<Sqlite3Static> | null = null;
/** Files in memory by the name that SQLite opens them by, and open ones by the address of their handle. */
const named = new Map<string, Uint8Array>();
const opened = new Map<number, Uint8Array>();
let count = 0;

const NONE = new Uint8Array(0);

/** An SQLite file in memory that is open for reading; `step` tells that a row came. */
interface MemoryDatabase {
  db: Database;
  step(): void;
  close(): void;
}

/** SQLite, started once. */
export function openSqlite(): Promise<Sqlite3Static> {
  started ??= start();
  return started;
}

/** Opens the file without a copy of it in the memory of WebAssembly: SQLite asks for the pages that it needs. */
export async function openMemory(bytes: Uint8Array): Promise<MemoryDatabase> {
  const sqlite3 = await openSqlite();
  const name = `data${++count}`;
  named.set(name, bytes);
  const db = openNamed(sqlite3, name);
  let looks = 0;
  sqlite3.capi.sqlite3_progress_handler(db, OPERATIONS_BETWEEN_LOOKS, () => (++looks > MAX_LOOKS ? 1 : 0), 0);
  db.exec('PRAGMA trusted_schema=off');
  return {
    db,
    step() {
      looks = 0;
    },
    close() {
      db.close();
      named.delete(name);
    },
  };
}

function openNamed({ oo1 }: Sqlite3Static, name: string): Database {
  try {
    return new oo1.DB({ filename: `file:${name}?immutable=1`, flags: 'r', vfs: NAME });
  } catch (error) {
    named.delete(name);
    throw error;
  }
}

/** Members of a struct of C as the package names them; its types know them without the dollar sign only. */
const membersOf = (struct: object): Record<string, number> => struct as Record<string, number>;

async function start(): Promise<Sqlite3Static> {
  const { default: init } = await import('@sqlite.org/sqlite-wasm');
  // Its stores in the browser's own file system start workers that ask for files without end; nothing is written here.
  const stores = { opfs: true, 'opfs-vfs': true, 'opfs-wl': true, 'opfs-sahpool': true, kvvfs: true };
  Object.assign(globalThis, { sqlite3ApiConfig: { disable: { vfs: stores } } });
  const sqlite3 = await init();
  const { capi, wasm } = sqlite3;
  // A statement that fails throws as well: the reader's message says it once.
  sqlite3.config.warn = () => undefined;
  const io = new capi.sqlite3_io_methods();
  const vfs = new capi.sqlite3_vfs();
  const platform = new capi.sqlite3_vfs(capi.sqlite3_vfs_find(null));
  const { $xRandomness, $xSleep, $xCurrentTime } = membersOf(platform);
  const { structInfo } = capi.sqlite3_file as unknown as { structInfo: { sizeof: number } };
  const $szOsFile = structInfo.sizeof;
  Object.assign(membersOf(vfs), { $iVersion: 1, $szOsFile, $mxPathname: 64, $xRandomness, $xSleep, $xCurrentTime });
  Object.assign(membersOf(io), { $iVersion: 1 });
  platform.dispose();
  sqlite3.vfs.installVfs({
    io: {
      struct: io,
      methods: {
        xClose(file) {
          opened.delete(Number(file));
          return 0;
        },
        xRead(file, into, size, offset) {
          const from = Number(offset);
          const piece = (opened.get(Number(file)) ?? NONE).subarray(from, from + size);
          const heap = wasm.heap8u();
          heap.set(piece, Number(into));
          heap.fill(0, Number(into) + piece.length, Number(into) + size);
          return piece.length < size ? capi.SQLITE_IOERR_SHORT_READ : 0;
        },
        xWrite: () => capi.SQLITE_READONLY,
        xTruncate: () => capi.SQLITE_READONLY,
        xSync: () => 0,
        xFileSize(file, size) {
          wasm.poke64(size, BigInt((opened.get(Number(file)) ?? NONE).length));
          return 0;
        },
        xLock: () => 0,
        xUnlock: () => 0,
        xCheckReservedLock(_file, out) {
          wasm.poke(out, 0, 'i32');
          return 0;
        },
        xFileControl: () => capi.SQLITE_NOTFOUND,
        // 0 stands for what is usual.
        xSectorSize: () => 0,
        xDeviceCharacteristics: () => 0,
      },
    },
    vfs: {
      struct: vfs,
      name: NAME,
      methods: {
        xOpen(_vfs, name, file, flags, outFlags) {
          const bytes = named.get(wasm.cstrToJs(name) ?? '');
          if (!bytes || !(flags & capi.SQLITE_OPEN_MAIN_DB)) return capi.SQLITE_CANTOPEN;
          opened.set(Number(file), bytes);
          const handle = new capi.sqlite3_file(file);
          Object.assign(membersOf(handle), { $pMethods: io.pointer });
          handle.dispose();
          if (outFlags) wasm.poke(outFlags, capi.SQLITE_OPEN_READONLY, 'i32');
          return 0;
        },
        xDelete: () => capi.SQLITE_READONLY,
        xAccess(_vfs, _name, _flags, out) {
          wasm.poke(out, 0, 'i32');
          return 0;
        },
        xFullPathname: (_vfs, name, count, out) =>
          Number(wasm.cstrncpy(out, name, count)) < count ? 0 : capi.SQLITE_CANTOPEN,
      },
    },
  });
  return sqlite3;
}
