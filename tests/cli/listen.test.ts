import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { freePortOf } from '../../cli/listen.ts';
import { MessageError } from '../../model/text/message.ts';

const HOST = '127.0.0.1';
const open: Server[] = [];

async function listening(port: number): Promise<number> {
  const server = createServer().listen(port, HOST);
  open.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

afterEach(async () => {
  for (const server of open.splice(0)) await new Promise((done) => server.close(done));
});

test('without a port asked for, one that is taken gives way to the next', async () => {
  const taken = await listening(0);
  const free = await freePortOf(HOST, undefined, taken);
  expect(free).toBeGreaterThan(taken);
  await expect(listening(free)).resolves.toBe(free);
});

test('a port that is asked for is taken as it is, or the start ends', async () => {
  const taken = await listening(0);
  await expect(freePortOf(HOST, String(taken), 8080)).rejects.toThrow(MessageError);
  await expect(freePortOf(HOST, '0', taken)).resolves.toBe(0);
});
