import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeCompressed } from '../tileset/precompress.ts';
import { listFiles } from './files.ts';
import type { Findings } from './findings.ts';

/** As `sha256sum` writes it, so that `sha256sum -c checksums.sha256` checks a city on a stick without Shapan. */
export const CHECKSUMS = 'checksums.sha256';

/** Compressed copies are compared with their files instead. New York: 40 MB in 0.05 CPU-s. */
function isSummed(file: string): boolean {
  return !/\.(gz|br)$/.test(file) && file !== CHECKSUMS;
}

function sumOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** Writes the sums of all files of a baked city; the last thing a bake does. `known`: sums taken when a file was written. */
export function writeChecksums(folder: string, known: ReadonlyMap<string, string> = new Map()): void {
  const lines = listFiles(folder)
    .filter(isSummed)
    .map((file) => `${known.get(file) ?? sumOf(join(folder, file))}  ${file}\n`);
  writeCompressed(join(folder, CHECKSUMS), Buffer.from(lines.join('')));
}

/** Every file is the one that was baked, none is missing and none has come since. */
export function checkChecksums(folder: string, files: readonly string[], findings: Findings): void {
  if (!existsSync(join(folder, CHECKSUMS))) {
    findings.add('file-missing', CHECKSUMS, '', 'the sums of all files', 'none');
    return;
  }
  const stated = new Map<string, string>();
  for (const line of readFileSync(join(folder, CHECKSUMS), 'utf8').split('\n')) {
    if (line !== '') stated.set(line.slice(66), line.slice(0, 64));
  }
  const there = new Set(files.filter(isSummed));
  for (const file of there) {
    const expected = stated.get(file);
    if (expected === undefined) {
      findings.add('checksum', file, CHECKSUMS, 'a line', 'none');
      continue;
    }
    const sum = sumOf(join(folder, file));
    if (sum !== expected)
      findings.add('checksum', file, '', `sha256 ${expected.slice(0, 12)}…`, `${sum.slice(0, 12)}…`);
  }
  for (const file of stated.keys()) if (!there.has(file)) findings.add('checksum', file, CHECKSUMS, 'a file', 'none');
}
