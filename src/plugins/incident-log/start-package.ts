import { wrap } from 'comlink';
import type { IncidentPackage } from '../../../model/incidents/incident-package.ts';
import type { ResponsePlan } from '../../../model/incidents/response-plan.ts';
import { readLimitS } from '../../../model/read-limit.ts';
import { MessageError } from '../../../model/text/message.ts';
import { incidentLogMessage } from './messages.ts';
import type { CapProposal } from './worker/cap-subject.ts';

const MAX_MIB = 64;
/** A plan of 200 steps with all their words has less. */
const MAX_PLAN_MIB = 1;
/** For the worker to be there. */
const START_S = 10;

/** A package in a worker of its own: one that comes to no end or runs out of memory goes with it. */
export async function readPackage(file: File): Promise<IncidentPackage> {
  checkSize(file, MAX_MIB);
  return readIn(new Worker(new URL('./worker/package.worker.ts', import.meta.url), { type: 'module' }), file);
}

/** A message of the Common Alerting Protocol, in the same way. */
export async function readCapFile(file: File): Promise<CapProposal> {
  checkSize(file, MAX_MIB);
  return readIn(new Worker(new URL('./worker/cap.worker.ts', import.meta.url), { type: 'module' }), file);
}

/** A response plan, in the same way. */
export async function readPlanFile(file: File): Promise<ResponsePlan> {
  checkSize(file, MAX_PLAN_MIB);
  return readIn(new Worker(new URL('./worker/plan.worker.ts', import.meta.url), { type: 'module' }), file);
}

function checkSize({ name, size }: File, most: number): void {
  if (size > most * 2 ** 20) throw new MessageError(incidentLogMessage('package-size', { file: name, most }));
}

async function readIn<Read>(worker: Worker, file: File): Promise<Read> {
  const { name, size } = file;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ended = new Promise<never>((_, reject) => {
    const stop = () => reject(new MessageError(incidentLogMessage('file-lost', { file: name })));
    worker.onerror = stop;
    timer = setTimeout(stop, 1000 * (START_S + readLimitS(size)));
  });
  try {
    const reader = wrap<{ read(blob: Blob, name: string): Promise<Read> }>(worker);
    return (await Promise.race([reader.read(file, name), ended])) as Read;
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
