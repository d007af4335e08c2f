import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const GZIP = { level: 6 };
const BROTLI_QUALITY = 4;

/** Writes a file with `.gz` and `.br` beside it; folders are made. */
export function writeCompressed(path: string, bytes: Uint8Array): { gzipBytes: number; brotliBytes: number } {
  mkdirSync(dirname(path), { recursive: true });
  const gzip = gzipSync(bytes, GZIP);
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  writeFileSync(path, bytes);
  writeFileSync(`${path}.gz`, gzip);
  writeFileSync(`${path}.br`, brotli);
  return { gzipBytes: gzip.length, brotliBytes: brotli.length };
}
