import { workerData } from 'node:worker_threads';
import { runPoolWorker, type WorkerInit } from '../../workers/shared/pool.ts';

/** A thread that helps a kernel until it is released; starts with `{ workerData: init }`. */
runPoolWorker(workerData as WorkerInit);
