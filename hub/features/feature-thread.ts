import { Worker } from 'node:worker_threads';
import { MessageError } from '../../model/text/message.ts';
import { hubMessage } from '../messages.ts';
import { HubUnready } from '../unready.ts';
import type { FeatureCall, FeatureReply } from './feature.worker.ts';
import type { FeatureAnswer, FeatureAnswers, FeatureRequest } from './feature-answers.ts';

/** A request that takes longer is given up with its thread: the next one has a fresh one. */
const MAX_MS = 30_000;

/** Requests that wait at once at most; whoever comes then is asked to come again. */
const MAX_WAITING = 100;

const busy = (reason: string) => new HubUnready(hubMessage('features-busy', {}), `features: ${reason}`);

/** Answers requests for features in a thread of their own, so that a large layer never holds up readings; it starts with the first request. */
export function featureThread(cityFolder: string): { answers: FeatureAnswers; close(): Promise<void> } {
  let thread: Worker | null = null;
  let calls = 0;
  const waiting = new Map<number, { done(answer: FeatureAnswer): void; fail(error: Error): void }>();

  function failAll(error: Error): void {
    thread = null;
    for (const { fail } of waiting.values()) fail(error);
    waiting.clear();
  }

  function start(): Worker {
    const started = new Worker(new URL('./feature.worker.js', import.meta.url), { workerData: { cityFolder } });
    started.unref();
    started.on('error', failAll);
    started.on('exit', (code) => {
      if (thread === started) failAll(busy(`the thread ended with ${code}`));
    });
    started.on('message', (reply: FeatureReply) => {
      const call = waiting.get(reply.call);
      waiting.delete(reply.call);
      if ('answer' in reply) call?.done(reply.answer);
      else call?.fail('said' in reply ? new MessageError(reply.said) : new Error(reply.fault));
    });
    return started;
  }

  async function answers(request: FeatureRequest): Promise<FeatureAnswer> {
    if (waiting.size >= MAX_WAITING) throw busy(`${MAX_WAITING} requests wait`);
    thread ??= start();
    const own = thread;
    const call: FeatureCall = { call: calls++, request };
    const timer = setTimeout(() => {
      if (thread === own) failAll(busy('a request took too long'));
      void own.terminate();
    }, MAX_MS);
    try {
      return await new Promise<FeatureAnswer>((done, fail) => {
        waiting.set(call.call, { done, fail });
        own.postMessage(call);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  return { answers, close: async () => void (await thread?.terminate()) };
}
