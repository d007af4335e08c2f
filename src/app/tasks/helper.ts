import { HELPERS } from '../../../workers/engines.ts';
import { type HelperInit, serveHelper } from '../../../workers/shared/helper-line.ts';
import { runPoolWorker, type WorkerInit } from '../../../workers/shared/pool.ts';

/**
 * Helps an engine on a thread: it is given a port once, and then an init. For a kernel one a run, which blocks it until the run is over; for
 * an engine whose helpers answer messages one for good.
 */
export function help(port: MessagePort): void {
  port.onmessage = ({ data: init }: MessageEvent<WorkerInit | HelperInit>) =>
    'engine' in init ? serveHelper(HELPERS, init) : runPoolWorker(init);
}
