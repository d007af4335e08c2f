import { type Remote, wrap } from 'comlink';
import { lastEndings, readersOf } from '../../../../readers/listed-readers.ts';
import { startTask } from '../../../kit/start-task.ts';
import type { FeedService } from '../../../twin/live/service.ts';

/** Starts the worker that listens to sensors: nothing of a message is parsed on the page's own thread. */
export const startFeeds = (): Remote<FeedService> => wrap<FeedService>(startTask('feeds'));

/** Files that the worker plays: the hub's own recordings, and whatever a listed reader makes readings of. */
export const RECORDING_ENDINGS: readonly string[] = ['.mcap', ...lastEndings(readersOf('readings'))];
