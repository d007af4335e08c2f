import { parentPort } from 'node:worker_threads';
import { type Message, messagesOf } from '../../model/text/message.ts';
import { readService, type ServiceAnswer, type ServiceQuestion } from './read-service.ts';

/** A question with its number, and what comes back under the same one; `said` is a sentence for whoever asked. */
export type ServiceCall = { call: number; question: ServiceQuestion };
export type ServiceReply = { call: number } & ({ answer: ServiceAnswer } | { said: Message } | { fault: string });

parentPort?.on('message', async ({ call, question }: ServiceCall) => {
  const reply = (part: object) => parentPort?.postMessage({ call, ...part });
  try {
    reply({ answer: await readService(question) });
  } catch (error) {
    const [said] = messagesOf(error) ?? [];
    reply(said ? { said } : { fault: error instanceof Error ? error.message : String(error) });
  }
});
