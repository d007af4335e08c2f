import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { type AuditRow, nextRow, rowsOfLines } from '../../hub/audit/audit-chain.ts';
import { type HubCase, type HubPlace, hubCases } from './hub-case.ts';
import { DEVICE_TOKEN, type LivingHub, PASSWORD } from './living-hub.ts';
import { atLeast, atMost, exactly, type Verdict } from './verdict.ts';

const CLI = resolve(import.meta.dirname, '../../cli/shapan.js');
const BEGIN_MS = Date.UTC(2020, 0, 1);

interface Answered {
  status: number;
  text: string;
  ms: number;
}

/** From an address of the loopback net, so that a case can be many. */
function ask(
  { url }: Pick<LivingHub, 'url'>,
  method: string,
  path: string,
  { token = '', body = null, from = '127.0.0.1' }: { token?: string; body?: object | null; from?: string } = {},
): Promise<Answered> {
  const begunMs = performance.now();
  return new Promise((done) => {
    const end = (status: number, text: string) => done({ status, text, ms: performance.now() - begunMs });
    const asked = request(
      new URL(path, url),
      {
        method,
        localAddress: from,
        timeout: 60_000,
        headers: { 'Content-Type': 'application/json', ...(token === '' ? {} : { Authorization: `Bearer ${token}` }) },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        answer.on('end', () => end(answer.statusCode ?? 0, text));
      },
    );
    asked.on('timeout', () => asked.destroy());
    asked.on('error', (error) => end(0, error.message));
    asked.end(body === null ? undefined : JSON.stringify(body));
  });
}

async function makeAdministrator(hub: LivingHub): Promise<string> {
  const body = { invite: hub.invite, name: 'admin', password: PASSWORD };
  return (JSON.parse((await ask(hub, 'POST', '/accounts/invited', { body })).text) as { token: string }).token;
}

/** A device that writes until it is told to stop; resolves to what it wrote and the longest that one of its writes took. */
function keepWriting(hub: LivingHub): () => Promise<{ written: number; longestMs: number; refused: number }> {
  let isOver = false;
  let written = 0;
  let refused = 0;
  let longestMs = 0;
  const writing = (async () => {
    while (!isOver) {
      const dataArray = Array.from({ length: 20 }, (_, i) => [
        new Date(BEGIN_MS + (written + i) * 60_000).toISOString(),
        1,
      ]);
      const body = [{ Datastream: { '@iot.id': 1 }, components: ['phenomenonTime', 'result'], dataArray }];
      const { status, ms } = await ask(hub, 'POST', '/v1.1/CreateObservations', { token: DEVICE_TOKEN, body });
      longestMs = Math.max(longestMs, ms);
      if (status === 201) written += 20;
      else refused++;
    }
  })();
  return async () => {
    isOver = true;
    await writing;
    return { written, longestMs, refused };
  };
}

/** Passes what may be asked, and takes long: every row's time is written out many times, and nothing is found. */
const TERMS = 180;
const longQuestion = (n: number): string =>
  `/v1.1/Observations?$filter=${Array.from({ length: TERMS }, (_, i) => `time(phenomenonTime) eq 'q${n}x${i}'`).join(' or ')}`;

/** Refused by what they would cost, whatever is in the database. */
const WIDE_QUESTIONS = [
  '/v1.1/Observations?$filter=Datastream/ObservedProperty/Datastreams/Observations/result gt Datastream/Sensor/Datastreams/Observations/result add 1e9',
  '/v1.1/Observations?$filter=Datastream/ObservedProperty/Datastreams/Observations/result gt 1e9',
  '/v1.1/Observations?$orderby=Datastream/ObservedProperty/Datastreams/Observations/result',
  '/v1.1/Observations?$top=10000&$expand=Datastream($expand=Observations($top=10000))',
  '/v1.1/Observations?$top=10000&$expand=FeatureOfInterest($expand=Observations($top=1))',
];

/** Values that nothing can be computed with are the asker's fault. */
const ODD_QUESTIONS = [
  "/v1.1/Things?$filter=name eq '%00'",
  '/v1.1/Observations?$filter=result gt 1e308 mul 1e308',
  "/v1.1/Things?$filter=substring(name,1e300) eq 'a'",
];

const ASKERS = 4;
const HISTORY = 150_000;

/** Readers ask what takes long, from four addresses at once: writing goes on, another reader is answered, and `/health` stays well. */
async function questions(place: HubPlace): Promise<Verdict[]> {
  const hub = await place.start();
  for (let from = 0; from < HISTORY; from += 50_000) {
    const dataArray = Array.from({ length: 50_000 }, (_, i) => [
      new Date(BEGIN_MS + (from + i) * 60_000).toISOString(),
      from + i,
    ]);
    const body = [{ Datastream: { '@iot.id': 2 }, components: ['phenomenonTime', 'result'], dataArray }];
    await ask(hub, 'POST', '/v1.1/CreateObservations', { token: DEVICE_TOKEN, body });
  }
  // How many entities there are is asked twice a minute.
  await new Promise((done) => setTimeout(done, 31_000));
  const isOver = keepWriting(hub);
  const long: Promise<Answered>[] = [];
  for (let n = 0; n < 3 * ASKERS; n++)
    long.push(ask(hub, 'GET', encodeURI(longQuestion(n)), { from: `127.0.0.${10 + (n % ASKERS)}` }));
  const others: Answered[] = [];
  const health: number[] = [];
  for (let i = 0; i < 20; i++) {
    others.push(await ask(hub, 'GET', '/v1.1/Things?$top=1', { from: '127.0.0.99' }));
    health.push((await hub.health()).status);
    await new Promise((done) => setTimeout(done, 500));
  }
  const ended = await Promise.all(long);
  const { written, longestMs, refused } = await isOver();
  const wide = await Promise.all(WIDE_QUESTIONS.map((path) => ask(hub, 'GET', encodeURI(path))));
  const odd = await Promise.all(ODD_QUESTIONS.map((path) => ask(hub, 'GET', path.replaceAll(' ', '%20'))));
  return [
    atLeast('hub.questions cut', ended.filter(({ text }) => text.includes('question-too-long')).length, 1),
    exactly('hub.questions without an answer', ended.filter(({ status }) => status === 0).length, 0),
    atLeast('hub.questions written meanwhile', written, 100),
    exactly('hub.questions writes refused', refused, 0),
    atMost('hub.questions longest write (s)', Math.round(longestMs / 1000), 15),
    exactly('hub.questions others without an answer', others.filter(({ status }) => status !== 200).length, 0),
    atMost(
      'hub.questions longest answer to others (s)',
      Math.round(Math.max(...others.map(({ ms }) => ms)) / 1000),
      15,
    ),
    exactly('hub.questions health failing', health.filter((status) => status !== 200).length, 0),
    exactly('hub.questions wide ones refused', wide.filter(({ status }) => status === 400).length, wide.length),
    exactly('hub.questions odd ones refused', odd.filter(({ status }) => status === 400).length, odd.length),
    exactly('hub.questions stops', hub.child.exitCode === null ? 0 : 1, 0),
  ];
}

/** A database as whoever broke into it has it, while the hub is down. */
async function inDatabase(place: HubPlace, work: (run: (text: string) => Promise<unknown>) => Promise<void>) {
  if (place.kind === 'embedded') {
    const engine = await PGlite.create(join(place.data, 'pg'));
    await work((text) => engine.exec(text)).finally(() => engine.close());
    return;
  }
  const client = new pg.Client({ connectionString: place.env.DATABASE_URL });
  await client.connect();
  await work((text) => client.query(text)).finally(() => client.end());
}

/** Whether a hub that is started on it says that the audit is not what it was. */
async function isTold(place: HubPlace): Promise<boolean> {
  const hub = await place.start();
  const { text } = await hub.health();
  const isSaid = /"code":"audit-/.test(text) && /hub: audit/.test(hub.printed());
  await hub.stop();
  return isSaid;
}

function verify(file: string, ...options: string[]): number | null {
  return spawnSync(process.execPath, [CLI, 'audit', file, ...options], { encoding: 'utf8' }).status;
}

/** Rows cut off, written anew and edited in the database, and in an export: found at the next start, and by `shapan audit`. */
async function audit(place: HubPlace): Promise<Verdict[]> {
  const hub = await place.start();
  const token = await makeAdministrator(hub);
  const scope = { areas: 'all', classes: 'all' };
  for (const name of ['one', 'two', 'three', 'four'])
    await ask(hub, 'POST', '/accounts', { token, body: { name, role: 'auditor', password: PASSWORD, scope } });
  const login = await ask(hub, 'POST', '/accounts/login', { body: { name: 'one', password: PASSWORD } });
  const auditor = (JSON.parse(login.text) as { token: string }).token;
  const text = (await ask(hub, 'GET', '/audit', { token: auditor })).text;
  await hub.stop();
  const untouched = await isTold(place);
  const rows = [...rowsOfLines(text)];
  const key = join(place.data, 'audit.pub');
  const file = join(place.folder, 'audit.jsonl');
  const exported = async (lines: readonly object[], ...options: string[]) => {
    await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return verify(file, ...options);
  };
  const anew: AuditRow[] = [];
  for (const { atMs, role, what, of, detail } of rows)
    anew.push(nextRow({ atMs, who: 'nobody', role, what, of, detail }, anew.at(-1) ?? null));
  const forged = [
    await exported(anew, '--key', key),
    await exported([...rows.slice(0, -1), { ...rows[rows.length - 1], extra: 1 }]),
    await exported([]),
    await exported(rows.slice(0, -2), '--head', rows[rows.length - 1].hash),
    await exported(rows.map((row, i) => (i === 1 ? { ...row, who: 'nobody' } : row))),
  ];
  const whole = await exported(rows, '--key', key);
  const head = join(place.data, 'audit.head');
  const kept = await readFile(head);
  const found: boolean[] = [];
  for (const damage of [
    `UPDATE audit SET who = 'nobody' WHERE seq = 2`,
    `UPDATE audit SET who = '${rows[1].who}' WHERE seq = 2; UPDATE audit SET signature = '${rows[0].signature}' WHERE seq = 3`,
    `DELETE FROM audit WHERE seq > ${rows.length - 3}`,
  ]) {
    await inDatabase(place, async (run) => void (await run(damage)));
    found.push(await isTold(place));
  }
  const isKept = kept.equals(await readFile(head));
  return [
    exactly('hub.audit untouched and doubted', untouched ? 1 : 0, 0),
    exactly('hub.audit damage of the database not found', found.filter((is) => !is).length, 0),
    exactly('hub.audit exports forged and taken for whole', forged.filter((status) => status === 0).length, 0),
    exactly('hub.audit whole export refused', whole === 0 ? 0 : 1, 0),
    exactly('hub.audit evidence overwritten', isKept ? 0 : 1, 0),
  ];
}

const GUESSERS = 20;

/** Twenty addresses guess the operator's password, three times each, while the operator logs in from where it always does. */
async function guesses(place: HubPlace): Promise<Verdict[]> {
  const hub = await place.start();
  await makeAdministrator(hub);
  const guessed = Promise.all(
    Array.from({ length: 3 * GUESSERS }, (_, i) =>
      ask(hub, 'POST', '/accounts/login', {
        from: `127.0.0.${20 + (i % GUESSERS)}`,
        body: { name: 'admin', password: `wrong guess no. ${i}` },
      }),
    ),
  );
  const logins: Answered[] = [];
  for (let i = 0; i < 3; i++)
    logins.push(await ask(hub, 'POST', '/accounts/login', { body: { name: 'admin', password: PASSWORD } }));
  const statuses = (await guessed).map(({ status }) => status);
  const late = await ask(hub, 'POST', '/accounts/login', { body: { name: 'admin', password: PASSWORD } });
  const others = [...logins, late].filter(({ status }) => status !== 200).length;
  return [
    exactly('hub.operatorShutOut by guesses', others, 0),
    atMost('hub.guesses heard', statuses.filter((status) => status === 401).length, 10),
    atLeast('hub.guesses held back', statuses.filter((status) => status === 429).length, 3 * GUESSERS - 10),
    atMost('hub.guesses memory (MB)', hub.peakRssMb(), 800),
  ];
}

const LOGINS: readonly HubCase[] = [
  { name: 'hub.questions', quick: false, run: questions },
  { name: 'hub.audit', quick: false, run: audit },
  { name: 'hub.guesses', quick: false, run: guesses },
];

export const CASES = hubCases(LOGINS);
