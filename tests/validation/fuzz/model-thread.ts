import { parentPort, workerData } from 'node:worker_threads';
import { messagesOf } from '../../../model/text/message.ts';
import { readModel } from '../../../readers/read-model.ts';

/** The page's worker for models, as a thread of Node: reads one and is ended. */
const { bytes, name } = workerData as { bytes: Uint8Array; name: string };
readModel(Uint8Array.from(bytes), name).then(
  ({ elements }) => parentPort?.postMessage({ elements: elements.length }),
  (error: unknown) => parentPort?.postMessage({ messages: messagesOf(error), stack: String(error) }),
);
