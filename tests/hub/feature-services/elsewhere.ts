import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of somebody else, on this machine. */
export interface Elsewhere {
  url: string;
  /** Addresses that it was asked for. */
  asked: string[];
  close(): Promise<void>;
}

export async function serveElsewhere(
  answer: (request: IncomingMessage, reply: ServerResponse) => void,
): Promise<Elsewhere> {
  const asked: string[] = [];
  const server = createServer((request, reply) => {
    asked.push(request.url ?? '');
    answer(request, reply);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
