import { parentPort } from 'node:worker_threads';
import { openOverlayHelper } from '../../workers/plans/helper.ts';
import { type HelperInit, serveHelper } from '../../workers/shared/helper-line.ts';

/** A thread that helps an engine whose helpers answer messages; the first message says which. */
parentPort?.once('message', (init: HelperInit) => serveHelper({ plans: async () => openOverlayHelper() }, init));
