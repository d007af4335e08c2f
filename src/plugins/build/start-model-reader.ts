import { proxy, transfer, wrap } from 'comlink';
import { readLimitS } from '../../../model/read-limit.ts';
import { MessageError } from '../../../model/text/message.ts';
import { lastEndings, readersOf } from '../../../readers/listed-readers.ts';
import type { ModelReader } from '../../../workers/construction/model/reader.ts';
import { buildMessage } from './messages.ts';
import type { ReadModel } from './project-controller.ts';

/** web-ifc's own; its glue asks for the name of the file only. */
const IFC_WASM_URL = new URL('../../../node_modules/web-ifc/web-ifc.wasm', import.meta.url).href;

/** Files that the worker reads: whatever a listed reader makes a mesh of; and those of schedules, which the engine reads. */
export const MODEL_ENDINGS: readonly string[] = lastEndings(readersOf('mesh'));
export const SCHEDULE_ENDINGS: readonly string[] = lastEndings(readersOf('schedule'));

/** For the worker and its WebAssembly to be there, on a machine that does other things too. */
const START_S = 3;

/** A worker a file: WebAssembly that aborted, ran out of memory, comes to no end in the time of its size or is cancelled goes with it. */
export const readModel: ReadModel = async (bytes, file, port, hear, cancel) => {
  const worker = new Worker(new URL('../../../workers/construction/model/reader.worker.ts', import.meta.url), {
    type: 'module',
  });
  const seconds = START_S + readLimitS(bytes.byteLength);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ended = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new MessageError(buildMessage('reader-busy', { file, seconds }))), seconds * 1000);
    worker.onerror = ({ message }) =>
      reject(new MessageError(buildMessage('reader-stopped', { file, reason: message })));
    cancel.addEventListener('abort', () => reject(cancel.reason), { once: true });
  });
  try {
    const reading = wrap<ModelReader>(worker).read(
      transfer(bytes, [bytes.buffer]),
      file,
      IFC_WASM_URL,
      transfer(port, [port]),
      proxy(hear),
    );
    return await Promise.race([reading, ended]);
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
};
