import { proxy, type Remote, transfer } from 'comlink';
import { readLimitS } from '../../../../model/read-limit.ts';
import { MessageError } from '../../../../model/text/message.ts';
import { lastEndings, readersOf } from '../../../../readers/listed-readers.ts';
import { IFC_WASM_URL } from '../../../kit/ifc-wasm.ts';
import { askTask } from '../../../kit/start-task.ts';
import { buildMessage } from '../messages.ts';
import type { ReadModel } from '../project-controller.ts';
import type * as modelTask from './read-model.ts';

/** Files that the worker reads: whatever a listed reader makes a mesh of; and those of schedules, which the engine reads. */
export const MODEL_ENDINGS: readonly string[] = lastEndings(readersOf('mesh'));
export const SCHEDULE_ENDINGS: readonly string[] = lastEndings(readersOf('schedule'));

/** For the worker and its WebAssembly to be there, on a machine that does other things too. */
const START_S = 3;

/** A worker a file: WebAssembly that aborted, ran out of memory, comes to no end in the time of its size or is cancelled goes with it. */
export const readModel: ReadModel = (bytes, file, port, hear, cancel) =>
  askTask(
    'building-model',
    {
      startS: START_S,
      readS: readLimitS(bytes.byteLength),
      cancel,
      failed: (why) =>
        new MessageError(
          'seconds' in why
            ? buildMessage('reader-busy', { file, ...why })
            : buildMessage('reader-stopped', { file, ...why }),
        ),
    },
    (task: Remote<typeof modelTask>) =>
      task.postModel(transfer(bytes, [bytes.buffer]), file, IFC_WASM_URL, transfer(port, [port]), proxy(hear)),
  );
