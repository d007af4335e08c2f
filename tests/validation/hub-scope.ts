import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EVERYTHING, NOTHING } from '../../hub/accounts/scope.ts';
import type { Scope } from '../../model/accounts/accounts.ts';
import {
  actOf,
  caseOf,
  LON_DEG,
  lineOf,
  ownSensorOf,
  PARTS,
  type Part,
  placeOf,
  planId,
  planOf,
  responsePlanOf,
  SCOPE,
} from '../hub/scope-parts.ts';
import { type HubCase, type HubPlace, hubCases } from './hub-case.ts';
import { type LivingHub, PASSWORD } from './living-hub.ts';
import { atLeast, exactly, type Verdict } from './verdict.ts';

const THING: Record<Part, string> = { W: 'sn-pond-0001', E: 'sn-pond-0002', C: 'sn-river-0001' };
const SPAN = 'from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z';

/** What is read: a list says which parts it speaks of; the others are asked part by part. */
const LISTS = [
  '/cases',
  '/incidents',
  '/alarms/acts',
  '/response-plans',
  '/plans/shared',
  '/plans/decisions',
  '/own-sensors',
  '/v1.1/Things?$expand=Datastreams,Locations',
];
const SINGLE: readonly ((part: Part) => string)[] = [
  (part) => `/incidents/incident-mark-${part}/log`,
  (part) => `/plans/shared/${planId(part)}/1`,
  (part) => `/history/series?datastream=${PARTS.indexOf(part) + 1}&${SPAN}`,
];
/** Written by a dispatcher, one part after the other; none of them changes what is read. */
const WRITES: readonly ((part: Part, n: number) => { path: string; body: object })[] = [
  (part) => ({ path: '/response-plans', body: responsePlanOf(part, 1_000_000) }),
  (part, n) => ({ path: '/cases', body: caseOf(part, `key of writer ${n} ${part}`) }),
  (part, n) => ({
    path: `/incidents/incident-mark-${part}/log`,
    body: lineOf(`client-of-writer-${n}`, 1, { kind: 'comment', text: 'x' }),
  }),
];

/** The parts that somebody reads of what lies in a place, and of what is shared; of the whole city's alone, `city`. */
interface Expected {
  place: string;
  document: string;
  city: boolean;
}
const NONE: Expected = { place: '', document: '', city: false };
const ALL: Expected = { place: 'WEC', document: 'WEC', city: true };
const WEST: Expected = { place: 'W', document: 'WC', city: false };

interface Asker {
  name: string;
  token: string;
  reads: Expected;
  /** Parts that it writes in; empty where it is no dispatcher. */
  writes: string;
}

async function ask({ url }: LivingHub, method: string, path: string, token = '', body?: object) {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(body && { 'Content-Type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(20_000),
  });
  return { status: answer.status, text: await answer.text() };
}

async function made(hub: LivingHub, method: string, path: string, token: string, body?: object) {
  const { status, text } = await ask(hub, method, path, token, body);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  return JSON.parse(text || 'null');
}

/** Two districts with a gauge each, and a station between none. */
async function writeDistricts(folder: string): Promise<void> {
  const city = join(folder, 'c');
  await mkdir(city, { recursive: true });
  const things = PARTS.map((part) => ({
    ...{ id: THING[part], kind: part === 'C' ? 'river' : 'pond', name: { zh: 'x', en: 'x' } },
    ...{ lonLat: [LON_DEG[part], 34.3], at: [0, 0], of: 'road-1' },
    datastreams: [{ id: `${THING[part]}/1`, name: { zh: '量', en: 'measure' }, unit: 'm', cadenceS: 60 }],
  }));
  const square = (west: number) => [
    [west, -500],
    [west + 1000, -500],
    [west + 1000, 500],
    [west, 500],
  ];
  const district = (id: string, west: number) => ({ id, nameZh: id, nameEn: id, polygon: square(west) });
  const districts = [district('WEST', -1000), district('EAST', 0)];
  const origin = { lonDeg: 108.75, latDeg: 34.3, heightM: 351 };
  await writeFile(join(city, 'sensors.json'), JSON.stringify({ things }));
  await writeFile(join(city, 'population.json'), JSON.stringify({ districts }));
  await writeFile(join(city, 'manifest.json'), JSON.stringify({ name: { zh: '小', en: 'small' }, origin }));
}

const logIn = async (hub: LivingHub, name: string): Promise<string> =>
  (await made(hub, 'POST', '/accounts/login', '', { name, password: PASSWORD })).token;

/** Something of every kind in every part, by people of that part; the people who look are made too. */
async function fill(hub: LivingHub, people: readonly [name: string, role: string, scope: Scope][]): Promise<void> {
  const invited = { invite: hub.invite, name: 'first', password: PASSWORD };
  const { token: administrator } = await made(hub, 'POST', '/accounts/invited', '', invited);
  for (const [name, role, scope] of people)
    await made(hub, 'POST', '/accounts', administrator, { name, role, scope, password: PASSWORD });
  await made(hub, 'POST', '/own-sensors', administrator, { sensors: PARTS.map(ownSensorOf) });
  for (const part of PARTS) {
    for (const role of ['planner', 'dispatcher'])
      await made(hub, 'POST', '/accounts', administrator, {
        ...{ name: `${role} ${part}`, role, scope: SCOPE[part], password: PASSWORD },
      });
    const [planner, dispatcher] = [await logIn(hub, `planner ${part}`), await logIn(hub, `dispatcher ${part}`)];
    const event = { kind: 'acknowledge', atMs: Date.now() };
    await made(hub, 'POST', '/alarms/acts', dispatcher, { key: `${THING[part]}/1 mark`, event });
    await made(hub, 'POST', '/cases', dispatcher, caseOf(part, `key of part ${part}`));
    const opened = {
      kind: 'opened',
      title: `mark-${part}`,
      hazard: 'flood',
      level: 2,
      place: placeOf(part),
      object: '',
    };
    const opening = lineOf(`client-of-${part}`, 1, { ...opened, source: { kind: 'hand' }, plan: null });
    await made(hub, 'POST', `/incidents/incident-mark-${part}/log`, dispatcher, opening);
    await made(hub, 'POST', '/response-plans', dispatcher, responsePlanOf(part, 0));
    await made(hub, 'POST', '/plans/shared', planner, planOf(part, 0));
    const { head } = await made(hub, 'GET', '/plans/decisions', planner);
    await made(hub, 'POST', '/plans/decisions', planner, { act: actOf(part), after: head });
  }
}

const partsIn = (text: string): string =>
  PARTS.filter((part) => text.includes(`mark-${part}`) || text.includes(THING[part])).join('');

/** Counts the cells of an asker, and tells those that are not as they should be. */
async function look(hub: LivingHub, mode: string, who: Asker, n: number): Promise<{ cells: number; wrong: number }> {
  let cells = 0;
  let wrong = 0;
  const check = (what: string, got: string, expected: string): void => {
    cells++;
    if (got === expected) return;
    wrong++;
    process.stderr.write(`hub.scopeTable: ${mode}, ${who.name}: ${what}: expected "${expected}", got "${got}"\n`);
  };
  const readsOf = (path: string) => (/^\/(response-plans|plans\/shared)/.test(path) ? 'document' : 'place');
  for (const path of LISTS) {
    const { status, text } = await ask(hub, 'GET', path, who.token);
    check(path, status === 200 ? partsIn(text) : String(status), who.reads[readsOf(path)]);
  }
  for (const pathOf of SINGLE) {
    let seen = '';
    for (const part of PARTS) if ((await ask(hub, 'GET', pathOf(part), who.token)).status === 200) seen += part;
    check(pathOf('W'), seen, who.reads[readsOf(pathOf('W'))]);
  }
  const isIn = async (path: string) => ((await ask(hub, 'GET', path, who.token)).status === 200 ? 'yes' : 'no');
  check('/recordings', await isIn('/recordings'), who.reads.city && who.token ? 'yes' : 'no');
  for (const write of WRITES) {
    let written = '';
    for (const part of PARTS) {
      const { path, body } = write(part, n);
      const { status } = await ask(hub, 'POST', path, who.token, body);
      if (status !== 401 && status !== 403) written += part;
    }
    check(`POST ${write('W', n).path}`, written, who.writes);
  }
  return { cells, wrong };
}

/** Who reads and writes what in which part of the city, by scope and by what visitors are shown. */
async function scopeTable(place: HubPlace): Promise<Verdict[]> {
  await writeDistricts(place.folder);
  let cells = 0;
  let wrong = 0;
  let n = 0;
  const lookAs = async (hub: LivingHub, mode: string, askers: readonly Asker[]): Promise<void> => {
    for (const who of askers) {
      const one = await look(hub, mode, who, ++n);
      cells += one.cells;
      wrong += one.wrong;
    }
  };
  const visitor = (reads: Expected): Asker => ({ name: 'visitor', token: '', reads, writes: '' });
  const people: [name: string, role: string, scope: Scope][] = [
    ['whole', 'dispatcher', EVERYTHING],
    ['west', 'dispatcher', SCOPE.W],
    ['nothing', 'dispatcher', NOTHING],
  ];
  const expected: Record<string, [Expected, string]> = { whole: [ALL, 'WEC'], west: [WEST, 'W'], nothing: [NONE, ''] };
  const askersOn = async (hub: LivingHub): Promise<Asker[]> => {
    const askers: Asker[] = [];
    for (const [name] of people) {
      const [reads, writes] = expected[name];
      askers.push({ name, token: await logIn(hub, name), reads, writes });
    }
    return askers;
  };
  for (const [mode, shown] of [
    ['auto', NONE],
    ['none', NONE],
    ['all', ALL],
  ] as const) {
    const hub = await place.start(['--visitors', mode]);
    if (mode === 'auto') {
      const { text } = await ask(hub, 'GET', '/v1.1/Things');
      if (partsIn(text) !== 'WEC') wrong++;
      await fill(hub, people);
    }
    await lookAs(hub, mode, [visitor(shown), ...(await askersOn(hub))]);
    await hub.stop();
  }
  return [
    exactly('hub.scopeTable cells that are not as they should be', wrong, 0),
    atLeast('hub.scopeTable cells', cells, 3 * 4 * (LISTS.length + SINGLE.length + WRITES.length + 1)),
  ];
}

const SCOPES: readonly HubCase[] = [{ name: 'hub.scopeTable', quick: false, run: scopeTable }];

export const CASES = hubCases(SCOPES);
