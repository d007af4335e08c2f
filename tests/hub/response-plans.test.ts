import { rm } from 'node:fs/promises';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Accounts } from '../../hub/accounts/account-parts.ts';
import { openAccounts } from '../../hub/accounts/accounts.ts';
import { EVERYTHING } from '../../hub/accounts/scope.ts';
import { NO_DEVICES } from '../../hub/devices/devices.ts';
import { openHealth } from '../../hub/health.ts';
import { DEFAULT_GUARD, type Hub } from '../../hub/hub.ts';
import { openResponsePlans } from '../../hub/incidents/response-plans.ts';
import { openDatabase } from '../../hub/schema.ts';
import { registerSensors } from '../../hub/sensor-things/catalogue.ts';
import { openPlaces } from '../../hub/sensor-things/places.ts';
import type { OpenSql } from '../../hub/sql/sql.ts';
import { RESPONSE_PLANS_TOPIC } from '../../model/hub/topics.ts';
import { parseSharedResponsePlans } from '../../model/incidents/shared-response-plan.ts';
import { jsonHash } from '../../model/text/json-hash.ts';
import { HAND_PLAN } from '../model/incidents/log.ts';
import { newDataFolder } from './data-folder.ts';
import { DATABASES, newDatabase, type TestDatabase } from './databases.ts';

const QUICK_N = 2 ** 10;
const PASSWORD = 'correct horse battery';
const OTHER = { ...HAND_PLAN, title: { zh: '另一份', en: 'Another' } };

describe.each(DATABASES)('shared response plans, %s database', (kind) => {
  let folder = '';
  let database: TestDatabase | null = null;
  let http: FastifyInstance;
  let sql: OpenSql;
  let accounts: Accounts;
  const tokens: Record<string, string> = {};
  const told: string[] = [];
  const as = (who: string) => (tokens[who] === undefined ? {} : { authorization: `Bearer ${tokens[who]}` });
  const share = (who: string, plan: unknown, after: unknown) =>
    http.inject({ method: 'POST', url: '/response-plans', payload: { plan, after }, headers: as(who) });
  const remove = async (who: string, id: string) =>
    (await http.inject({ method: 'DELETE', url: `/response-plans/${encodeURIComponent(id)}`, headers: as(who) }))
      .statusCode;
  const list = async (who = 'nobody') =>
    parseSharedResponsePlans(
      (await http.inject({ method: 'GET', url: '/response-plans', headers: as(who) })).json(),
      'plans',
      (error) => expect.fail(String(error)),
    );

  beforeAll(async () => {
    folder = await newDataFolder();
    database = await newDatabase(kind);
    sql = await openDatabase({ folder, databaseUrl: database?.url, ownThread: false });
    await registerSensors(sql, 'small', []);
    http = Fastify();
    const hub: Hub = {
      http,
      sql,
      bus: { publish: async (topic) => void told.push(topic), subscribe: async () => () => {} },
      folder,
      nowMs: () => Date.UTC(2026, 10, 26),
      places: await openPlaces(sql, null),
      health: openHealth(),
      zone: 'Asia/Shanghai',
      devices: NO_DEVICES,
      accessPolicy: DEFAULT_GUARD,
    };
    const lines: string[] = [];
    accounts = await openAccounts(hub, (line) => lines.push(line), { scryptN: QUICK_N, visitors: EVERYTHING });
    await openResponsePlans(hub, accounts);
    await http.listen({ host: '127.0.0.1', port: 0 });
    const send = (url: string, payload: object, headers = {}) => http.inject({ method: 'POST', url, payload, headers });
    const invite = /invite=([\w-]+)/.exec(lines[0])?.[1];
    const made = await send('/accounts/invited', { invite, name: 'administrator', password: PASSWORD });
    tokens.administrator = made.json().token;
    for (const role of ['dispatcher', 'controller', 'planner'] as const) {
      const account = { name: role, role, password: PASSWORD, scope: EVERYTHING };
      await send('/accounts', account, as('administrator'));
      tokens[role] = (await send('/accounts/login', { name: role, password: PASSWORD })).json().token;
    }
  });

  afterAll(async () => {
    accounts.close();
    await http.close();
    await sql.close();
    await database?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('who acts in incidents shares one: all read it, pages are told, and its hash stands in the audit', async () => {
    expect(await list()).toEqual([]);
    const answer = await share('dispatcher', HAND_PLAN, 0);
    expect(answer.statusCode).toBe(201);
    const [shared] = await list();
    expect(shared).toMatchObject({ id: HAND_PLAN.id, revision: 1, who: 'dispatcher', atMs: Date.UTC(2026, 10, 26) });
    expect(shared.plan?.steps.length).toBe(HAND_PLAN.steps.length);
    expect(answer.json()).toEqual(shared);
    expect(told).toEqual([RESPONSE_PLANS_TOPIC]);
    const rows = await sql.query<{ detail: string }>("SELECT detail FROM audit WHERE what = 'responsePlan.share'");
    expect(JSON.stringify(rows)).toContain(jsonHash(shared.plan));
  });

  test('who may not act shares none; a broken plan is refused by its step; nothing is kept', async () => {
    const before = await list();
    const broken = { ...HAND_PLAN, steps: [{ ...HAND_PLAN.steps[0], limitMin: '25' }] };
    const answers = [
      await share('nobody', OTHER, 1),
      await share('planner', OTHER, 1),
      await share('administrator', OTHER, 1),
      await share('dispatcher', broken, 1),
      await share('dispatcher', 'no plan', 1),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 403, 403, 400, 400]);
    expect(JSON.stringify(answers[3].json())).toContain('limitMin');
    expect(await remove('planner', HAND_PLAN.id)).toBe(403);
    expect(await list()).toEqual(before);
  });

  test('of two that change the same revision the second is told who was first, and goes on from there', async () => {
    const both = await Promise.all([share('dispatcher', OTHER, 1), share('controller', HAND_PLAN, 1)]);
    expect(both.map(({ statusCode }) => statusCode).sort((a, b) => a - b)).toEqual([201, 409]);
    const refused = both.find(({ statusCode }) => statusCode === 409)?.json();
    const [{ revision, who }] = await list();
    expect(revision).toBe(2);
    expect(refused.error).toMatchObject({ code: 'plan-shared-since', values: { id: HAND_PLAN.id, revision: 2, who } });
    expect((await share('controller', HAND_PLAN, 2)).statusCode).toBe(201);
  });

  test('it is taken back, which is a revision too, and shared again after that', async () => {
    expect(await remove('controller', HAND_PLAN.id)).toBe(204);
    expect(await remove('controller', HAND_PLAN.id)).toBe(404);
    expect(await remove('controller', '没有')).toBe(404);
    expect(await list()).toMatchObject([{ id: HAND_PLAN.id, revision: 4, plan: null, who: 'controller' }]);
    expect((await share('dispatcher', HAND_PLAN, 0)).statusCode).toBe(409);
    expect((await share('dispatcher', HAND_PLAN, 4)).statusCode).toBe(201);
    const rows = await sql.query<{ n: number }>('SELECT count(*)::int AS n FROM documents');
    expect(rows[0].n).toBe(5);
  });
});
