import { transfer, wrap } from 'comlink';
import { readLimitS } from '../../../model/read-limit.ts';
import { type CrowdProblem, CrowdRefusal } from '../../../model/scenarios/crowd-problem.ts';
import type { StoreyReader } from '../../../workers/crowd/plan/ifc-plan.ts';
import type { ReadStoreys } from './ifc-plan.ts';

/** web-ifc's own; its glue asks for the name of the file only. */
const IFC_WASM_URL = new URL('../../../node_modules/web-ifc/web-ifc.wasm', import.meta.url).href;

/** For the worker and its WebAssembly to be there. */
const WORKER_READY_S = 20;

/** A worker a file: WebAssembly that aborts, runs out of memory or comes to no end goes with it. */
export const readStoreys: ReadStoreys = async (bytes, file) => {
  const worker = new Worker(new URL('../../../workers/crowd/plan/ifc-plan.worker.ts', import.meta.url), {
    type: 'module',
  });
  const seconds = WORKER_READY_S + readLimitS(bytes.byteLength);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ended = new Promise<never>((_, reject) => {
    const refuse = (problem: CrowdProblem) => reject(new CrowdRefusal(problem));
    worker.onerror = ({ message }) => refuse({ code: 'file-reader', values: { file, reason: message } });
    timer = setTimeout(() => refuse({ code: 'file-slow', values: { file, seconds } }), seconds * 1000);
  });
  try {
    const reading = wrap<StoreyReader>(worker).storeys(transfer(bytes, [bytes.buffer]), file, IFC_WASM_URL);
    return await Promise.race([reading, ended]);
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
};
