import { wrap } from 'comlink';
import { FeedError } from '../../../model/sensors/decode.ts';
import { sourceMessage } from './messages.ts';
import type { TableReader } from './worker/table.worker.ts';
import type { ReadTable } from './worker/tape.ts';

/** A table of 5,000,000 readings is read in some 20 s; so much time has a file of its size, and any file this much. */
const LEAST_S = 8;
const BYTES_PER_S = 5e6;

/** A worker a table: what does not end in the time of its size, or takes all memory, goes with it and is said. */
export const readTableAside: ReadTable = async (bytes) => {
  const seconds = LEAST_S + Math.ceil(bytes.byteLength / BYTES_PER_S);
  const worker = new Worker(new URL('./worker/table.worker.ts', import.meta.url), { type: 'module' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ended = new Promise<never>((_, reject) => {
    worker.onerror = ({ message }) => reject(new FeedError(sourceMessage('table-stopped', { reason: message })));
    timer = setTimeout(() => reject(new FeedError(sourceMessage('table-slow', { seconds }))), seconds * 1000);
  });
  try {
    return await Promise.race([wrap<TableReader>(worker).read(bytes), ended]);
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
};
