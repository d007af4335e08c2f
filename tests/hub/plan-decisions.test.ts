import { rm } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Accounts } from '../../hub/accounts/account-parts.ts';
import { openAccounts } from '../../hub/accounts/accounts.ts';
import { EVERYTHING, NOTHING } from '../../hub/accounts/scope.ts';
import { checkSignatures } from '../../hub/audit/audit-signatures.ts';
import { NO_DEVICES } from '../../hub/devices/devices.ts';
import { openDocuments } from '../../hub/documents/documents.ts';
import { openHealth } from '../../hub/health.ts';
import { DEFAULT_GUARD, type Hub } from '../../hub/hub.ts';
import { openPlanDecisions } from '../../hub/plans/plan-decisions.ts';
import { openSharedBasis } from '../../hub/plans/shared-basis.ts';
import { openSharedPlans } from '../../hub/plans/shared-plans.ts';
import { openSharedRules } from '../../hub/plans/shared-rules.ts';
import { openSignerKeys } from '../../hub/plans/signer-keys.ts';
import { openDatabase } from '../../hub/schema.ts';
import { registerSensors } from '../../hub/sensor-things/catalogue.ts';
import { openPlaces } from '../../hub/sensor-things/places.ts';
import type { OpenSql } from '../../hub/sql/sql.ts';
import { inflateLimit } from '../../model/inflate-limit.ts';
import { BASE_PLAN_BASIS } from '../../model/plans/base-basis.ts';
import { basisText } from '../../model/plans/plan-basis.ts';
import { brokenAt, decisionsOf } from '../../model/plans/plan-journal.ts';
import { type PlanRules, rulesStamp } from '../../model/plans/plan-rules.ts';
import { parseSharedBasis } from '../../model/plans/shared-basis.ts';
import { parseSharedPlans } from '../../model/plans/shared-plan.ts';
import { SUN_RULES } from '../../model/questions/sun-rules.ts';
import { numbersHash, sunNumbers, withNumber } from '../../model/rules/numbers.ts';
import { type RuleRecord, releaseHash } from '../../model/rules/rule-record.ts';
import { parseSharedRules } from '../../model/rules/shared-rules.ts';
import { sha256 } from '../../model/sha256.ts';
import { makeKeyFile, openKeyFile, signWithKey } from '../../model/signatures/key-file.ts';
import { keyId } from '../../model/signatures/statement.ts';
import { newDataFolder } from './data-folder.ts';
import { DATABASES, newDatabase, type TestDatabase } from './databases.ts';

/** The product's cost of scrypt takes half a second of CPU each time. */
const QUICK_N = 2 ** 10;
const PASSWORD = 'correct horse battery';
const NO_HASH = '0'.repeat(64);

describe.each(DATABASES)('plans, %s database', (kind) => {
  let folder = '';
  let database: TestDatabase | null = null;
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

  async function openOn(
    sql: OpenSql,
  ): Promise<{ http: FastifyInstance; hub: Hub; accounts: Accounts; lines: string[] }> {
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
    const accounts = await openAccounts(hub, (line) => lines.push(line), { scryptN: QUICK_N, visitors: EVERYTHING });
    const signers = await openSignerKeys(hub, accounts);
    await openPlanDecisions(hub, accounts, signers);
    await openSharedPlans(hub, accounts);
    await openSharedBasis(hub, accounts);
    await openSharedRules(hub, accounts, signers);
    await http.listen({ host: '127.0.0.1', port: 0 });
    return { http, hub, accounts, lines };
  }

  beforeAll(async () => {
    folder = await newDataFolder();
    database = await newDatabase(kind);
    sql = await openDatabase({ folder, databaseUrl: database?.url, ownThread: false });
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
  });

  afterAll(async () => {
    accounts.close();
    await http.close();
    await sql.close();
    await database?.stop();
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

  test('a page that has the record asks for what came after, and gets no more', async () => {
    const { entries, head } = await read('visitor');
    const since = async (seq: number) =>
      (await http.inject({ method: 'GET', url: `/plans/decisions?since=${seq}`, headers: as('visitor') })).json();
    expect(await since(1)).toEqual({ head, count: entries.length, entries: entries.slice(1) });
    expect((await since(entries.length)).entries).toEqual([]);
  });

  describe('shared plans', () => {
    const text = (name: string) =>
      new TextEncoder().encode(JSON.stringify({ type: 'FeatureCollection', features: [], name }));
    const infoOf = (bytes: Uint8Array, id = 'own-0123456789ab') => ({
      id,
      authority: { zh: '规划局', en: 'Planning' },
      name: { zh: '控规', en: 'Detailed plan' },
      version: '1',
      status: 'draft',
      codes: 'mnr-2023',
      source: { name: { zh: 'a', en: 'a' }, licence: '', crs: 'EPSG:4326' },
      file: `plans/${id}.geojson`,
      hash: sha256([bytes]),
      count: 0,
    });
    const share = (who: string, payload: object) =>
      http.inject({ method: 'POST', url: '/plans/shared', payload, headers: as(who) });
    const packed = (bytes: Uint8Array) => gzipSync(bytes).toString('base64');
    const get = (url: string) => http.inject({ method: 'GET', url, headers: as('visitor') });
    const list = async () => parseSharedPlans((await get('/plans/shared')).json(), 'shared');
    const first = text('first');
    const second = text('second');

    test('are for all who read; each file is one revision more, kept with who shared it and noted in the audit', async () => {
      const shared = await share('analyst', { info: infoOf(first), gz: packed(first), after: 0 });
      expect(shared.statusCode).toBe(201);
      expect(await list()).toMatchObject([{ revision: 1, who: 'analyst', withdrawn: null, info: infoOf(first) }]);
      expect((await share('planner', { info: infoOf(second), gz: packed(second), after: 1 })).json().revision).toBe(2);
      const file = await get('/plans/shared/own-0123456789ab/1');
      expect(file.headers['content-encoding']).toBe('gzip');
      expect(new Uint8Array(gunzipSync(file.rawPayload))).toEqual(first);
      const audit = (await accounts.audit.rows(1, 200)).filter(({ what }) => what === 'plan.share');
      expect(audit.map(({ who, of, detail }) => [who, of, detail.hash])).toEqual([
        ['analyst', 'own-0123456789ab', sha256([first])],
        ['planner', 'own-0123456789ab', sha256([second])],
      ]);
    });

    test('of two who share at once one is believed; who saw an old revision is refused', async () => {
      const payload = { info: infoOf(first), gz: packed(first), after: 2 };
      const both = await Promise.all([share('analyst', payload), share('planner', payload)]);
      expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
      expect((await share('analyst', payload)).json().error.code).toBe('plan-moved');
      expect((await list()).map(({ revision }) => revision)).toEqual([3]);
    });

    test('another file than the stated one, none, a bomb, a plan of the city and a foreign field are refused; nothing is kept', async () => {
      const before = await list();
      const info = infoOf(first, 'own-aaaaaaaaaaaa');
      const bomb = gzipSync(Buffer.alloc(inflateLimit(0, 1e9) + 1)).toString('base64');
      const answers = [
        await share('analyst', { info, gz: packed(second), after: 0 }),
        await share('analyst', { info, gz: 'not packed', after: 0 }),
        await share('analyst', { info, after: 0 }),
        await share('analyst', { info, gz: bomb, after: 0 }),
        await share('analyst', { info: infoOf(first, 'kg'), gz: packed(first), after: 0 }),
        await share('analyst', { info: { ...info, status: 'secret' }, gz: packed(first), after: 0 }),
        await share('visitor', { info, gz: packed(first), after: 0 }),
        await share('controller', { info, gz: packed(first), after: 0 }),
      ];
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 400, 400, 400, 400, 400, 403, 403]);
      expect(answers.slice(0, 5).map((answer) => answer.json().error.code)).toEqual([
        'plan-hash',
        'plan-packed',
        'plan-packed',
        'plan-packed',
        'plan-in-city',
      ]);
      expect(await list()).toEqual(before);
    });

    test('who shared a plan or a planner takes it back; every revision stays, and it can be shared again', async () => {
      const own = { info: infoOf(first, 'own-bbbbbbbbbbbb'), gz: packed(first) };
      const remove = async (who: string, id = own.info.id) =>
        (await http.inject({ method: 'DELETE', url: `/plans/shared/${id}`, headers: as(who) })).statusCode;
      await share('planner', { ...own, after: 0 });
      expect(await remove('analyst')).toBe(403);
      expect(await remove('other-planner')).toBe(204);
      expect(await remove('other-planner')).toBe(404);
      expect((await list()).find(({ info }) => info.id === own.info.id)?.withdrawn).toMatchObject({
        who: 'other-planner',
      });
      expect((await get(`/plans/shared/${own.info.id}/1`)).statusCode).toBe(200);
      expect((await get(`/plans/shared/${own.info.id}/2`)).statusCode).toBe(404);
      expect((await get(`/plans/shared/${own.info.id}/one`)).statusCode).toBe(404);
      expect((await share('planner', { ...own, after: 1 })).statusCode).toBe(201);
    });

    test('the content of old revisions is forgotten where a number is kept, the newest never, and each time noted in the audit', async () => {
      const id = 'own-cccccccccccc';
      for (const after of [0, 1, 2, 3]) await share('analyst', { info: infoOf(first, id), gz: packed(first), after });
      const statuses = () =>
        Promise.all([1, 2, 3, 4].map(async (n) => (await get(`/plans/shared/${id}/${n}`)).statusCode));
      expect(await statuses()).toEqual([200, 200, 200, 200]);
      const listed = await list();
      await openDocuments({ ...hub, keepRevisions: 2 }, accounts, 'plan');
      expect(await statuses()).toEqual([404, 404, 200, 200]);
      expect(await list()).toEqual(listed);
      const notes = (await accounts.audit.rows(1, 500)).filter(
        ({ what, of }) => what === 'document.prune' && of === id,
      );
      expect(notes.map(({ who, detail }) => [who, detail])).toEqual([
        ['hub', { kind: 'plan', first: 1, last: 2, count: 2, kept: 2 }],
      ]);
      // Once is enough.
      await openDocuments({ ...hub, keepRevisions: 2 }, accounts, 'plan');
      expect(
        (await accounts.audit.rows(1, 500)).filter(({ of, what }) => what === 'document.prune' && of === id),
      ).toEqual(notes);
    });

    test('of a response plan that is forgotten the row goes, the one that takes it back stays', async () => {
      await sql.run(`INSERT INTO documents (kind, id, revision, head, body, who, at_ms)
        VALUES ('response-plan', 'flood', 1, '{}', '', 'a', 0), ('response-plan', 'flood', 2, NULL, '', 'a', 0)`);
      const kept = await openDocuments({ ...hub, keepRevisions: 1 }, accounts, 'response-plan');
      expect((await kept.revisionsOf('flood')).map(({ revision, head }) => [revision, head])).toEqual([[2, null]]);
    });
  });

  describe('shared rules and crosswalk', () => {
    const own = (edition: string, minAreaM2: number): PlanRules => ({
      ...BASE_PLAN_BASIS.rules,
      edition,
      slivers: { minAreaM2, minWidthM: 0.5 },
    });
    const share = (who: string, text: string, after: number, part = 'rules') =>
      http.inject({ method: 'POST', url: '/plans/basis', payload: { part, text, after }, headers: as(who) });
    const get = (url: string) => http.inject({ method: 'GET', url, headers: as('visitor') });
    const list = async () => parseSharedBasis((await get('/plans/basis')).json(), 'basis');
    const remove = async (who: string, part = 'rules') =>
      (await http.inject({ method: 'DELETE', url: `/plans/basis/${part}`, headers: as(who) })).statusCode;

    test('a planner gives them to all who read; each is a revision with its hash, kept and noted in the audit', async () => {
      expect(await list()).toEqual([]);
      const rules = own('3 + own 1', 4);
      expect((await share('planner', JSON.stringify(rules), 0)).statusCode).toBe(201);
      const [shared] = await list();
      const { hash } = rulesStamp(rules);
      expect(shared).toMatchObject({
        part: 'rules',
        revision: 1,
        edition: '3 + own 1',
        hash,
        who: 'planner',
        withdrawn: null,
      });
      expect((await get('/plans/basis/rules/1')).payload).toBe(basisText(rules));
      const rows = await sql.query<{ detail: string }>("SELECT detail FROM audit WHERE what = 'plan.shareBasis'");
      expect(JSON.stringify(rows)).toContain(hash);
    });

    test('who does not sign shares none; a broken set, an old revision and an edition of other content are refused; nothing is kept', async () => {
      const before = await list();
      const next = basisText(own('3 + own 2', 5));
      expect((await share('analyst', next, 1)).statusCode).toBe(403);
      expect((await share('visitor', next, 1)).statusCode).toBe(403);
      const answers = [
        await share('planner', next, 0),
        await share('planner', basisText(own('3 + own 1', 5)), 1),
        await share('planner', '{"format":1}', 1),
        await share('planner', JSON.stringify({ ...own('x', 5), slivers: { minAreaM2: 900, minWidthM: 0 } }), 1),
        await share('planner', next, 1, 'weather'),
        await share('planner', ' '.repeat(1.5e6), 1),
      ];
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([409, 409, 400, 400, 400, 400]);
      expect(answers.slice(0, 2).map((answer) => answer.json().error.code)).toEqual(['plan-moved', 'basis-edition']);
      expect(JSON.stringify(answers[3].json())).toContain('slivers.minAreaM2');
      expect(await list()).toEqual(before);
    });

    test('of two at once one is kept; a planner takes it back, it stays readable, and the next is shared again', async () => {
      const payload = basisText(own('3 + own 2', 5));
      const both = await Promise.all([share('planner', payload, 1), share('other-planner', payload, 1)]);
      expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
      expect(await remove('analyst')).toBe(403);
      expect(await remove('other-planner')).toBe(204);
      expect([await remove('planner'), await remove('planner', 'crosswalk')]).toEqual([404, 404]);
      expect((await list())[0]).toMatchObject({ revision: 2, withdrawn: { who: 'other-planner' } });
      expect((await get('/plans/basis/rules/2')).statusCode).toBe(200);
      expect((await get('/plans/basis/rules/9')).statusCode).toBe(404);
      expect((await share('planner', payload, 2)).statusCode).toBe(201);
      const codes = { ...BASE_PLAN_BASIS.crosswalk, edition: 'town' };
      expect((await share('planner', basisText(codes), 0, 'crosswalk')).statusCode).toBe(201);
      expect((await list()).map(({ part, revision }) => [part, revision])).toEqual([
        ['rules', 3],
        ['crosswalk', 1],
      ]);
    });
  });

  describe('shared rules with their releases', () => {
    const numbers = sunNumbers(SUN_RULES[0]);
    const record = (minMinutes: number): RuleRecord => {
      const own = withNumber(numbers, ['minMinutes'], minMinutes);
      const hash = numbersHash('sun', 'great-cold-2h', own);
      const text = { edition: 'GB 50180-2018', clause: '4.0.9', page: '12', scan: null };
      const person = { unit: '规划院', role: '总工', who: 'somebody else', by: 'page' as const, on: '2026-11-29' };
      return {
        subject: 'sun',
        id: 'great-cold-2h',
        label: SUN_RULES[0].label,
        numbers: { ...own },
        release: { ...person, ...text, hash },
      };
    };
    const share = (who: string, one: object, after: number) =>
      http.inject({ method: 'POST', url: '/rules', payload: { record: one, after }, headers: as(who) });
    const list = async () =>
      parseSharedRules((await http.inject({ method: 'GET', url: '/rules', headers: as('visitor') })).json(), 'rules');

    test('a planner confirms a rule for all in the name of the login; the audit has the office, the clause and the hash', async () => {
      expect((await share('planner', record(120), 0)).statusCode).toBe(201);
      const [shared] = await list();
      expect(shared).toMatchObject({ revision: 1, who: 'planner', withdrawn: null });
      expect(shared.record.release).toMatchObject({ unit: '规划院', who: 'planner', by: 'hub' });
      const [noted] = await sql.query<{ detail: object }>("SELECT detail FROM audit WHERE what = 'rule.confirm'");
      expect(noted.detail).toMatchObject({
        unit: '规划院',
        clause: '4.0.9',
        hash: numbersHash('sun', 'great-cold-2h', numbers),
      });
    });

    test('who does not sign confirms nothing; an old revision and numbers that were not confirmed are refused', async () => {
      const forged = { ...record(120), numbers: withNumber(numbers, ['minMinutes'], 60) };
      const answers = [
        await share('analyst', record(180), 1),
        await share('visitor', record(180), 1),
        await share('planner', record(180), 0),
        await share('planner', forged, 1),
      ];
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403, 409, 400]);
      expect(answers[2].json().error.code).toBe('moved');
      expect(answers[3].json().error.code).toBe('release-of-other');
    });

    test('a confirmation that is taken back holds no more, and the next one is another revision', async () => {
      const take = async (who: string) =>
        (await http.inject({ method: 'DELETE', url: '/rules/sun/great-cold-2h', headers: as(who) })).statusCode;
      expect([await take('analyst'), await take('planner'), await take('planner')]).toEqual([403, 204, 404]);
      expect((await list())[0].withdrawn?.who).toBe('planner');
      expect((await share('planner', { ...record(180), release: null }, 1)).statusCode).toBe(201);
      expect(await list()).toMatchObject([{ revision: 2, withdrawn: null, record: { release: null } }]);
    });
  });

  describe('signatures by keys of people', () => {
    const ask = (method: 'POST' | 'DELETE', url: string, payload: object = {}) =>
      http.inject({ method, url, payload, headers: as('planner') });

    test('a confirmation with a right signature is kept; a forged one, one of another person and one by a revoked key are refused', async () => {
      const nowMs = hub.nowMs();
      const person = { who: 'planner', unit: '规划院', fromMs: nowMs, untilMs: nowMs + 86_400_000 };
      const file = await makeKeyFile(person, 'a long passphrase', 100_000);
      const key = (await openKeyFile(file, 'a long passphrase')) ?? expect.fail();
      const text = { edition: 'x', clause: 'x', page: '1', scan: null };
      const by = { unit: '规划院', role: '总工', who: 'planner', by: 'hub' as const, on: '2026-11-29' };
      const hash = numbersHash('sun', 'beijing', sunNumbers(SUN_RULES[3]));
      const bare: RuleRecord = {
        subject: 'sun',
        id: 'beijing',
        label: SUN_RULES[3].label,
        numbers: { ...sunNumbers(SUN_RULES[3]) },
        release: { ...by, ...text, hash },
      };
      const statement = {
        kind: 'rule-release' as const,
        city: 'x',
        of: 'sun/beijing',
        hash: releaseHash(bare),
        says: '',
        who: 'planner',
        at: new Date(nowMs).toISOString(),
      };
      const signed = async (part: object) => {
        const signature = await signWithKey(key, file.key.publicKey, { ...statement, ...part });
        const release = { ...by, ...text, hash, signature };
        return ask('POST', '/rules', { record: { ...bare, release }, after: 0 });
      };
      const codeOf = async (part: object) => {
        const answer = await signed(part);
        return answer.statusCode === 201 ? 'right' : answer.json().message.split(': ').at(-1);
      };
      expect(await codeOf({})).toBe('its key is none that is registered');
      expect((await ask('POST', '/signer-keys', { key: file.key })).statusCode).toBe(201);
      expect((await ask('POST', '/signer-keys', { key: file.key })).statusCode).toBe(409);
      expect(await codeOf({ who: 'somebody' })).toBe('its key belongs to another person');
      expect(await codeOf({ of: 'sun/hangzhou' })).toBe('it was given on something else');
      expect(await codeOf({ at: new Date(nowMs - 86_400_000).toISOString() })).toBe(
        'its time is not that of the record',
      );
      expect(await codeOf({})).toBe('right');
      const rows = await accounts.audit.rows(1, 500);
      expect((await checkSignatures(rows)).map(({ of, verdict }) => [of, verdict])).toEqual([['sun/beijing', 'right']]);
      const id = keyId(file.key.publicKey);
      expect((await ask('DELETE', `/signer-keys/${id}`)).statusCode).toBe(204);
      expect((await ask('DELETE', `/signer-keys/${id}`)).statusCode).toBe(404);
      expect(await codeOf({})).toBe('its key was revoked before');
    });
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
});
