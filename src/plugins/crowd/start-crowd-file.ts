import { transfer, wrap } from 'comlink';
import { type CrowdProblem, CrowdRefusal } from '../../../model/scenarios/crowd-problem.ts';
import { MessageError } from '../../../model/text/message.ts';
import type { answerOfFile, ReadCrowdCase } from './crowd-file.ts';

/** A case is read in a second; whoever takes longer was made to. */
const CASE_MS = 20_000;

/** A worker a file: what does not end goes with it. */
export const readCrowdCase: ReadCrowdCase = async (bytes, file, city) => {
  const worker = new Worker(new URL('./crowd-file.worker.ts', import.meta.url), { type: 'module' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ended = new Promise<never>((_, reject) => {
    const refuse = (problem: CrowdProblem) => reject(new CrowdRefusal(problem));
    worker.onerror = ({ message }) => refuse({ code: 'file-reader', values: { file, reason: message } });
    timer = setTimeout(() => refuse({ code: 'file-slow', values: { file, seconds: CASE_MS / 1000 } }), CASE_MS);
  });
  try {
    const reader = wrap<{ answerOfFile: typeof answerOfFile }>(worker);
    const answer = await Promise.race([reader.answerOfFile(transfer(bytes, [bytes.buffer]), file, city), ended]);
    if ('messages' in answer) throw new MessageError(...answer.messages);
    return answer;
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
};
