import { Worker } from 'node:worker_threads';
import { MessageError } from '../../model/text/message.ts';
import { hubMessage } from '../messages.ts';
import { HubUnready } from '../unready.ts';
import { FairQueue } from './fair-queue.ts';
import type { FeatureAnswer, FeatureAnswers, TileAnswer } from './feature-answers.ts';
import type { FeatureCall, FeatureReply } from './feature-calls.ts';

/** A request that takes longer is given up with its thread: the next one has a fresh one. */
const MAX_MS = 30_000;

/** Requests that wait at once at most, of all and of one asker; whoever comes then is asked to come again. */
const MAX_WAITING = 200;
const MAX_WAITING_OF_ONE = 60;

const busy = (reason: string) => new HubUnready(hubMessage('features-busy', {}), `features: ${reason}`);

type Answer = FeatureAnswer | TileAnswer;

/** A question crosses without its number, which the thread gives it. */
type Question = {
  [Kind in FeatureCall['kind']]: Omit<Extract<FeatureCall, { kind: Kind }>, 'call'>;
}[FeatureCall['kind']];

interface Waiting {
  question: Question;
  done(answer: Answer): void;
  fail(error: Error): void;
}

/**
 * Answers requests for features and tiles in a thread of their own, so that a large layer never holds up readings; it starts with the first
 * request. One request is answered at a time, and askers take turns.
 */
export function featureThread(cityFolder: string): { answers: FeatureAnswers; close(): Promise<void> } {
  let thread: Worker | null = null;
  let calls = 0;
  const queue = new FairQueue<Waiting>();
  let current: { waiting: Waiting; call: number; timer: NodeJS.Timeout } | null = null;

  /** Ends what is being answered; what waits goes on with a fresh thread. */
  function fail(error: Error): void {
    const failed = current;
    thread = null;
    current = null;
    if (failed) clearTimeout(failed.timer);
    failed?.waiting.fail(error);
    goOn();
  }

  function start(): Worker {
    const started = new Worker(new URL('./feature.worker.js', import.meta.url), { workerData: { cityFolder } });
    started.unref();
    started.on('error', (error: Error) => thread === started && fail(error));
    started.on('exit', (code) => thread === started && fail(busy(`the thread ended with ${code}`)));
    started.on('message', (reply: FeatureReply) => {
      if (current?.call !== reply.call) return;
      const { waiting, timer } = current;
      current = null;
      clearTimeout(timer);
      if ('answer' in reply) waiting.done(reply.answer);
      else waiting.fail('said' in reply ? new MessageError(reply.said) : new Error(reply.fault));
      goOn();
    });
    return started;
  }

  function goOn(): void {
    if (current) return;
    const waiting = queue.next();
    if (!waiting) return;
    thread ??= start();
    const own = thread;
    const timer = setTimeout(() => {
      if (thread === own) fail(busy('a request took too long'));
      void own.terminate();
    }, MAX_MS);
    current = { waiting, call: calls++, timer };
    own.postMessage({ call: current.call, ...waiting.question });
  }

  function ask(question: Question, asker: string): Promise<Answer> {
    if (queue.size >= MAX_WAITING || queue.sizeOf(asker) >= MAX_WAITING_OF_ONE)
      return Promise.reject(busy(`${queue.size} requests wait, ${queue.sizeOf(asker)} of one asker`));
    return new Promise((done, fail) => {
      queue.add(asker, { question, done, fail });
      goOn();
    });
  }

  return {
    answers: {
      features: (request, asker) => ask({ kind: 'features', request }, asker) as Promise<FeatureAnswer>,
      tile: (request, asker) => ask({ kind: 'tile', request }, asker) as Promise<TileAnswer>,
    },
    async close() {
      for (const { fail } of queue.takeAll()) fail(busy('the hub is closing'));
      await thread?.terminate();
    },
  };
}
