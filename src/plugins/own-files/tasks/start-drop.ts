import { proxy, type Remote } from 'comlink';
import { readLimitS } from '../../../../model/read-limit.ts';
import { type Message, MessageError } from '../../../../model/text/message.ts';
import { foreignByName } from '../../../../readers/foreign/foreign-formats.ts';
import { LAYER_READERS, lastEndings } from '../../../../readers/listed-readers.ts';
import { IFC_WASM_URL } from '../../../kit/ifc-wasm.ts';
import { askTask } from '../../../kit/start-task.ts';
import { dropMessage } from '../messages.ts';
import type { DropFrame, DropOptions, DropProgress, DroppedFile, DroppedLayer } from './drop-types.ts';
import type * as readDrop from './read-drop.ts';

/** What a file dialogue offers. */
export const DROP_ENDINGS: readonly string[] = [
  ...lastEndings(LAYER_READERS),
  ...['.dbf', '.shx', '.prj', '.cpg', '.dwg', '.xls', '.las', '.laz', '.tif', '.tiff'],
];

/** What is said of a folder that is a format of its own, as a file geodatabase is; null: it is looked into. */
export const refusalOfFolder = (name: string): Message | null => foreignByName(name);

/** A worker a file, so that one that comes to no end, runs out of memory or is cancelled goes with it. */
export function readInWorker(
  files: DroppedFile[],
  wish: DropOptions,
  frame: DropFrame,
  hear: (progress: DropProgress) => void,
  cancel: AbortSignal,
): Promise<DroppedLayer[]> {
  const [{ name: file }] = files;
  return askTask(
    'own-file',
    {
      readS: readLimitS(files.reduce((sum, { blob }) => sum + blob.size, 0)),
      cancel,
      failed: (why) =>
        new MessageError(
          'seconds' in why
            ? dropMessage('reader-busy', { file, ...why })
            : dropMessage('reader-stopped', { file, ...why }),
        ),
    },
    (task: Remote<typeof readDrop>) => task.readDrop(files, wish, frame, IFC_WASM_URL, proxy(hear)),
  );
}
