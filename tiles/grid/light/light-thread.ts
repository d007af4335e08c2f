import { Worker } from 'node:worker_threads';
import { errorOf, type ThreadFault } from '../../thread-fault.ts';
import { shareArrays } from '../../threads.ts';
import { encodeRgbaPng } from '../../tileset/png.ts';
import { type LightSource, lightRaster } from './light-raster.ts';

export type LightWorkerMessage = { png: Uint8Array } | ThreadFault;

/** Fewer cells are done before a thread has started. */
const WORTH_CELLS = 500_000;

/** The picture of a city's light; with threads it has one of its own beside the tiles. The bytes are the same either way. */
export async function makeLight(source: LightSource, threads: number, signal?: AbortSignal): Promise<Uint8Array> {
  signal?.throwIfAborted();
  if (threads <= 1 || source.frame.columns * source.frame.rows < WORTH_CELLS) return lightPng(source);
  const worker = new Worker(new URL('./light-worker.js', import.meta.url), { workerData: shareArrays(source) });
  let abort = () => {};
  try {
    return await new Promise<Uint8Array>((resolve, reject) => {
      abort = () => reject(signal?.reason);
      signal?.addEventListener('abort', abort);
      worker.on('message', (message: LightWorkerMessage) => {
        if ('error' in message) reject(errorOf(message));
        else resolve(message.png);
      });
      worker.on('error', reject);
    });
  } finally {
    signal?.removeEventListener('abort', abort);
    await worker.terminate();
  }
}

/** Rows from the south, as a texture has them. */
export function lightPng(source: LightSource): Uint8Array {
  return encodeRgbaPng(source.frame.columns, source.frame.rows, lightRaster(source), 'left');
}
