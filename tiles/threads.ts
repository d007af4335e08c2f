import { Worker } from 'node:worker_threads';
import { sumOf } from './check/checksums.ts';
import type { CityInput, LayerInput } from './model.ts';
import { groundOf } from './shape/ground.ts';
import { timed } from './stage-times.ts';
import { errorOf, type ThreadFault } from './thread-fault.ts';
import { type MadeTile, makeTile } from './tileset/make-tile.ts';
import type { Box } from './tileset/mesh-glb.ts';
import { meshoptReady } from './tileset/meshopt.ts';
import { writeCompressed } from './tileset/precompress.ts';

/** One tile to make: rows order[from … to) of a layer, into `file`. */
export interface TileJob {
  layer: number;
  from: number;
  to: number;
  file: string;
}

export interface TileDone {
  box: Box | null;
  bytes: number;
  gzipBytes: number;
  triangles: number;
  dropped: number;
  /** See `MadeTile`. */
  droppedRow: number;
  /** Its id; empty where nothing was dropped. */
  droppedId: string;
  /** Checksum of the file, as `checksums.ts` has it. */
  sum: string;
}

/** All that a thread needs of a city; its arrays lie in shared memory. */
export interface TileSource {
  layers: LayerInput[];
  orders: Uint32Array[];
  gidBases: number[];
  origin: CityInput['origin'];
  geoidUndulationM: number;
  elevation: CityInput['elevation'];
}

/** Makes and writes tiles, on this thread. */
export async function tileMaker(source: TileSource): Promise<(job: TileJob) => TileDone> {
  await meshoptReady;
  const ground = groundOf({ ...source.origin }, source.geoidUndulationM, source.elevation);
  return ({ layer, from, to, file }) => {
    const rows = source.orders[layer].slice(from, to);
    const made: MadeTile = makeTile(source.layers[layer], rows, source.gidBases[layer], ground);
    const { dropped, droppedRow } = made;
    const lost = { dropped, droppedRow, droppedId: dropped > 0 ? idOf(source.layers[layer], droppedRow) : '' };
    if (!made.file) return { box: null, bytes: 0, gzipBytes: 0, triangles: 0, ...lost, sum: '' };
    const { gzipBytes } = writeCompressed(file, made.file.bytes);
    return {
      box: made.file.box,
      bytes: made.file.bytes.length,
      gzipBytes,
      triangles: made.file.triangles,
      ...lost,
      sum: sumOf(made.file.bytes),
    };
  };
}

function idOf({ features: { ids } }: LayerInput, row: number): string {
  return Buffer.from(ids.bytes.slice(ids.offsets[row], ids.offsets[row + 1])).toString();
}

export type TileWorkerRequest = { job: TileJob; id: number };
export type TileWorkerResponse = { id: number; done: TileDone } | ({ id: number } & ThreadFault);

/**
 * Runs the jobs on `threads` workers, or here when that is 1 or less: with one worker the main thread would only wait, and on New York
 * the second heap and start cost 0.2 CPU-s. Which thread makes a tile changes nothing in it.
 */
export async function makeTiles(
  source: TileSource,
  jobs: readonly TileJob[],
  threads: number,
  signal: AbortSignal | undefined,
  onTile: (index: number, done: TileDone) => void,
): Promise<void> {
  if (threads <= 1 || jobs.length < 2) {
    const make = await tileMaker(source);
    for (let i = 0; i < jobs.length; i++) {
      signal?.throwIfAborted();
      onTile(
        i,
        timed('tiles', () => make(jobs[i])),
      );
      if (i % 8 === 7) await new Promise((resolve) => setImmediate(resolve));
    }
    return;
  }
  signal?.throwIfAborted();
  const shared = shareArrays(source) as TileSource;
  await new Promise<void>((resolve, reject) => {
    const workers: Worker[] = [];
    let next = 0;
    let left = jobs.length;
    const end = (error?: unknown) => {
      signal?.removeEventListener('abort', abort);
      Promise.all(workers.map((worker) => worker.terminate())).then(
        () => (error === undefined ? resolve() : reject(error)),
        reject,
      );
    };
    const abort = () => end(signal?.reason);
    signal?.addEventListener('abort', abort);
    const most = Math.max(2, Math.min(JOBS_AHEAD, Math.floor(jobs.length / (4 * threads))));
    for (let t = Math.min(threads, jobs.length); t > 0; t--) {
      const worker = new Worker(new URL('./tile-worker.js', import.meta.url), { workerData: shared });
      workers.push(worker);
      const feed = () => {
        if (next === jobs.length) return;
        const id = next++;
        worker.postMessage({ job: jobs[id], id } satisfies TileWorkerRequest);
      };
      worker.on('message', (message: TileWorkerResponse) => {
        if ('error' in message) return end(errorOf(message));
        onTile(message.id, message.done);
        if (--left === 0) end();
        else feed();
      });
      worker.on('error', end);
      for (let ahead = 0; ahead < most; ahead++) feed();
    }
  });
}

/** Jobs that a worker holds at most, so that it does not wait while the main thread sorts ids or bakes terrain; few when there are few. */
const JOBS_AHEAD = 32;

/** The same value with every array on shared memory; those that are there already are taken as they are. */
export function shareArrays(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof SharedArrayBuffer) return value;
    const bytes = new Uint8Array(new SharedArrayBuffer(value.byteLength));
    bytes.set(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    const Type = value.constructor as new (buffer: SharedArrayBuffer) => ArrayBufferView;
    return new Type(bytes.buffer as unknown as SharedArrayBuffer);
  }
  if (Array.isArray(value)) return value.map(shareArrays);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shareArrays(inner)]));
}
