import { connectAsync, type MqttClient } from 'mqtt';
import { REFUSED_TOPIC } from '../../model/hub/topics.ts';
import { MessageError } from '../../model/text/message.ts';
import type { AccessPolicy, Message } from '../hub.ts';
import { serviceMessage } from '../service-messages.ts';
import { type Broker, type BrokerOptions, SWEEP_EVERY_MS } from './broker.ts';
import { covers, refusal } from './bus.ts';
import { openPageDoor } from './page-door.ts';
import { openTunnel, type Tunnel } from './page-tunnel.ts';

/** Nothing is queued while the broker is away: history has it, and a queue without end would be the end of the hub. */
const PATIENCE = { connectTimeout: 5000, reconnectPeriod: 1000, queueQoSZero: false };

/** Filters of what devices create by SensorThings: a whole level stands for `Datastreams(…)`. */
const CREATIONS = ['v1.1/Observations', 'v1.1/+/Observations'];

interface Listener {
  listen(message: Message): void;
  /** Of what devices create: the hub's own observations are in history already. */
  isCreation: boolean;
}

/**
 * Another broker in place of the embedded one (`MQTT_URL`: Mosquitto, EMQX …). Devices speak to it directly; the hub listens to what
 * they create and writes it to history. Pages still come to `/mqtt`: their bytes are passed through, but what a page sends is read
 * first, so that the same guard stands before both brokers.
 *
 * The hub connects with MQTT 5 for its `no local`: its own messages do not come back, and go to its own parts at once. A broker of
 * 3.1.1 alone is asked again so, and gives them back: history knows them already. `ca`: over `mqtts` it is trusted for what this
 * certificate signed, and for nothing else; without it for what Node trusts.
 */
export async function openBridge(
  { http, accessPolicy, take, ownHosts }: BrokerOptions,
  url: string,
  ca: Buffer | null = null,
): Promise<Broker> {
  const client = await connectBroker(url, ca);
  const report = (error: Error) => process.stderr.write(`hub: ${withoutSecrets(url)}: ${error.message}\n`);
  client.on('error', report);
  const filters = openFilters(client);
  let published = 0;
  let refused = 0;
  client.on('message', () => void published++);

  /** What came to the general topic is told on its datastream's; the rest its device has told already. */
  async function create(message: Message): Promise<void> {
    try {
      const taken = await take(message);
      if (taken && taken.topic !== message.topic) await broker.publish(taken.topic, taken.text());
    } catch (error) {
      refused++;
      await broker.publish(REFUSED_TOPIC, refusal(message.topic, error)).catch(report);
    }
  }

  const broker: Broker = {
    publish: async (topic, payload, { retain = false, qos = 0 } = {}) => {
      published++;
      filters.deliverOwn({ topic, payload: Buffer.from(payload) });
      await client.publishAsync(topic, payload, { retain, qos });
    },
    subscribe: (filter, listen) => filters.subscribe(filter, { listen, isCreation: false }),
    stats: () => ({ kind: 'server', clients: door.pages(), published, refused, devices: withoutSecrets(url) }),
    async close() {
      clearInterval(sweep);
      door.close();
      await client.endAsync();
    },
  };
  const tunnels = new Set<Tunnel>();
  const counting: AccessPolicy = {
    ...accessPolicy,
    allows(caller, verb, topic) {
      const isAllowed = accessPolicy.allows(caller, verb, topic);
      if (!isAllowed) refused++;
      return isAllowed;
    },
  };
  const door = openPageDoor(
    http,
    (stream, _, seat) => {
      const tunnel = openTunnel(stream, seat, { url, ca, accessPolicy: counting });
      tunnels.add(tunnel);
      stream.once('close', () => tunnels.delete(tunnel));
    },
    ownHosts,
  );
  const sweep = setInterval(() => {
    for (const tunnel of tunnels) tunnel.closeIfEnded();
  }, SWEEP_EVERY_MS).unref();
  for (const filter of CREATIONS)
    await filters.subscribe(filter, {
      isCreation: true,
      listen(message) {
        void create(message);
      },
    });
  return broker;
}

/** With MQTT 5, or with 3.1.1 where the broker speaks no other. */
async function connectBroker(url: string, ca: Buffer | null): Promise<MqttClient> {
  const options = { ...PATIENCE, ...(ca && { ca }) };
  return connectAsync(url, { protocolVersion: 5, ...options }, false).catch(() =>
    connectAsync(url, { protocolVersion: 4, ...options }, false).catch((error: Error) => {
      throw new MessageError(
        serviceMessage('mqtt-url', { url: withoutSecrets(url), reason: error.message || String(error) }),
      );
    }),
  );
}

/** What the hub's parts listen to at the broker, each filter subscribed once. */
interface Filters {
  subscribe(filter: string, listener: Listener): Promise<() => void>;
  /** A message of the hub's own, which an MQTT 5 broker does not give back. */
  deliverOwn(message: Message): void;
}

function openFilters(client: MqttClient): Filters {
  const is5 = client.options.protocolVersion === 5;
  const subscriptions = new Map<string, { id: number; listeners: Set<Listener> }>();
  let lastId = 0;
  client.on('message', (topic, payload, { properties }) => {
    const ids = properties?.subscriptionIdentifier;
    const named = ids === undefined ? null : [ids].flat();
    for (const [filter, { id, listeners }] of subscriptions)
      if (named ? named.includes(id) : covers(filter, topic))
        for (const { listen } of listeners) listen({ topic, payload });
  });
  return {
    /** With MQTT 5 each filter has a number that comes with its messages: those of two that overlap come twice, and each goes to its own. */
    async subscribe(filter, listener) {
      const known = subscriptions.get(filter) ?? { id: ++lastId, listeners: new Set() };
      known.listeners.add(listener);
      subscriptions.set(filter, known);
      const properties = { subscriptionIdentifier: known.id };
      await client.subscribeAsync(filter, is5 ? { qos: 1, nl: true, properties } : { qos: 1 });
      return () => {
        known.listeners.delete(listener);
        if (known.listeners.size > 0) return;
        subscriptions.delete(filter);
        client.unsubscribe(filter);
      };
    },
    deliverOwn(message) {
      if (!is5) return;
      for (const [filter, { listeners }] of subscriptions)
        if (covers(filter, message.topic))
          for (const { listen, isCreation } of listeners) if (!isCreation) listen(message);
    },
  };
}

function withoutSecrets(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
