import { type Remote, wrap } from 'comlink';
import type { FeedService } from '../../twin/live/service.ts';

/** Starts the worker that listens to sensors: nothing of a message is parsed on the page's own thread. */
export function startFeeds(): Remote<FeedService> {
  return wrap<FeedService>(new Worker(new URL('./worker/feeds.worker.ts', import.meta.url), { type: 'module' }));
}
