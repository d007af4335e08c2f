import { rm } from 'node:fs/promises';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Accounts } from '../../hub/accounts/account-parts.ts';
import { openAccounts } from '../../hub/accounts/accounts.ts';
import { EVERYTHING } from '../../hub/accounts/scope.ts';
import { NO_DEVICES } from '../../hub/devices/devices.ts';
import { openHalls } from '../../hub/halls/halls.ts';
import { openHealth } from '../../hub/health.ts';
import { DEFAULT_GUARD, type Hub } from '../../hub/hub.ts';
import { openDatabase } from '../../hub/schema.ts';
import { registerSensors } from '../../hub/sensor-things/catalogue.ts';
import { openPlaces } from '../../hub/sensor-things/places.ts';
import type { OpenSql } from '../../hub/sql/sql.ts';
import { type HallReport, type HourVisits, parseHalls } from '../../model/halls/hall.ts';
import { newDataFolder } from './data-folder.ts';
import { DATABASES, newDatabase, type TestDatabase } from './databases.ts';

/** The product's cost of scrypt takes half a second of CPU each time. */
const QUICK_N = 2 ** 10;
const PASSWORD = 'correct horse battery';
const REPORT: HallReport = {
  tour: 'playing',
  tourId: 'hall',
  chapter: 2,
  chapters: 5,
  frames: 1200,
  errors: 0,
  heapMb: 180,
  isDark: false,
  upS: 60,
  heals: 1,
  lastHeal: { atMs: 5, cause: 'context', cure: 'rebuilt' },
};
const HOUR: HourVisits = { hour: '2026-11-25T18', takeOvers: 3, tours: 2, zh: 4, en: 1 };

describe.each(DATABASES)('halls, %s database', (kind) => {
  let folder = '';
  let database: TestDatabase | null = null;
  let http: FastifyInstance;
  let sql: OpenSql;
  let accounts: Accounts;
  let nowMs = Date.UTC(2026, 10, 25, 10);
  const tokens: Record<string, string> = {};

  const as = (who: string) => ({ authorization: `Bearer ${tokens[who]}` });
  const post = (who: string | null, url: string, payload: object, remoteAddress = '10.0.0.1') =>
    http.inject({ method: 'POST', url, payload, remoteAddress, ...(who === null ? {} : { headers: as(who) }) });
  const halls = async () => parseHalls((await http.inject({ url: '/halls', headers: as('administrator') })).json());
  const word = (hall: string, key: string, more: object = {}) => ({
    hall,
    key,
    report: REPORT,
    doneSeq: 0,
    visits: { batch: 0, hours: [] },
    ...more,
  });
  const keyOf = async (id: string): Promise<string> => (await post('administrator', '/halls', { id })).json().key;

  beforeAll(async () => {
    folder = await newDataFolder();
    database = await newDatabase(kind);
    sql = await openDatabase({ folder, databaseUrl: database?.url, ownThread: false });
    await registerSensors(sql, 'small', []);
    http = Fastify();
    const hub: Hub = {
      http,
      sql,
      bus: { publish: async () => {}, subscribe: async () => () => {} },
      folder,
      nowMs: () => nowMs,
      places: await openPlaces(sql, null),
      health: openHealth(),
      zone: 'Asia/Shanghai',
      devices: NO_DEVICES,
      accessPolicy: DEFAULT_GUARD,
    };
    const lines: string[] = [];
    accounts = await openAccounts(hub, (line) => lines.push(line), { scryptN: QUICK_N });
    await openHalls(hub, accounts);
    await http.listen({ host: '127.0.0.1', port: 0 });
    const invite = /invite=([\w-]+)/.exec(lines[0])?.[1];
    const made = await post(null, '/accounts/invited', { invite, name: 'administrator', password: PASSWORD });
    tokens.administrator = made.json().token;
    await post('administrator', '/accounts', { name: 'c', role: 'controller', password: PASSWORD, scope: EVERYTHING });
    tokens.controller = (await post(null, '/accounts/login', { name: 'c', password: PASSWORD })).json().token;
  });
  afterAll(async () => {
    accounts.close();
    await http.close();
    await sql.close();
    await database?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('an administrator alone sees, names, orders and takes away; who is not logged in is refused with 401', async () => {
    expect((await http.inject({ url: '/halls' })).statusCode).toBe(401);
    expect((await http.inject({ url: '/halls', headers: as('controller') })).statusCode).toBe(403);
    for (const [who, code] of [
      [null, 401],
      ['controller', 403],
    ] as const) {
      expect((await post(who, '/halls', { id: 'x' })).statusCode).toBe(code);
      expect((await post(who, '/halls/x/orders', { kind: 'stop' })).statusCode).toBe(code);
    }
    expect(await halls()).toEqual([]);
    expect((await post('administrator', '/halls', { id: '<b>' })).statusCode).toBe(400);
    expect((await post('administrator', '/halls/none/orders', { kind: 'stop' })).statusCode).toBe(404);
  });

  test("a page is known by its hall's key alone, and its report is what the administrator sees", async () => {
    const key = await keyOf('lobby');
    expect((await post('administrator', '/halls', { id: 'lobby' })).statusCode).toBe(409);
    const other = await keyOf('other');
    expect((await post(null, '/halls/report', word('lobby', other))).statusCode).toBe(401);
    expect((await post(null, '/halls/report', word('nowhere', key))).statusCode).toBe(401);
    expect((await post(null, '/halls/report', word('lobby', key, { extra: 1 }))).statusCode).toBe(400);
    expect((await post(null, '/halls/report', word('lobby', key))).json()).toEqual({ order: null });
    const [lobby] = await halls();
    expect(lobby).toMatchObject({ id: 'lobby', isAway: false, report: REPORT, order: null });
    nowMs += 21_000;
    expect((await halls())[0].isAway).toBe(true);
  });

  test('an order is fetched until it is done, dies after a minute, and stands in the audit', async () => {
    const key = await keyOf('west');
    const given = await post('administrator', '/halls/west/orders', { kind: 'start', tourId: 'hall' });
    expect(given.statusCode).toBe(202);
    const { seq } = given.json();
    const fetched = async (more: object = {}) =>
      (await post(null, '/halls/report', word('west', key, more))).json().order;
    expect(await fetched()).toEqual({ seq, kind: 'start', tourId: 'hall' });
    expect(await fetched()).toEqual({ seq, kind: 'start', tourId: 'hall' });
    expect(await fetched({ doneSeq: seq })).toBeNull();
    const west = async () => (await halls()).find(({ id }) => id === 'west');
    expect((await west())?.order).toEqual({ kind: 'start', state: 'done' });
    await post('administrator', '/halls/west/orders', { kind: 'reload' });
    nowMs += 60_001;
    expect(await fetched({ doneSeq: seq })).toBeNull();
    expect((await west())?.order).toEqual({ kind: 'reload', state: 'late' });
    expect((await post('administrator', '/halls/west/orders', { kind: 'explode' })).statusCode).toBe(400);
    const rows = (await accounts.audit.rows(1, 100)).filter(({ of }) => of === 'west');
    expect(rows.map(({ who, what }) => `${who} ${what}`)).toEqual([
      'administrator hall.add',
      'administrator hall.start',
      'administrator hall.reload',
    ]);
  });

  test('visits are added up by the hour; a parcel that is sent again counts once; what is taken away leaves nothing', async () => {
    const key = await keyOf('east');
    const bring = (batch: number, ...hours: HourVisits[]) =>
      post(null, '/halls/report', word('east', key, { visits: { batch, hours } }));
    await bring(1, HOUR);
    await bring(1, HOUR);
    await bring(2, HOUR, { ...HOUR, hour: '2026-11-25T19', takeOvers: 1, tours: 0, zh: 1, en: 0 });
    const east = async () => (await halls()).find(({ id }) => id === 'east');
    expect((await east())?.visits).toEqual([
      { hour: '2026-11-25T19', takeOvers: 1, tours: 0, zh: 1, en: 0 },
      { hour: '2026-11-25T18', takeOvers: 6, tours: 4, zh: 8, en: 2 },
    ]);
    const gone = await http.inject({ method: 'DELETE', url: '/halls/east', headers: as('administrator') });
    expect(gone.statusCode).toBe(204);
    expect(await east()).toBeUndefined();
    expect((await bring(3, HOUR)).statusCode).toBe(401);
    expect(await sql.query('SELECT 1 FROM hall_visits')).toEqual([]);
  });

  test('more reports and orders in a minute than pages and people make are refused with 429', async () => {
    const codes = new Map<number, number>();
    for (let i = 0; i < 60; i++) {
      const { statusCode } = await post(null, '/halls/report', word('lobby', 'guess'), '10.0.0.9');
      codes.set(statusCode, (codes.get(statusCode) ?? 0) + 1);
    }
    expect(codes).toEqual(
      new Map([
        [401, 40],
        [429, 20],
      ]),
    );
    let refused = 0;
    for (let i = 0; i < 40; i++)
      if ((await post('administrator', '/halls/lobby/orders', { kind: 'stop' })).statusCode === 429) refused++;
    expect(refused).toBeGreaterThanOrEqual(10);
  });
});
