import { rm } from 'node:fs/promises';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Accounts } from '../../hub/accounts/account-parts.ts';
import { openAccounts } from '../../hub/accounts/accounts.ts';
import { EVERYTHING, NOTHING } from '../../hub/accounts/scope.ts';
import { NO_DEVICES } from '../../hub/devices/devices.ts';
import { openHealth } from '../../hub/health.ts';
import { DEFAULT_GUARD, type Hub } from '../../hub/hub.ts';
import { openPlanDecisions } from '../../hub/plans/plan-decisions.ts';
import { registerSensors } from '../../hub/sensor-things/catalogue.ts';
import { openPlaces } from '../../hub/sensor-things/places.ts';
import { type OpenSql, openSql } from '../../hub/sql/sql.ts';
import { brokenAt, decisionsOf } from '../../model/plans/plan-journal.ts';
import { newDataFolder } from './data-folder.ts';

/** The product's cost of scrypt takes half a second of CPU each time. */
const QUICK_N = 2 ** 10;
const PASSWORD = 'correct horse battery';
const NO_HASH = '0'.repeat(64);

let folder = '';
let http: FastifyInstance;
let sql: OpenSql;
let accounts: Accounts;
let hub: Hub;
const tokens: Record<string, string> = {};

const as = (who: string) => ({ authorization: `Bearer ${tokens[who]}` });
const post = (who: string, act: object, after: string) =>
  http.inject({ method: 'POST', url: '/plans/decisions', payload: { act, after }, headers: as(who) });
const read = async (who: string) =>
  (await http.inject({ method: 'GET', url: '/plans/decisions', headers: as(who) })).json();

async function openOn(sql: OpenSql): Promise<{ http: FastifyInstance; hub: Hub; accounts: Accounts; lines: string[] }> {
  const http = Fastify();
  const hub: Hub = {
    http,
    sql,
    bus: { publish: async () => {}, subscribe: async () => () => {} },
    folder,
    nowMs: () => Date.UTC(2026, 10, 23),
    places: await openPlaces(sql, null),
    health: openHealth(),
    zone: 'Asia/Shanghai',
    devices: NO_DEVICES,
    accessPolicy: DEFAULT_GUARD,
  };
  const lines: string[] = [];
  const accounts = await openAccounts(hub, (line) => lines.push(line), { scryptN: QUICK_N });
  await openPlanDecisions(hub, accounts);
  await http.listen({ host: '127.0.0.1', port: 0 });
  return { http, hub, accounts, lines };
}

beforeAll(async () => {
  folder = await newDataFolder();
  sql = await openSql({ folder, ownThread: false });
  await registerSensors(sql, 'small', []);
  const open = await openOn(sql);
  ({ http, hub, accounts } = open);
  const invite = /invite=([\w-]+)/.exec(open.lines[0])?.[1];
  const send = (url: string, payload: object, headers = {}) => http.inject({ method: 'POST', url, payload, headers });
  const made = await send('/accounts/invited', { invite, name: 'administrator', password: PASSWORD });
  tokens.administrator = made.json().token;
  for (const [name, role, scope] of [
    ['analyst', 'analyst', EVERYTHING],
    ['planner', 'planner', EVERYTHING],
    ['other-planner', 'planner', EVERYTHING],
    ['nowhere-planner', 'planner', NOTHING],
    ['visitor', 'visitor', EVERYTHING],
    ['controller', 'controller', EVERYTHING],
  ] as const) {
    await send('/accounts', { name, role, password: PASSWORD, scope }, as('administrator'));
    tokens[name] = (await send('/accounts/login', { name, password: PASSWORD })).json().token;
  }
}, 60_000);

afterAll(async () => {
  accounts.close();
  await http.close();
  await sql.close();
  await rm(folder, { recursive: true, force: true });
});

const facts = {
  rule: 'use-zone',
  edition: '1',
  a: { plan: 'p', shape: 's' },
  b: null,
  areaM2: 12.5,
  at: [108.75, 34.3],
};
const next = {
  properties: { kind: 'parcel', code: '0701' },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [108.75, 34.3],
        [108.76, 34.3],
        [108.76, 34.31],
        [108.75, 34.3],
      ],
    ],
  },
};
const propose = (conflict: string) => ({
  kind: 'propose',
  conflict,
  facts,
  way: { kind: 'give-up', side: 'a' },
  edits: [{ plan: 'p', shape: `s of ${conflict}`, was: NO_HASH, next }],
  vanished: [conflict],
  arose: [],
  text: '',
});
const sign = (conflict: string) => ({ kind: 'sign', conflict, text: '同意' });

test('an analyst proposes, a planner signs; each act is an entry of the chain and a row of the signed audit', async () => {
  const proposed = await post('analyst', propose('c'), NO_HASH);
  expect(proposed.statusCode).toBe(201);
  const { head } = proposed.json();
  expect((await post('analyst', sign('c'), head)).statusCode).toBe(403);
  expect((await post('planner', sign('c'), head)).statusCode).toBe(201);
  const { entries, count } = await read('visitor');
  expect(count).toBe(2);
  expect(brokenAt(entries)).toBeNull();
  expect(decisionsOf(entries).get('c')).toMatchObject({
    state: 'signed',
    proposal: { who: 'analyst', role: 'analyst', by: 'hub' },
    verdict: { who: 'planner', role: 'planner', by: 'hub' },
  });
  const audit = (await accounts.audit.rows(1, 100)).filter(({ what }) => what.startsWith('plan.'));
  expect(audit.map(({ what, who, detail }) => [what, who, detail.hash])).toEqual([
    ['plan.propose', 'analyst', entries[0].hash],
    ['plan.sign', 'planner', entries[1].hash],
  ]);
  expect(audit.every(({ signature }) => typeof signature === 'string')).toBe(true);
  expect((await accounts.audit.verify()).kind).toBe('whole');
});

test('who has no right, no login, another part of the city or an old view of the record is refused, and nothing is added', async () => {
  const { head, count } = await read('planner');
  expect((await post('visitor', propose('d'), head)).statusCode).toBe(403);
  expect((await post('controller', propose('d'), head)).statusCode).toBe(403);
  expect((await post('nobody', propose('d'), head)).statusCode).toBe(401);
  expect((await post('nowhere-planner', propose('d'), head)).statusCode).toBe(403);
  expect((await post('planner', propose('d'), NO_HASH)).json().error.code).toBe('moved');
  expect((await post('planner', { kind: 'propose' }, head)).statusCode).toBe(400);
  expect((await read('planner')).count).toBe(count);
});

test('of two who sign at once one is believed; the own proposal is signed by somebody else', async () => {
  const { head } = (await post('planner', propose('e'), (await read('planner')).head)).json();
  expect((await post('planner', sign('e'), head)).json().error.code).toBe('own-proposal');
  const both = await Promise.all([post('other-planner', sign('e'), head), post('other-planner', sign('e'), head)]);
  expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
});

test('a hub that starts again has every decision, and goes on with the chain', async () => {
  const before = await read('planner');
  const again = await openOn(sql);
  const get = { method: 'GET' as const, url: '/plans/decisions', headers: {} };
  expect((await again.http.inject(get)).json()).toEqual(before);
  again.accounts.close();
  await again.http.close();
  expect(hub.health.problems()).toEqual([]);
});
