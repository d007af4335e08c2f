import { expose, transfer } from 'comlink';
import { FeedWorker } from './feed-worker.ts';

/** One clock for arrival here and for the frame on the page: both count from their own `timeOrigin`, without jumps. */
const { timeOrigin } = performance;

expose(new FeedWorker(() => timeOrigin + performance.now(), transfer));
