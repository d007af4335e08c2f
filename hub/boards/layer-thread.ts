import { Worker } from 'node:worker_threads';
import type { LayerAnswer, LayerQuestion } from './layer-figures.ts';

/** A city of a million buildings by forty areas takes some seconds. */
const MAX_MS = 120_000;

/** Answers in a thread of its own that ends with the answer, so that a large layer never holds up readings. */
export function answerLayersInThread(question: LayerQuestion): Promise<LayerAnswer> {
  return new Promise((done, fail) => {
    const worker = new Worker(new URL('./layer.worker.js', import.meta.url), { workerData: question });
    worker.unref();
    const timer = setTimeout(() => {
      fail(new Error(`layers of a board: expected an answer within ${MAX_MS} ms`));
      void worker.terminate();
    }, MAX_MS).unref();
    worker.once('message', (answer: LayerAnswer) => done(answer));
    worker.once('error', fail);
    worker.once('exit', (code) => {
      clearTimeout(timer);
      fail(new Error(`layers of a board: the thread ended with ${code}`));
    });
  });
}
