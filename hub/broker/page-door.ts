import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { cityPath } from '../../model/hub/city-path.ts';
import { hasTwoHosts, isLoopback, isOwnHost, isOwnOrigin } from '../own-hosts.ts';
import { allowance } from './bus.ts';
import { Newcomers } from './newcomers.ts';
import { packetMeter } from './packet-meter.ts';
import { pageStream } from './page-stream.ts';
import type { SendQueues } from './send-queues.ts';

const MQTT_PATH = '/mqtt';

/** A page subscribes and pings: a few kB. What sends more is cut off. */
const INBOUND_BYTES_PER_S = 65_536;
const INBOUND_BURST_BYTES = 262_144;
/** Bytes of a page's packet at most; its list of subscriptions is the largest. */
const MAX_PACKET_BYTES = 65_536;

/** Pages at once. Those of visitors leave places that only a login opens, and one login cannot take them all. */
const MAX_VISITORS = 400;
const MAX_LOGINS = 200;
const MAX_OF_ONE_LOGIN = 16;
/** Visitors of one address; this machine's own has no such limit, since a proxy on it stands for everybody. */
const MAX_OF_ONE_ADDRESS = 200;
/** Sockets whose MQTT has not begun. */
const NEWCOMERS = { most: 100, patienceMs: 10_000 };

/** Where a page sits once it has said who it is. */
export interface Seat {
  /** Whether there is one; by the id of its login, or null for a visitor. Asked once. */
  take(login: string | null): boolean;
}

/** What a page's socket is handed on as. */
type AcceptPage = (stream: Duplex, request: IncomingMessage, seat: Seat) => void;

/**
 * MQTT over WebSocket at `/mqtt` of the page's own server, so that the page's policy stays at `connect-src 'self'`. Other origins are
 * turned away: a foreign page must not speak with a visitor's address; other hosts too, else a foreign name that is turned to this
 * machine's address would be its own origin.
 */
export function openPageDoor(
  http: Server,
  accept: AcceptPage,
  queues: SendQueues,
  ownHosts: readonly string[] = [],
  city: string | null = null,
): { pages(): number; close(): void } {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: INBOUND_BURST_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
  });
  const newcomers = new Newcomers(NEWCOMERS);
  const seats = openSeats();
  const paths = city === null ? [MQTT_PATH] : [MQTT_PATH, `${cityPath(city)}${MQTT_PATH.slice(1)}`];
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Node has taken its own listener off: without one a reset would end the hub.
    socket.on('error', () => socket.destroy());
    const refuse = (status: string) =>
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
    if (!paths.includes((request.url ?? '').split('?')[0])) return refuse('404 Not Found');
    if (hasTwoHosts(request)) return refuse('400 Bad Request');
    if (!isOwnHost(request.headers.host, ownHosts)) return refuse('421 Misdirected Request');
    if (!isOwnOrigin(request.headers)) return refuse('403 Forbidden');
    const address = request.socket.remoteAddress ?? '';
    return sockets.handleUpgrade(request, socket, head, (page) => {
      const isBearable = packetMeter(() => MAX_PACKET_BYTES);
      const spend = allowance(INBOUND_BYTES_PER_S, INBOUND_BURST_BYTES, () => performance.now());
      page.on('message', (data: Buffer) => {
        if (!spend(data.length) || !isBearable(data)) page.terminate();
      });
      const leave = newcomers.add(address, () => page.terminate());
      let giveBack: (() => void) | null = null;
      page.on('close', () => {
        leave();
        giveBack?.();
      });
      const take: Seat['take'] = (login) => {
        leave();
        giveBack = page.readyState === page.OPEN ? seats.take(address, login) : null;
        return giveBack !== null;
      };
      accept(pageStream(page, queues, `a page at ${address}`), request, { take });
    });
  };
  http.on('upgrade', upgrade);
  return {
    pages: () => sockets.clients.size,
    close() {
      http.off('upgrade', upgrade);
      for (const page of sockets.clients) page.terminate();
      sockets.close();
    },
  };
}

/** Opens the counts of connected pages: of visitors by address, and of logins. */
function openSeats(): { take(address: string, login: string | null): (() => void) | null } {
  const visitors = new Map<string, number>();
  const logins = new Map<string, number>();
  let visitorCount = 0;
  let loginCount = 0;
  const step = (counts: Map<string, number>, key: string, by: number) => {
    const count = (counts.get(key) ?? 0) + by;
    if (count > 0) counts.set(key, count);
    else counts.delete(key);
  };
  return {
    take(address, login) {
      if (login === null) {
        const isFull = !isLoopback(address) && (visitors.get(address) ?? 0) >= MAX_OF_ONE_ADDRESS;
        if (isFull || visitorCount >= MAX_VISITORS) return null;
        visitorCount++;
        step(visitors, address, 1);
        return () => {
          visitorCount--;
          step(visitors, address, -1);
        };
      }
      if (loginCount >= MAX_LOGINS || (logins.get(login) ?? 0) >= MAX_OF_ONE_LOGIN) return null;
      loginCount++;
      step(logins, login, 1);
      return () => {
        loginCount--;
        step(logins, login, -1);
      };
    },
  };
}
