import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { isOwnHost } from '../../hub/own-hosts.ts';
import { bareServer } from '../../hub/serve.ts';

test.each([
  ['127.0.0.1:8090', true],
  ['192.168.1.5', true],
  ['[::1]:8080', true],
  ['localhost:8080', true],
  ['shapan.localhost', true],
  [`${hostname()}:8080`, true],
  ['Twin.Example:8080', true],
  ['twin.example.', true],
  ['evil.example:8080', false],
  ['twin.example.evil.example', false],
  ['127.0.0.1.evil.example', false],
  ['evil.example@127.0.0.1', false],
  ['', false],
  [undefined, false],
])('the host %s', (host, isOwn) => {
  expect(isOwnHost(host, ['twin.example'])).toBe(isOwn);
});

test('a name that was turned to this machine reads nothing', async () => {
  const server = bareServer({ ownHosts: ['twin.example'] });
  server.get('/x', async () => 'secret');
  const ask = (host: string) => server.inject({ url: '/x', headers: { host } });
  expect((await ask('twin.example:18480')).body).toBe('secret');
  const foreign = await ask('evil.example:18480');
  expect(foreign.statusCode).toBe(421);
  expect(foreign.json()).toMatchObject({ code: 421, message: expect.stringContaining('evil.example') });
  await server.close();
});
