import { inflateLimit } from '../../model/inflate-limit.ts';
import { readerMessage } from './messages.ts';
import { ReadError } from './problems.ts';

/**
 * Decompresses with the platform's own stream (Node and browsers alike); a ReadError where more than `maxBytes` come out, or so many times
 * what went in that only a bomb does it. `part`: 'start' gives the first `maxBytes` of a stream that may be cut anywhere behind them.
 */
export async function inflated(
  bytes: Uint8Array,
  format: 'gzip' | 'deflate',
  maxBytes: number,
  name: string,
  part: 'whole' | 'start' = 'whole',
): Promise<Uint8Array<ArrayBuffer>> {
  const limit = part === 'start' ? maxBytes : inflateLimit(bytes.length, maxBytes);
  const stream = new DecompressionStream(format);
  const writer = stream.writable.getWriter();
  // What fails in writing fails in reading too, and is reported there.
  const written = writer.write(new Uint8Array(bytes)).then(
    () => writer.close(),
    () => undefined,
  );
  written.catch(() => undefined);
  const reader = stream.readable.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      parts.push(next.value);
      size += next.value.length;
      if (size <= limit) continue;
      await reader.cancel();
      if (part === 'start') break;
      throw new ReadError(readerMessage('inflated-large', { name, maxBytes: limit }));
    }
  } catch (error) {
    if (error instanceof ReadError) throw error;
    if (part === 'whole') {
      const what = error instanceof Error ? error.message : String(error);
      throw new ReadError(readerMessage('inflate', { name, size, format, what }));
    }
  }
  return joined(parts, part === 'start' ? Math.min(size, maxBytes) : size);
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    const kept = part.subarray(0, size - at);
    all.set(kept, at);
    at += kept.length;
  }
  return all;
}
