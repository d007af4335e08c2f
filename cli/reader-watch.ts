import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import { readLimitS } from '../model/read-limit.ts';
import { cliMessage, terminalWords } from './messages.ts';

const BEAT_MS = 250;

/** What the watching thread is told of a reading: what it says, and then ends the process with, when it takes too much. */
export interface WatchedReading {
  id: number;
  /** Null: it has ended. */
  begun: { sentence: string; limitS: number } | null;
}

let watch: { thread: Worker; beat: Int32Array } | null = null;
let next = 0;

/**
 * Reads a file under watch. A reader that never comes back, in a loop of its own or of WebAssembly, holds up the very thread that could
 * say so: another one looks whether it still turns, and ends the process with the file's name. Compiled only: from sources there is no
 * file that a thread could run.
 */
export async function whileReading<T>(path: string, read: () => Promise<T> | T): Promise<T> {
  if (import.meta.url.endsWith('.ts')) return read();
  watch ??= startWatch();
  const { thread, beat } = watch;
  const id = next++;
  const limitS = readLimitS(existsSync(path) ? statSync(path).size : 0);
  const sentence = terminalWords(cliMessage('reader-busy', { file: basename(path), seconds: limitS }));
  thread.postMessage({ id, begun: { sentence, limitS } } satisfies WatchedReading);
  const timer = setInterval(() => Atomics.add(beat, 0, 1), BEAT_MS);
  try {
    return await read();
  } finally {
    clearInterval(timer);
    thread.postMessage({ id, begun: null } satisfies WatchedReading);
  }
}

function startWatch(): { thread: Worker; beat: Int32Array } {
  const beat = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(new URL('./reader-watch-helper.js', import.meta.url), { workerData: beat });
  thread.unref();
  return { thread, beat };
}
