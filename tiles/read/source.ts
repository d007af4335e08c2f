import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createGunzip, gunzipSync } from 'node:zlib';
import { ReadError } from './problems.ts';

/** A file's bytes in order, gunzipped when they are a gzip stream (told by its first two bytes, not by its name). */
export interface ByteSource {
  /** Short name for messages. */
  file: string;
  /** Best guess of the size in bytes after decompression; room is reserved by it. */
  sizeHint: number;
  /** Fills `into` from its start; 0 = the end. */
  read(into: Uint8Array): number | Promise<number>;
  close(): void;
}

/** Files beyond these sizes are refused: a reader's answer to a decompression bomb and to a mistaken path. */
export const MAX_STREAM_BYTES = 16 * 2 ** 30;
export const MAX_WHOLE_BYTES = 1 * 2 ** 30;

export function openSource(path: string): ByteSource {
  const file = basename(path);
  const fd = openFile(path, file);
  const { size } = fstatSync(fd);
  const head = new Uint8Array(2);
  const got = readSync(fd, head, 0, 2, 0);
  const gzipped = got === 2 && head[0] === 0x1f && head[1] === 0x8b;
  if (!gzipped) {
    if (size > MAX_STREAM_BYTES) throw tooLarge(file, MAX_STREAM_BYTES, size);
    let at = 0;
    return {
      file,
      sizeHint: size,
      read(into) {
        const count = readSync(fd, into, 0, into.length, at);
        at += count;
        return count;
      },
      close: () => closeSync(fd),
    };
  }
  const tail = new Uint8Array(4);
  if (size >= 18) readSync(fd, tail, 0, 4, size - 4);
  const sizeHint = new DataView(tail.buffer).getUint32(0, true);
  closeSync(fd);
  const input = createReadStream(path, { highWaterMark: 1 << 18 });
  const stream = createGunzip({ chunkSize: 1 << 20 });
  input.on('error', (error) => stream.destroy(error));
  input.pipe(stream);
  const chunks: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]();
  let chunk: Uint8Array = new Uint8Array(0);
  let total = 0;
  return {
    file,
    sizeHint: Math.min(sizeHint, size * 40),
    async read(into) {
      let filled = 0;
      while (filled < into.length) {
        if (chunk.length === 0) {
          const next = await nextChunk(chunks, file, total);
          if (!next) break;
          chunk = next;
          total += chunk.length;
          if (total > MAX_STREAM_BYTES) throw tooLarge(file, MAX_STREAM_BYTES, total);
        }
        const count = Math.min(chunk.length, into.length - filled);
        into.set(chunk.subarray(0, count), filled);
        chunk = chunk.subarray(count);
        filled += count;
      }
      return filled;
    },
    close() {
      input.destroy();
      stream.destroy();
    },
  };
}

async function nextChunk(chunks: AsyncIterator<Uint8Array>, file: string, total: number): Promise<Uint8Array | null> {
  try {
    const next = await chunks.next();
    return next.done ? null : next.value;
  } catch (error) {
    throw cutGzip(file, total, error);
  }
}

function cutGzip(file: string, at: number, error: unknown): ReadError {
  const what = error instanceof Error ? error.message : String(error);
  return new ReadError(`${file}: byte ${at} after decompression: expected a whole gzip stream, got "${what}"`);
}

/** The whole file, gunzipped when gzipped: for formats that are not read in one pass. */
export function readWhole(path: string, limitBytes = MAX_WHOLE_BYTES): Buffer {
  const file = basename(path);
  const fd = openFile(path, file);
  try {
    const { size } = fstatSync(fd);
    if (size > limitBytes) throw tooLarge(file, limitBytes, size);
    const bytes = readFileSync(fd);
    if (bytes.length < 2 || bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
    try {
      return gunzipSync(bytes, { maxOutputLength: limitBytes });
    } catch (error) {
      throw cutGzip(file, 0, error);
    }
  } finally {
    closeSync(fd);
  }
}

/** Files from this size on are hashed beside the reading, by a thread of its own (starting one costs 30 ms). */
const HASH_ASIDE_BYTES = 64 * 2 ** 20;

/**
 * BLAKE2b-512 of the file as it lies on disk, hexadecimal: what `b2sum` prints. SHA-256 runs at 355 MB/s on a processor
 * without its instructions, this at 665.
 */
export function hashFile(path: string): Promise<string> | string {
  const fd = openFile(path, basename(path));
  const { size } = fstatSync(fd);
  if (size < HASH_ASIDE_BYTES) {
    const hash = createHash(HASH);
    const buffer = new Uint8Array(1 << 20);
    try {
      for (let count = readSync(fd, buffer); count > 0; count = readSync(fd, buffer))
        hash.update(buffer.subarray(0, count));
    } finally {
      closeSync(fd);
    }
    return hash.digest('hex');
  }
  closeSync(fd);
  return new Promise((done, fail) => {
    const worker = new Worker(HASH_ASIDE, { eval: true, workerData: { path, algorithm: HASH } });
    worker.once('message', (text: string) => done(text));
    worker.once('error', fail);
  });
}

const HASH = 'blake2b512';

/** A script as text, because it must run from sources and from the build alike. */
const HASH_ASIDE = `
const { parentPort, workerData } = require('node:worker_threads');
const { openSync, readSync, closeSync } = require('node:fs');
const hash = require('node:crypto').createHash(workerData.algorithm);
const fd = openSync(workerData.path, 'r');
const buffer = new Uint8Array(1 << 20);
for (let count = readSync(fd, buffer); count > 0; count = readSync(fd, buffer)) hash.update(buffer.subarray(0, count));
closeSync(fd);
parentPort.postMessage(hash.digest('hex'));
`;

function openFile(path: string, file: string): number {
  try {
    if (!statSync(path).isFile()) throw new ReadError(`${file}: expected a file, got a folder`);
    return openSync(path, 'r');
  } catch (error) {
    if (error instanceof ReadError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'error';
    throw new ReadError(`${path}: expected a readable file, got ${code === 'ENOENT' ? 'no such file' : code}`);
  }
}

function tooLarge(file: string, limit: number, size: number): ReadError {
  return new ReadError(`${file}: expected at most ${limit} bytes, got ${size}`);
}
