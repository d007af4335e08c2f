import { parentPort, workerData } from 'node:worker_threads';
import { engineFailure, openEmbedded } from './embedded-sql.ts';
import type { Answer, Call, EngineData } from './embedded-thread.ts';

const port = parentPort;
if (!port) throw new Error('embedded-sql.worker is started by embedded-thread.ts, as a thread');

const { folder, life } = workerData as EngineData;
const signs = new Int32Array(life);
const engine = await openEmbedded(folder, () => void Atomics.add(signs, 0, 1));

/** One call at a time, in order: sql.ts waits for each answer before it sends the next. */
port.on('message', async ({ id, verb, text, parameters }: Call) => {
  const answer = (message: Answer) => port.postMessage(message);
  try {
    const rows = verb === 'query' ? await engine.query(text, parameters) : [];
    if (verb === 'run') await engine.run(text);
    if (verb === 'close') await engine.close();
    answer({ id, rows });
  } catch (error) {
    answer({ id, ...engineFailure(error) });
  }
});
