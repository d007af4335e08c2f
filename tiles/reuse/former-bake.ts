import { copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { REUSE_FILE, statedSums, sumOf } from '../check/checksums.ts';
import { writeCompressed } from '../tileset/precompress.ts';
import { digestOf } from './digest.ts';
import { type FileStamp, isAsLeft, stampOf } from './file-stamp.ts';
import { programKey } from './program-key.ts';

/** Some files of a bake, what they were made of, and what was learnt while they were made. */
interface Entry {
  /** Key of all that the files are made of: the same key, the same bytes. */
  key: string;
  files: FileStamp[];
  record: unknown;
}

interface Index {
  program: string;
  entries: Record<string, Entry>;
}

const COPIES = ['', '.gz'];

/**
 * What the last bake into a folder left there, for the next. Its index, `.reuse`, says of each tile and of each stage what it was made
 * of; where that is the same again, the files are linked into the new folder instead of made. An index that is missing, unreadable, or
 * of another program or Node leaves everything to be made, as does a file that somebody touched.
 */
export class FormerBake {
  readonly #from: string;
  readonly #to: string;
  readonly #program: string;
  readonly #former: Readonly<Record<string, Entry>>;
  readonly #kept: Record<string, { key: string; files: readonly string[]; record: unknown }> = {};
  /** Checksums of the files that are in the new folder already, so that nobody reads them again for it. */
  readonly sums = new Map<string, string>();
  readonly #formerSums: ReadonlyMap<string, string>;
  /** Tiles and stages that were taken over. */
  taken = 0;

  constructor(from: string, to: string) {
    this.#from = from;
    this.#to = to;
    this.#program = programKey();
    this.#former = entriesOf(join(from, REUSE_FILE), this.#program);
    this.#formerSums = Object.keys(this.#former).length > 0 ? statedSums(from) : new Map();
  }

  /** What was kept under a name, whatever it was made of: for a stage that makes only what has changed. */
  former(name: string): { key: string; paths: string[]; record: unknown } | null {
    const entry = this.#former[name];
    if (!entry || !this.#isWhole(entry)) return null;
    return { key: entry.key, paths: entry.files.map(([path]) => join(this.#from, path)), record: entry.record };
  }

  /** Puts the files into the new folder and gives their record, where they would be made of the same; else null. */
  take<T>(name: string, key: string): T | null {
    const entry = this.#former[name];
    if (entry?.key !== key || !this.#isWhole(entry)) return null;
    for (const [path] of entry.files) {
      mkdirSync(dirname(join(this.#to, path)), { recursive: true });
      linkOrCopy(join(this.#from, path), join(this.#to, path));
      const sum = this.#formerSums.get(path);
      if (sum !== undefined) this.sums.set(path, sum);
    }
    this.#kept[name] = { key, files: entry.files.map(([path]) => path), record: entry.record };
    this.taken++;
    return entry.record as T;
  }

  /** Notes for the next bake what files were made of. */
  keep(name: string, key: string, files: readonly string[], record: unknown): void {
    this.#kept[name] = { key, files, record };
  }

  /** Notes a file with its compressed copy, under its own name or another. */
  keepCompressed(name: string, key: string, record: unknown, file = name): void {
    this.keep(
      name,
      key,
      COPIES.map((ending) => file + ending),
      record,
    );
  }

  /** A file of bytes that are known, which saves only their compression. */
  write(file: string, bytes: Uint8Array): { gzipBytes: number } {
    const sum = sumOf(bytes);
    this.sums.set(file, sum);
    const known = this.take<{ gzipBytes: number }>(file, sum);
    if (known) return known;
    const sizes = writeCompressed(join(this.#to, file), bytes);
    this.keepCompressed(file, sum, sizes);
    return sizes;
  }

  /** A file whose bytes need not be made where it was made of the same. */
  writeMade(file: string, madeOf: readonly unknown[], make: () => Uint8Array): void {
    const name = `${file} of`;
    const key = digestOf(...madeOf);
    if (this.take(name, key) !== null) return;
    const sizes = this.write(file, make());
    this.keepCompressed(name, key, sizes, file);
  }

  /** Writes the index of what was kept. */
  save(): void {
    const entries: Record<string, Entry> = {};
    for (const [name, { files, ...entry }] of Object.entries(this.#kept))
      entries[name] = { ...entry, files: files.map((path) => stampOf(this.#to, path)) };
    const index: Index = { program: this.#program, entries };
    writeFileSync(join(this.#to, REUSE_FILE), JSON.stringify(index));
  }

  #isWhole({ files }: Entry): boolean {
    return files.every((stamp) => isAsLeft(this.#from, stamp));
  }
}

function entriesOf(path: string, program: string): Readonly<Record<string, Entry>> {
  if (!existsSync(path)) return {};
  try {
    const index = JSON.parse(readFileSync(path, 'utf8')) as Partial<Index>;
    return index.program === program && typeof index.entries === 'object' ? index.entries : {};
  } catch {
    // A half-written index costs a whole bake, no more.
    return {};
  }
}

/** Some file systems of sticks and shares have no links. */
export function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
