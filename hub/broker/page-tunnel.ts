import { randomUUID } from 'node:crypto';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import mqttPacket, { type IConnectPacket, type Packet } from 'mqtt-packet';
import { isEverything } from '../../model/accounts/accounts.ts';
import type { AccessPolicy, Caller } from '../hub.ts';
import { MAX_FILTERS } from './bus.ts';
import type { Seat } from './page-door.ts';
import { boundWrites, type SendQueues } from './send-queues.ts';

/** A page on its way to the broker. */
export interface Tunnel {
  /** Cuts off a page whose login has ended since it came. */
  closeIfEnded(): void;
}

interface TunnelOptions {
  /** Address of the broker. */
  url: string;
  ca: Buffer | null;
  accessPolicy: AccessPolicy;
  queues: SendQueues;
}

/** What a page says beside CONNECT, SUBSCRIBE and PUBLISH, which are looked at. */
const PASSED = ['unsubscribe', 'pingreq', 'disconnect', 'puback', 'pubrec', 'pubrel', 'pubcomp'];

/**
 * A page's stream to the broker and back. Whoever asks for more than the guard grants is cut off; what is outside the caller's part of the
 * city is taken out of what comes back, and said to have arrived.
 */
export function openTunnel(page: Duplex, seat: Seat, { url, ca, accessPolicy, queues }: TunnelOptions): Tunnel {
  const broker = openSocket(url, ca);
  boundWrites(broker, queues, () => 'MQTT_URL (what a page sends)');
  const entrance = openEntrance(seat, accessPolicy, url);
  const { caller } = entrance;
  const parser = mqttPacket.parser();
  const cut = () => {
    page.destroy();
    broker.destroy();
  };
  parser.on('packet', (packet) => {
    const allowed = entrance.passed(packet);
    if (allowed) broker.write(mqttPacket.generate(allowed, entrance.options()));
    else cut();
  });
  parser.on('error', cut);
  page.on('data', (bytes: Buffer) => void parser.parse(bytes, entrance.options()));
  const forward = (packet: Packet): void => {
    const mayReceivePacket =
      packet.cmd !== 'publish' || accessPolicy.mayReceive(caller, { ...packet, payload: Buffer.from(packet.payload) });
    if (mayReceivePacket) page.write(mqttPacket.generate(packet, entrance.options()));
    else if (packet.cmd === 'publish' && packet.qos > 0)
      broker.write(mqttPacket.generate({ cmd: 'puback', messageId: packet.messageId ?? 0 }, entrance.options()));
  };
  // To most everything may be told: their bytes pass unread. Who loses that is cut off, and comes back as who they are then.
  let back: ReturnType<typeof mqttPacket.parser> | null = null;
  let isUnread = false;
  broker.on('data', (bytes: Buffer) => {
    const isFree = isEverything(accessPolicy.scopeOf(caller, 'records.read'));
    if (isUnread && !isFree) return cut();
    if (!back && isFree) {
      isUnread = true;
      page.write(bytes);
      return;
    }
    if (!back) {
      back = mqttPacket.parser();
      back.on('packet', forward);
      back.on('error', cut);
    }
    back.parse(bytes, entrance.options());
  });
  for (const end of [page, broker]) {
    end.on('error', cut);
    end.on('close', cut);
  }
  return {
    closeIfEnded() {
      if (entrance.isEnded()) cut();
    },
  };
}

/** Page that comes through a tunnel, and which of its packets may pass. */
interface Entrance {
  readonly caller: Caller;
  /** The version that the page speaks. */
  options(): { protocolVersion: number };
  /** The packet as the broker may have it; null: it may not pass. */
  passed(packet: Packet): Packet | null;
  isEnded(): boolean;
}

function openEntrance(seat: Seat, accessPolicy: AccessPolicy, url: string): Entrance {
  const caller: Caller = { door: 'web' };
  const filters = new Set<string>();
  let login: string | null = null;
  let isIn = false;
  let options = { protocolVersion: 4 };
  /** Null: it has no place, or comes a second time. The page's own credentials are for the guard; to the broker it comes with the hub's. */
  const enter = (packet: IConnectPacket): Packet | null => {
    if (isIn) return null;
    isIn = true;
    options = { protocolVersion: packet.protocolVersion ?? 4 };
    if (packet.username !== undefined) caller.username = packet.username;
    if (packet.password !== undefined) caller.password = packet.password.toString();
    login = accessPolicy.loginOf(caller);
    return seat.take(login) ? withHubCredentials(packet, url) : null;
  };
  const may = (verb: 'publish' | 'subscribe', topic: string) => accessPolicy.allows(caller, verb, topic);
  return {
    caller,
    options: () => options,
    isEnded: () => login !== null && accessPolicy.loginOf(caller) === null,
    passed(packet) {
      if (packet.cmd === 'connect') return enter(packet);
      if (!isIn) return null;
      if (packet.cmd === 'publish') return may('publish', packet.topic) ? packet : null;
      if (packet.cmd !== 'subscribe') return PASSED.includes(packet.cmd) ? packet : null;
      for (const { topic } of packet.subscriptions) filters.add(topic);
      const isAllowed =
        filters.size <= MAX_FILTERS && packet.subscriptions.every(({ topic }) => may('subscribe', topic));
      return isAllowed ? packet : null;
    },
  };
}

/** A bare connection to the broker, in which a page's own MQTT travels. */
function openSocket(url: string, ca: Buffer | null): Socket {
  const { hostname, port, protocol } = new URL(url);
  if (protocol !== 'mqtts:') return connectTcp({ host: hostname, port: Number(port || 1883) });
  return connectTls({
    host: hostname,
    port: Number(port || 8883),
    // A server is not asked for by an address (RFC 6066, 3).
    ...(isIP(hostname) ? {} : { servername: hostname }),
    ...(ca && { ca }),
  });
}

/** Without what would outlive the page (a session, a will) and under a name of the hub's making, since a device could have the page's own. */
function withHubCredentials({ cmd, protocolId, protocolVersion, keepalive }: IConnectPacket, url: string): Packet {
  const { username, password } = new URL(url);
  return {
    cmd,
    clientId: `web-${randomUUID()}`,
    clean: true,
    ...(protocolId !== undefined && { protocolId }),
    ...(protocolVersion !== undefined && { protocolVersion }),
    ...(keepalive !== undefined && { keepalive }),
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: Buffer.from(decodeURIComponent(password)) }),
  };
}
