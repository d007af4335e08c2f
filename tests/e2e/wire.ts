import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** The network between page and house, as a test can break it. */
export interface Wire {
  /** Where the page goes in place of the house. */
  url: string;
  /** Another house at the far end; the page notices nothing. */
  lead(target: string): void;
  /** Ends the WebSockets alone; the page may open them anew. */
  dropSockets(): void;
  /** Nothing goes through until `heal`. */
  cut(): void;
  heal(): void;
  close(): void;
}

/** What stands in place of the body that the house sent. */
export type Rewrite = (path: string, body: Buffer) => Buffer;

/** `rewrite` is given whole bodies of the paths that `isRewritten` names; all else goes through as it comes. */
export async function openWire(
  house: string,
  isRewritten: (path: string) => boolean = () => false,
  rewrite: Rewrite = (_, body) => body,
): Promise<Wire> {
  let target = new URL(house);
  let isCut = false;
  const ends = new Set<Duplex>();
  const pages = new Set<Duplex>();

  const pass = ({ method, url = '/', headers }: IncomingMessage, answer: ServerResponse) => {
    const asked = isRewritten(url) ? { ...headers, 'accept-encoding': 'identity' } : headers;
    const there = request({ host: target.hostname, port: target.port, method, path: url, headers: asked }, (reply) => {
      if (!isRewritten(url)) {
        answer.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(answer);
        return;
      }
      const parts: Buffer[] = [];
      reply.on('data', (part: Buffer) => parts.push(part));
      reply.on('end', () => {
        const body = rewrite(url, Buffer.concat(parts));
        answer.writeHead(reply.statusCode ?? 502, { ...reply.headers, 'content-length': body.length });
        answer.end(body);
      });
    });
    there.on('error', () => answer.destroy());
    return there;
  };
  const server = createServer((asked, answer) => asked.pipe(pass(asked, answer)));
  server.on('connection', (socket) => {
    if (isCut) socket.destroy();
    ends.add(socket);
    socket.on('close', () => ends.delete(socket)).on('error', () => undefined);
  });
  server.on('upgrade', ({ url, headers }: IncomingMessage, page: Duplex, head: Buffer) => {
    const there = connect(Number(target.port), target.hostname, () => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      there.write(`GET ${url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      there.write(head);
      there.pipe(page).pipe(there);
    });
    pages.add(page);
    const end = () => {
      pages.delete(page);
      there.destroy();
      page.destroy();
    };
    for (const side of [there, page]) side.on('error', end).on('close', end);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('the wire does not listen');
  const destroy = (sockets: Set<Duplex>) => {
    for (const socket of [...sockets]) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    lead(next) {
      target = new URL(next);
    },
    dropSockets: () => destroy(pages),
    cut() {
      isCut = true;
      destroy(ends);
    },
    heal() {
      isCut = false;
    },
    close() {
      destroy(ends);
      server.close();
    },
  };
}
