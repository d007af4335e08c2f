import { type Remote, transfer, wrap } from 'comlink';
import { lastEndings, readersOf } from '../../../../readers/listed-readers.ts';
import { startTask } from '../../../kit/start-task.ts';
import type { HubTopics } from '../../../twin/live/hub-topics.ts';
import type { FeedService } from '../../../twin/live/service.ts';
import type { TopicNews } from './topic-line.ts';

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

/** Topics of the hub by the worker that holds the page's wires to it. */
export const topicsOf = (service: Remote<FeedService>, hubUrl: string, fail: (reason: unknown) => void): HubTopics => ({
  follow(topic, listener) {
    const { port1: near, port2: far } = new MessageChannel();
    near.onmessage = ({ data }: MessageEvent<TopicNews>) => {
      if (data.kind === 'message') listener.take(data.json);
      else listener.connected(data.isConnected);
    };
    service.followTopic(hubUrl, topic, transfer(far, [far])).catch(fail);
    return () => {
      near.onmessage = null;
      near.postMessage(END);
      near.close();
    };
  },
});

const END = 'end';

/** Files that the worker plays: the hub's own recordings, and whatever a listed reader makes readings of. */
export const RECORDING_ENDINGS: readonly string[] = ['.mcap', ...lastEndings(readersOf('readings'))];
