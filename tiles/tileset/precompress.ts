import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { timed } from '../stage-times.ts';

/**
 * Chosen on New York in tiles of 2,000 (144, 37 MB), CPU-s and bytes a building: gzip 1 0.23 s 73.8, 2 0.24 s 72.8; at 1,000 4 0.36 s
 * 73.0, 6 0.51 s 71.0; without matches (RLE, Huffman alone) 0.4 s 250. Meshopt leaves little for the higher levels to find. Brotli 1
 * 0.11 s 72.9, 2 0.22 s 69.2; 4 0.46 s 67.8: a second copy is a twentieth of a bake and a third of its files, and of all that a city has
 * brotli 1 made 20.5 MB where gzip makes 20.6.
 */
const GZIP_LEVEL = 1;

/** Writes a file with `.gz` beside it; folders are made. */
export function writeCompressed(path: string, bytes: Uint8Array): { gzipBytes: number } {
  return timed('compression', () => {
    const gzip = gzipSync(bytes, { level: GZIP_LEVEL, memLevel: 9, chunkSize: Math.max(1 << 16, bytes.length >> 1) });
    writeInFolder(path, bytes);
    writeFileSync(`${path}.gz`, gzip);
    return { gzipBytes: gzip.length };
  });
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
