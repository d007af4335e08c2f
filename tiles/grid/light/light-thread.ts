import { Worker } from 'node:worker_threads';
import { timed } from '../../stage-times.ts';
import { errorOf, type ThreadFault } from '../../thread-fault.ts';
import { shareArrays } from '../../threads.ts';
import { encodeRgbaPng } from '../../tileset/png.ts';
import { dayRaster, type LightSource, lightField, nightRaster } from './light-raster.ts';

/** The pictures of a city's light as files. */
interface LightPngs {
  day: Uint8Array;
  night: Uint8Array;
}

export type LightWorkerMessage = { pngs: LightPngs } | ThreadFault;

/** Fewer cells are done before a thread has started. */
const WORTH_CELLS = 500_000;

/** The pictures of a city's light; with threads they have one of their own beside the tiles. The bytes are the same either way. */
export async function makeLight(source: LightSource, threads: number, signal?: AbortSignal): Promise<LightPngs> {
  signal?.throwIfAborted();
  if (threads <= 1 || source.frame.columns * source.frame.rows < WORTH_CELLS)
    return timed('light', () => lightPngs(source));
  const worker = new Worker(new URL('./light-worker.js', import.meta.url), { workerData: shareArrays(source) });
  let abort = () => {};
  try {
    return await new Promise<LightPngs>((resolve, reject) => {
      abort = () => reject(signal?.reason);
      signal?.addEventListener('abort', abort);
      worker.on('message', (message: LightWorkerMessage) => {
        if ('error' in message) reject(errorOf(message));
        else resolve(message.pngs);
      });
      worker.on('error', reject);
    });
  } finally {
    signal?.removeEventListener('abort', abort);
    await worker.terminate();
  }
}

/** Rows from the south, as a texture has them. */
export function lightPngs(source: LightSource): LightPngs {
  const { columns, rows } = source.frame;
  const field = lightField(source);
  // One picture after the other, so that both are not held at once.
  const day = encodeRgbaPng(columns, rows, dayRaster(source, field), 'left', 'runs');
  return { day, night: encodeRgbaPng(columns, rows, nightRaster(source, field), 'left') };
}
