import { parentPort, workerData } from 'node:worker_threads';
import type { TerrainSource, TerrainWorkerMessage } from './terrain-thread.ts';
import { faultOf } from './thread-fault.ts';
import { bakeTerrain } from './tileset/terrain-tiles.ts';

const port = parentPort;
if (!port) throw new Error('terrain-worker.ts: expected to run as a worker thread');
const { land, folder } = workerData as TerrainSource;
let answer: TerrainWorkerMessage;
try {
  const onTile = (done: number, total: number) => port.postMessage({ done, total } satisfies TerrainWorkerMessage);
  answer = { terrain: (await bakeTerrain(land, folder, { onTile })).manifest };
} catch (error) {
  answer = faultOf(error);
}
port.postMessage(answer);
