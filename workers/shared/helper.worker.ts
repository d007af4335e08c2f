import { HELPERS } from '../engines.ts';
import { type HelperInit, serveHelper } from './helper-line.ts';
import { runPoolWorker, type WorkerInit } from './pool.ts';

/**
 * A thread that helps an engine: it is given a port once, and then an init. For a kernel one a run, which blocks it until the run is over; for
 * an engine whose helpers answer messages one for good.
 */
addEventListener('message', ({ data }: MessageEvent<MessagePort>) => {
  data.onmessage = ({ data: init }: MessageEvent<WorkerInit | HelperInit>) =>
    'engine' in init ? serveHelper(HELPERS, init) : runPoolWorker(init);
});
