import { expose, transfer, transferHandlers } from 'comlink';
import { carryMessages } from '../../../../model/text/carry-messages.ts';
import { readTableAside } from '../start-table-reader.ts';
import { FeedWorker } from './feed-worker.ts';
import { readTableColumns } from './table-columns.ts';

/** One clock for arrival here and for the frame on the page: both count from their own `timeOrigin`, without jumps. */
const { timeOrigin } = performance;

/** Where a worker cannot start another (old Safari, Node), a table is read here and takes the time it takes. */
const readTable = 'Worker' in globalThis ? readTableAside : readTableColumns;

carryMessages(transferHandlers);
expose(new FeedWorker(() => timeOrigin + performance.now(), transfer, readTable));
