import { expose, transfer, transferHandlers } from 'comlink';
import { carryMessages } from '../../../../model/text/carry-messages.ts';
import { readTableAside } from '../start-table-reader.ts';
import { FeedWorker } from './feed-worker.ts';

/** One clock for arrival here and for the frame on the page: both count from their own `timeOrigin`, without jumps. */
const { timeOrigin } = performance;

carryMessages(transferHandlers);
expose(new FeedWorker(() => timeOrigin + performance.now(), transfer, readTableAside));
