import { parentPort, workerData } from 'node:worker_threads';
import { faultOf } from '../../thread-fault.ts';
import { type LightJob, type LightWorkerMessage, lightPngs } from './light-thread.ts';

const port = parentPort;
if (!port) throw new Error('light-worker.ts: expected to run as a worker thread');
let answer: LightWorkerMessage;
try {
  answer = { pngs: lightPngs(workerData as LightJob) };
} catch (error) {
  answer = faultOf(error);
}
port.postMessage(answer);
