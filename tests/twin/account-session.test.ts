import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openSession } from '../../src/twin/account-session.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

const LOGIN = { token: 't1', name: '值班长', role: 'dispatcher', scope: { areas: 'all', classes: 'all' }, areas: [] };
const heard: string[] = [];
let answerSlow = (): void => {};
/** Status of the next answers to a page that was loaded again. */
let restoreStatus = 200;

const server = createServer((request, response) => {
  const { url = '', headers } = request;
  heard.push(`${url} ${headers.authorization ?? 'nobody'}`);
  const answer = () => response.setHeader('content-type', 'application/json').end(JSON.stringify(LOGIN));
  if (url === '/accounts/session' && restoreStatus !== 200) response.writeHead(restoreStatus).end();
  else if (url === '/slow') answerSlow = answer;
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

/** As the browser keeps it. */
function noteOf(text: string) {
  const kept = new Map([['login', text]]);
  return {
    kept,
    load: (key: string) => kept.get(key) ?? null,
    save: (key: string, next: string) => !!kept.set(key, next),
  };
}
const opened = (note: ReturnType<typeof noteOf>) => {
  heard.length = 0;
  const twin = pageTwin(smallCity().city);
  return { twin, session: openSession(twin, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, note) };
};

test('a page that is loaded again has its login before its first question, and whoever listens later hears of it', async () => {
  restoreStatus = 200;
  const { twin, session } = opened(noteOf('1'));
  await session.restore();
  await session.get('first');
  expect(heard).toEqual(['/accounts/session nobody', '/first Bearer t1']);
  expect(twin.getState().account?.name).toBe('值班长');
  const logins: unknown[] = [];
  session.follow((login) => logins.push(login));
  expect(logins).toEqual([{ token: 't1', seesAll: true }]);
});

test('where nobody was logged in nothing is asked; a login that has ended is not asked for again', async () => {
  const none = opened(noteOf(''));
  await none.session.restore();
  expect(heard).toEqual([]);
  restoreStatus = 204;
  const note = noteOf('1');
  const { twin, session } = opened(note);
  await session.restore();
  expect([twin.getState().account, note.kept.get('login')]).toEqual([null, '']);
});

test('a hub that is away for a while gives the login later', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  restoreStatus = 503;
  const { twin, session } = opened(noteOf('1'));
  await session.restore();
  expect(twin.getState().account).toBeNull();
  restoreStatus = 200;
  await vi.advanceTimersByTimeAsync(5000);
  vi.useRealTimers();
  await expect.poll(() => twin.getState().account?.name).toBe('值班长');
});

test('a login and a logout are noted, never their token; a hall brings its key where nobody is logged in', async () => {
  const note = noteOf('');
  const { session } = opened(note);
  const tokens: (string | null)[] = [];
  session.follow((login) => tokens.push(login?.token ?? null));
  session.showMeasured('key of the hall');
  await session.login('值班长', 'a password of length');
  expect([...note.kept]).toEqual([['login', '1']]);
  await session.logout();
  expect([...note.kept]).toEqual([['login', '']]);
  expect(tokens).toEqual(['key of the hall', 't1', 'key of the hall']);
});
