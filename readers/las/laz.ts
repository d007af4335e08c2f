/// <reference path="./laz-perf.d.ts" />
import type { LazPerf } from 'laz-perf';
import { ReadError } from '../shared/problems.ts';
import { lasMessage } from './messages.ts';

let loaded: Promise<LazPerf> | null = null;

/** One for all files: to compile it takes longer than to read most of them. */
function lazPerf(): Promise<LazPerf> {
  loaded ??= load();
  return loaded;
}

interface Listening {
  listeners(event: string): ((...args: unknown[]) => void)[];
  off(event: string, listener: (...args: unknown[]) => void): void;
}

/** In Node Emscripten listens to what nobody caught and throws it once more, for the whole process: that is taken back. */
async function load(): Promise<LazPerf> {
  const node = (globalThis as { process?: Listening }).process;
  const events = node ? ['uncaughtException', 'unhandledRejection'] : [];
  const before = events.map((event) => new Set(node?.listeners(event)));
  const { createLazPerf } = await import('laz-perf');
  const laz = await createLazPerf();
  for (const [i, event] of events.entries())
    for (const listener of node?.listeners(event) ?? []) if (!before[i].has(listener)) node?.off(event, listener);
  return laz;
}

/**
 * Gives the records of a LAZ file one after another, COPC's in the order of its chunks. Memory of WebAssembly that grows leaves every view
 * of it behind, so that `take` gets the view of the moment.
 */
export async function forEachLazPoint(
  bytes: Uint8Array,
  file: string,
  count: number,
  recordBytes: number,
  take: (view: DataView, at: number, nth: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const laz = await lazPerf();
  const data = laz._malloc(bytes.length);
  const zip = new laz.LASZip();
  let into = 0;
  let nth = 0;
  try {
    laz.HEAPU8.set(bytes, data);
    zip.open(data, bytes.length);
    if (zip.getPointLength() < recordBytes) throw new Error(`records of ${zip.getPointLength()} bytes`);
    into = laz._malloc(zip.getPointLength());
    let view = new DataView(laz.HEAPU8.buffer);
    for (; nth < count; nth++) {
      if ((nth & 0xffff) === 0) signal?.throwIfAborted();
      zip.getPoint(into);
      if (view.buffer !== laz.HEAPU8.buffer) view = new DataView(laz.HEAPU8.buffer);
      take(view, into, nth);
    }
  } catch (error) {
    // A trap may leave its memory in any state.
    if (error instanceof Error && error.name === 'RuntimeError') loaded = null;
    if (signal?.aborted) throw error;
    // C++ throws numbers through WebAssembly.
    const reason = error instanceof Error ? error.message : `code ${String(error)}`;
    throw new ReadError(lasMessage('laz', { file, point: nth, reason }));
  } finally {
    if (loaded) {
      zip.delete();
      laz._free(data);
      if (into !== 0) laz._free(into);
    }
  }
}
