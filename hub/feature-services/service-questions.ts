import type { FeatureService } from '../../model/city/feature-service.ts';
import { type Message, messagesOf } from '../../model/text/message.ts';
import { hubMessage } from '../messages.ts';
import { HubUnready } from '../unready.ts';
import type { ServiceAnswer, ServiceQuestion } from './read-service.ts';
import type { ServiceReader } from './service-thread.ts';

/** How a service answered the last time. */
export interface ServiceHealth {
  atMs: number;
  tookMs: number;
  /** Features of the last answer, or files that came in all; null: it did not answer. */
  count: number | null;
  problems: readonly Message[];
}

/** Questions that are open at once at most, of all, of one asker, and to one service. */
const MAX_OPEN = 24;
const MAX_OPEN_OF_ASKER = 4;
const MAX_OPEN_OF_SERVICE = 4;

/** Questions to services, within everybody's share, and how each service answered. */
interface ServiceQuestions {
  ask(question: ServiceQuestion, asker: string): Promise<ServiceAnswer>;
  /** Null: nobody has asked it since the hub began, or since it was named anew. */
  healthOf(service: FeatureService): ServiceHealth | null;
}

export function openServiceQuestions(reader: ServiceReader, nowMs: () => number): ServiceQuestions {
  const health = new WeakMap<FeatureService, ServiceHealth>();
  const open: { asker: string; service: FeatureService }[] = [];
  return {
    async ask(question, asker) {
      const { service } = question;
      const ofOne = open.filter((one) => one.asker === asker).length;
      const ofService = open.filter((one) => one.service === service).length;
      if (open.length >= MAX_OPEN || ofOne >= MAX_OPEN_OF_ASKER || ofService >= MAX_OPEN_OF_SERVICE)
        throw new HubUnready(hubMessage('services-busy', {}));
      const entry = { asker, service };
      open.push(entry);
      const atMs = nowMs();
      const startMs = performance.now();
      const note = (count: number | null, problems: readonly Message[]) =>
        health.set(service, { atMs, tookMs: Math.round(performance.now() - startMs), count, problems });
      try {
        const answer = await reader.read(question);
        note(answer.features.length, answer.problems);
        return answer;
      } catch (error) {
        note(null, messagesOf(error) ?? []);
        throw error;
      } finally {
        open.splice(open.indexOf(entry), 1);
      }
    },
    healthOf: (service) => health.get(service) ?? null,
  };
}
