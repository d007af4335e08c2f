import { parentPort } from 'node:worker_threads';
import type { ServiceOffers } from '../../model/city/service-offer.ts';
import { type Message, messagesOf } from '../../model/text/message.ts';
import { readService, type ServiceAnswer, type ServiceQuestion } from './read-service.ts';
import { type OffersQuestion, readOffers } from './service-offers.ts';

/** A question with its number, and what comes back under the same one; `said` is a sentence for whoever asked. */
export type ServiceCall = { call: number; question: ServiceQuestion | OffersQuestion };
export type ServiceReply = { call: number } & (
  | { answer: ServiceAnswer | ServiceOffers }
  | { said: Message }
  | { fault: string }
);

parentPort?.on('message', async ({ call, question }: ServiceCall) => {
  const reply = (part: object) => parentPort?.postMessage({ call, ...part });
  try {
    reply({ answer: await ('service' in question ? readService(question) : readOffers(question)) });
  } catch (error) {
    const [said] = messagesOf(error) ?? [];
    reply(said ? { said } : { fault: error instanceof Error ? error.message : String(error) });
  }
});
