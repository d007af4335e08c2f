import { connect, type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt';
import { REFUSED_TOPIC } from '../../model/hub/topics.ts';
import { MessageError } from '../../model/text/message.ts';
import { isRefusal } from '../history/ingest.ts';
import type { AccessPolicy, Message } from '../hub.ts';
import { serviceMessage } from '../service-messages.ts';
import { type Broker, type BrokerOptions, SWEEP_EVERY_MS } from './broker.ts';
import { covers, MAX_MESSAGE_BYTES, PUBLISH_LIMIT_MS, refusal, withinMs } from './bus.ts';
import { openDeliveryProbe } from './delivery-probe.ts';
import { holdAcknowledgements } from './held-acknowledgements.ts';
import { openPageDoor } from './page-door.ts';
import { openTunnel, type Tunnel } from './page-tunnel.ts';
import { MAX_QUEUE_BYTES, openSendQueues } from './send-queues.ts';

/** Nothing is queued while the broker is away: history has it, and a queue without end would be the end of the hub. */
const PATIENCE = { connectTimeout: 5000, reconnectPeriod: 1000, queueQoSZero: false };

/** A broker in the middle of a backlog takes its time to say good-bye. */
const GOOD_BYE_MS = 1000;

/** Filters of what devices create by SensorThings: a whole level stands for `Datastreams(…)`. */
const CREATIONS = ['v1.1/Observations', 'v1.1/+/Observations'];

interface Listener {
  listen(message: Message): void;
  /**
   * By which way the hub's own messages come. `none`: what devices create, since the hub's own observations are in history already;
   * `at-once`: to the hub's parts; `broker`: only after the broker had them, which is what a probe looks at.
   */
  own: 'none' | 'at-once' | 'broker';
}

/**
 * Another broker in place of the embedded one (`MQTT_URL`: Mosquitto, EMQX …). Devices speak to it directly; the hub listens to what
 * they create and writes it to history. Pages still come to `/mqtt`: their bytes are passed through, but what a page sends is read
 * first, so that the same guard stands before both brokers.
 *
 * The hub connects with MQTT 5 for its `no local`: its own messages do not come back, and go to its own parts at once. A broker of
 * 3.1.1 alone is asked again so, and gives them back: history knows them already. `ca`: over `mqtts` it is trusted for what this
 * certificate signed, and for nothing else; without it for what Node trusts.
 *
 * By `sessionId` the broker knows the hub again: what it took from devices (QoS 1) and history has not, it sends again.
 */
export async function openBridge(
  { http, accessPolicy, take, ownHosts, city }: BrokerOptions,
  url: string,
  sessionId: string,
  ca: Buffer | null = null,
): Promise<Broker> {
  let begin = () => {};
  /** What the broker kept while the hub was away comes as soon as it is connected, and waits here until the hub listens. */
  const ready = new Promise<void>((done) => {
    begin = done;
  });
  const ownTopics = new Map<string, () => void>();
  const isTaken = (topic: string) => ownTopics.has(topic) || CREATIONS.some((filter) => covers(filter, topic));
  const keep = (packet: IPublishPacket) => (isTaken(packet.topic) ? ready.then(() => create(packet)) : null);
  const client = await connectBroker(url, ca, sessionId, keep);
  const report = (error: Error) => process.stderr.write(`hub: ${withoutSecrets(url)}: ${error.message}\n`);
  client.on('error', report);
  const filters = openFilters(client);
  let published = 0;
  let refused = 0;
  client.on('message', () => void published++);

  /** What came to the general topic is told on its datastream's; the rest its device has told already. False: it is to come again. */
  async function create({ topic, payload, qos, retain }: IPublishPacket): Promise<boolean> {
    const bytes = Buffer.from(payload);
    const refuse = (error: unknown) => {
      refused++;
      broker.publish(REFUSED_TOPIC, refusal(topic, error, NOBODY)).catch(report);
      return true;
    };
    if (bytes.length > MAX_MESSAGE_BYTES)
      return refuse(`expected at most ${MAX_MESSAGE_BYTES} bytes, got ${bytes.length}`);
    try {
      const taken = await take({ topic, payload: bytes, isRetained: retain });
      // History has it: readers find there what could not be told.
      if (taken && taken.topic !== topic) broker.publish(taken.topic, taken.text()).catch(report);
      return true;
    } catch (error) {
      return qos > 0 && !isRefusal(error) ? false : refuse(error);
    }
  }

  /** A broker that reads no more while it stays connected is no place to keep messages either. */
  async function send(
    topic: string,
    payload: string | Buffer,
    options: { retain?: boolean; qos?: 0 | 1 },
  ): Promise<void> {
    if (client.stream.writableLength > MAX_QUEUE_BYTES) throw new Error('the broker takes nothing now');
    await withinMs(PUBLISH_LIMIT_MS, client.publishAsync(topic, payload, options));
  }

  const queues = openSendQueues();
  const broker: Broker = {
    publish: async (topic, payload, { retain = false, qos = 0 } = {}) => {
      published++;
      filters.deliverOwn({ topic, payload: Buffer.from(payload) });
      await send(topic, payload, { retain, qos });
    },
    subscribe: (filter, listen) => filters.subscribe(filter, { listen, own: 'at-once' }),
    probe: await openDeliveryProbe(
      {
        publish: (topic, payload) => send(topic, payload, {}),
        subscribe: (filter, listen) => filters.subscribe(filter, { listen, own: 'broker' }),
      },
      sessionId,
    ),
    stats: () => ({
      kind: 'server',
      clients: door.pages(),
      published,
      refused,
      cutOff: queues.cutOff,
      devices: withoutSecrets(url),
    }),
    async listenTo(topics) {
      for (const [topic, end] of ownTopics)
        if (!topics.includes(topic)) {
          ownTopics.delete(topic);
          end();
        }
      for (const topic of topics)
        if (!ownTopics.has(topic)) {
          ownTopics.set(topic, () => undefined);
          ownTopics.set(topic, await filters.subscribe(topic, { own: 'none', listen: () => undefined }));
        }
    },
    problem: () => (client.connected ? null : serviceMessage('broker-away', { url: withoutSecrets(url) })),
    async close() {
      clearInterval(sweep);
      door.close();
      // What the broker still sends is in its session. Behind a backlog its answers come late, and mqtt.js would wait for each of them.
      await Promise.race([client.endAsync(), new Promise((done) => setTimeout(done, GOOD_BYE_MS).unref())]);
      client.stream.destroy();
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
      const tunnel = openTunnel(stream, seat, { url, ca, accessPolicy: counting, queues });
      tunnels.add(tunnel);
      stream.once('close', () => tunnels.delete(tunnel));
    },
    queues,
    ownHosts,
    city,
  );
  const sweep = setInterval(() => {
    for (const tunnel of tunnels) tunnel.closeIfEnded();
  }, SWEEP_EVERY_MS).unref();
  // They are kept as packets, of which the PUBACK is held (`keep`).
  for (const filter of CREATIONS) await filters.subscribe(filter, { own: 'none', listen: () => undefined });
  begin();
  return broker;
}

/** MQTT hands on a message without its publisher's name; the embedded broker knows it, and tells the refusal to that client alone. */
const NOBODY = { from: null, why: 'the broker of MQTT_URL does not say who published' } as const;

/** The broker keeps for so long what devices said while the hub was away, within its own limits. */
const SESSION_S = 7 * 86_400;
/** As many messages may be on their way into history at once. */
const RECEIVE_MAXIMUM = 10_000;

/** With MQTT 5, or with 3.1.1 where the broker speaks no other. */
async function connectBroker(
  url: string,
  ca: Buffer | null,
  sessionId: string,
  keep: (packet: IPublishPacket) => Promise<boolean> | null,
): Promise<MqttClient> {
  const options: IClientOptions = { ...PATIENCE, ...(ca && { ca }), clientId: sessionId, clean: false };
  const properties = { sessionExpiryInterval: SESSION_S, receiveMaximum: RECEIVE_MAXIMUM };
  return connectOnce(url, { ...options, protocolVersion: 5, properties }, keep).catch(() =>
    connectOnce(url, { ...options, protocolVersion: 4 }, keep).catch((error: Error) => {
      throw new MessageError(
        serviceMessage('mqtt-url', { url: withoutSecrets(url), reason: error.message || String(error) }),
      );
    }),
  );
}

/** Connected, or ended: the first try alone may fail. What the session brings comes before this resolves. */
async function connectOnce(
  url: string,
  options: IClientOptions,
  keep: (packet: IPublishPacket) => Promise<boolean> | null,
): Promise<MqttClient> {
  const client = connect(url, options);
  holdAcknowledgements(client, keep);
  const fail = (done: (error: Error) => void) => (error?: Error) => done(error ?? new Error('it does not answer'));
  await new Promise<void>((done, failed) => {
    client.once('connect', () => done());
    client.once('error', fail(failed));
    client.once('close', fail(failed));
  }).catch((error: unknown) => {
    client.on('error', () => undefined);
    client.end(true);
    throw error;
  });
  return client;
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
      const nl = listener.own !== 'broker';
      await client.subscribeAsync(filter, is5 ? { qos: 1, nl, properties } : { qos: 1 });
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
          for (const { listen, own } of listeners) if (own === 'at-once') listen(message);
    },
  };
}

function withoutSecrets(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
