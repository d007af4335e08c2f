import { rm } from 'node:fs/promises';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Accounts } from '../../hub/accounts/account-parts.ts';
import { openAccounts } from '../../hub/accounts/accounts.ts';
import { EVERYTHING } from '../../hub/accounts/scope.ts';
import { type Cases, openCases } from '../../hub/cases/cases.ts';
import { NO_DEVICES } from '../../hub/devices/devices.ts';
import { openHealth } from '../../hub/health.ts';
import { DEFAULT_GUARD, type Hub } from '../../hub/hub.ts';
import { openDatabase } from '../../hub/schema.ts';
import { registerSensors } from '../../hub/sensor-things/catalogue.ts';
import { openPlaces } from '../../hub/sensor-things/places.ts';
import type { OpenSql } from '../../hub/sql/sql.ts';
import { ROLES } from '../../model/accounts/accounts.ts';
import type { CityCase } from '../../model/cases/cases.ts';
import { CASES_TOPIC } from '../../model/hub/topics.ts';
import { newDataFolder } from './data-folder.ts';

/** The product's cost of scrypt takes half a second of CPU each time. */
const QUICK_N = 2 ** 10;
const PASSWORD = 'correct horse battery';

let folder = '';
let http: FastifyInstance;
let sql: OpenSql;
let accounts: Accounts;
let cases: Cases;
let nowMs = Date.UTC(2026, 10, 20, 17);
const told: CityCase[] = [];
const tokens: Record<string, string> = {};

const post = (url: string, who: string, body: object = {}) =>
  http.inject({ method: 'POST', url, payload: body, headers: { authorization: `Bearer ${tokens[who]}` } });
const filing = (more: object = {}) => ({
  key: `key of the page ${Math.floor(nowMs)}`,
  title: '南门积水',
  object: 'road-1',
  place: { lonDeg: 108.75, latDeg: 34.3, heightM: 380 },
  alarm: null,
  priority: 1,
  ...more,
});

beforeAll(async () => {
  folder = await newDataFolder();
  sql = await openDatabase({ folder, ownThread: false });
  http = Fastify();
  await registerSensors(sql, 'small', []);
  const bus = {
    publish: async (topic: string, payload: string | Buffer) => {
      if (topic === CASES_TOPIC) told.push(JSON.parse(String(payload)));
    },
    subscribe: async () => () => {},
  };
  const hub: Hub = {
    http,
    sql,
    bus,
    folder,
    nowMs: () => nowMs,
    places: await openPlaces(sql, null),
    health: openHealth(),
    zone: 'Asia/Shanghai',
    devices: NO_DEVICES,
    accessPolicy: DEFAULT_GUARD,
  };
  const lines: string[] = [];
  accounts = await openAccounts(hub, (line) => lines.push(line), { scryptN: QUICK_N, visitors: EVERYTHING });
  cases = await openCases(hub, accounts);
  await http.listen({ host: '127.0.0.1', port: 0 });
  const invite = /invite=([\w-]+)/.exec(lines[0])?.[1];
  const made = await post('/accounts/invited', '', { invite, name: 'administrator', password: PASSWORD });
  tokens.administrator = made.json().token;
  for (const role of ROLES) {
    if (role === 'administrator') continue;
    await post('/accounts', 'administrator', { name: role, role, password: PASSWORD, scope: EVERYTHING });
    const login = await http.inject({
      method: 'POST',
      url: '/accounts/login',
      payload: { name: role, password: PASSWORD },
    });
    tokens[role] = login.json().token;
  }
});

afterAll(async () => {
  await cases.close();
  accounts.close();
  await http.close();
  await sql.close();
  await rm(folder, { recursive: true });
});

test('dispatcher and controller file cases, nobody else; all read them', async () => {
  const may: number[] = [];
  for (const role of ROLES) may.push((await post('/cases', role, filing({ key: `of ${role} alone` }))).statusCode);
  expect(Object.fromEntries(ROLES.map((role, i) => [role, may[i]]))).toEqual({
    visitor: 403,
    analyst: 403,
    planner: 403,
    dispatcher: 201,
    controller: 201,
    auditor: 403,
    administrator: 403,
  });
  expect((await post('/cases', 'nobody', filing())).statusCode).toBe(401);
  const { cases: read } = (await http.inject('/cases')).json();
  expect(read.map(({ id }: CityCase) => id)).toEqual(['20261121-0002', '20261121-0001']);
});

test('from filing to closing, each step in the audit and told to all; what was sent twice is one case', async () => {
  nowMs += 1;
  const first = await post('/cases', 'dispatcher', filing());
  const again = await post('/cases', 'dispatcher', filing());
  const { id } = first.json();
  expect([first.statusCode, again.statusCode, again.json().id]).toEqual([201, 200, id]);
  const act = (word: string, who: string, body: object = {}) => post(`/cases/${id}/${word}`, who, body);
  expect((await act('accept', 'controller')).statusCode).toBe(409);
  expect((await act('dispatch', 'analyst', { unit: '排水一队' })).statusCode).toBe(403);
  expect((await act('dispatch', 'dispatcher', { unit: 7 })).statusCode).toBe(400);
  expect((await act('explode', 'dispatcher')).statusCode).toBe(404);
  await act('dispatch', 'dispatcher', { unit: '排水一队' });
  await act('take', 'dispatcher');
  await act('report', 'dispatcher', { note: '水已抽干' });
  expect((await act('accept', 'dispatcher')).json().message).toContain('another person');
  expect((await act('accept', 'controller')).json()).toMatchObject({ stage: 'closed', unit: '排水一队' });
  expect(told.filter((one) => one.id === id).map(({ stage }) => stage)).toEqual([
    'filed',
    'dispatched',
    'handling',
    'checking',
    'closed',
  ]);
  const rows = (await accounts.audit.rows(1, 1000)).filter((row) => row.of === id);
  expect(rows.map(({ who, what }) => `${who} ${what}`)).toEqual([
    'dispatcher case.file',
    'dispatcher case.dispatch',
    'dispatcher case.take',
    'dispatcher case.report',
    'controller case.accept',
  ]);
});

test('the same key with another filing is refused; a name and a key are not another name and key', async () => {
  const key = 'key of one page';
  const id = (await post('/cases', 'dispatcher', filing({ key }))).json().id;
  for (const more of [{ title: '北门积水' }, { object: 'road-2' }, { priority: 2 }, { place: null }, { alarm: 'a' }])
    expect((await post('/cases', 'dispatcher', filing({ key, ...more }))).json()).toMatchObject({
      code: 409,
      error: { code: 'case-key-used' },
    });
  await post(`/cases/${id}/dispatch`, 'dispatcher', { unit: '排水一队' });
  expect((await post('/cases', 'dispatcher', filing({ key }))).json()).toMatchObject({ id, stage: 'dispatched' });
  await post('/accounts', 'administrator', { name: 'ann', role: 'dispatcher', password: PASSWORD, scope: EVERYTHING });
  await post('/accounts', 'administrator', {
    name: 'ann b',
    role: 'dispatcher',
    password: PASSWORD,
    scope: EVERYTHING,
  });
  const ids: string[] = [];
  for (const [name, own] of [
    ['ann', 'b cccccccc'],
    ['ann b', 'cccccccc'],
  ]) {
    tokens[name] = (await post('/accounts/login', '', { name, password: PASSWORD })).json().token;
    ids.push((await post('/cases', name, filing({ key: own }))).json().id);
  }
  expect(new Set(ids).size).toBe(2);
});

test('an alarm has one open case, and may have another when that is closed', async () => {
  const alarm = 'sn-pond-0001/1 alarm';
  const of = async (key: string) => (await post('/cases', 'dispatcher', filing({ key, alarm }))).json().id;
  const id = await of('the first page');
  expect(await of('another page')).toBe(id);
  await post(`/cases/${id}/drop`, 'dispatcher', { note: '传感器误报' });
  expect(await of('the first page, later')).not.toBe(id);
});

test('a case that waits too long goes up, by the clock alone', async () => {
  nowMs += 1;
  const { id } = (await post('/cases', 'dispatcher', filing())).json();
  nowMs += 5 * 60_000;
  await cases.tick();
  const { cases: read } = (await http.inject('/cases')).json();
  expect(read.find((one: CityCase) => one.id === id)).toMatchObject({ stage: 'filed', level: 1 });
  expect(told.at(-1)).toMatchObject({ level: 1 });
  const rows = (await accounts.audit.rows(1, 1000)).filter((row) => row.of === id);
  expect(rows.at(-1)).toMatchObject({ who: 'clock', what: 'case.escalate' });
});

test.each([
  [{ title: ' ' }, 'title'],
  [{ title: 'x'.repeat(201) }, 'title'],
  [{ priority: 5 }, 'priority'],
  [{ key: 'short' }, 'key'],
  [{ place: { lonDeg: 200, latDeg: 0, heightM: 0 } }, 'place.lonDeg'],
  [{ object: '' }, 'object'],
])('a filing that is none is refused by its place: %j', async (more, place) => {
  const answer = await post('/cases', 'dispatcher', filing(more));
  expect([answer.statusCode, answer.json().message]).toEqual([
    400,
    expect.stringContaining(`case: ${place}: expected`),
  ]);
});
