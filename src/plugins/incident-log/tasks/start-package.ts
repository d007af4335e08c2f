import type { Remote } from 'comlink';
import type { IncidentPackage } from '../../../../model/incidents/incident-package.ts';
import type { ResponsePlan } from '../../../../model/incidents/response-plan.ts';
import { readLimitS } from '../../../../model/read-limit.ts';
import { MessageError } from '../../../../model/text/message.ts';
import { askTask } from '../../../kit/start-task.ts';
import { incidentLogMessage } from '../messages.ts';
import type * as cap from './cap.ts';
import type { CapProposal } from './cap-subject.ts';
import type * as incidentPackage from './package.ts';
import type * as plan from './plan.ts';

const MAX_MIB = 64;
/** A plan of 200 steps with all their words has less. */
const MAX_PLAN_MIB = 1;
/** For the worker to be there. */
const START_S = 10;

/** A package in a worker of its own: one that comes to no end or runs out of memory goes with it. */
export const readPackage = (file: File): Promise<IncidentPackage> =>
  readIn('incident-package', file, MAX_MIB, (task: Remote<typeof incidentPackage>) =>
    task.readPackage(file, file.name),
  );

/** A message of the Common Alerting Protocol, in the same way. */
export const readCapFile = (file: File): Promise<CapProposal> =>
  readIn('cap-message', file, MAX_MIB, (task: Remote<typeof cap>) => task.readProposal(file, file.name));

/** A response plan, in the same way. */
export const readPlanFile = (file: File): Promise<ResponsePlan> =>
  readIn('response-plan', file, MAX_PLAN_MIB, (task: Remote<typeof plan>) => task.readPlan(file, file.name));

async function readIn<Task, Read>(
  name: string,
  file: File,
  most: number,
  ask: (task: Remote<Task>) => Promise<Read>,
): Promise<Read> {
  if (file.size > most * 2 ** 20) throw new MessageError(incidentLogMessage('package-size', { file: file.name, most }));
  const failed = () => new MessageError(incidentLogMessage('file-lost', { file: file.name }));
  return askTask(name, { startS: START_S, readS: readLimitS(file.size), failed }, ask);
}
