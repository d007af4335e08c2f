import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { openFeatureAnswers } from './feature-answers.ts';
import { type FeatureCall, replyTo } from './feature-calls.ts';

try {
  // On Linux this thread alone: where processors are short, readings go before features.
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // Where that is forbidden, all are alike.
}

const answers = openFeatureAnswers((workerData as { cityFolder: string }).cityFolder);

parentPort?.on('message', async (call: FeatureCall) => parentPort?.postMessage(await replyTo(answers, call)));
