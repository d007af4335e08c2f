import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IncidentAct, SentEntry } from '../../../model/incidents/incident-entry.ts';
import { checkChain } from '../../../model/incidents/incident-entry.ts';
import { factsOf } from '../../../model/incidents/incident-state.ts';
import { IncidentClient, type Outbox, type OutboxStore } from '../../../src/plugins/incident-log/incident-client.ts';
import { seeded } from '../../../workers/shared/random.ts';
import { openWholeHub, type WholeHub } from '../../hub/whole-hub.ts';
import { isLong } from '../../long.ts';
import { OPENED_MS, opening, order, orderState } from '../../model/incidents/log.ts';

/** Two pages and a hub over HTTP, by a wire that loses, doubles and delays; time is virtual. */
let whole: WholeHub;
const tokens: string[] = [];
let nowMs = OPENED_MS;

beforeAll(async () => {
  whole = await openWholeHub({ nowMs: () => nowMs });
  for (const name of ['dispatcher-1', 'controller-1']) tokens.push(await whole.login(name, name.split('-')[0]));
  tokens.push(await whole.login('visitor-1', 'visitor'));
});
afterAll(() => whole.close());

/** As the browser's database keeps it: copies, not what the page holds. */
function memoryStore(): OutboxStore {
  const kept = new Map<string, string>();
  return {
    all: async () => [...kept.values()].map((text) => JSON.parse(text) as Outbox),
    async put(...boxes) {
      for (const box of boxes) {
        const key = `${box.incident} ${box.client}`;
        if (box.sent.length === 0) kept.delete(key);
        else kept.set(key, JSON.stringify(box));
      }
    },
  };
}

class Refused extends Error {
  override name = 'Refused';
}

interface Faults {
  random(): number;
  lossRatio: number;
  doubleRatio: number;
  isCut(): boolean;
}
const NO_FAULTS: Faults = { random: () => 1, lossRatio: 0, doubleRatio: 0, isCut: () => false };

/** What was sent twice, and comes when it comes. */
const strays: { url: string; init: RequestInit }[] = [];

async function ask(faults: Faults, token: string, path: string, body?: SentEntry): Promise<unknown> {
  const lost = () => {
    if (faults.isCut() || faults.random() < faults.lossRatio) throw new TypeError('fetch failed');
  };
  const url = `${whole.url}/${path}`;
  const headers = { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) };
  const init: RequestInit = { method: body ? 'POST' : 'GET', headers, ...(body ? { body: JSON.stringify(body) } : {}) };
  lost();
  if (body && faults.random() < faults.doubleRatio) strays.push({ url, init });
  const response = await fetch(url, init);
  const answer = await response.json();
  // The hub has it, and the page does not know.
  lost();
  if (!response.ok) throw new Refused(answer.message);
  return answer;
}

const NAMES = ['dispatcher-1', 'controller-1', 'visitor-2'];

/** Its ids are `client`, and with a number for each account that it takes another one for. */
function page(who: number, client: string, faults: Faults = NO_FAULTS, store = memoryStore()): IncidentClient {
  const token = tokens[who];
  let ids = 0;
  return new IncidentClient({
    newClient: () => (ids++ === 0 ? client : `${client}-${ids}`),
    account: () => NAMES[who],
    store,
    nowMs: () => nowMs,
    changed: () => undefined,
    wire: {
      list: () => ask(faults, token, 'incidents'),
      part: (id, after) => ask(faults, token, `incidents/${id}/log?after=${after}`),
      post: (id, entry) => ask(faults, token, `incidents/${id}/log`, entry),
    },
  });
}

const comment = (text: string): IncidentAct => ({ kind: 'comment', text });
const logOf = (client: IncidentClient, id: string) => client.get(id)?.confirmed.entries() ?? [];

/** One schedule: 5 minutes of which one page is cut off for all, beside losses, doubles and strays that come late and in any order. */
async function play(seed: number): Promise<{ sent: number; refused: number }> {
  const random = seeded(seed);
  const id = `incident-${seed}-of-the-test`;
  const startMs = nowMs;
  const isCut = () => nowMs > startMs + 30_000 && nowMs < startMs + 330_000;
  const faulty = { random, lossRatio: 0.15, doubleRatio: 0.2 };
  const pages = [
    page(0, `page-a-${seed}`, { ...faulty, isCut: () => false }),
    page(1, `page-b-${seed}`, { ...faulty, isCut }),
  ];
  const written: string[] = [];
  const write = async (one: IncidentClient, act: IncidentAct) => {
    written.push(JSON.stringify(act));
    await one.add(id, act);
  };
  await write(pages[0], opening());
  for (let round = 0; logOf(pages[1], id).length === 0 && round < 50; round++)
    for (const one of pages) await one.sync();
  for (let step = 0; step < 24; step++) {
    nowMs += 15_000;
    const one = pages[Math.floor(random() * 2)];
    const chance = random();
    if (chance < 0.5) await write(one, comment(`${seed} ${step}`));
    else if (chance < 0.8) await write(one, order(`${seed}-${step}`, `unit-${seed}-${Math.floor(random() * 2)}`));
    else await write(one, orderState(`${seed}-${Math.floor(random() * (step + 1))}`, 'done'));
    const heard = logOf(pages[1], id).length;
    for (const each of pages) await each.sync();
    if (isCut()) expect(logOf(pages[1], id).length).toBe(heard);
    while (strays.length > 0 && random() < 0.5) {
      const [stray] = strays.splice(Math.floor(random() * strays.length), 1);
      await fetch(stray.url, stray.init).then((answer) => answer.text());
    }
  }
  for (let round = 0; round < 200; round++) {
    for (const each of pages) await each.sync();
    const isQuiet = pages.every((each) => each.get(id)?.waiting === 0 && each.wireState === 'live');
    if (isQuiet && logOf(pages[0], id).length === logOf(pages[1], id).length) break;
  }
  const [a, b] = pages.map((each) => logOf(each, id));
  expect(a).toEqual(b);
  checkChain(a);
  expect(a.map(({ act }) => JSON.stringify(act)).sort()).toEqual(written.sort());
  for (const client of [`page-a-${seed}`, `page-b-${seed}`]) {
    const own = a.filter((entry) => entry.client === client).map(({ n }) => n);
    expect(own).toEqual(own.map((_, i) => i + 1));
  }
  return { sent: a.length, refused: a.filter(({ refused }) => refused).length };
}

const SCHEDULES = isLong ? 20 : 2;

test('schedules of losses, doubles, disorder and a cut of 5 minutes: both logs equal, nothing lost or doubled', async () => {
  let sent = 0;
  let refused = 0;
  for (let seed = 1; seed <= SCHEDULES; seed++) {
    const one = await play(seed);
    sent += one.sent;
    refused += one.refused;
  }
  // One opening and 24 lines each.
  expect(sent).toBe(25 * SCHEDULES);
  expect(refused).toBeGreaterThan(2.5 * SCHEDULES);
}, 120_000);

test('an order of another incident keeps its vehicle: the second one is refused and says by which', async () => {
  const [a, b] = [page(0, 'page-two-a'), page(1, 'page-two-b')];
  await a.add('incident-first', { ...opening(), title: '东门积水' } as IncidentAct);
  await a.add('incident-first', order('first-1', 'pump-7'));
  await b.add('incident-second', opening());
  await b.sync();
  await a.sync();
  await b.add('incident-second', order('second-1', 'pump-7'));
  await b.sync();
  const refused = logOf(b, 'incident-second').at(-1)?.refused;
  expect(refused?.text.zh).toBe('“pump-7”正在执行事件“东门积水”的指令“封路”，须先完成或撤回');
  const second = b.get('incident-second');
  expect(second && factsOf(second.shown).orders).toEqual([]);
});

test('what waits is shown on top, survives a reload of its page, and goes out under its old numbers', async () => {
  let isCut = true;
  const faults = { ...NO_FAULTS, isCut: () => isCut };
  const store = memoryStore();
  const before = page(0, 'page-before', faults, store);
  await before.add('incident-waits', opening());
  await before.add('incident-waits', comment('已到场'));
  await before.sync();
  expect(before.get('incident-waits')).toMatchObject({ waiting: 2 });
  expect(before.get('incident-waits')?.shown.length).toBe(2);
  expect(before.wireState).toBe('alone');
  const after = page(0, 'page-after', faults, store);
  await after.open();
  expect(after.get('incident-waits')?.shown.entry(2).act).toEqual(comment('已到场'));
  isCut = false;
  await after.sync();
  expect(logOf(after, 'incident-waits').map(({ client, n }) => [client, n])).toEqual([
    ['page-before', 1],
    ['page-before', 2],
  ]);
  expect(await store.all()).toEqual([]);
});

test('a visitor reads every line and writes none; the refused line stays with its reason until it is taken back', async () => {
  // Virtual hours have gone by since the first login.
  tokens[2] = await whole.login('visitor-2', 'visitor');
  const visitor = page(2, 'page-visitor');
  await visitor.sync();
  expect(logOf(visitor, 'incident-first').length).toBe(2);
  await visitor.add('incident-first', comment('看热闹'));
  await visitor.sync();
  expect(visitor.get('incident-first')?.stuck).not.toBeNull();
  await visitor.discard('incident-first');
  expect(visitor.get('incident-first')).toMatchObject({ waiting: 0, stuck: null });
  expect(logOf(visitor, 'incident-first').length).toBe(2);
});

test('after a logout the page lets go what the hub no longer shows it, and keeps what waits here', async () => {
  const [shown, waiting] = ['incident-shown-to-who-is-logged-in', 'incident-with-a-line-that-waits'];
  let isLoggedIn = true;
  const token = tokens[0];
  const client = new IncidentClient({
    newClient: () => 'page-of-a-logout',
    account: () => (isLoggedIn ? NAMES[0] : null),
    store: memoryStore(),
    nowMs: () => nowMs,
    changed: () => undefined,
    wire: {
      list: async () => (isLoggedIn ? ask(NO_FAULTS, token, 'incidents') : { incidents: [] }),
      part: (id, after) => ask(NO_FAULTS, token, `incidents/${id}/log?after=${after}`),
      post: async (id, entry) => {
        if (!isLoggedIn) throw new TypeError('fetch failed');
        return ask(NO_FAULTS, token, `incidents/${id}/log`, entry);
      },
    },
  });
  for (const id of [shown, waiting]) await client.add(id, opening());
  await client.sync();
  expect(client.get(shown)?.shown.length).toBe(1);
  isLoggedIn = false;
  await client.add(waiting, comment('not sent yet'));
  await client.sync();
  expect(client.get(shown)).toBeNull();
  expect(client.get(waiting)?.shown.length).toBe(2);
});

test('the same number with other content is refused, a number too far ahead is a gap', async () => {
  const send = (n: number, text: string) =>
    whole.ask('POST', '/incidents/incident-first/log', tokens[0], {
      client: 'page-numbers',
      n,
      atMs: nowMs,
      act: comment(text),
    });
  expect((await send(2, 'zwei')).json()).toEqual({ kind: 'gap', wanted: 1 });
  expect((await send(1, 'eins')).statusCode).toBe(201);
  expect((await send(1, 'eins')).json().kind).toBe('known');
  expect((await send(1, 'anders')).json().error.code).toBe('other-entry');
});

test('the id of a page is of the account that used it first: another one takes no number of it', async () => {
  const send = (who: number, n: number, text: string) =>
    whole.ask('POST', '/incidents/incident-first/log', tokens[who], {
      client: 'page-of-one',
      n,
      atMs: nowMs,
      act: comment(text),
    });
  expect((await send(0, 1, 'eins')).statusCode).toBe(201);
  const forged = await send(1, 2, 'untergeschoben');
  expect([forged.statusCode, forged.json().error.code]).toEqual([403, 'client-of-another']);
  expect((await send(1, 1, 'eins')).statusCode).toBe(403);
  expect((await send(0, 2, 'zwei')).json()).toMatchObject({ kind: 'taken', entry: { n: 2, act: comment('zwei') } });
});

test('what one account wrote is not sent in the name of another: it says whose it is, and goes out anew when a person says so', async () => {
  let isCut = true;
  const store = memoryStore();
  const before = page(0, 'page-left-open', { ...NO_FAULTS, isCut: () => isCut }, store);
  await before.add('incident-first', comment('离岗前写下'));
  isCut = false;
  const after = page(1, 'page-next-shift', NO_FAULTS, store);
  await after.open();
  const lines = () =>
    logOf(after, 'incident-first').filter(({ act }) => act.kind === 'comment' && act.text === '离岗前写下');
  expect(after.get('incident-first')?.stuck?.zh).toMatch(/^待发内容由账户“dispatcher-1”写下/);
  expect([lines().length, (await store.all()).length]).toEqual([0, 1]);
  expect(JSON.parse(after.waitingText('incident-first')).lines).toMatchObject([
    { who: 'dispatcher-1', client: 'page-left-open', n: 1, act: comment('离岗前写下') },
  ]);
  await after.resend('incident-first');
  expect(lines().map(({ client, n, role }) => [client, n, role])).toEqual([['page-next-shift', 1, 'controller']]);
  expect(after.get('incident-first')).toMatchObject({ waiting: 0, stuck: null });
  expect(await store.all()).toEqual([]);
  // The page goes on under the same id.
  await after.add('incident-first', comment('接班'));
  await after.sync();
  expect(logOf(after, 'incident-first').at(-1)).toMatchObject({ client: 'page-next-shift', n: 2 });
});

test('a number that somebody took holds up no page for good: numbered anew, each line is there once', async () => {
  const store = memoryStore();
  let isCut = false;
  const mine = page(0, 'page-jammed', { ...NO_FAULTS, isCut: () => isCut }, store);
  await mine.add('incident-first', comment('第一条'));
  await mine.sync();
  isCut = true;
  await mine.add('incident-first', comment('第二条'));
  await mine.add('incident-first', comment('第三条'));
  isCut = false;
  // As a hub of before let anybody: the second number has another content.
  const body = { client: 'page-jammed', n: 2, atMs: nowMs - 1, act: comment('占用') };
  expect((await whole.ask('POST', '/incidents/incident-first/log', tokens[0], body)).statusCode).toBe(201);
  await mine.sync();
  expect(mine.get('incident-first')).toMatchObject({ waiting: 2, stuck: { en: expect.stringContaining('entry 2') } });
  await mine.resend('incident-first');
  const texts = logOf(mine, 'incident-first').flatMap(({ act }) => (act.kind === 'comment' ? [act.text] : []));
  expect(['第一条', '第二条', '第三条'].map((text) => texts.filter((one) => one === text).length)).toEqual([1, 1, 1]);
  expect(await store.all()).toEqual([]);
});

test('a hub that lost lines of this page, as one from an old backup, is sent the rest under other numbers', async () => {
  const store = memoryStore();
  const lost: SentEntry = { client: 'page-of-before', n: 5, atMs: nowMs, act: comment('备份之后') };
  await store.put({ incident: 'incident-first', client: 'page-of-before', who: null, sent: [lost] });
  const mine = page(0, 'page-restored', NO_FAULTS, store);
  await mine.open();
  expect([mine.wireState, mine.get('incident-first')?.stuck?.zh]).toEqual(['live', expect.stringContaining('第 1 条')]);
  await mine.resend('incident-first');
  expect(logOf(mine, 'incident-first').at(-1)).toMatchObject({
    client: 'page-restored',
    n: 1,
    act: comment('备份之后'),
  });
});
