import { type Remote, transfer } from 'comlink';
import { readLimitS } from '../../../../model/read-limit.ts';
import { IFC_WASM_URL } from '../../../kit/ifc-wasm.ts';
import { askTask } from '../../../kit/start-task.ts';
import type { ReadStoreys } from '../ifc-plan.ts';
import { crowdFileFault } from './start-crowd-file.ts';
import type * as storeys from './storeys.ts';

/** A worker a file: WebAssembly that aborts, runs out of memory or comes to no end goes with it. */
export const readStoreys: ReadStoreys = (bytes, file) =>
  askTask(
    'storeys',
    { readS: readLimitS(bytes.byteLength), failed: (why) => crowdFileFault(file, why) },
    (task: Remote<typeof storeys>) => task.readStoreys(transfer(bytes, [bytes.buffer]), file, IFC_WASM_URL),
  );
