import { type Remote, transfer } from 'comlink';
import { CrowdRefusal } from '../../../../model/scenarios/crowd-problem.ts';
import type { Failure } from '../../../kit/ask-once.ts';
import { askTask } from '../../../kit/start-task.ts';
import type * as crowdFile from '../crowd-file.ts';
import type { ReadCrowdCase } from '../crowd-file.ts';

/** A case is read in a second; whoever takes longer was made to. */
const CASE_S = 20;

/** A worker a file: what does not end goes with it. */
export const readCrowdCase: ReadCrowdCase = (bytes, file, city) =>
  askTask(
    'crowd-case',
    { startS: 0, readS: CASE_S, failed: (why) => crowdFileFault(file, why) },
    (task: Remote<typeof crowdFile>) => task.caseOfFile(transfer(bytes, [bytes.buffer]), file, city),
  );

/** What a person is told of a file that a worker could not read. */
export const crowdFileFault = (file: string, why: Failure): CrowdRefusal =>
  new CrowdRefusal(
    'seconds' in why
      ? { code: 'file-slow', values: { file, ...why } }
      : { code: 'file-reader', values: { file, ...why } },
  );
