import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { allowance } from './bus.ts';
import { pageStream } from './page-stream.ts';

const MQTT_PATH = '/mqtt';

/** A page subscribes and pings: a few kB. What sends more is cut off. */
const INBOUND_BYTES_PER_S = 65_536;
const INBOUND_BURST_BYTES = 1_048_576;

/** A page that takes no more is cut off here and comes back by itself, in place of a queue that grows in the hub. */
const OUTBOUND_LIMIT_BYTES = 16_777_216;

/** Pages at once; beyond, the door says 503. */
const MAX_PAGES = 500;

/**
 * MQTT over WebSocket at `/mqtt` of the page's own server, so that the page's policy stays at `connect-src 'self'`. Other origins are
 * turned away: a foreign page must not speak with a visitor's address.
 */
export function openPageDoor(
  http: Server,
  accept: (stream: Duplex, request: IncomingMessage) => void,
): { pages(): number; close(): void } {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: INBOUND_BURST_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
  });
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refuse = (status: string) => socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    if ((request.url ?? '').split('?')[0] !== MQTT_PATH) return refuse('404 Not Found');
    if (!isOwnOrigin(request)) return refuse('403 Forbidden');
    if (sockets.clients.size >= MAX_PAGES) return refuse('503 Service Unavailable');
    return sockets.handleUpgrade(request, socket, head, (page) => {
      const spend = allowance(INBOUND_BYTES_PER_S, INBOUND_BURST_BYTES, () => performance.now());
      page.on('message', (data: Buffer) => {
        if (!spend(data.length)) page.terminate();
      });
      accept(pageStream(page, OUTBOUND_LIMIT_BYTES), request);
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

function isOwnOrigin({ headers: { origin, host } }: IncomingMessage): boolean {
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
