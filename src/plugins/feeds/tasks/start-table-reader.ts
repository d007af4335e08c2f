import { wrap } from 'comlink';
import { FeedError } from '../../../../model/sensors/decode.ts';
import { askOnce, type Failure } from '../../../kit/ask-once.ts';
import { sourceMessage } from '../messages.ts';
import type * as tableColumns from './table-columns.ts';
import type { ReadTable } from './tape.ts';

/** A table of 5,000,000 readings is read in some 20 s; so much time has a file of its size, and any file this much. */
const MIN_LIMIT_S = 8;
const BYTES_PER_S = 5e6;

/** A worker a table, started by that of the feeds: what does not end in the time of its size, or takes all memory, goes with it and is said. */
export const readTableAside: ReadTable = (bytes) => {
  const worker = new Worker(location.href, { type: 'module', name: 'readings-table' });
  const readS = Math.ceil(bytes.byteLength / BYTES_PER_S);
  const reading = wrap<typeof tableColumns>(worker).readTableColumns(bytes);
  return askOnce(worker, { startS: MIN_LIMIT_S, readS, failed: tableFault }, reading);
};

/** What a person is told of a table that a worker could not read. */
export const tableFault = (why: Failure): FeedError =>
  new FeedError('seconds' in why ? sourceMessage('table-slow', why) : sourceMessage('table-stopped', why));
