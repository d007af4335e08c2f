import { runPoolWorker, type WorkerInit } from './pool.ts';

/** A thread that helps the kernel of one run after the other: it is given a port once, and an init a run. It blocks while it helps. */
addEventListener('message', ({ data }: MessageEvent<MessagePort>) => {
  data.onmessage = (message: MessageEvent<WorkerInit>) => runPoolWorker(message.data);
});
