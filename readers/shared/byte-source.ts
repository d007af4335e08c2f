import { inflateLimit } from '../../model/inflate-limit.ts';
import { inflated, inflatedStream } from './inflate.ts';
import { readerMessage } from './messages.ts';
import { ReadError } from './problems.ts';

/**
 * A file's bytes, wherever it lies: on disk in Node, in a `Blob` in the page, behind an address. A reader knows no more of it than this,
 * so that baker and page read with the same code. Bytes of a gzip stream (known by its first two bytes, not by the name) come gunzipped.
 */
export interface ByteSource {
  /** Name of the file without its folder, for messages and for the choice of a format where the bytes leave it open. */
  readonly name: string;
  /** The first bytes, at most `START_BYTES` or so where nobody asks for more: enough to tell most formats apart. Empty for an empty file. */
  start(maxBytes?: number): Promise<Uint8Array>;
  /** All bytes at once, for formats that are not read in one pass; a ReadError where there are more than `maxBytes`. */
  whole(maxBytes?: number): Promise<Uint8Array>;
  /** A pass over the bytes from the first one on. Whoever opens it closes it. */
  open(): ByteStream;
  /**
   * The file of the same name with another ending, as `dbf` beside `.shp`, in small or capital letters; null where there is none. Absent
   * where a file comes alone, as out of a form of the page.
   */
  sibling?(extension: string): Promise<ByteSource | null>;
}

/** One pass over a source, in order. */
export interface ByteStream {
  /** As the source's. */
  readonly name: string;
  /** Best guess of the size in bytes after decompression; room is reserved by it. */
  readonly sizeHint: number;
  /** Fills `into` from its start and gives how many bytes came; 0 = the end. */
  read(into: Uint8Array): number | Promise<number>;
  close(): void;
}

/** How much of a file is looked at first to tell its format; see `Reader.isUndecided`. */
export const START_BYTES = 1 << 19;
/** A stream beyond this size is refused: a reader's answer to a decompression bomb and to a mistaken path. */
export const MAX_STREAM_BYTES = 16 * 2 ** 30;
/** The same for a file that is held whole. */
export const MAX_WHOLE_BYTES = 1 * 2 ** 30;
/** The same for a file that becomes one string: no engine has a longer one. */
export const MAX_TEXT_BYTES = 2 ** 29 - 24;

/** Do these bytes begin a gzip stream (RFC 1952)? */
export const isGzip = (bytes: Uint8Array): boolean => bytes.length > 1 && bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The refusal of a file that is larger than a reader takes. */
export function tooLarge(name: string, limit: number, size: number | string): ReadError {
  return new ReadError(readerMessage('large', { name, limit, size }));
}

/** Bytes that are in memory already. They are not copied where they are not compressed, so they must not change. */
export function bytesSource(bytes: Uint8Array, name: string): ByteSource {
  const plain = async (limit: number): Promise<Uint8Array> => {
    if (bytes.length > limit) throw tooLarge(name, limit, bytes.length);
    return isGzip(bytes) ? await inflated(bytes, 'gzip', limit, name) : bytes;
  };
  return {
    name,
    start: async (maxBytes = START_BYTES) =>
      isGzip(bytes) ? await inflated(bytes, 'gzip', maxBytes, name, 'start') : bytes.subarray(0, maxBytes),
    whole: (maxBytes = MAX_WHOLE_BYTES) => plain(maxBytes),
    open() {
      let rest: Promise<Uint8Array> | Uint8Array = isGzip(bytes) ? plain(MAX_WHOLE_BYTES) : bytes;
      return {
        name,
        sizeHint: bytes.length,
        async read(into) {
          const left = await rest;
          const count = Math.min(into.length, left.length);
          into.set(left.subarray(0, count));
          rest = left.subarray(count);
          return count;
        },
        close: () => undefined,
      };
    },
  };
}

/** A file that a person chose or dropped in the page, with those that came along; read piece by piece, so that it is never held whole by a streaming reader. */
export function blobSource(blob: Blob, name: string, beside: readonly { name: string; blob: Blob }[] = []): ByteSource {
  const isCompressed = async () => isGzip(new Uint8Array(await blob.slice(0, 2).arrayBuffer()));
  /** What an earlier pass up to so many bytes was refused for: a bomb is unpacked once, however often it is looked at. */
  let refused: { limit: number; error: ReadError } | null = null;
  const once = async <T>(limit: number, pass: () => Promise<T> | T): Promise<T> => {
    if (refused && limit <= refused.limit) throw refused.error;
    try {
      return await pass();
    } catch (error) {
      if (error instanceof ReadError) refused = { limit, error };
      throw error;
    }
  };
  const pieces = async (): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> =>
    (await isCompressed()) ? inflatedStream(blob.stream(), 'gzip') : blob.stream();
  return {
    name,
    async start(maxBytes = START_BYTES) {
      const head = new Uint8Array(await blob.slice(0, maxBytes).arrayBuffer());
      return isGzip(head) ? await inflated(head, 'gzip', maxBytes, name, 'start') : head;
    },
    async whole(maxBytes = MAX_WHOLE_BYTES) {
      if (blob.size > maxBytes) throw tooLarge(name, maxBytes, blob.size);
      const bytes = new Uint8Array(await blob.arrayBuffer());
      return isGzip(bytes) ? await once(maxBytes, () => inflated(bytes, 'gzip', maxBytes, name)) : bytes;
    },
    open() {
      const stream = streamOf(pieces, name, blob.size);
      return { ...stream, read: (into) => once(MAX_STREAM_BYTES, () => stream.read(into)) };
    },
    async sibling(extension) {
      const wanted = `${name.replace(/\.[^.]*$/, '')}.${extension}`.toLowerCase();
      const found = beside.find((one) => one.name.toLowerCase() === wanted);
      return found ? blobSource(found.blob, found.name) : null;
    },
  };
}

/** A pass over a stream of the platform, which is opened by the first reading. */
function streamOf(
  open: () => Promise<ReadableStream<Uint8Array<ArrayBuffer>>>,
  name: string,
  sizeHint: number,
): ByteStream {
  let opened: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | null = null;
  let piece: Uint8Array = new Uint8Array(0);
  const limit = inflateLimit(sizeHint, MAX_STREAM_BYTES);
  let total = 0;
  return {
    name,
    sizeHint,
    async read(into) {
      opened ??= (await open()).getReader();
      while (piece.length === 0) {
        const next = await nextPiece(opened, name, total);
        if (!next) return 0;
        piece = next;
        total += next.length;
        if (total > limit) throw tooLarge(name, limit, total);
      }
      const count = Math.min(piece.length, into.length);
      into.set(piece.subarray(0, count));
      piece = piece.subarray(count);
      return count;
    },
    close() {
      // A stream that failed is closed already, and says so once more.
      opened?.cancel().catch(() => undefined);
    },
  };
}

async function nextPiece(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  name: string,
  total: number,
): Promise<Uint8Array | null> {
  try {
    const next = await reader.read();
    return next.done ? null : next.value;
  } catch (error) {
    throw cutGzip(name, total, error);
  }
}

/** What is said of compressed bytes that end too soon or are none. */
export function cutGzip(name: string, at: number, error: unknown): ReadError {
  const what = error instanceof Error ? error.message : String(error);
  return new ReadError(readerMessage('gzip', { name, at, what }));
}
