import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cityOfPath } from '../../model/hub/city-path.ts';
import { hubMessage } from '../messages.ts';
import type { RunningHub } from '../start.ts';
import { HubUnready, reasonOf, reportFailure } from '../unready.ts';

/** A hub of one city, on a server of its own that listens nowhere: the front hands it what is its. */
interface MountedHub {
  http: FastifyInstance;
  hub: RunningHub;
}

interface CityHubsOptions {
  /** Listens, and serves what is of no city. */
  front: FastifyInstance;
  /** The city that also answers at addresses without a city, as devices and programs have used them. */
  root: string;
  /** Returns the cities whose hubs may be opened: the baked ones. */
  cities(): Promise<readonly string[]>;
  /** A server for the hub of one city. */
  server(city: string): FastifyInstance;
  /** Opens the hub of a city on its server. */
  start(city: string, http: FastifyInstance): Promise<RunningHub>;
}

/** The hubs of all baked cities behind one port. */
export interface CityHubs {
  /** Opens the hub of a city, or gives the one that runs; null: there is no such city. */
  hubOf(city: string): Promise<RunningHub | null>;
  close(): Promise<void>;
}

/**
 * Each city has a hub of its own: own database, accounts, audit, broker, alarms and limits, so that nothing of one city can be read, counted
 * or changed from another's page. The hub of a city begins with the first who asks for it, and runs on.
 */
export async function openCityHubs(options: CityHubsOptions): Promise<CityHubs> {
  const { front, root } = options;
  const hubs = new Map<string, Promise<MountedHub>>();
  const segments = new Set<string>();
  let isClosing = false;

  async function mount(city: string): Promise<MountedHub> {
    const http = options.server(city);
    http.mount.front = front;
    if (city === root) http.addHook('onRoute', ({ url }) => void segments.add(firstOf(url)));
    const hub = await options.start(city, http);
    try {
      await http.ready();
      named.add(http);
      return { http, hub };
    } catch (error) {
      await hub.close();
      throw error;
    }
  }

  /** Hosts that somebody named for a city: they stand in the policy of one script, which the pages of all cities load. */
  const named = new Set<FastifyInstance>();
  front.named.hosts = () => [...new Set([...named].flatMap((http) => http.named.hosts()))];

  async function mounted(city: string): Promise<MountedHub | null> {
    if (isClosing) throw new HubUnready(hubMessage('closing', {}));
    const known = hubs.get(city);
    if (known) return known;
    if (city !== root && !(await options.cities()).includes(city)) return null;
    const opening = hubs.get(city) ?? mount(city);
    hubs.set(city, opening);
    // A hub that did not open is tried again by the next who asks.
    opening.catch(() => hubs.delete(city));
    return opening;
  }

  const ask = (city: string) =>
    mounted(city).catch((error: unknown) => {
      reportFailure(city, error);
      throw error instanceof HubUnready ? error : new HubUnready(hubMessage('city-unready', { city }), reasonOf(error));
    });

  const cityOf = (url: string): string | null =>
    cityOfPath(url)?.city ?? (segments.has(firstOf(url.split('?')[0])) ? root : null);

  front.mount.dispatch = async (request: FastifyRequest, reply: FastifyReply) => {
    const city = cityOf(request.url);
    const hub = city === null ? null : await ask(city);
    if (!hub) return;
    reply.hijack();
    hub.http.routing(request.raw, reply.raw);
  };
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refuse = (status: string) =>
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
    const city = cityOfPath(request.url ?? '')?.city ?? root;
    ask(city).then(
      (hub) => (hub ? hub.http.server.emit('upgrade', request, socket, head) : refuse('404 Not Found')),
      () => refuse('503 Service Unavailable'),
    );
  };
  front.server.on('upgrade', upgrade);
  await mounted(root).catch((error: unknown) => {
    front.server.off('upgrade', upgrade);
    front.mount.dispatch = null;
    throw error;
  });

  return {
    hubOf: async (city) => (await mounted(city))?.hub ?? null,
    async close() {
      isClosing = true;
      front.server.off('upgrade', upgrade);
      const failures: unknown[] = [];
      for (const opening of [...hubs.values()].reverse()) {
        const open = await opening.catch(() => null);
        await open?.hub.close().catch((error: unknown) => failures.push(error));
        await open?.http.close();
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}

/** `/v1.1/Things` begins with `v1.1`. */
const firstOf = (path: string): string => path.split('/')[1] ?? '';
