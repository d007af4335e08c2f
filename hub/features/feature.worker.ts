import { parentPort, workerData } from 'node:worker_threads';
import { type Message, messagesOf } from '../../model/text/message.ts';
import { type FeatureAnswer, type FeatureRequest, openFeatureAnswers } from './feature-answers.ts';

/** A request with its number, and what comes back under the same one; `said` is a sentence for whoever asked. */
export type FeatureCall = { call: number; request: FeatureRequest };
export type FeatureReply = { call: number } & ({ answer: FeatureAnswer } | { said: Message } | { fault: string });

const answers = openFeatureAnswers((workerData as { cityFolder: string }).cityFolder);

parentPort?.on('message', async ({ call, request }: FeatureCall) => {
  const reply = (part: object) => parentPort?.postMessage({ call, ...part });
  try {
    reply({ answer: await answers(request) });
  } catch (error) {
    const [said] = messagesOf(error) ?? [];
    reply(said ? { said } : { fault: error instanceof Error ? error.message : String(error) });
  }
});
