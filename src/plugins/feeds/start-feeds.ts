import { type Remote, wrap } from 'comlink';
import { lastEndings, readersOf } from '../../../readers/listed-readers.ts';
import type { FeedService } from '../../twin/live/service.ts';

/** Starts the worker that listens to sensors: nothing of a message is parsed on the page's own thread. */
export function startFeeds(): Remote<FeedService> {
  return wrap<FeedService>(new Worker(new URL('./worker/feeds.worker.ts', import.meta.url), { type: 'module' }));
}

/** Files that the worker plays: the hub's own recordings, and whatever a listed reader makes readings of. */
export const RECORDING_ENDINGS: readonly string[] = ['.mcap', ...lastEndings(readersOf('readings'))];
