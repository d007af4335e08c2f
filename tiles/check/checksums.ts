import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { markerJson, type OwnFolder } from '../replace-folder.ts';
import { writeCompressed } from '../tileset/precompress.ts';
import { listFiles } from './files.ts';
import type { Findings } from './findings.ts';

/** As `b2sum` writes it, so that `b2sum -c checksums.b2` checks a city on a stick without Shapan. */
const CHECKSUMS = 'checksums.b2';
const DIGITS = 128;
/** What the next bake may use again (`reuse/former-bake.ts`): of this machine, and no part of the city. */
export const REUSE_FILE = '.reuse';

/** BLAKE2b-512, hexadecimal. SHA-256 runs at 260 to 360 MB/s on a processor without its instructions, this at 500 to 670. */
export function sumOf(bytes: Uint8Array): string {
  return createHash('blake2b512').update(bytes).digest('hex');
}

/** Compressed copies are compared with their files instead. */
function isSummed(file: string): boolean {
  return !/\.(gz|br)$/.test(file) && file !== CHECKSUMS && file !== REUSE_FILE;
}

/** Writes the sums of all files of a baked city; the last thing a bake does. `known`: sums taken when a file was written. */
export function writeChecksums(folder: string, known: ReadonlyMap<string, string> = new Map()): void {
  const lines = listFiles(folder)
    .filter(isSummed)
    .map((file) => `${known.get(file) ?? sumOf(readFileSync(join(folder, file)))}  ${file}\n`);
  writeCompressed(join(folder, CHECKSUMS), Buffer.from(lines.join('')));
}

/** The sum of each file that the bake wrote, as its list states it; compressed copies are not in it. */
export function statedSums(folder: string): Map<string, string> {
  const stated = new Map<string, string>();
  for (const line of readFileSync(join(folder, CHECKSUMS), 'utf8').split('\n')) {
    if (line !== '') stated.set(line.slice(DIGITS + 2), line.slice(0, DIGITS));
  }
  return stated;
}

/** A city that was baked: its manifest says so, its list of sums says of what it is made. */
export const BAKED_CITY: OwnFolder = {
  marker: CHECKSUMS,
  ownFiles(folder) {
    const manifest = markerJson(join(folder, 'manifest.json'));
    if (typeof manifest?.format !== 'number' || typeof manifest.bakedBy !== 'string') return null;
    if (!existsSync(join(folder, CHECKSUMS))) return null;
    const files = [CHECKSUMS, ...statedSums(folder).keys()];
    return new Set([REUSE_FILE, ...files.flatMap((file) => [file, `${file}.gz`, `${file}.br`])]);
  },
};

/** Every file is the one that was baked, none is missing and none has come since. */
export function checkChecksums(folder: string, files: readonly string[], findings: Findings): void {
  if (!existsSync(join(folder, CHECKSUMS))) {
    findings.add('file-missing', CHECKSUMS, '', 'the sums of all files', 'none');
    return;
  }
  const stated = statedSums(folder);
  const there = new Set(files.filter(isSummed));
  for (const file of there) {
    const expected = stated.get(file);
    if (expected === undefined) {
      findings.add('checksum', file, CHECKSUMS, 'a line', 'none');
      continue;
    }
    const sum = sumOf(readFileSync(join(folder, file)));
    if (sum !== expected)
      findings.add('checksum', file, '', `BLAKE2b ${expected.slice(0, 12)}…`, `${sum.slice(0, 12)}…`);
  }
  for (const file of stated.keys()) if (!there.has(file)) findings.add('checksum', file, CHECKSUMS, 'a file', 'none');
}
