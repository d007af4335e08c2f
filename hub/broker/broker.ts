import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { createServer, type Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer, Server as TlsServer } from 'node:tls';
import { Aedes, type AedesOptions, type AedesPublishPacket, type Client, type PublishPacket } from 'aedes';
import { REFUSED_TOPIC } from '../../model/hub/topics.ts';
import { MessageError, type Message as ServiceFault } from '../../model/text/message.ts';
import type { Devices, Source } from '../devices/devices.ts';
import { isRefusal } from '../history/ingest.ts';
import type { AccessPolicy, Bus, Caller, Message } from '../hub.ts';
import { serviceMessage } from '../service-messages.ts';
import {
  MAX_FILTERS,
  MAX_MESSAGE_BYTES,
  MAX_TOPIC_BYTES,
  PUBLISH_LIMIT_MS,
  refusal,
  type Take,
  type Taken,
  withinMs,
} from './bus.ts';
import { openDeliveryProbe } from './delivery-probe.ts';
import { Newcomers } from './newcomers.ts';
import { packetMeter } from './packet-meter.ts';
import { openPageDoor, type Seat } from './page-door.ts';
import { boundWrites, openSendQueues, type SendQueues } from './send-queues.ts';
import type { Tls } from './tls.ts';

/**
 * What the embedded MQTT broker needs: the server that it shares a port with, who may do what, and where observations
 * go.
 */
export interface BrokerOptions {
  http: HttpServer;
  accessPolicy: AccessPolicy;
  take: Take;
  /** Devices that come through their own port. */
  devices: Devices;
  /** Names by which the server is reached, beside addresses and this machine's own name. */
  ownHosts?: readonly string[];
  /** City of the hub: pages reach it also by that city's own address. */
  city?: string;
}

/** The hub's MQTT broker, embedded or bridged, as the bus of its parts. */
export interface Broker extends Bus {
  stats(): BrokerStats;
  /** Devices publish on these topics too, beside those of SensorThings; the former list counts no more. */
  listenTo(topics: readonly string[]): Promise<void>;
  /** What is wrong with it, for `/health`; null while it works. */
  problem(): ServiceFault | null;
  /** Sends a message to the hub itself; rejects where it does not come in time. */
  probe(): Promise<void>;
  close(): Promise<void>;
}

interface DevicePort {
  host: string;
  port: number;
  /** With it devices speak TLS (`mqtts`). */
  tls?: Tls | null | undefined;
}

interface BrokerStats {
  kind: 'embedded' | 'server';
  clients: number;
  /** Messages since the hub began, from all sides. */
  published: number;
  refused: number;
  /** Connections that were cut off since they let too much lie. */
  cutOff: number;
  /** Where devices connect. */
  devices: string;
}

/**
 * The hub's own MQTT 3.1.1 broker (aedes; version 5 it refuses): pages over WebSocket at `/mqtt`, devices over TCP. It passes some 4,800
 * messages a second on (feasibility.md §8); a city that says more runs Mosquitto (`MQTT_URL`, `broker-bridge.ts`).
 *
 * A device's observation is acknowledged (QoS 1) after history has it: what was acknowledged is durable.
 */
export async function openEmbeddedBroker(
  { http, accessPolicy, take, devices, ownHosts, city }: BrokerOptions,
  tcp: DevicePort,
): Promise<Broker> {
  const gate = openGate({ accessPolicy, take, devices });
  let published = 0;
  const aedes = await Aedes.createBroker({ ...LIMITS, ...gate.handlers });
  aedes.on('publish', () => void published++);
  const admit = (stream: Duplex, request: IncomingMessage, seat: Seat) =>
    gate.admit(aedes.handle(stream, request), seat);
  const queues = openSendQueues();
  const door = openPageDoor(http, admit, queues, ownHosts, city);
  const port = await listenToDevices(aedes, queues, tcp);
  const bus = busOf(aedes);
  const sweep = setInterval(() => gate.closeEnded(), SWEEP_EVERY_MS).unref();
  return {
    ...bus,
    probe: await openDeliveryProbe(bus, 'probe'),
    stats: () => ({
      kind: 'embedded',
      clients: aedes.connectedClients,
      published,
      refused: gate.refused(),
      cutOff: queues.cutOff,
      devices: addressOf(port),
    }),
    // Whatever is published here is shown to the hub first.
    listenTo: async () => undefined,
    problem: () => null,
    async close() {
      clearInterval(sweep);
      door.close();
      port.close();
      await new Promise<void>((done) => aedes.close(done));
    },
  };
}

/** A login that ended leaves no socket open longer than this. */
export const SWEEP_EVERY_MS = 1_000;
/** What was sent before its sender was let in, topics' levels, and messages of QoS 2 that their sender never released. */
const LIMITS = { queueLimit: 1_000, maxTopicLevels: 16, maxInflightInbound: 100, connectTimeout: 10_000 };
/** Sockets on the devices' port, and of these the ones that have not said who they are. */
const MAX_DEVICES = 10_000;
const NEWCOMERS = { most: 500, patienceMs: 10_000 };
/** Bytes of a packet at most: one too large for a message is answered with a refusal. A device that is not known yet may send fewer. */
const MAX_PACKET_BYTES = 4 * MAX_MESSAGE_BYTES;
const MAX_CONNECT_BYTES = 4_096;
/**
 * The bytes of a socket that are read while its last part is written are the next part: the larger it is, the fewer the writes. A gateway that
 * speaks for a city sends 5,000 messages, 750 kB, a second.
 */
const READ_BYTES = 262_144;

/** What aedes asks before it lets somebody in, listen or publish, and how many messages were refused so far. */
interface Gate {
  handlers: Required<
    Pick<AedesOptions, 'preConnect' | 'authenticate' | 'authorizeSubscribe' | 'authorizeForward' | 'authorizePublish'>
  >;
  /** A page's client, with the place that it may take once it has said who it is. */
  admit(client: Client, seat: Seat): void;
  refused(): number;
  /** Closes pages whose login has ended since, or whose account is closed; they come back as who they are then. */
  closeEnded(): void;
}

/** Client as it came: the caller who speaks through it, its name, its login and its subscriptions. */
interface Entry {
  caller: Caller;
  /** That it signed in with; of a device its id. */
  name: string;
  /** Login of a page that came with one. */
  login: string | null;
  /** What it has subscribed to. */
  filters: Set<string>;
}

function mayAdd({ filters }: Entry, filter: string): boolean {
  filters.add(filter);
  return filters.size <= MAX_FILTERS;
}

/** No id of a device has a space in it. */
function userOf(source: Source | null, name = ''): string {
  return source?.kind === 'device' ? source.id : `gateway ${name}`;
}

function remoteAddressOf({ conn }: Client): string {
  return conn instanceof Socket ? (conn.remoteAddress ?? '') : '';
}

function openGate({ accessPolicy, take, devices }: Pick<BrokerOptions, 'accessPolicy' | 'take' | 'devices'>): Gate {
  const entries = new WeakMap<Client, Entry>();
  const seats = new Map<Client, Seat>();
  const sources = new WeakMap<Client, Source>();
  let refused = 0;
  const callerOf = (client: Client): Caller => entries.get(client)?.caller ?? { door: 'web' };

  function refuse(client: Client, packet: PublishPacket, error: unknown): void {
    refused++;
    Object.assign(packet, { clientId: client.id });
    packet.payload = Buffer.from(refusal(packet.topic, error, { from: entries.get(client)?.name ?? '' }));
    packet.topic = REFUSED_TOPIC;
    packet.retain = false;
  }

  /**
   * What history has takes the message's place. What is wrong with the message is told, and said to have arrived, since it would be wrong
   * again. What is wrong with the hub is not: the sender is cut off without its PUBACK, comes back and sends again. Of QoS 0 nothing is
   * acknowledged, and nobody sends again.
   */
  async function replace(client: Client, packet: PublishPacket, taken: Promise<Taken>): Promise<Error | null> {
    try {
      const { topic, text } = await taken;
      packet.topic = topic;
      packet.payload = Buffer.from(text());
    } catch (error) {
      if (packet.qos > 0 && !isRefusal(error)) return error instanceof Error ? error : new Error(String(error));
      refuse(client, packet, error);
    }
    return null;
  }

  const handlers: Gate['handlers'] = {
    /**
     * A page has no session that outlives it and no name that a device could have. A device's name is its own user's: another, a gateway
     * that signs in under it among them, cannot throw it off, and of its sessions that outlive it there is one.
     */
    preConnect(client, packet, done) {
      if (client.req) {
        packet.clean = true;
        packet.clientId = `web-${randomUUID()}`;
      } else {
        const name = packet.username ?? undefined;
        const password = packet.password?.toString();
        const source = devices.identify({ name, password, address: remoteAddressOf(client) });
        if (source) sources.set(client, source);
        const own = packet.clean ? packet.clientId || randomUUID() : '';
        packet.clientId = `${userOf(source, name)}/${own}`;
      }
      done(null, true);
    },
    authenticate(client, name, passwordBytes, done) {
      const password = passwordBytes?.toString();
      const caller: Caller = { door: client.req ? 'web' : 'tcp' };
      if (password !== undefined) caller.password = password;
      const login = caller.door === 'web' ? accessPolicy.loginOf(caller) : null;
      entries.set(client, { caller, name: name ?? '', login, filters: new Set() });
      if (caller.door === 'web') return done(null, seats.get(client)?.take(login) ?? false);
      const source = sources.get(client);
      if (source) caller.source = source;
      done(null, source !== undefined);
    },
    /**
     * Told later: aedes keeps all filters of a packet as soon as one of them is allowed, and those of QoS 0 draw no message from its queue.
     * In a session that outlives its device only commands wait for it.
     */
    authorizeSubscribe(client, subscription, done) {
      const entry = entries.get(client);
      const { topic } = subscription;
      const isAllowed =
        entry !== undefined && mayAdd(entry, topic) && accessPolicy.allows(entry.caller, 'subscribe', topic);
      if (!isAllowed || (!client.clean && !topic.endsWith('/set'))) subscription.qos = 0;
      queueMicrotask(() => done(null, isAllowed ? subscription : null));
    },
    authorizeForward(client, packet) {
      const caller = callerOf(client);
      // A device hears what was refused of its own messages: those of others are not its business.
      if (packet.topic === REFUSED_TOPIC && caller.door === 'tcp' && clientIdOf(packet) !== client.id) return null;
      return accessPolicy.mayReceive(caller, messageOf(packet)) ? packet : null;
    },
    authorizePublish(client, packet, done) {
      if (!client) return done();
      // What is kept for whoever comes later would be the hub's memory: a page asks history.
      packet.retain = false;
      const payload = Buffer.from(packet.payload);
      if (!accessPolicy.allows(callerOf(client), 'publish', packet.topic)) {
        refused++;
        return done(new Error(`${packet.topic}: this caller may not publish here`));
      }
      if (payload.length > MAX_MESSAGE_BYTES || packet.topic.length > MAX_TOPIC_BYTES) {
        refuse(client, packet, `expected at most ${MAX_MESSAGE_BYTES} bytes, got ${payload.length}`);
        return done();
      }
      const taken = take({ topic: packet.topic, payload });
      if (!taken) return done();
      void replace(client, packet, taken).then((error) => done(error));
    },
  };
  return {
    handlers,
    admit(client, seat) {
      seats.set(client, seat);
      client.conn.once('close', () => seats.delete(client));
    },
    refused: () => refused,
    closeEnded() {
      for (const client of seats.keys()) {
        const entry = entries.get(client);
        if (entry && entry.login !== null && accessPolicy.loginOf(entry.caller) === null) client.close();
      }
    },
  };
}

/** The broker as the hub's own parts use it. */
function busOf(aedes: Aedes): Bus {
  return {
    publish: (topic, payload, { retain = false, qos = 0 } = {}) =>
      withinMs(
        PUBLISH_LIMIT_MS,
        new Promise<void>((done, fail) => {
          const packet: PublishPacket = {
            cmd: 'publish',
            topic,
            payload: Buffer.from(payload),
            retain,
            qos,
            dup: false,
          };
          aedes.publish(packet, (error) => (error ? fail(error) : done()));
        }),
      ),
    async subscribe(filter, onMessage) {
      const deliver = ({ topic, payload }: AedesPublishPacket, done: () => void) => {
        onMessage({ topic, payload: Buffer.from(payload) });
        done();
      };
      await new Promise<void>((done) => aedes.subscribe(filter, deliver, done));
      return () => aedes.unsubscribe(filter, deliver, () => undefined);
    },
  };
}

/** Returns the id of the client that published a packet: aedes passes it on, but its type does not say so. */
function clientIdOf(packet: AedesPublishPacket): unknown {
  return 'clientId' in packet ? packet.clientId : undefined;
}

function messageOf({ topic, payload }: Pick<AedesPublishPacket, 'topic' | 'payload'>): Message {
  return { topic, payload: typeof payload === 'string' ? Buffer.from(payload) : payload };
}

/** A device's bytes are measured as they come, and its socket is one of a bounded number until it has said who it is. */
async function listenToDevices(aedes: Aedes, queues: SendQueues, { host, port, tls }: DevicePort): Promise<Server> {
  const newcomers = new Newcomers(NEWCOMERS);
  const accept = (socket: Socket) => {
    const client = aedes.handle(socket);
    boundWrites(socket, queues, () => client.id);
    const leave = newcomers.add(socket.remoteAddress ?? '', () => socket.destroy());
    const isBearable = packetMeter(() => (client.connected ? MAX_PACKET_BYTES : MAX_CONNECT_BYTES));
    // aedes reads by itself; whoever listens hears of each part that it read.
    socket.on('data', (bytes: Buffer) => {
      if (!isBearable(bytes)) socket.destroy();
    });
    client.once('connected', leave);
    socket.once('close', leave);
  };
  const server = tls
    ? createTlsServer({ ...tls, highWaterMark: READ_BYTES, handshakeTimeout: NEWCOMERS.patienceMs }, accept)
    : createServer({ highWaterMark: READ_BYTES }, accept);
  server.maxConnections = MAX_DEVICES;
  server.listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new MessageError(serviceMessage('mqtt-port', { port }));
  });
  return server;
}

function addressOf(server: Server): string {
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('the device port does not listen');
  return `${server instanceof TlsServer ? 'mqtts' : 'mqtt'}://${address.address}:${address.port}`;
}
