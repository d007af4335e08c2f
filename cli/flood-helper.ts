import { workerData } from 'node:worker_threads';
import { help, type Invitation } from '../workers/flood/crew.ts';

/** A thread that helps a flood's kernel until it is dismissed; starts with `{ workerData: invitation }`. */
help(workerData as Invitation);
