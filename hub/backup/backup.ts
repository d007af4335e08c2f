import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import * as v from 'valibot';
import { MessageError } from '../../model/text/message.ts';
import { CITIES, citiesIn, databaseUrlOf, makeSchema } from '../cities/city-folders.ts';
import { DATABASE } from '../data-folder.ts';
import { serviceMessage } from '../service-messages.ts';
import { openSql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql-api.ts';
import { type CopyPart, readDatabase, writeDatabase } from './database-copy.ts';

/** Where a hub's state lies: the folder always, the database on a server where its URL is given. */
export interface HubState {
  folder: string;
  databaseUrl?: string | undefined;
  ownThread: boolean;
}

const Manifest = v.object({
  shapan: v.literal('backup'),
  /** In version 1 rows stand cell by cell (`CopyPart`). */
  version: v.picklist([1, 2]),
  madeAt: v.string(),
  rows: v.record(v.string(), v.number()),
  /** SHA-256 of each file of the backup, by its path in it. */
  files: v.record(v.string(), v.string()),
});

/** What a backup says of itself. */
export type BackupManifest = v.InferOutput<typeof Manifest>;

const MANIFEST = 'backup.json';
const ROWS_FILE = 'database.jsonl.gz';
const FILES = 'files';
/** What belongs to a run of the hub, or is in the rows already. */
const LEFT_OUT = /^(lock|alive|broker-session|probe-\d+|.*\.draft)$/;

/**
 * All that a hub knows, into a folder of its own that is there whole or not at all: the database's rows as text, the same for the embedded
 * one and a server, and its files beside it, the key too: whoever has the backup can command the devices.
 */
export async function writeBackup(state: HubState, to: string): Promise<BackupManifest> {
  await refuseExisting(to);
  if (!(await stat(state.folder).catch(() => null)))
    throw new MessageError(serviceMessage('no-hub', { folder: state.folder }));
  const draft = `${to}.draft`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(join(draft, FILES), { recursive: true, mode: 0o700 });
  try {
    const rows = await dumpRows(state, join(draft, ROWS_FILE));
    for (const path of await filesOf(state.folder)) {
      await mkdir(dirname(join(draft, FILES, path)), { recursive: true });
      await copyFile(join(state.folder, path), join(draft, FILES, path));
    }
    for (const city of await citiesIn(state.folder))
      await writeBackup(await stateOf(state, city, state.folder), join(draft, CITIES, city));
    const files: Record<string, string> = {};
    for (const path of await pathsIn(draft)) files[path] = await digestOf(join(draft, path));
    const manifest: BackupManifest = { shapan: 'backup', version: 2, madeAt: new Date().toISOString(), rows, files };
    await writeFile(join(draft, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    await chmod(draft, 0o700);
    await rename(draft, to);
    return manifest;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** Puts a backup into a folder that is not there or empty (and a database without tables), after each of its files was found whole. */
export async function restoreBackup(from: string, state: HubState): Promise<BackupManifest> {
  const manifest = await readManifest(from);
  await refuseExisting(state.folder);
  const draft = `${state.folder}.draft`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  try {
    for (const path of Object.keys(manifest.files)) {
      if (!path.startsWith(`${FILES}/`)) continue;
      const target = join(draft, path.slice(FILES.length + 1));
      await mkdir(dirname(target), { recursive: true });
      // The key goes in last: without its database the folder is refused as damaged.
      if (!path.endsWith('.key')) await copyFile(join(from, path), target);
    }
    const rows = await withDatabase({ ...state, folder: draft }, (sql) =>
      writeDatabase(sql, linesOf(join(from, ROWS_FILE))),
    );
    checkCounts(from, manifest.rows, rows);
    for (const city of await citiesIn(from))
      await restoreBackup(join(from, CITIES, city), await stateOf(state, city, draft));
    for (const path of Object.keys(manifest.files))
      if (path.startsWith(`${FILES}/`) && path.endsWith('.key'))
        await copyFile(join(from, path), join(draft, path.slice(FILES.length + 1)));
    await rm(state.folder, { recursive: true, force: true });
    await rename(draft, state.folder);
    return manifest;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** The embedded database of a folder into a server's, which has no tables yet: all of it or nothing. What is in the folder stays as it is. */
export async function migrate(
  folder: string,
  databaseUrl: string,
  ownThread: boolean,
): Promise<Record<string, number>> {
  if (!(await stat(join(folder, DATABASE)).catch(() => null)))
    throw new MessageError(serviceMessage('no-hub', { folder }));
  const rows = await withDatabase({ folder, ownThread }, (from) =>
    withDatabase({ folder, databaseUrl, ownThread }, (to) => writeDatabase(to, readDatabase(from))),
  );
  for (const city of await citiesIn(folder)) {
    const { folder: own, databaseUrl: url } = await stateOf({ folder, databaseUrl, ownThread }, city, folder);
    for (const [table, count] of Object.entries(await migrate(own, url ?? databaseUrl, ownThread)))
      rows[table] = (rows[table] ?? 0) + count;
  }
  return rows;
}

/** The state of another city of the same hub, in a data folder that may still be a draft. */
async function stateOf({ databaseUrl, ownThread }: HubState, city: string, folder: string): Promise<HubState> {
  if (databaseUrl) await makeSchema(databaseUrl, city);
  return { folder: join(folder, CITIES, city), databaseUrl: databaseUrlOf(databaseUrl, '', city), ownThread };
}

async function withDatabase<Result>(state: HubState, work: (sql: Sql) => Promise<Result>): Promise<Result> {
  const sql = await openSql(state);
  try {
    return await sql.transaction(work);
  } finally {
    await sql.close();
  }
}

async function dumpRows(state: HubState, file: string): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  async function* lines(parts: AsyncIterable<CopyPart>): AsyncGenerator<string> {
    for await (const part of parts) {
      if (part.kind === 'table') rows[part.table] = 0;
      if (part.kind === 'rows') rows[part.table] += part.rows.length;
      yield `${JSON.stringify(part)}\n`;
    }
  }
  await withDatabase(state, (sql) =>
    pipeline(Readable.from(lines(readDatabase(sql))), createGzip(), createWriteStream(file)),
  );
  return rows;
}

/** Line by line, of which one is in memory: Node's own reader of lines takes a thousand before it waits for whoever reads them. */
async function* linesOf(file: string): AsyncGenerator<CopyPart> {
  const unpacked = createGunzip();
  createReadStream(file)
    .on('error', (error) => unpacked.destroy(error))
    .pipe(unpacked);
  let begun: Buffer[] = [];
  for await (const chunk of unpacked as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      yield JSON.parse(Buffer.concat([...begun, chunk.subarray(from, end)]).toString()) as CopyPart;
      begun = [];
      from = end + 1;
    }
    begun.push(chunk.subarray(from));
  }
}

const NEWLINE = 0x0a;

async function readManifest(from: string): Promise<BackupManifest> {
  const text = await readFile(join(from, MANIFEST), 'utf8').catch(() => '');
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Manifest), text);
  if (!read.success) throw new MessageError(serviceMessage('no-backup', { folder: from }));
  for (const [path, digest] of Object.entries(read.output.files)) {
    const isIn = path.startsWith(`${FILES}/`) || path.startsWith(`${CITIES}/`);
    const isOwn = path === ROWS_FILE || (isIn && !path.split('/').includes('..'));
    const found = isOwn ? await digestOf(join(from, path)).catch(() => null) : null;
    if (found !== digest) throw new MessageError(serviceMessage('backup-broken', { file: join(from, path) }));
  }
  return read.output;
}

function checkCounts(from: string, expected: Record<string, number>, got: Record<string, number>): void {
  for (const [table, count] of Object.entries(expected))
    if (got[table] !== count) throw new MessageError(serviceMessage('backup-broken', { file: join(from, ROWS_FILE) }));
}

async function refuseExisting(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (names.length > 0) throw new MessageError(serviceMessage('folder-not-empty', { folder }));
}

/** Files of the hub beside its database. A recording under way is copied as it is: its torn end is left out where it is finished. */
async function filesOf(folder: string): Promise<string[]> {
  return (await pathsIn(folder, [DATABASE, CITIES])).filter((path) => !LEFT_OUT.test(path.split('/').at(-1) ?? ''));
}

async function pathsIn(folder: string, but: readonly string[] = []): Promise<string[]> {
  const paths: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (but.includes(entry.name)) continue;
    if (entry.isFile()) paths.push(entry.name);
    if (entry.isDirectory())
      for (const path of await pathsIn(join(folder, entry.name))) paths.push(`${entry.name}/${path}`);
  }
  return paths.sort();
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
