import { type Remote, wrap } from 'comlink';
import { lastEndings, readersOf } from '../../../../readers/listed-readers.ts';
import { startTask } from '../../../kit/start-task.ts';
import type { FeedService } from '../../../twin/live/service.ts';

/**
 * The entry of this worker in the built page, which imports the page's one worker (`vite.config.ts` writes it). A worker has the policy that came
 * with its own script, and the hub names the hosts of sources in the policy of this file alone.
 */
const BUILT_ENTRY = './feeds.worker-page.js';

function startWorker(): Worker {
  if (import.meta.env.DEV) return startTask('feeds');
  const entry = new URL(/* @vite-ignore */ BUILT_ENTRY, import.meta.url);
  return new Worker(entry, { type: 'module', name: 'feeds' });
}

/** Starts the worker that listens to sensors: nothing of a message is parsed on the page's own thread. */
export const startFeeds = (): Remote<FeedService> => wrap<FeedService>(startWorker());

/** Files that the worker plays: the hub's own recordings, and whatever a listed reader makes readings of. */
export const RECORDING_ENDINGS: readonly string[] = ['.mcap', ...lastEndings(readersOf('readings'))];
