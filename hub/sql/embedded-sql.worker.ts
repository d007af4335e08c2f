import { parentPort, workerData } from 'node:worker_threads';
import { openEmbedded } from './embedded-sql.ts';
import type { Answer, Call } from './sql.ts';

const port = parentPort;
if (!port) throw new Error('embedded-sql.worker is started by sql.ts, as a thread');

const engine = await openEmbedded(workerData as string);

/** One call at a time, in order: sql.ts waits for each answer before it sends the next. */
port.on('message', async ({ id, verb, text, parameters }: Call) => {
  const answer = (message: Answer) => port.postMessage(message);
  try {
    const rows = verb === 'query' ? await engine.query(text, parameters) : [];
    if (verb === 'run') await engine.run(text);
    if (verb === 'close') await engine.close();
    answer({ id, rows });
  } catch (error) {
    answer({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
