import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** The file of a pack that says what is in it, written last. */
export const PACK_FILE = 'pack.json';

/** A file of a pack: its path with slashes, bytes, SHA-256 in hex. */
interface PackedFile {
  path: string;
  bytes: number;
  sha256: string;
}

/** What `pack.json` says. */
export interface PackFacts {
  format: 1;
  /** Version of the program that wrote it. */
  version: string;
  /** Ids. */
  cities: readonly string[];
  /** Query of the address that is opened, with its question mark. */
  query: string;
  files: readonly PackedFile[];
}

/** All files below a folder but `pack.json`, by path. */
export async function contentsOf(folder: string, signal?: AbortSignal): Promise<PackedFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => path !== PACK_FILE)
    .sort((a, b) => (a < b ? -1 : 1));
  const files: PackedFile[] = [];
  for (const path of paths) {
    signal?.throwIfAborted();
    files.push(await packedFile(folder, path));
  }
  return files;
}

/** Paths of files that are not there or not as they were written: by their length, with `isExact` by every byte. */
export async function spoiltFiles(folder: string, files: readonly PackedFile[], isExact: boolean): Promise<string[]> {
  const spoilt: string[] = [];
  for (const { path, bytes, sha256 } of files) {
    const there = await stat(join(folder, path)).catch(() => null);
    const isSame = there?.size === bytes && (!isExact || (await packedFile(folder, path)).sha256 === sha256);
    if (!isSame) spoilt.push(path);
  }
  return spoilt;
}

async function packedFile(folder: string, path: string): Promise<PackedFile> {
  const hash = createHash('sha256');
  const file = join(folder, path);
  await pipeline(createReadStream(file), hash);
  return { path, bytes: (await stat(file)).size, sha256: hash.digest('hex') };
}
