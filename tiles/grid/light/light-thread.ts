import { Worker } from 'node:worker_threads';
import { timed } from '../../stage-times.ts';
import { errorOf, type ThreadFault } from '../../thread-fault.ts';
import { shareArrays } from '../../threads.ts';
import { encodeStripPng, type StripPng } from '../../tileset/strip-png.ts';
import { dayPlanes, type LightSource, lightField, nightPlanes } from './light-raster.ts';

/** The pictures of a city's light as files. */
export interface LightPngs {
  day: StripPng;
  night: StripPng;
}

/** What a thread makes the light of, and the pictures of the last bake, whose strips are taken over. */
export interface LightJob {
  source: LightSource;
  former: LightPngs | null;
}

export type LightWorkerMessage = { pngs: LightPngs } | ThreadFault;

/** Fewer cells are done before a thread has started. */
const WORTH_CELLS = 500_000;

/** The pictures of a city's light; with threads they have one of their own beside the tiles. The bytes are the same either way. */
export async function makeLight(job: LightJob, threads: number, signal?: AbortSignal): Promise<LightPngs> {
  signal?.throwIfAborted();
  if (threads <= 1 || job.source.frame.columns * job.source.frame.rows < WORTH_CELLS)
    return timed('light', () => lightPngs(job));
  const worker = new Worker(new URL('./light-worker.js', import.meta.url), { workerData: shareArrays(job) });
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
export function lightPngs({ source, former }: LightJob): LightPngs {
  const { columns, rows } = source.frame;
  const field = lightField(source);
  // One picture after the other, so that both are not held at once.
  const day = encodeStripPng(columns, rows, dayPlanes(source, field), 'runs', former?.day);
  return { day, night: encodeStripPng(columns, rows, nightPlanes(source, field), 'matches', former?.night) };
}
