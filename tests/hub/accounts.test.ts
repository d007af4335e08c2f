import { rm } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Accounts } from '../../hub/accounts/account-parts.ts';
import { openAccounts } from '../../hub/accounts/accounts.ts';
import { may, maySubscribe, type Verb } from '../../hub/accounts/roles.ts';
import { EVERYTHING } from '../../hub/accounts/scope.ts';
import { openAlarmRoutes } from '../../hub/alarms/alarm-routes.ts';
import type { AlarmWatch } from '../../hub/alarms/alarm-watch.ts';
import { NO_DEVICES } from '../../hub/devices/devices.ts';
import { openHealth } from '../../hub/health.ts';
import { type AccessPolicy, DEFAULT_GUARD, type Hub } from '../../hub/hub.ts';
import { openDatabase } from '../../hub/schema.ts';
import { registerSensors } from '../../hub/sensor-things/catalogue.ts';
import { openPlaces } from '../../hub/sensor-things/places.ts';
import { bareServer } from '../../hub/serve.ts';
import type { OpenSql } from '../../hub/sql/sql.ts';
import { parseAccounts, ROLES, type Role } from '../../model/accounts/accounts.ts';
import { ACTS_TOPIC } from '../../model/hub/topics.ts';
import { newDataFolder } from './data-folder.ts';
import { quietAlarms } from './quiet-alarms.ts';

/** The whole matrix, written a second time: `x` where the role has the right. */
const MATRIX: Record<Verb, string> = {
  //                    visitor analyst planner dispatcher controller auditor administrator
  'observations.read': 'xxxxxxx',
  'records.read': 'xxxxxxx',
  'observations.write': '.......',
  'catalogue.write': '......x',
  'history.export': '.xxxxx.',
  'plans.propose': '.xx....',
  'plans.sign': '..x....',
  'runs.start': '.xxxx..',
  'walls.lead': '.xxxx..',
  'alarms.act': '...xx..',
  'cases.act': '...xx..',
  'incidents.act': '...xx..',
  'commands.ask': '....x..',
  'commands.confirm': '...xx..',
  'audit.read': '.....x.',
  'accounts.manage': '......x',
  'sources.manage': '......x',
  'halls.manage': '......x',
  'plugins.manage': '......x',
};

const HEARS: Record<string, string> = {
  'v1.1/+/Observations': 'xxxxxxx',
  'v1.1/#': 'xxxxxxx',
  'shapan/alarms/acts': 'xxxxxxx',
  'shapan/cases/state': 'xxxxxxx',
  'shapan/commands/state': '...xx..',
  'shapan/audit/rows': '.....x.',
  'devices/pump-1/set': '.......',
  'devices/#': '.......',
  '#': '.......',
  '+/pump-1/set': '.......',
  'shapan/#': '.......',
  '$SYS/#': '.......',
};

test('role × verb: what stands in no row is forbidden', () => {
  for (const [verb, row] of Object.entries(MATRIX) as [Verb, string][])
    expect({ verb, row: ROLES.map((role) => (may(role, verb) ? 'x' : '.')).join('') }).toEqual({ verb, row });
});

test('role × topic: nobody at a page hears a device topic, by no wildcard', () => {
  for (const [topic, row] of Object.entries(HEARS))
    expect({ topic, row: ROLES.map((role) => (maySubscribe(role, topic) ? 'x' : '.')).join('') }).toEqual({
      topic,
      row,
    });
});

describe('accounts', () => {
  /** The product's takes half a second of CPU each time. */
  const QUICK_N = 2 ** 10;
  const PASSWORD = 'correct horse battery';
  let folder = '';
  let http: FastifyInstance;
  let sql: OpenSql;
  let hub: Hub & { accessPolicy: AccessPolicy };
  let alarms: AlarmWatch;
  let accounts: Accounts;
  let nowMs = Date.UTC(2026, 10, 20);
  const lines: string[] = [];
  const published: string[] = [];
  let administrator = '';

  const post = (url: string, body: object, token?: string) =>
    http.inject({
      method: 'POST',
      url,
      payload: body,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
  const inviteOf = () => /invite=([\w-]+)/.exec(lines.at(-1) ?? '')?.[1] ?? '';

  beforeAll(async () => {
    folder = await newDataFolder();
    sql = await openDatabase({ folder, ownThread: false });
    http = bareServer();
    await registerSensors(sql, 'small', []);
    const bus = {
      publish: async (topic: string, payload: string | Buffer) => void published.push(`${topic} ${payload}`),
      subscribe: async () => () => {},
    };
    hub = {
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
    accounts = await openAccounts(hub, (line) => lines.push(line), { scryptN: QUICK_N, visitors: EVERYTHING });
    alarms = await quietAlarms(hub);
    await openAlarmRoutes(hub, accounts, alarms);
    await http.listen({ host: '127.0.0.1', port: 0 });
  });

  afterAll(async () => {
    accounts.close();
    await alarms.close();
    await http.close();
    await sql.close();
    await rm(folder, { recursive: true });
  });

  test('the first start prints a link; it makes one administrator and no second one', async () => {
    expect(lines).toHaveLength(1);
    const invite = inviteOf();
    expect((await post('/accounts/invited', { invite, name: 'a', password: 'short' })).statusCode).toBe(400);
    const made = await post('/accounts/invited', { invite, name: '管理员', password: PASSWORD });
    expect(made.json()).toMatchObject({ name: '管理员', role: 'administrator' });
    administrator = made.json().token;
    expect((await post('/accounts/invited', { invite, name: 'b', password: PASSWORD })).statusCode).toBe(403);
    const [row] = await sql.query<{ hash: string }>('SELECT hash FROM accounts');
    expect(row.hash).not.toContain(PASSWORD);
  });

  test('an administrator makes accounts, others do not; a name is used once', async () => {
    const make = (role: Role, token?: string) =>
      post('/accounts', { name: `the ${role}`, role, password: PASSWORD, scope: EVERYTHING }, token);
    expect((await make('auditor')).statusCode).toBe(401);
    expect((await make('auditor', administrator)).statusCode).toBe(201);
    expect((await make('auditor', administrator)).statusCode).toBe(409);
    const login = await post('/accounts/login', { name: 'the auditor', password: PASSWORD });
    expect((await make('dispatcher', login.json().token)).statusCode).toBe(403);
  });

  test('the audit names it all, is read by the auditor alone, and is whole', async () => {
    const { token } = (await post('/accounts/login', { name: 'the auditor', password: PASSWORD })).json();
    const read = (bearer: string) => http.inject({ url: '/audit', headers: { authorization: `Bearer ${bearer}` } });
    expect((await read(administrator)).statusCode).toBe(403);
    const text = (await read(token)).body;
    expect(text.split('\n').map((line) => (line ? JSON.parse(line).what : ''))).toEqual([
      'account.create',
      'account.create',
      'login',
      'login',
      '',
    ]);
    expect(await accounts.audit.verify()).toMatchObject({ kind: 'whole', rows: 4 });
    await sql.query("UPDATE audit SET who = 'nobody' WHERE seq = 2");
    expect(await accounts.audit.verify()).toMatchObject({ kind: 'broken', seq: 2 });
  });

  test('a token ends after a quarter of an hour without use; at the broker a page is a visitor without one', async () => {
    const asked = (password?: string) =>
      hub.accessPolicy.allows(
        { door: 'web', ...(password === undefined ? {} : { password }) },
        'subscribe',
        'shapan/audit/rows',
      );
    const { token } = (await post('/accounts/login', { name: 'the auditor', password: PASSWORD })).json();
    expect([asked(token), asked(), asked('x'.repeat(43))]).toEqual([true, false, false]);
    for (const topic of ['v1.1/x', 'devices/pump-1/set', 'shapan/alarms/acts'])
      expect(hub.accessPolicy.allows({ door: 'web', password: token }, 'publish', topic)).toBe(false);
    nowMs += 15 * 60_000;
    expect(asked(token)).toBe(false);
    expect(accounts.sessionOf(token)).toBeNull();
  });

  test('an act on an alarm needs the right, bears the name of the login whatever the page says, and is told to all', async () => {
    const administrator2 = (await post('/accounts/login', { name: '管理员', password: PASSWORD })).json();
    await post(
      '/accounts',
      { name: '值班长', role: 'dispatcher', password: PASSWORD, scope: EVERYTHING },
      administrator2.token,
    );
    administrator = administrator2.token;
    const { token } = (await post('/accounts/login', { name: '值班长', password: PASSWORD })).json();
    const act = { key: 'sn-pond-0001/1 alarm', event: { kind: 'acknowledge', atMs: nowMs, by: 'someone else' } };
    expect((await post('/alarms/acts', act)).statusCode).toBe(401);
    expect((await post('/alarms/acts', act, administrator2.token)).statusCode).toBe(403);
    expect((await post('/alarms/acts', { ...act, event: { kind: 'raise', atMs: nowMs } }, token)).statusCode).toBe(400);
    const rest = await accounts.audit.rows(1, 100);
    expect((await post('/alarms/acts', act, token)).statusCode).toBe(201);
    const told = { key: act.key, event: { kind: 'acknowledge', atMs: nowMs, by: '值班长' } };
    expect(published).toEqual([`${ACTS_TOPIC} ${JSON.stringify(told)}`]);
    expect((await http.inject('/alarms/acts')).json()).toEqual({ acts: [told] });
    const [row] = await accounts.audit.rows(rest.length + 1, 10);
    expect(row).toMatchObject({ who: '值班长', role: 'dispatcher', what: 'alarm.acknowledge', of: act.key });
  });

  test('a link makes one account of the role and scope that an administrator gave it; the name is its own', async () => {
    const scope = { areas: ['EAST'], classes: ['pond'] };
    expect((await post('/accounts/invites', { role: 'king', scope }, administrator)).statusCode).toBe(400);
    const { invite } = (await post('/accounts/invites', { role: 'dispatcher', scope }, administrator)).json();
    const accept = (name: string) => post('/accounts/invited', { invite, name, password: PASSWORD });
    expect((await accept('管理员')).json()).toMatchObject({ code: 409, word: 'takenName' });
    expect((await accept('调度甲')).json()).toMatchObject({ name: '调度甲', role: 'dispatcher', scope });
    expect((await accept('调度乙')).json()).toMatchObject({ code: 403, word: 'usedInvite' });
  });

  test('an account is changed and closed: its logins end, its name stays taken, and one administrator remains', async () => {
    const ask = (method: 'PATCH' | 'DELETE', name: string, body?: object) =>
      http.inject({
        method,
        url: `/accounts/${encodeURIComponent(name)}`,
        ...(body ? { payload: body } : {}),
        headers: { authorization: `Bearer ${administrator}` },
      });
    for (const refused of [await ask('PATCH', '管理员', { role: 'auditor' }), await ask('DELETE', '管理员')])
      expect(refused.json()).toMatchObject({ code: 409, word: 'lastAdministrator' });
    expect((await ask('PATCH', '值班长', { role: 'king' })).statusCode).toBe(400);
    expect((await ask('PATCH', '值班长', { password: 'short' })).statusCode).toBe(400);
    const next = 'battery staple correct';
    const changed = await ask('PATCH', '值班长', { role: 'controller', password: next });
    expect(changed.json()).toEqual({ name: '值班长', role: 'controller', scope: EVERYTHING });
    const login = (password: string) => post('/accounts/login', { name: '值班长', password });
    expect((await login(PASSWORD)).statusCode).toBe(401);
    const session = (await login(next)).json();
    expect(session.role).toBe('controller');
    expect((await ask('DELETE', '值班长')).statusCode).toBe(204);
    expect(accounts.sessionOf(session.token)).toBeNull();
    expect((await login(next)).statusCode).toBe(401);
    expect((await ask('DELETE', '值班长')).statusCode).toBe(404);
    const again = { name: '值班长', role: 'dispatcher', password: PASSWORD };
    expect((await post('/accounts', again, administrator)).statusCode).toBe(409);
    const told = parseAccounts(
      (await http.inject({ url: '/accounts', headers: { authorization: `Bearer ${administrator}` } })).json(),
    );
    expect(told.accounts.at(-1)).toMatchObject({ name: '值班长', role: 'controller', isClosed: true });
    const rows = await accounts.audit.rows(1, 100);
    expect(rows.slice(-5).map(({ what }) => what)).toEqual([
      'account.change',
      'login.refused',
      'login',
      'account.close',
      'login.refused',
    ]);
    expect(JSON.stringify(rows)).not.toContain(next);
  });

  test('who is closed or set back while logging in is not in afterwards, whatever the login answered', async () => {
    const ask = (method: 'PATCH' | 'DELETE', name: string, body?: object) =>
      http.inject({
        method,
        url: `/accounts/${name}`,
        ...(body ? { payload: body } : {}),
        headers: { authorization: `Bearer ${administrator}` },
      });
    for (const [name, change] of [
      ['racer0', () => ask('DELETE', 'racer0')],
      ['racer1', () => ask('PATCH', 'racer1', { role: 'visitor' })],
    ] as const) {
      await post('/accounts', { name, role: 'controller', password: PASSWORD, scope: EVERYTHING }, administrator);
      const [login, changed] = await Promise.all([post('/accounts/login', { name, password: PASSWORD }), change()]);
      expect(changed.statusCode).toBeLessThan(300);
      const session = accounts.sessionOf(login.json().token);
      expect(session?.role ?? 'visitor').toBe('visitor');
    }
  });

  test('of two administrators who close each other at once one remains', async () => {
    const second = { name: 'second', role: 'administrator', password: PASSWORD, scope: EVERYTHING };
    await post('/accounts', second, administrator);
    const { token } = (await post('/accounts/login', { name: 'second', password: PASSWORD })).json();
    const close = (name: string, bearer: string) =>
      http.inject({
        method: 'DELETE',
        url: `/accounts/${encodeURIComponent(name)}`,
        headers: { authorization: `Bearer ${bearer}` },
      });
    const codes = (await Promise.all([close('second', administrator), close('管理员', token)])).map(
      ({ statusCode }) => statusCode,
    );
    expect(codes.sort()).toEqual([204, 401]);
  });

  test('a password that everybody would try is refused, with a sentence', async () => {
    const made = await post(
      '/accounts',
      { name: 'weak', role: 'analyst', password: 'aaaaaaaaaaaa', scope: EVERYTHING },
      administrator,
    );
    expect(made.json()).toMatchObject({ code: 400, word: 'weakPassword' });
  });

  test('errors of the server itself have the shape of all refusals, and of the inside nothing is told', async () => {
    const broken = await http.inject({
      method: 'POST',
      url: '/accounts/login',
      payload: '{"name":',
      headers: { 'content-type': 'application/json' },
    });
    expect(broken.json()).toMatchObject({ code: 400, type: 'error', error: { code: 'bad-request' } });
    expect((await http.inject('/nowhere?secret=1')).json()).toMatchObject({
      code: 404,
      type: 'error',
      message: 'there is no /nowhere',
    });
    const large = await http.inject({ method: 'POST', url: '/accounts/login', payload: { name: 'x'.repeat(2e6) } });
    expect(large.json()).toMatchObject({ code: 413, error: { code: 'too-large' } });
  });

  test('the ninth try within a minute is refused unheard', async () => {
    // The minute may turn once while they are tried: of seventeen, nine fall into one.
    const tries = [];
    for (let i = 0; i < 17; i++) tries.push((await post('/accounts/login', { name: '', password: 'x' })).statusCode);
    expect(tries).toContain(429);
  });
});
