import { Worker } from 'node:worker_threads';
import type { Manifest } from '../model/city/manifest.ts';
import type { BakeContext } from './bake-context.ts';
import type { CityLand } from './model.ts';
import { errorOf, type ThreadFault } from './thread-fault.ts';
import { shareArrays } from './threads.ts';

export interface TerrainSource {
  land: CityLand;
  folder: string;
}

export type TerrainWorkerMessage = { done: number; total: number } | { terrain: Manifest['terrain'] } | ThreadFault;

/**
 * Terrain only where there is elevation: else the app draws the bare ellipsoid. With threads it has one of its own, so that the second
 * processor works while a built-in city thinks up its contents: 澄川's pipes and plans take as long as its terrain.
 */
export async function makeTerrain(
  { id, name, about, origin, datum, extentM, elevation, elevationSource }: CityLand,
  folder: string,
  { threads, signal, onProgress }: BakeContext,
): Promise<Manifest['terrain']> {
  if (!elevation) return null;
  signal?.throwIfAborted();
  const source = elevationSource ? { elevationSource } : {};
  const land: CityLand = { id, name, about, origin, datum, extentM, elevation, ...source };
  const onTile = (done: number, total: number) => onProgress({ stage: 'terrain', done, total });
  if (threads <= 1) {
    const { bakeTerrain } = await import('./tileset/terrain-tiles.ts');
    return (await bakeTerrain(land, folder, { ...(signal ? { signal } : {}), onTile })).manifest;
  }
  const workerData = shareArrays({ land, folder } satisfies TerrainSource);
  const worker = new Worker(new URL('./terrain-worker.js', import.meta.url), { workerData });
  let abort = () => {};
  try {
    return await new Promise<Manifest['terrain']>((resolve, reject) => {
      abort = () => reject(signal?.reason);
      signal?.addEventListener('abort', abort);
      worker.on('message', (message: TerrainWorkerMessage) => {
        if ('error' in message) reject(errorOf(message));
        else if ('terrain' in message) resolve(message.terrain);
        else onTile(message.done, message.total);
      });
      worker.on('error', reject);
    });
  } finally {
    signal?.removeEventListener('abort', abort);
    await worker.terminate();
  }
}
