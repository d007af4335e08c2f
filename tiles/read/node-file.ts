import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createGunzip } from 'node:zlib';
import { inflateLimit } from '../../model/inflate-limit.ts';
import {
  type ByteSource,
  type ByteStream,
  cutGzip,
  isGzip,
  MAX_STREAM_BYTES,
  MAX_WHOLE_BYTES,
  START_BYTES,
  tooLarge,
} from '../../readers/shared/byte-source.ts';
import { inflated } from '../../readers/shared/inflate.ts';
import { ReadError } from '../../readers/shared/problems.ts';
import { bakeMessage } from '../messages.ts';
import { noteFile, noteFolder } from './files-read.ts';

/** A file on disk as the readers take it: streamed or whole, gunzipped where it is a gzip stream. Nothing is opened before it is asked for; `onSibling` hears of each file beside it that is. */
export function nodeFileSource(path: string, onSibling?: (path: string) => void): ByteSource {
  return {
    name: basename(path),
    start: async (maxBytes = START_BYTES) => startOf(path, maxBytes),
    whole: async (maxBytes = MAX_WHOLE_BYTES) => wholeOf(path, maxBytes),
    open: () => openStream(path),
    sibling: async (extension) => {
      const found = siblingOf(path, extension);
      if (found === null) return null;
      onSibling?.(found);
      return nodeFileSource(found);
    },
  };
}

function siblingOf(path: string, extension: string): string | null {
  noteFolder(dirname(path));
  const wanted = `${basename(path, extname(path))}.${extension}`.toLowerCase();
  const found = readdirSync(dirname(path)).find((name) => name.toLowerCase() === wanted);
  return found === undefined ? null : join(dirname(path), found);
}

/** The first bytes, gunzipped as far as they go. */
async function startOf(path: string, maxBytes: number): Promise<Uint8Array> {
  const name = basename(path);
  const fd = openFile(path, name);
  try {
    const bytes = Buffer.alloc(Math.min(maxBytes, fstatSync(fd).size));
    const start = bytes.subarray(0, readSync(fd, bytes));
    return isGzip(start) ? await inflated(start, 'gzip', maxBytes, name, 'start') : start;
  } finally {
    closeSync(fd);
  }
}

function openStream(path: string): ByteStream {
  const name = basename(path);
  const fd = openFile(path, name);
  const { size } = fstatSync(fd);
  const head = new Uint8Array(2);
  readSync(fd, head, 0, 2, 0);
  if (isGzip(head)) return openGzip(path, fd, name, size);
  if (size > MAX_STREAM_BYTES) throw tooLarge(name, MAX_STREAM_BYTES, size);
  let at = 0;
  return {
    name,
    sizeHint: size,
    read(into) {
      const count = readSync(fd, into, 0, into.length, at);
      at += count;
      return count;
    },
    close: () => closeSync(fd),
  };
}

function openGzip(path: string, fd: number, name: string, size: number): ByteStream {
  const tail = new Uint8Array(4);
  if (size >= 18) readSync(fd, tail, 0, 4, size - 4);
  const sizeHint = new DataView(tail.buffer).getUint32(0, true);
  closeSync(fd);
  const input = createReadStream(path, { highWaterMark: 1 << 18 });
  const stream = createGunzip({ chunkSize: 1 << 20 });
  input.on('error', (error) => stream.destroy(error));
  input.pipe(stream);
  const chunks: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]();
  const limit = inflateLimit(size, MAX_STREAM_BYTES);
  let chunk: Uint8Array = new Uint8Array(0);
  let total = 0;
  return {
    name,
    sizeHint: Math.min(sizeHint, size * 40),
    async read(into) {
      let filled = 0;
      while (filled < into.length) {
        if (chunk.length === 0) {
          const next = await nextChunk(chunks, name, total);
          if (!next) break;
          chunk = next;
          total += chunk.length;
          if (total > limit) throw tooLarge(name, limit, total);
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

/** The whole file, gunzipped when gzipped. */
async function wholeOf(path: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const name = basename(path);
  const fd = openFile(path, name);
  try {
    const { size } = fstatSync(fd);
    if (size > maxBytes) throw tooLarge(name, maxBytes, size);
    const bytes = readFileSync(fd);
    return isGzip(bytes) ? await inflated(bytes, 'gzip', maxBytes, name) : bytes;
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
    if (!statSync(path).isFile()) throw new ReadError(bakeMessage('folder', { file }));
    noteFile(path);
    return openSync(path, 'r');
  } catch (error) {
    if (error instanceof ReadError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'error';
    throw new ReadError(
      bakeMessage('unreadable', {
        path,
        got: code === 'ENOENT' ? { zh: '没有这个文件', en: 'no such file' } : String(code),
      }),
    );
  }
}
