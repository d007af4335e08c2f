import { wrap } from 'comlink';
import { readLimitS } from '../../../model/read-limit.ts';
import { MessageError } from '../../../model/text/message.ts';
import { lastEndings, readersOf } from '../../../readers/listed-readers.ts';
import { schemesMessage } from './messages.ts';
import type { MassingFrame, MassingLook, MassingParts, MassingReader, MassingWish } from './worker/massing-types.ts';

/** web-ifc's own; its glue asks for the name of the file only. */
const IFC_WASM_URL = new URL('../../../node_modules/web-ifc/web-ifc.wasm', import.meta.url).href;

/** What a file dialogue offers. */
export const MASSING_ENDINGS: readonly string[] = [
  ...new Set([...lastEndings(readersOf('mesh', 'features')), '.dbf', '.shx', '.prj', '.cpg']),
];

/** Does a file hold a model, by its name? */
export const isModelFile = (name: string): boolean =>
  lastEndings(readersOf('mesh')).some((ending) => name.toLowerCase().replace(/\.gz$/, '').endsWith(ending));

/** For the worker, its readers and WebAssembly to be there. */
const READER_START_S = 25;

/** A worker a file, so that one that comes to no end, runs out of memory or is cancelled goes with it. */
export async function readMassingInWorker(
  files: MassingParts,
  wish: MassingWish,
  frame: MassingFrame,
  cancel: AbortSignal,
): Promise<MassingLook> {
  const worker = new Worker(new URL('./worker/massing.worker.ts', import.meta.url), { type: 'module' });
  const [{ name: file }] = files;
  const seconds = READER_START_S + readLimitS(files.reduce((sum, { blob }) => sum + blob.size, 0));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ended = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new MessageError(schemesMessage('massing-slow', { file, seconds }))),
      seconds * 1000,
    );
    worker.onerror = ({ message }) =>
      reject(new MessageError(schemesMessage('massing-stopped', { file, reason: message })));
    cancel.addEventListener('abort', () => reject(cancel.reason), { once: true });
  });
  try {
    return await Promise.race([wrap<MassingReader>(worker).read(files, wish, frame, IFC_WASM_URL), ended]);
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
