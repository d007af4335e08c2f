import type { Remote } from 'comlink';
import { readLimitS } from '../../../../model/read-limit.ts';
import { MessageError } from '../../../../model/text/message.ts';
import { lastEndings, readersOf } from '../../../../readers/listed-readers.ts';
import { IFC_WASM_URL } from '../../../kit/ifc-wasm.ts';
import { askTask } from '../../../kit/start-task.ts';
import { schemesMessage } from '../messages.ts';
import type { MassingFrame, MassingLook, MassingOptions, MassingParts } from './massing-types.ts';
import type * as massing from './read-massing.ts';

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
export function readMassingInWorker(
  files: MassingParts,
  wish: MassingOptions,
  frame: MassingFrame,
  cancel: AbortSignal,
): Promise<MassingLook> {
  const [{ name: file }] = files;
  return askTask(
    'massing',
    {
      startS: READER_START_S,
      readS: readLimitS(files.reduce((sum, { blob }) => sum + blob.size, 0)),
      cancel,
      failed: (why) =>
        new MessageError(
          'seconds' in why
            ? schemesMessage('massing-slow', { file, ...why })
            : schemesMessage('massing-stopped', { file, ...why }),
        ),
    },
    (task: Remote<typeof massing>) => task.readMassing(files, wish, frame, IFC_WASM_URL),
  );
}
