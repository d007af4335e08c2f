import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSession } from '../../src/twin/account-session.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

const LOGIN = { token: 't1', name: '值班长', role: 'dispatcher', scope: { areas: 'all', classes: 'all' }, areas: [] };
const heard: string[] = [];
let answerSlow = (): void => {};

const server = createServer((request, response) => {
  const { url = '', headers } = request;
  heard.push(`${url} ${headers.authorization ?? 'nobody'}`);
  const answer = () => response.setHeader('content-type', 'application/json').end(JSON.stringify(LOGIN));
  if (url === '/slow') answerSlow = answer;
  else answer();
});

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('who logs out speaks in that name no more; what was asked in it is answered before the hub forgets it', async () => {
  const twin = pageTwin(smallCity().city);
  const session = openSession(twin, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await session.login('值班长', 'a password of length');
  expect(twin.getState().account?.name).toBe('值班长');
  const slow = session.get('slow');
  await expect.poll(() => heard).toContain('/slow Bearer t1');
  const leaving = session.logout();
  expect(twin.getState().account).toBeNull();
  await session.get('after');
  expect(heard.at(-1)).toBe('/after nobody');
  answerSlow();
  await Promise.all([slow, leaving]);
  expect(heard.at(-1)).toBe('/accounts/logout Bearer t1');
});
