import type { Bus } from '../hub.ts';
import { PUBLISH_LIMIT_MS, withinMs } from './bus.ts';

/** Sends a message through the broker to the hub itself; resolves when it has come, and rejects where it does not come in time. */
type DeliveryProbe = () => Promise<void>;

/**
 * Opens the probe of a broker, with one subscription for all its messages; neither pages nor devices may subscribe to its topic. Two hubs at
 * one broker have a name each, and keep it, since the broker keeps their subscriptions.
 */
export async function openDeliveryProbe({ publish, subscribe }: Bus, name: string): Promise<DeliveryProbe> {
  const topic = `shapan/health/${name}`;
  const waiting = new Map<string, () => void>();
  await subscribe(topic, ({ payload }) => waiting.get(payload.toString())?.());
  let sent = 0;
  return async () => {
    const text = String(++sent);
    const delivered = new Promise<void>((done) => waiting.set(text, done));
    try {
      await withinMs(PUBLISH_LIMIT_MS, Promise.all([publish(topic, text), delivered]));
    } finally {
      waiting.delete(text);
    }
  };
}
