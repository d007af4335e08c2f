import { parentPort, workerData } from 'node:worker_threads';
import { readCrowdCase } from './crowd-case.ts';
import { playCrowd } from './crowd-play.ts';
import { outcome, type SeedsOf, seedOf } from './crowd-seeds.ts';

/** A thread that plays a case with each seed that it is sent, and answers with what came of it. */
const { file, cities, threads } = workerData as SeedsOf;
const ready = readCrowdCase(file, cities);

parentPort?.on('message', async (k: number) => {
  const { setup } = await ready;
  parentPort?.postMessage(outcome(await playCrowd(seedOf(setup, k), threads)));
});
