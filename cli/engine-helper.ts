import { parentPort } from 'node:worker_threads';
import { HELPERS } from '../workers/engines.ts';
import { type HelperInit, serveHelper } from '../workers/shared/helper-line.ts';

/** A thread that helps an engine whose helpers answer messages; the first message says which. */
parentPort?.once('message', (init: HelperInit) => serveHelper(HELPERS, init));
