import { parentPort, workerData } from 'node:worker_threads';
import { messagesOf } from '../../../model/text/message.ts';
import { readTableColumns } from '../../../src/plugins/feeds/tasks/table-columns.ts';

/** The page's worker for tables, as a thread of Node: reads one and is ended. */
readTableColumns(Uint8Array.from(workerData as Uint8Array)).then(
  (table) => parentPort?.postMessage({ table }),
  (error: unknown) => parentPort?.postMessage({ messages: messagesOf(error), stack: String(error) }),
);
