import type { LightMyRequestResponse } from 'fastify';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVERYTHING, NOTHING } from '../../hub/accounts/scope.ts';
import { openWholeHub, PASSWORD, type WholeHub } from './whole-hub.ts';

/** A login survives a reload: what the browser keeps, to whom it opens what, and when it ends. */
let whole: WholeHub;
let nowMs = Date.UTC(2026, 10, 29);
const AT = '/hub/small/';

beforeAll(async () => {
  whole = await openWholeHub({ nowMs: () => nowMs, visitors: NOTHING });
  for (const name of ['ann', 'ben', 'eve']) await whole.login(name, 'dispatcher', EVERYTHING);
});
afterAll(() => whole.close());

const send = (url: string, headers: Record<string, string>, payload?: object, method: 'GET' | 'POST' = 'POST') =>
  whole.http.inject({ method, url, headers: { host: 'localhost:8080', ...headers }, ...(payload && { payload }) });
const own = { origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' };
const cookieIn = (answer: LightMyRequestResponse) => String(answer.headers['set-cookie'] ?? '');
const pairIn = (answer: LightMyRequestResponse) => cookieIn(answer).split(';')[0];

async function logIn(name: string): Promise<{ token: string; cookie: string; answer: LightMyRequestResponse }> {
  const answer = await send(`${AT}accounts/login`, {}, { name, password: PASSWORD });
  return { token: answer.json().token, cookie: pairIn(answer), answer };
}
const restore = (cookie: string, headers: Record<string, string> = own) =>
  send(`${AT}accounts/session`, { ...headers, ...(cookie ? { cookie } : {}) });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const casesFor = async (headers: Record<string, string>) => send(`${AT}commands`, headers, undefined, 'GET');

test('a login gives a cookie that no script reads, that goes to one address of its own site, and that says nothing', async () => {
  const { answer, token, cookie } = await logIn('ann');
  expect(cookieIn(answer)).toMatch(
    /^shapan-session8080=[\w-]{43}; Path=\/hub\/small\/accounts\/session; HttpOnly; SameSite=Strict$/,
  );
  expect(cookie).not.toContain(token);
  const root = await send('/accounts/login', {}, { name: 'ann', password: PASSWORD });
  expect(cookieIn(root)).toContain('Path=/accounts/session;');
});

test('a page that is loaded again is given a token of the same login; both pages work', async () => {
  const { token, cookie } = await logIn('ann');
  const again = await restore(cookie);
  expect(again.json()).toMatchObject({ name: 'ann', role: 'dispatcher', scope: EVERYTHING, areas: [] });
  const tokens = [token, again.json().token as string];
  expect(new Set(tokens).size).toBe(2);
  for (const one of tokens) expect((await casesFor(bearer(one))).statusCode).toBe(200);
});

test('a page without a login is a visitor, and no error', async () => {
  expect((await restore('')).statusCode).toBe(204);
  const unknown = await restore(`shapan-session8080=${'x'.repeat(43)}`);
  expect([unknown.statusCode, cookieIn(unknown)]).toEqual([204, expect.stringContaining('Max-Age=0')]);
  // The cookie of the hub on another port of this machine.
  const { cookie } = await logIn('ann');
  expect((await restore(cookie.replace('8080', '8090'))).statusCode).toBe(204);
});

test.each([
  ['no origin', {}],
  ['another host', { origin: 'http://evil.example' }],
  ['another port', { origin: 'http://localhost:9999' }],
  ['a file', { origin: 'null' }],
  ['another site, by what the browser says', { ...own, 'sec-fetch-site': 'cross-site' }],
  ['another name of the same site', { ...own, 'sec-fetch-site': 'same-site' }],
])('a page of %s is given no login', async (_, headers) => {
  const { cookie } = await logIn('ben');
  const answer = await restore(cookie, headers);
  expect([answer.statusCode, answer.json().error.code]).toEqual([403, 'foreign-page']);
  expect(answer.headers['access-control-allow-origin']).toBeUndefined();
});

test('the cookie alone opens no other address, for reading or writing', async () => {
  const { cookie } = await logIn('ben');
  expect((await casesFor({ ...own, cookie })).statusCode).toBe(401);
  expect((await send(`${AT}cases`, { ...own, cookie }, {})).statusCode).toBe(401);
  expect((await send(`${AT}cases`, { cookie }, undefined, 'GET')).json()).toEqual({ cases: [] });
  const secret = cookie.split('=')[1];
  expect((await casesFor(bearer(secret))).statusCode).toBe(401);
  const page = await connectAsync(
    `${whole.url.replace('http', 'ws')}/mqtt`,
    { protocolVersion: 4, reconnectPeriod: 0, wsOptions: { headers: { cookie } } },
    false,
  );
  await expect(page.subscribeAsync('shapan/commands/state')).rejects.toThrow();
  page.end(true);
});

test('it ends with the logout of any of its pages, with a change of the account, after a quarter of an hour and after a shift', async () => {
  const one = await logIn('ann');
  const again = (await restore(one.cookie)).json().token;
  const out = await send(`${AT}accounts/logout`, bearer(again));
  expect(cookieIn(out)).toMatch(/^shapan-session8080=; Max-Age=0; Path=\/hub\/small\/accounts\/session; HttpOnly/);
  expect([(await restore(one.cookie)).statusCode, (await casesFor(bearer(one.token))).statusCode]).toEqual([204, 401]);

  nowMs += 61_000;
  const changed = await logIn('ben');
  const change = { password: 'another horse battery 7' };
  expect((await whole.ask('PATCH', '/accounts/ben', whole.administrator, change)).statusCode).toBe(200);
  expect((await restore(changed.cookie)).statusCode).toBe(204);
  const closed = await logIn('eve');
  expect((await whole.ask('DELETE', '/accounts/eve', whole.administrator)).statusCode).toBe(204);
  expect((await restore(closed.cookie)).statusCode).toBe(204);

  const idle = await logIn('ann');
  nowMs += 15 * 60_000;
  expect((await restore(idle.cookie)).statusCode).toBe(204);
  const shift = await logIn('ann');
  for (let min = 0; min < 8 * 60; min += 10) {
    expect((await restore(shift.cookie)).statusCode).toBe(200);
    nowMs += 10 * 60_000;
  }
  expect((await restore(shift.cookie)).statusCode).toBe(204);
});
