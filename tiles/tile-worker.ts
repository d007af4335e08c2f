import { parentPort, workerData } from 'node:worker_threads';
import { faultOf } from './thread-fault.ts';
import { type TileSource, type TileWorkerRequest, type TileWorkerResponse, tileMaker } from './threads.ts';

const port = parentPort;
if (!port) throw new Error('tile-worker.ts: expected to run as a worker thread');
const made = tileMaker(workerData as TileSource);

port.on('message', async ({ job, id }: TileWorkerRequest) => {
  let answer: TileWorkerResponse;
  try {
    answer = { id, done: (await made)(job) };
  } catch (error) {
    answer = { id, ...faultOf(error) };
  }
  port.postMessage(answer);
});
