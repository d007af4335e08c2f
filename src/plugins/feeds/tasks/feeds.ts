import { transfer } from 'comlink';
import { FeedWorker } from './feed-worker.ts';
import { readTableAside } from './start-table-reader.ts';
import { readTableColumns } from './table-columns.ts';

/** One clock for arrival here and for the frame on the page: both count from their own `timeOrigin`, without jumps. */
const { timeOrigin } = performance;

/** Where a worker cannot start another (old Safari, Node), a table is read here and takes the time it takes. */
const readTable = 'Worker' in globalThis ? readTableAside : readTableColumns;

/** The service that listens to sensors for the page. */
export const feeds = new FeedWorker(() => timeOrigin + performance.now(), transfer, readTable);
