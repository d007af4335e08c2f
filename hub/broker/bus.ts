import type { Bus, Message } from '../hub.ts';

/**
 * What subscribers get in the place of a message of SensorThings' creation: the observation as it stands in history, on its datastream's
 * topic. Its text is made when it is asked for: most observations come to their own topic, and a bridge tells those to nobody again.
 */
export interface Taken {
  topic: string;
  text(): string;
}

/** Asked for each message of a device. Null: not the hub's. Rejects with what is wrong with it, or with what is wrong with the hub. */
export type Take = (message: Message) => Promise<Taken> | null;

/** Longer reasons are cut: they quote what a client sent. */
const MAX_REFUSAL_LENGTH = 500;

/** Publisher of a message that was refused: the name that it signed in with, or why nobody can say. */
type Publisher = { from: string } | { from: null; why: string };

/** The message that a client gets where what it published was refused: its topic, the reason and whose it was, as JSON. */
export function refusal(topic: string, error: unknown, publisher: Publisher): string {
  const reason = error instanceof Error ? error.message : String(error);
  return JSON.stringify({ topic, reason: reason.slice(0, MAX_REFUSAL_LENGTH), ...publisher });
}

/** Largest message and topic; an observation is some 100 bytes, a thousand in one message some 60 kB. */
export const MAX_MESSAGE_BYTES = 262_144;
export const MAX_TOPIC_BYTES = 256;

/** Filters of one client: each costs the broker memory. */
export const MAX_FILTERS = 500;

/** Whatever the hub waits for a broker, it waits no longer: alarms, commands and cases go on without it. */
export const PUBLISH_LIMIT_MS = 5000;

/** Rejects where a broker takes longer; its work itself goes on. */
export async function withinMs(limitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`the broker did not take it within ${limitMs / 1000} s`)), limitMs);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** What was done stands, also where the broker is away: pages read it anew when they hear it again. */
export async function tellPages(bus: Bus, topic: string, said: object): Promise<void> {
  await bus.publish(topic, JSON.stringify(said)).catch(() => undefined);
}

/** Whether a filter with MQTT's wildcards covers a topic, or a filter that is narrower. */
export function covers(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  if (topic.startsWith('$') !== filter.startsWith('$')) return false;
  for (const [i, level] of wanted.entries()) {
    if (level === '#') return true;
    if (i >= levels.length || levels[i] === '#' || (level !== '+' && level !== levels[i])) return false;
  }
  return wanted.length === levels.length;
}

/**
 * An allowance that fills by `perS` each second up to a burst: `spend` tells whether there was enough. Clock in milliseconds, given, so
 * that it can be tested.
 */
export function allowance(perS: number, burst: number, nowMs: () => number): (amount: number) => boolean {
  let left = burst;
  let lastMs = nowMs();
  return (amount) => {
    const ms = nowMs();
    left = Math.min(burst, left + ((ms - lastMs) / 1000) * perS);
    lastMs = ms;
    if (amount > left) return false;
    left -= amount;
    return true;
  };
}
