import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/**
 * Chosen on New York's 258 tiles (38 MB), CPU-s and bytes a building: gzip 1 0.23 s 76.4, 2 0.25 s 75.4, 4 0.37 s 72.8,
 * 6 0.48 s 70.7, 9 0.94 s 70.2; brotli 1 0.12 s 76.1, 2 0.22 s 72.1, 3 0.27 s 71.3, 4 0.44 s 67.6, 5 0.77 s 64.7.
 * Meshopt leaves little for the higher levels to find.
 */
const GZIP_LEVEL = 1;
const BROTLI_QUALITY = 2;

/** Writes a file with `.gz` and `.br` beside it; folders are made. */
export function writeCompressed(path: string, bytes: Uint8Array): { gzipBytes: number; brotliBytes: number } {
  const chunkSize = Math.max(1 << 16, bytes.length >> 1);
  const gzip = gzipSync(bytes, { level: GZIP_LEVEL, memLevel: 9, chunkSize });
  const brotli = brotliCompressSync(bytes, {
    chunkSize,
    params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  writeInFolder(path, bytes);
  writeFileSync(`${path}.gz`, gzip);
  writeFileSync(`${path}.br`, brotli);
  return { gzipBytes: gzip.length, brotliBytes: brotli.length };
}

/** Makes the folder only when it is missing: asking for it each time costs as much as the write. */
function writeInFolder(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}
