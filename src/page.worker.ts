import { expose, transfer, transferHandlers } from 'comlink';
import { handleMessageTransfer } from '../model/text/message-transfer.ts';
import { buffersOf } from '../workers/shared/engine.ts';
import { TASKS } from './tasks.ts';

// A page that is not isolated has no memory to share. Nobody shares it with this worker, so that its own will do.
if (!('SharedArrayBuffer' in globalThis))
  Object.defineProperty(globalThis, 'SharedArrayBuffer', { value: ArrayBuffer });

/** The task that this worker was started for, by the worker's own name. */
const loading = TASKS[self.name]();
// The page hears of a worker that cannot begin as it hears of one that breaks.
loading.catch(reportError);

/** Calls a function of the task, once it is loaded; arrays that an answer hands over are transferred. */
const calling =
  (name: string) =>
  async (...args: unknown[]): Promise<unknown> => {
    const task = await loading;
    const answer: unknown = await Reflect.apply(Reflect.get(task, name), task, args);
    const buffers = buffersOf(answer);
    return buffers.length > 0 ? transfer(answer, [...buffers]) : answer;
  };

handleMessageTransfer(transferHandlers);
expose(new Proxy({}, { get: (_, name) => calling(String(name)) }));
