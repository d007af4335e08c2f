import { proxy, wrap } from 'comlink';
import { readLimitS } from '../../../model/read-limit.ts';
import { type Message, MessageError } from '../../../model/text/message.ts';
import { foreignByName } from '../../../readers/foreign/foreign-formats.ts';
import { LAYER_READERS, lastEndings } from '../../../readers/listed-readers.ts';
import { dropMessage } from './messages.ts';
import type { DropFrame, DropProgress, DroppedFile, DroppedLayer, DropReader, DropWish } from './worker/drop-types.ts';

/** web-ifc's own; its glue asks for the name of the file only. */
const IFC_WASM_URL = new URL('../../../node_modules/web-ifc/web-ifc.wasm', import.meta.url).href;

/** For the worker and its WebAssembly to be there, and for tiles to be made of what was read. */
const START_S = 20;

/** What a file dialogue offers. */
export const DROP_ENDINGS: readonly string[] = [
  ...lastEndings(LAYER_READERS),
  ...['.dbf', '.shx', '.prj', '.cpg', '.dwg', '.xls', '.las', '.laz', '.tif', '.tiff'],
];

/** What is said of a folder that is a format of its own, as a file geodatabase is; null: it is looked into. */
export const refusalOfFolder = (name: string): Message | null => foreignByName(name);

/** A worker a file, so that one that comes to no end, runs out of memory or is cancelled goes with it. */
export async function readInWorker(
  files: DroppedFile[],
  wish: DropWish,
  frame: DropFrame,
  hear: (progress: DropProgress) => void,
  cancel: AbortSignal,
): Promise<DroppedLayer[]> {
  const worker = new Worker(new URL('./worker/drop.worker.ts', import.meta.url), { type: 'module' });
  const [{ name: file }] = files;
  const seconds = START_S + readLimitS(files.reduce((sum, { blob }) => sum + blob.size, 0));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ended = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new MessageError(dropMessage('reader-busy', { file, seconds }))), seconds * 1000);
    worker.onerror = ({ message }) =>
      reject(new MessageError(dropMessage('reader-stopped', { file, reason: message })));
    cancel.addEventListener('abort', () => reject(cancel.reason), { once: true });
  });
  try {
    return await Promise.race([wrap<DropReader>(worker).read(files, wish, frame, IFC_WASM_URL, proxy(hear)), ended]);
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
