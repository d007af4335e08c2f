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
  const reader = inflatedStream(new Blob([bytes as Uint8Array<ArrayBuffer>]).stream(), format).getReader();
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

/** What goes into a browser's decompression at once: it answers a piece whole, a bomb's a thousandfold, before anybody can stop it. */
export const PACKED_PIECE_BYTES = 8 << 10;

/** A packed stream as what it holds, unpacked no further ahead of its reader than a few megabytes. */
export const inflatedStream = (
  packed: ReadableStream<Uint8Array<ArrayBuffer>>,
  format: 'gzip' | 'deflate',
): ReadableStream<Uint8Array<ArrayBuffer>> =>
  packed.pipeThrough(inSmallPieces()).pipeThrough(new DecompressionStream(format));

function inSmallPieces(): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  return new TransformStream({
    transform(piece, into) {
      for (let at = 0; at < piece.length; at += PACKED_PIECE_BYTES)
        into.enqueue(piece.subarray(at, at + PACKED_PIECE_BYTES));
    },
  });
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
