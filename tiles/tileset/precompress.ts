import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { timed } from '../stage-times.ts';

/**
 * Chosen on New York in tiles of 2,000 (144, 37 MB), CPU-s and bytes a building: gzip 1 0.23 s 73.8, 2 0.24 s 72.8; at 1,000 4 0.36 s
 * 73.0, 6 0.51 s 71.0; without matches (RLE, Huffman alone) 0.4 s 250. Brotli 0 0.08 s 76.5, 1 0.11 s 72.9, 2 0.22 s 69.2; at 1,000
 * 4 0.46 s 67.8, 5 0.88 s 65.1. Meshopt leaves little for the higher levels to find; brotli 1 is the first that is shorter than gzip.
 */
const GZIP_LEVEL = 1;
const BROTLI_QUALITY = 1;

/** Writes a file with `.gz` and `.br` beside it; folders are made. */
export function writeCompressed(path: string, bytes: Uint8Array): { gzipBytes: number; brotliBytes: number } {
  return timed('compression', () => compressAndWrite(path, bytes));
}

function compressAndWrite(path: string, bytes: Uint8Array): { gzipBytes: number; brotliBytes: number } {
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

/** Makes the folder only when it is missing. */
function writeInFolder(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}
