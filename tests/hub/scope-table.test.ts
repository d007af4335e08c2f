import { readFileSync, writeFileSync } from 'node:fs';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVERYTHING, NOTHING } from '../../hub/accounts/scope.ts';
import { ROLES, type Scope } from '../../model/accounts/accounts.ts';
import { HAND_PLAN } from '../model/incidents/log.ts';
import { type Elsewhere, serveElsewhere } from './feature-services/elsewhere.ts';
import {
  actOf,
  caseOf,
  lineOf,
  ownSensorOf,
  PARTS,
  type Part,
  placeOf,
  planId,
  planOf,
  responsePlanOf,
  ruleRecord,
  ruleText,
  SCOPE,
  signerKey,
  vitalsBoard,
} from './scope-parts.ts';
import { DEVICE_TOKEN, openWholeHub, type WholeHub } from './whole-hub.ts';

/**
 * Route × role × scope × visitors. The table is made of what the routes declare and of requests to each of them, and compared with
 * `scope-table.md`; `UPDATE_SCOPE_TABLE=1` writes that file anew, for a person to read what changed.
 */
const FILE = new URL('./scope-table.md', import.meta.url);

const THING: Record<Part, string> = { W: 'sn-pond-0001', E: 'sn-pond-0002', C: 'sn-river-0001' };
const STREAM: Record<Part, number> = { W: 1, E: 2, C: 4 };
/** Shares the board of vitals: its answer names who did, and nothing of what is on it. */
const BOARD_AUTHOR = 'dispatcher mark-C';

/** What an answer must hold to speak of a part; the pump lies in the east. */
const isOf = (part: Part, body: string): boolean =>
  body.includes(`mark-${part}`) || body.includes(THING[part]) || (part === 'E' && body.includes('sn-pump-0001'));

/** The scopes of accounts, as the columns of the table. */
const SCOPES: Record<string, Scope> = { 'whole city': EVERYTHING, 'one district': SCOPE.W, nothing: NOTHING };

interface Asker {
  token: string | undefined;
  address: string;
}

let whole: WholeHub;
let elsewhere: Elsewhere;
/** The hub asks it each time: a test changes what visitors are shown. */
const visitors: Scope = { ...EVERYTHING };
const askers = new Map<string, Asker>();
/** Who made what lies in each part. */
const authors: Record<string, string> = {};
let hallKey = '';
let count = 0;

/** A sender and a number of its own for each: limits by address are no matter of scope. */
const asker = (token: string | undefined): Asker => ({ token, address: `10.0.0.${++count}` });

async function send({ token, address }: Asker, method: string, url: string, payload?: object) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return whole.http.inject({
    method: method as 'GET',
    url,
    remoteAddress: address,
    headers,
    ...(payload && { payload }),
  });
}

async function loggedIn(name: string, role: string, scope: Scope): Promise<string> {
  const token = await whole.login(name, role, scope);
  if (!token) throw new Error(`${name}: expected to log in`);
  return token;
}

const by = (name: string): Asker => ({ token: authors[name], address: '10.0.1.1' });

async function made(name: string, method: string, url: string, payload?: object) {
  const answer = await send(by(name), method, url, payload);
  if (answer.statusCode >= 300) throw new Error(`${name} ${method} ${url}: ${answer.statusCode} ${answer.body}`);
  return answer.body === '' ? null : answer.json();
}

const caseIds = {} as Record<Part, string>;

/** Something of every kind in every part, by people of that part. */
async function fill(): Promise<void> {
  for (const part of PARTS)
    for (const role of ['planner', 'dispatcher', 'controller', 'administrator'])
      authors[`${role} ${part}`] = await loggedIn(`author ${role} ${part}`, role, SCOPE[part]);
  const nowMs = Date.now();
  const rowOf = (part: Part) => {
    const times = { phenomenonMs: nowMs, resultMs: nowMs, receivedMs: nowMs };
    return { datastream: STREAM[part], ...times, result: 1, feature: STREAM[part] };
  };
  await whole.hub.ingest.bring(PARTS.map(rowOf));
  for (const part of PARTS) {
    const words = { zh: 'x', en: 'x' };
    const about = { priority: 1 as const, title: words, consequence: words, action: words, cause: 'test' };
    const key = `${THING[part]}/1 mark`;
    await whole.hub.alarms.raise({ id: key, at: `${THING[part]}/1`, ...about });
    await made(`dispatcher ${part}`, 'POST', '/alarms/acts', { key, event: { kind: 'acknowledge', atMs: Date.now() } });
    caseIds[part] = (await made(`dispatcher ${part}`, 'POST', '/cases', caseOf(part, `key of ${part}`))).id;
    const opened = {
      kind: 'opened',
      title: `mark-${part}`,
      hazard: 'flood',
      level: 2,
      place: placeOf(part),
      object: '',
    };
    const opening = { ...opened, source: { kind: 'hand' }, plan: null };
    const log = `/incidents/incident-mark-${part}/log`;
    await made(`dispatcher ${part}`, 'POST', log, lineOf(`client-of-${part}`, 1, opening));
    await made(`dispatcher ${part}`, 'POST', '/response-plans', responsePlanOf(part, 0));
    await made(`planner ${part}`, 'POST', '/plans/shared', planOf(part, 0));
    const { head } = await made('planner C', 'GET', '/plans/decisions');
    await made(`planner ${part}`, 'POST', '/plans/decisions', { act: actOf(part), after: head });
    await made(`administrator ${part}`, 'POST', '/own-sensors', { sensors: [ownSensorOf(part)] });
  }
  await made('planner C', 'POST', '/plans/basis', { part: 'rules', text: ruleText, after: 0 });
  await made('planner C', 'POST', '/rules', { record: ruleRecord, after: 0 });
  await made('planner C', 'POST', '/signer-keys', signerKey);
  authors[BOARD_AUTHOR] = await loggedIn(BOARD_AUTHOR, 'dispatcher', EVERYTHING);
  await made(BOARD_AUTHOR, 'POST', '/boards/shared', { board: vitalsBoard, after: 0 });
  const streams = [['3', 'sn-pump-0001/1']];
  const source = { id: 'mark-C', name: 'x', kind: 'mqtt', url: 'wss://example.org/mqtt', streams };
  await made('administrator C', 'POST', '/sources', source);
  const service = { id: 'mark-C', name: 'x', kind: 'oapif', url: elsewhere.url, layer: 'x' };
  await made('administrator C', 'POST', '/feature-services', service);
  const tiles = { id: 'mark-C-tiles', name: 'x', kind: '3dtiles', url: `${elsewhere.url}/tileset.json` };
  await made('administrator C', 'POST', '/feature-services', tiles);
  const map = { id: 'mark-C-map', name: 'x', kind: 'wms', url: elsewhere.url, layer: 'x' };
  await made('administrator C', 'POST', '/feature-services', map);
  const command = { device: 'sn-pump-0001', verb: 'run', value: 1, reason: 'rain', untilMs: Date.now() + 600_000 };
  await made('controller E', 'POST', '/commands', { key: 'key of the east', ...command });
  hallKey = (await made('administrator C', 'POST', '/halls', { id: 'mark-C' })).key;
}

/** One request that shows whether somebody reads or writes something of a part; without a part its answer says which are read. */
interface Try {
  part?: Part;
  url: string;
  body?: object;
  /** Puts back what was taken away. */
  restore?(): Promise<unknown>;
}

const each = (make: (part: Part) => Omit<Try, 'part'>): Try[] => PARTS.map((part) => ({ part, ...make(part) }));
const list = (url: string): Try[] => [{ url }];
const revisionOf = async (url: string, name: string, key: string) =>
  ((await made(name, 'GET', url)) as Record<string, { id?: string; info?: { id: string }; revision: number }[]>)[key];

/** How each route of `place` and `document` is asked; one that has no row here fails. `n` is another number each time. */
const TRIES: Record<string, (n: number) => Try[]> = {
  'GET /alarms': () => list('/alarms'),
  'GET /alarms/events': () => list('/alarms/events?since=0'),
  'GET /alarms/acts': () => list('/alarms/acts'),
  'POST /alarms/acts': () =>
    each((part) => ({
      url: '/alarms/acts',
      body: { key: `${THING[part]}/1 mark`, event: { kind: 'acknowledge', atMs: Date.now() } },
    })),
  'GET /cases': () => list('/cases'),
  'POST /cases': (n) => each((part) => ({ url: '/cases', body: caseOf(part, `key ${n} of ${part}`) })),
  'POST /cases/:id/:word': () => each((part) => ({ url: `/cases/${caseIds[part]}/dispatch`, body: { unit: 'u' } })),
  'GET /incidents': () => list('/incidents'),
  'GET /incidents/:id/log': () => each((part) => ({ url: `/incidents/incident-mark-${part}/log` })),
  'POST /incidents/:id/log': (n) =>
    each((part) => ({
      url: `/incidents/incident-mark-${part}/log`,
      body: lineOf(`client-number-${n}`, 1, { kind: 'comment', text: 'x' }),
    })),
  'GET /response-plans': () => list('/response-plans'),
  'POST /response-plans': () => each((part) => ({ url: '/response-plans', body: responsePlanOf(part, 1_000_000) })),
  'DELETE /response-plans/:id': () =>
    each((part) => ({
      url: `/response-plans/mark-${part}`,
      async restore() {
        const plans = await revisionOf('/response-plans', 'dispatcher C', 'plans');
        const after = plans.find(({ id }) => id === `mark-${part}`)?.revision ?? 0;
        return made(`dispatcher ${part}`, 'POST', '/response-plans', responsePlanOf(part, after));
      },
    })),
  'GET /commands': () => list('/commands'),
  'POST /commands': (n) => [
    {
      part: 'E',
      url: '/commands',
      body: {
        key: `key of number ${n}`,
        device: 'sn-pump-0001',
        verb: 'run',
        value: 1,
        reason: 'x',
        untilMs: Date.now() + 60_000,
      },
    },
  ],
  'POST /commands/:id/:word': () => [{ part: 'E', url: `/commands/${commandId}/deny` }],
  'GET /own-sensors': () => list('/own-sensors'),
  'POST /own-sensors': () => each((part) => ({ url: '/own-sensors', body: { sensors: [ownSensorOf(part)] } })),
  'DELETE /own-sensors/:id': () =>
    each((part) => ({
      url: `/own-sensors/own-mark-${part}`,
      restore: () => made('administrator C', 'POST', '/own-sensors', { sensors: [ownSensorOf(part)] }),
    })),
  'POST /own-sensors/:id/device': () => each((part) => ({ url: `/own-sensors/own-mark-${part}/device` })),
  'GET /sources': () => list('/sources'),
  'GET /feature-services': () => list('/feature-services'),
  'GET /feature-services/:id/items': () => [{ part: 'C', url: '/feature-services/mark-C/items?bbox=0,0,1,1' }],
  'GET /feature-services/:id/files/*': () => [{ part: 'C', url: '/feature-services/mark-C-tiles/files/tileset.json' }],
  'GET /feature-services/:id/tiles/:z/:x/:y': () => [{ part: 'C', url: '/feature-services/mark-C-map/tiles/0/0/0' }],
  'GET /feature-services/:id/information': () => [
    { part: 'C', url: '/feature-services/mark-C-map/information?lonDeg=0&latDeg=0' },
  ],
  'GET /plans/decisions': () => list('/plans/decisions'),
  'POST /plans/decisions': () => each((part) => ({ url: '/plans/decisions', body: { act: actOf(part), after: 'x' } })),
  'GET /plans/shared': () => list('/plans/shared'),
  'GET /plans/shared/:id/:revision': () => each((part) => ({ url: `/plans/shared/${planId(part)}/1` })),
  'POST /plans/shared': () => each((part) => ({ url: '/plans/shared', body: planOf(part, 1_000_000) })),
  'DELETE /plans/shared/:id': () =>
    each((part) => ({
      url: `/plans/shared/${planId(part)}`,
      async restore() {
        const plans = await revisionOf('/plans/shared', 'planner C', 'plans');
        const after = plans.find(({ info }) => info?.id === planId(part))?.revision ?? 0;
        return made(`planner ${part}`, 'POST', '/plans/shared', planOf(part, after));
      },
    })),
  'GET /plans/basis': () => list('/plans/basis'),
  'GET /plans/basis/:part/:revision': () => [{ part: 'C', url: '/plans/basis/rules/1' }],
  'POST /plans/basis': () => [
    { part: 'C', url: '/plans/basis', body: { part: 'rules', text: ruleText, after: 1_000_000 } },
  ],
  'DELETE /plans/basis/:part': () => [
    {
      part: 'C',
      url: '/plans/basis/rules',
      async restore() {
        const after = (await revisionOf('/plans/basis', 'planner C', 'sets'))[0].revision;
        return made('planner C', 'POST', '/plans/basis', { part: 'rules', text: ruleText, after });
      },
    },
  ],
  'GET /boards/shared': () => list('/boards/shared'),
  'GET /boards/shared/:revision': () => [{ part: 'C', url: '/boards/shared/1' }],
  'POST /boards/shared': () => [{ part: 'C', url: '/boards/shared', body: { board: vitalsBoard, after: 1_000_000 } }],
  'DELETE /boards/shared': () => [
    {
      part: 'C',
      url: '/boards/shared',
      async restore() {
        const { board } = (await made(BOARD_AUTHOR, 'GET', '/boards/shared')) as { board: { revision: number } };
        return made(BOARD_AUTHOR, 'POST', '/boards/shared', { board: vitalsBoard, after: board.revision });
      },
    },
  ],
  'GET /rules': () => list('/rules'),
  'GET /signer-keys': () => list('/signer-keys'),
  'POST /signer-keys': () => [{ part: 'C', url: '/signer-keys', body: signerKey }],
  'DELETE /signer-keys/:id': () => [{ part: 'C', url: '/signer-keys/mark-C' }],
  'POST /rules': () => [{ part: 'C', url: '/rules', body: { record: ruleRecord, after: 1_000_000 } }],
  'DELETE /rules/:subject/:id': () => [
    {
      part: 'C',
      url: '/rules/sun/mark-C',
      async restore() {
        const after = (await revisionOf('/rules', 'planner C', 'rules'))[0].revision;
        return made('planner C', 'POST', '/rules', { record: ruleRecord, after });
      },
    },
  ],
  'GET /history/series': () =>
    each((part) => ({
      url: `/history/series?datastream=${STREAM[part]}&from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z`,
    })),
  'GET /history/observations.csv': () =>
    each((part) => ({
      url: `/history/observations.csv?datastream=${STREAM[part]}&from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z`,
    })),
  'GET /history/observations.parquet': () =>
    each((part) => ({
      url: `/history/observations.parquet?datastream=${STREAM[part]}&from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z`,
    })),
  'GET /v1.1/*': () => list('/v1.1/Things?$expand=Datastreams($expand=Observations),Locations'),
};
let commandId = '';

/** Which parts somebody reads or writes by a route; `.`: none; `x`: it is bounded by no part, and open to the asker. */
async function cellOf(route: string, from: Asker): Promise<string> {
  const [method, path] = route.split(' ');
  const { scope } = whole.access.get(route) ?? {};
  if (scope !== 'place' && scope !== 'document') {
    const { statusCode } = await send(from, method, path.replace(/:\w+|\*/g, 'none'));
    return statusCode === 401 || statusCode === 403 ? '.' : 'x';
  }
  let cell = '';
  for (const { part, url, body, restore } of TRIES[route](++count)) {
    const answer = await send(from, method, url, body);
    const isRefused = answer.statusCode === 401 || answer.statusCode === 403;
    if ((method !== 'GET' && answer.statusCode === 400) || answer.statusCode >= 500)
      throw new Error(`${route}: ${answer.body}`);
    // A right that nobody of the role has is the same for every part.
    if (answer.statusCode === 401) return '.';
    if (part === undefined) cell += isRefused ? '' : PARTS.filter((one) => isOf(one, answer.body)).join('');
    else if (method === 'GET') cell += answer.statusCode === 200 ? part : '';
    else cell += isRefused ? '' : part;
    if (restore && answer.statusCode === 204) await restore();
  }
  return cell || '.';
}

beforeAll(async () => {
  elsewhere = await serveElsewhere(({ url }, reply) =>
    reply.end(
      /GetMap/.test(url ?? '') ? Buffer.from('\x89PNG', 'latin1') : '{"type":"FeatureCollection","features":[]}',
    ),
  );
  whole = await openWholeHub({ visitors });
  await fill();
  commandId = (await made('dispatcher E', 'GET', '/commands')).commands[0].id;
  for (const role of ROLES)
    for (const [name, scope] of Object.entries(SCOPES))
      askers.set(`${role} ${name}`, asker(await loggedIn(`${role} ${name}`, role, scope)));
});
afterAll(async () => {
  await whole.close();
  await elsewhere.close();
});

const SHOWN = ['visitors all', 'visitors none', 'hall, visitors none', 'gateway', ...Object.keys(SCOPES)];

/** The rows of a route: roles that reach the same in every scope stand in one. */
async function rowsOf(route: string): Promise<string[]> {
  const cells: string[] = [];
  for (const areas of ['all', []] as const) {
    Object.assign(visitors, { areas, classes: areas });
    cells.push(await cellOf(route, asker(undefined)));
  }
  cells.push(await cellOf(route, asker(hallKey)), await cellOf(route, asker(DEVICE_TOKEN)));
  const rolesBy = new Map<string, string[]>();
  for (const role of ROLES) {
    const own: string[] = [];
    for (const name of Object.keys(SCOPES)) {
      const from = askers.get(`${role} ${name}`);
      if (from) own.push(await cellOf(route, from));
    }
    const key = own.join(' | ');
    rolesBy.set(key, [...(rolesBy.get(key) ?? []), role]);
  }
  const { needs = '', scope = '' } = whole.access.get(route) ?? {};
  const nobody = Object.keys(SCOPES)
    .map(() => '.')
    .join(' | ');
  const reached = [...rolesBy].filter(([key]) => key !== nobody);
  const rows = reached.length > 0 ? reached : [[nobody, ['nobody']] as const];
  return rows.map(([key, roles]) => {
    const who = roles.length === ROLES.length ? 'every role' : roles.join(', ');
    return `| \`${route}\` | \`${needs}\` | \`${scope}\` | ${cells.join(' | ')} | ${who} | ${key} |`;
  });
}

test('route × role × scope × visitors is the table that stands beside this test', async () => {
  const bounded = [...whole.access].filter(([, { scope }]) => scope === 'place' || scope === 'document');
  expect(Object.keys(TRIES).sort()).toEqual(bounded.map(([route]) => route).sort());
  const rows: string[] = [];
  // Whoever logs out is somebody else in the rows after it.
  const routes = [...whole.access.keys()].sort().filter((route) => route !== 'POST /accounts/logout');
  for (const route of [...routes, 'POST /accounts/logout']) rows.push(...(await rowsOf(route)));
  const columns = ['route', 'right', 'scope', ...SHOWN.slice(0, 4), 'roles', ...SHOWN.slice(4)];
  const table = [
    '# Who reads and writes what of which part of the city',
    '',
    'Made by `scope-table.test.ts` of requests to every route of the hub. `W`, `E`: what lies in the western and in the eastern district; `C`: what lies in neither or holds in the whole city; `x`: bounded by no part, and open; `.`: nothing. *One district* is the western one. A document of the whole city is read in each of its districts. Roles that are not in a row reach nothing by that route.',
    '',
    `| ${columns.join(' | ')} |`,
    `|${columns.map(() => '---').join('|')}|`,
    ...rows,
    '',
  ].join('\n');
  if (process.env.UPDATE_SCOPE_TABLE) writeFileSync(FILE, table);
  expect(table.split('\n')).toEqual(readFileSync(FILE, 'utf8').split('\n'));
}, 300_000);

test('without accounts all is open; with the first one visitors and open pages have the city itself alone', async () => {
  const bare = await openWholeHub({ visitors: undefined }, undefined, undefined, false);
  const readings = () => bare.ask('GET', '/v1.1/Observations').then((answer) => answer.json().value.length as number);
  const publish = (result: number) =>
    bare.hub.bus.publish('v1.1/Datastreams(1)/Observations', JSON.stringify({ result }), { qos: 1 });
  const heard: string[] = [];
  const page = await connectAsync(`${bare.url.replace('http', 'ws')}/mqtt`, { protocolVersion: 4 }, false);
  page.on('message', (_, payload) => heard.push(payload.toString()));
  await page.subscribeAsync('v1.1/+/Observations', { qos: 1 });
  const nowMs = Date.now();
  const times = { phenomenonMs: nowMs, resultMs: nowMs, receivedMs: nowMs };
  await bare.hub.ingest.bring([{ datastream: 1, ...times, result: 1, feature: 1 }]);
  await publish(1);
  await expect.poll(() => heard.length).toBeGreaterThan(0);
  expect([await readings(), (await bare.ask('GET', '/cases')).statusCode]).toEqual([1, 200]);

  const administrator = await bare.makeAdministrator();
  heard.length = 0;
  await publish(2);
  const login = { username: 'token', password: administrator, protocolVersion: 4 as const };
  const other = await connectAsync(`${bare.url.replace('http', 'ws')}/mqtt`, login, false);
  const own: string[] = [];
  other.on('message', (_, payload) => own.push(payload.toString()));
  await other.subscribeAsync('v1.1/+/Observations', { qos: 1 });
  await publish(3);
  await expect.poll(() => own).toEqual(['{"result":3}']);
  expect(heard).toEqual([]);
  expect([await readings(), (await bare.ask('GET', '/city/index.json')).json().length]).toEqual([0, 1]);
  for (const client of [page, other]) client.end(true);
  await bare.close();
});

test('a dispatcher of one district shares and changes a response plan of it, and not that of the whole city or of another', async () => {
  const share = async (plan: object, after: number) =>
    (await send(by('dispatcher W'), 'POST', '/response-plans', { plan, after })).statusCode;
  const own = { ...HAND_PLAN, id: 'of-the-west' };
  expect([await share(own, 0), await share(own, 1)]).toEqual([201, 201]);
  const read = async (name: string) =>
    ((await made(name, 'GET', '/response-plans')).plans as { id: string }[]).some(({ id }) => id === own.id);
  expect([await read('dispatcher W'), await read('dispatcher E'), await read('dispatcher C')]).toEqual([
    true,
    false,
    true,
  ]);
  expect([await share({ ...own, id: 'mark-C' }, 1), await share({ ...own, id: 'mark-E' }, 1)]).toEqual([403, 403]);
  // Somebody of the whole city changes it, and it stays where it holds.
  await made('dispatcher C', 'POST', '/response-plans', { plan: own, after: 2 });
  expect([await read('dispatcher W'), await read('dispatcher E')]).toEqual([true, false]);
});

test('a plan that was taken back stays closed to whoever could not read it', async () => {
  const file = `/plans/shared/${planId('E')}/1`;
  await made('planner E', 'DELETE', `/plans/shared/${planId('E')}`);
  const codes = await Promise.all(
    ['planner W', 'planner E', 'planner C'].map(async (name) => (await send(by(name), 'GET', file)).statusCode),
  );
  expect(codes).toEqual([404, 200, 200]);
});

test('the routes of the guide name the right and the scope that the hub declares', () => {
  for (const language of ['en', 'zh']) {
    const page = readFileSync(new URL(`../../docs/${language}/reference/topics-and-http.md`, import.meta.url), 'utf8');
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));
    for (const [route, { needs, scope }] of whole.access) {
      const row = rows.find(
        (line) => line.split(' | ')[0].includes(`${route}\``) || line.split(' | ')[0].includes(`${route},`),
      );
      // The parts of a batch have each its own.
      if (!row || route.endsWith('$batch')) continue;
      const [, right, bound] = row.split(' | ');
      expect({ language, route, right, bound }).toEqual({
        language,
        route,
        right: `\`${needs}\``,
        bound: scope === 'none' ? '—' : `\`${scope}\``,
      });
    }
  }
});
