import { parentPort, workerData } from 'node:worker_threads';
import { openEmbedded } from './embedded-sql.ts';
import type { Answer, Call } from './embedded-thread.ts';

const port = parentPort;
if (!port) throw new Error('embedded-sql.worker is started by embedded-thread.ts, as a thread');

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
    const code = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    const said = { id, error: error instanceof Error ? error.message : String(error) };
    answer(typeof code === 'string' ? { ...said, code } : said);
  }
});
