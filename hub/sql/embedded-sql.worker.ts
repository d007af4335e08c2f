import { parentPort, workerData } from 'node:worker_threads';
import { openEmbedded } from './embedded-sql.ts';
import type { Answer, Call, EngineData } from './embedded-thread.ts';

const port = parentPort;
if (!port) throw new Error('embedded-sql.worker is started by embedded-thread.ts, as a thread');

const { folder, life } = workerData as EngineData;
const signs = new Int32Array(life);
const engine = await openEmbedded(folder, () => void Atomics.add(signs, 0, 1));

/** After these PostgreSQL's process would be gone; here it lives on, and the next call would never be answered. */
const isLastWord = (severity: unknown): boolean => severity === 'FATAL' || severity === 'PANIC';

/** PostgreSQL's code for it; an answer that no string or array of JavaScript holds ends the engine's driver midway too. */
const OUT_OF_MEMORY = '53200';

/** One call at a time, in order: sql.ts waits for each answer before it sends the next. */
port.on('message', async ({ id, verb, text, parameters }: Call) => {
  const answer = (message: Answer) => port.postMessage(message);
  try {
    const rows = verb === 'query' ? await engine.query(text, parameters) : [];
    if (verb === 'run') await engine.run(text);
    if (verb === 'close') await engine.close();
    answer({ id, rows });
  } catch (error) {
    const [code, severity] = error instanceof Error ? ['code', 'severity'].map((key) => Reflect.get(error, key)) : [];
    const isExhausted = error instanceof RangeError;
    const isLast = isExhausted || isLastWord(severity);
    const said = { id, error: error instanceof Error ? error.message : String(error), isLast };
    if (isExhausted) answer({ ...said, code: OUT_OF_MEMORY });
    else answer(typeof code === 'string' ? { ...said, code } : said);
  }
});
