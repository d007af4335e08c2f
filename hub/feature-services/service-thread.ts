import { Worker } from 'node:worker_threads';
import type { ServiceOffers } from '../../model/city/service-offer.ts';
import { MessageError } from '../../model/text/message.ts';
import { hubMessage } from '../messages.ts';
import { HubUnready } from '../unready.ts';
import { readService, type ServiceAnswer, type ServiceQuestion } from './read-service.ts';
import type { ServiceCall, ServiceReply } from './service.worker.ts';
import { type OffersQuestion, readOffers } from './service-offers.ts';

/** Asks services elsewhere; a service that did not answer is a MessageError. */
export interface ServiceReader {
  read(question: ServiceQuestion): Promise<ServiceAnswer>;
  /** Layers that a service says it has. */
  offers(question: OffersQuestion): Promise<ServiceOffers>;
  close(): Promise<void>;
}

/** Reads in this thread: for tests, which have no compiled worker. */
export const serviceReader = (): ServiceReader => ({ read: readService, offers: readOffers, close: async () => {} });

/**
 * Reads in a thread of its own, which starts with the first question: what somebody else's server sends is unpacked and parsed beside the
 * thread that acknowledges readings. Questions do not wait for each other, so that one dead server delays no other.
 */
export function serviceThread(): ServiceReader {
  let thread: Worker | null = null;
  let calls = 0;
  const waiting = new Map<number, { done(answer: ServiceAnswer | ServiceOffers): void; fail(error: Error): void }>();

  function failAll(reason: string): void {
    thread = null;
    for (const { fail } of waiting.values()) fail(new HubUnready(hubMessage('services-busy', {}), reason));
    waiting.clear();
  }

  function start(): Worker {
    const started = new Worker(new URL('./service.worker.js', import.meta.url));
    started.unref();
    started.on('error', (error: Error) => failAll(error.message));
    started.on('exit', (code) => thread === started && failAll(`the thread ended with ${code}`));
    started.on('message', (reply: ServiceReply) => {
      const call = waiting.get(reply.call);
      waiting.delete(reply.call);
      if ('answer' in reply) call?.done(reply.answer);
      else call?.fail('said' in reply ? new MessageError(reply.said) : new Error(reply.fault));
    });
    return started;
  }

  function ask(question: ServiceCall['question']): Promise<ServiceAnswer | ServiceOffers> {
    thread ??= start();
    const call: ServiceCall = { call: calls++, question };
    thread.postMessage(call);
    return new Promise((done, fail) => waiting.set(call.call, { done, fail }));
  }

  return {
    read: (question) => ask(question) as Promise<ServiceAnswer>,
    offers: (question) => ask(question) as Promise<ServiceOffers>,
    close: async () => void (await thread?.terminate()),
  };
}
