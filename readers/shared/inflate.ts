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
): ReadableStream<Uint8Array<ArrayBuffer>> => {
  const pieces = packed.pipeThrough(inSmallPieces());
  return format === 'gzip' ? new GzipMembers(pieces).contents() : pieces.pipeThrough(new DecompressionStream(format));
};

/** The head of a member of gzip without its optional fields (RFC 1952). */
const HEAD_BYTES = 10;

/**
 * The members of a gzip stream, each unpacked by itself: bgzip, pigz and `cat a.gz b.gz` write several, and a browser's decompression takes
 * one. A member begins where its head stands; ten bytes that happen to look like one come once in some hundred gigabytes.
 */
class GzipMembers {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  #held: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #isEnd = false;

  constructor(pieces: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#reader = pieces.getReader();
  }

  contents(): ReadableStream<Uint8Array<ArrayBuffer>> {
    let member = this.#member().getReader();
    return new ReadableStream(
      {
        pull: async (into) => {
          for (;;) {
            const { value, done } = await member.read();
            if (!done) return into.enqueue(value);
            if (this.#held.length === 0) return into.close();
            member = this.#member().getReader();
          }
        },
        cancel: async (reason) => {
          await member.cancel(reason);
          await this.#reader.cancel(reason);
        },
      },
      { highWaterMark: 0 },
    );
  }

  #member(): ReadableStream<Uint8Array<ArrayBuffer>> {
    let isBegun = false;
    const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: async (into) => {
        await this.#fill();
        const next = headAt(this.#held, isBegun ? 0 : 1);
        const size = next >= 0 ? next : this.#isEnd ? this.#held.length : this.#held.length - HEAD_BYTES + 1;
        if (size > 0) into.enqueue(this.#held.slice(0, size));
        isBegun = true;
        this.#held = this.#held.subarray(size);
        if (next >= 0 || this.#held.length === 0) into.close();
      },
    });
    return packed.pipeThrough(new DecompressionStream('gzip'));
  }

  /** Holds a head's bytes at least, so that none lies on the border of two pieces. */
  async #fill(): Promise<void> {
    while (!this.#isEnd && this.#held.length < HEAD_BYTES) {
      const { value, done } = await this.#reader.read();
      if (done) this.#isEnd = true;
      else this.#held = joined([this.#held, value], this.#held.length + value.length);
    }
  }
}

/** Returns where the head of a member begins, from a place on; −1 where none does. Nothing in it may be what no program writes. */
function headAt(bytes: Uint8Array, from: number): number {
  for (
    let at = bytes.indexOf(0x1f, from);
    at >= 0 && at + HEAD_BYTES <= bytes.length;
    at = bytes.indexOf(0x1f, at + 1)
  ) {
    const [, second, method, flags, , , , , effort, system] = bytes.subarray(at, at + HEAD_BYTES);
    if (second !== 0x8b || method !== 8 || flags > 0x1f) continue;
    if ([0, 2, 4].includes(effort) && (system <= 13 || system === 255)) return at;
  }
  return -1;
}

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
