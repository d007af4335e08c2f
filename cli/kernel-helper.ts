import { workerData } from 'node:worker_threads';
import { help, type Invitation } from '../workers/shared/crew.ts';

/** A thread that helps a kernel until it is dismissed; starts with `{ workerData: invitation }`. */
help(workerData as Invitation);
