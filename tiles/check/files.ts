import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Findings } from './findings.ts';

/** What is served compressed; pictures are so by themselves. */
const COMPRESSIBLE = /\.(glb|json|bin|terrain|b2)$/;

/** All files of a folder and those below it, relative to it, in the order of their names. */
export function listFiles(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      return entry.isDirectory() ? listFiles(folder, path) : [path];
    });
}

/** `.gz` beside a file holds the same bytes, as does the `.br` that older bakes wrote: a server sends whichever the browser asks for. */
export function checkCompressed(folder: string, files: readonly string[], findings: Findings): void {
  for (const file of files) {
    if (!COMPRESSIBLE.test(file)) continue;
    const bytes = readFileSync(join(folder, file));
    for (const [ending, inflate] of [
      ['gz', gunzipSync],
      ['br', brotliDecompressSync],
    ] as const) {
      const packed = `${file}.${ending}`;
      if (!existsSync(join(folder, packed))) {
        if (ending === 'gz') findings.add('file-missing', packed, '', `a compressed copy of ${file}`, 'none');
        continue;
      }
      const got = tryInflate(inflate, readFileSync(join(folder, packed)), bytes.length);
      if (typeof got === 'string') findings.add('file-differs', packed, '', 'compressed bytes', got);
      else if (!bytes.equals(got))
        findings.add('file-differs', packed, '', `the ${bytes.length} bytes of ${file}`, `${got.length} other bytes`);
    }
  }
}

/** The bytes, or what the decompressor said; one byte more than the file has is not waited for. */
function tryInflate(inflate: typeof gunzipSync, bytes: Uint8Array, size: number): Buffer | string {
  try {
    return inflate(bytes, { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
