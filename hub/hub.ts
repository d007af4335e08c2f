import type { FastifyInstance } from 'fastify';
import type { Scope } from '../model/accounts/accounts.ts';
import type { Verb } from './accounts/roles.ts';
import { EVERYTHING } from './accounts/scope.ts';
import type { Devices, Source } from './devices/devices.ts';
import type { Health } from './health.ts';
import type { Places } from './sensor-things/places.ts';
import type { Sql } from './sql/sql-api.ts';

/** A message of the bus: its topic and its bytes. */
export interface Message {
  topic: string;
  payload: Buffer;
  /** A broker had kept it and tells it to whoever comes: nobody knows how old it is. */
  isRetained?: boolean;
}

/** The broker, embedded or another (`MQTT_URL`), as the hub itself sees it: no guard stands here. */
export interface Bus {
  /** Resolves when the broker has taken it. */
  publish(topic: string, payload: string | Buffer, options?: { retain?: boolean; qos?: 0 | 1 }): Promise<void>;
  /** Resolves to the function that ends the subscription. MQTT's wildcards, each a whole level. */
  subscribe(filter: string, onMessage: (message: Message) => void): Promise<() => void>;
}

/** Party that speaks to the broker: `web` came over the page's WebSocket, `tcp` over the device port. */
export interface Caller {
  door: 'web' | 'tcp';
  username?: string;
  password?: string;
  /** Source that it signed in as, at the device port or over HTTP. */
  source?: Source;
}

/**
 * Asked before each publish and each subscription of others, and before a message goes out to one of them, with the caller's credentials
 * each time, since a token may have run out.
 */
export interface AccessPolicy {
  /** For a subscription the topic is a filter. */
  allows(caller: Caller, verb: 'publish' | 'subscribe', topic: string): boolean;
  /** Whether the caller's part of the city holds what the message speaks of. */
  mayReceive(caller: Caller, message: Message): boolean;
  /** The part of the city that the caller has for a right: the key of a hall opens more of what is measured than of what people did. */
  scopeOf(caller: Caller, right: Verb): Scope;
  /** The id of the caller's login, the same for all of its pages, as long as the login lasts; null: a visitor. */
  loginOf(caller: Caller): string | null;
}

/** What every part of the hub is given. */
export interface Hub {
  /** Routes may be added until it listens. */
  readonly http: FastifyInstance;
  readonly sql: Sql;
  readonly bus: Bus;
  /** Where the hub's files lie; a part makes a folder of its own in it. */
  readonly folder: string;
  /** UTC milliseconds. The one clock of the hub, so that a test can set it. */
  readonly nowMs: () => number;
  readonly places: Places;
  /** Where a part tells what is wrong with it. */
  readonly health: Health;
  /** Revisions of a shared document whose content is kept, the newest among them; all, unless told. */
  readonly keepRevisions?: number;
  /** The city's time zone, of its manifest. */
  readonly zone: string;
  /** Devices and gateways that may bring readings. */
  devices: Devices;
  /** Rights at the broker: what each caller may do; `accounts` puts its own here. */
  accessPolicy: AccessPolicy;
}

/**
 * Until accounts and devices say more: the page reads observations (`v1.1/…`) and the shared state of operators (`shapan/…`), and
 * publishes nothing; nobody else is let in.
 */
export const DEFAULT_GUARD: AccessPolicy = {
  allows({ door }, verb, topic) {
    const root = topic.split('/', 1)[0];
    return door === 'web' && verb === 'subscribe' && (root === 'v1.1' || root === 'shapan');
  },
  mayReceive: () => true,
  scopeOf: () => EVERYTHING,
  loginOf: () => null,
};
