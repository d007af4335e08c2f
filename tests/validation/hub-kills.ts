import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connect } from 'mqtt';
import { type AuditRow, rowsOfLines, verifyChain } from '../../hub/audit/audit-chain.ts';
import type { CityCase } from '../../model/cases/cases.ts';
import { atLeast, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const CLI = resolve(import.meta.dirname, '../../cli/shapan.js');
const TOKEN = 'a device of the kill test';
const KILLS = 20;
const PART = 100;
const WRITERS = 3;
/** Sensors that pass their set point in each life of the hub. */
const GAUGES = 6;
const BEGIN_MS = Date.UTC(2020, 0, 1);

const PASSWORD = 'correct horse battery';

interface LivingHub {
  child: ChildProcess;
  url: string;
  devices: string;
  /** Of the first administrator, while there is none. */
  invite: string | undefined;
}

async function startHub(folder: string): Promise<LivingHub> {
  const args = [
    'hub',
    '--no-simulate',
    '--port',
    '0',
    '--mqtt-port',
    '0',
    '--data',
    join(folder, 'data'),
    // What was written with a login is counted without one.
    '--visitors',
    'all',
    '--cities',
    folder,
    '--city',
    'c',
  ];
  const child = spawn(process.execPath, [CLI, ...args, '--keep-days', '10000'], {
    env: { ...process.env, SHAPAN_DEVICE_TOKEN: TOKEN, DATABASE_URL: '', MQTT_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for (let tries = 0; !said.includes('Ctrl+C'); tries++) {
    if (tries > 1200 || child.exitCode !== null) throw new Error(`feeds.kills: the hub did not start: ${said}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  const url = /http:\/\/[\d.]+:\d+(?=\/v1\.1)/.exec(said)?.[0] ?? '';
  const devices = /mqtt:\/\/[\d.]+:\d+/.exec(said)?.[0] ?? '';
  return { child, url, devices, invite: /invite=([\w-]+)/.exec(said)?.[1] };
}

/** Null: the hub went while it was asked. Anything but yes from a hub that lives is an error. */
async function post<Answer>({ url }: LivingHub, path: string, body: object, token = ''): Promise<Answer | null> {
  const answer = await fetch(`${url}/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  }).catch(() => null);
  const text = await answer?.text().catch(() => null);
  if (!answer || text === null || text === undefined) return null;
  if (!answer.ok) throw new Error(`feeds.kills: ${path}: expected yes, got ${answer.status}: ${text}`);
  return JSON.parse(text) as Answer;
}

const login = async (hub: LivingHub, name: string): Promise<string> =>
  (await post<{ token: string }>(hub, 'accounts/login', { name, password: PASSWORD }))?.token ?? '';

async function makePeople(hub: LivingHub): Promise<void> {
  const made = await post<{ token: string }>(hub, 'accounts/invited', {
    invite: hub.invite,
    name: 'administrator',
    password: PASSWORD,
  });
  for (const role of ['dispatcher', 'auditor'])
    await post(
      hub,
      'accounts',
      { name: role, role, password: PASSWORD, scope: { areas: 'all', classes: 'all' } },
      made?.token,
    );
}

/** What the hub said yes to, of all its lives. */
interface Acknowledged {
  minutes: Set<number>;
  /** Keys of the alarms that were acknowledged. */
  alarms: Set<string>;
  /** Of each case, how many entries its log had at the last yes. */
  cases: Map<string, number>;
  /** Alarms that values raised and the hub listed, each with when it was raised: it stands until somebody acknowledges it. */
  raised: Map<string, number>;
  /** Alarms of values beyond their set point that the hub took: killed before it judged them, it judges them in its next life. */
  due: Set<string>;
}

/** A dispatcher who acknowledges alarms and files and sends out cases until the hub is gone. */
async function dispatch(hub: LivingHub, life: number, token: string, { alarms, cases }: Acknowledged): Promise<void> {
  for (let i = 0; ; i++) {
    const key = `sn-rain-0001/1 alarm ${life} ${i}`;
    const event = { kind: 'acknowledge', atMs: Date.now() };
    if (!(await post(hub, 'alarms/acts', { key, event }, token))) return;
    alarms.add(key);
    const subject = { key: `life ${life} case ${i}`, title: 'kill', object: 'roof', place: null, priority: 4 };
    const filed = await post<CityCase>(hub, 'cases', { ...subject, alarm: key }, token);
    if (!filed) return;
    cases.set(filed.id, filed.log.length);
    const sent = await post<CityCase>(hub, `cases/${filed.id}/dispatch`, { unit: 'one', note: '' }, token);
    if (!sent) return;
    cases.set(sent.id, sent.log.length);
    // The hub tells a page at most 2,000 cases, and all of them are looked for.
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** Each second sensor passes its set point once: the alarm is there before the hub says yes to the next. */
async function raiseAlarms(hub: LivingHub, life: number, { raised, due }: Acknowledged): Promise<void> {
  for (let i = 0; i < GAUGES; i++) {
    const gauge = 2 + ((life * GAUGES + i) % (GAUGES * KILLS));
    const body = { result: 9, phenomenonTime: new Date().toISOString() };
    const answer = await fetch(`${hub.url}/v1.1/Datastreams(${gauge})/Observations`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify(body),
    }).catch(() => null);
    if (!answer?.ok) return;
    due.add(`sn-gauge-${String(gauge - 1).padStart(4, '0')}/1 alarm`);
    const listed = await listAlarms(hub);
    if (!listed) return;
    for (const { key, state } of listed.alarms)
      if (state.raisedMs !== undefined && !raised.has(key)) raised.set(key, state.raisedMs);
  }
}

interface ListedAlarm {
  key: string;
  state: { kind: string; raisedMs?: number };
}

async function listAlarms({ url }: LivingHub): Promise<{ alarms: ListedAlarm[] } | null> {
  const text = await fetch(`${url}/alarms`)
    .then((answer) => answer.text())
    .catch(() => null);
  return text === null ? null : (JSON.parse(text) as { alarms: ListedAlarm[] });
}

/** Alarms that were listed once and stand no more, stand since another time, or were noted as raised more than once. */
async function alarmsLost(hub: LivingHub, { raised }: Acknowledged): Promise<{ lost: number; doubled: number }> {
  const { alarms } = (await listAlarms(hub)) ?? { alarms: [] };
  const since = new Map(alarms.map(({ key, state }) => [key, state.raisedMs]));
  const { events } = (await (await fetch(`${hub.url}/alarms/events?since=0`)).json()) as {
    events: { key: string; kind: string }[];
  };
  const raises = new Map<string, number>();
  for (const { key, kind } of events) if (kind === 'raise') raises.set(key, (raises.get(key) ?? 0) + 1);
  const own = [...raised].filter(([key]) => key.startsWith('sn-gauge'));
  return {
    lost: own.filter(([key, ms]) => since.get(key) !== ms).length,
    doubled: own.filter(([key]) => (raises.get(key) ?? 0) > 1).length,
  };
}

/** Values that the hub took and no alarm tells of; it reads its past beside its other work, so that it is given its time. */
async function alarmsMissing(hub: LivingHub, { due }: Acknowledged): Promise<number> {
  let missing = due.size;
  for (let tries = 0; missing > 0 && tries < 200; tries++) {
    const keys = new Set((await listAlarms(hub))?.alarms.map(({ key }) => key));
    missing = [...due].filter((key) => !keys.has(key)).length;
    if (missing > 0) await new Promise((done) => setTimeout(done, 100));
  }
  return missing;
}

async function actsLost({ url }: LivingHub, { alarms, cases }: Acknowledged): Promise<{ acts: number; cases: number }> {
  const { acts } = (await (await fetch(`${url}/alarms/acts`)).json()) as { acts: { key: string }[] };
  const told = (await (await fetch(`${url}/cases`)).json()) as { cases: CityCase[] };
  const kept = new Set(acts.map(({ key }) => key));
  const logs = new Map(told.cases.map(({ id, log }) => [id, log.length]));
  return {
    acts: [...alarms].filter((key) => !kept.has(key)).length,
    cases: [...cases].filter(([id, length]) => (logs.get(id) ?? 0) < length).length,
  };
}

/** Yeses that no row of the audit tells, and whether the chain is whole. */
async function auditLost(hub: LivingHub, { alarms, cases }: Acknowledged): Promise<{ broken: number; lost: number }> {
  const token = await login(hub, 'auditor');
  const text = await (await fetch(`${hub.url}/audit`, { headers: { Authorization: `Bearer ${token}` } })).text();
  const rows: AuditRow[] = [...rowsOfLines(text)];
  const steps = new Map<string, number>();
  for (const { of, what } of rows) if (/^(case|alarm)\./.test(what)) steps.set(of, (steps.get(of) ?? 0) + 1);
  const lost =
    [...alarms].filter((key) => !steps.has(key)).length +
    [...cases].filter(([id, length]) => (steps.get(id) ?? 0) < length).length;
  return { broken: verifyChain(rows).kind === 'whole' ? 0 : 1, lost };
}

/** Writes until the hub is gone; what was acknowledged goes into `acknowledged`. Each observation is a minute of its own. */
async function writeOverHttp({ url }: LivingHub, next: () => number, acknowledged: Set<number>): Promise<void> {
  for (;;) {
    const minutes = Array.from({ length: PART }, next);
    const dataArray = minutes.map((minute) => [new Date(BEGIN_MS + minute * 60_000).toISOString(), minute]);
    const answer = await fetch(`${url}/v1.1/CreateObservations`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify([{ Datastream: { '@iot.id': 1 }, components: ['phenomenonTime', 'result'], dataArray }]),
    }).catch(() => null);
    if (!answer) return;
    if (answer.status !== 201)
      throw new Error(`feeds.kills: expected 201, got ${answer.status}: ${await answer.text()}`);
    const told = (await answer.json().catch(() => null)) as string[] | null;
    if (!told) return;
    for (const [i, minute] of minutes.entries()) if (told[i] !== 'error') acknowledged.add(minute);
  }
}

async function writeOverMqtt({ devices }: LivingHub, next: () => number, acknowledged: Set<number>): Promise<void> {
  const client = connect(devices, { protocolVersion: 4, reconnectPeriod: 0, username: 'device', password: TOKEN });
  client.on('error', () => undefined);
  const gone = new Promise<void>((done) => client.once('close', () => done()));
  const isHere = await Promise.race([
    new Promise<boolean>((done) => client.once('connect', () => done(true))),
    gone.then(() => false),
  ]);
  const write = async () => {
    while (isHere && client.connected) {
      const minute = next();
      const payload = JSON.stringify({
        result: minute,
        phenomenonTime: new Date(BEGIN_MS + minute * 60_000).toISOString(),
      });
      const isTaken = await Promise.race([
        client.publishAsync('v1.1/Datastreams(1)/Observations', payload, { qos: 1 }).then(
          () => true,
          () => false,
        ),
        gone.then(() => false),
      ]);
      if (isTaken) acknowledged.add(minute);
    }
  };
  await Promise.all([write(), write(), write(), write()]);
  client.end(true);
}

async function readMinutes({ url }: LivingHub): Promise<number[]> {
  const minutes: number[] = [];
  let next: string | undefined =
    `${url}/v1.1/Datastreams(1)/Observations?$select=result&$top=10000&$resultFormat=dataArray`;
  while (next) {
    const page = (await (await fetch(next)).json()) as { value: { dataArray: number[][] }[]; '@iot.nextLink'?: string };
    for (const { dataArray } of page.value) minutes.push(...dataArray.map(([minute]) => minute));
    next = page['@iot.nextLink'];
  }
  return minutes;
}

async function summedUp({ url }: LivingHub, minutes: number): Promise<number> {
  const to = new Date(BEGIN_MS + (minutes + 60) * 60_000).toISOString();
  const from = new Date(BEGIN_MS).toISOString();
  const answer = await fetch(`${url}/history/series?datastream=1&from=${from}&to=${to}&points=10`);
  const { count } = (await answer.json()) as { count: number[] };
  return count.reduce((all, one) => all + one, 0);
}

/**
 * SIGKILL while four devices and a dispatcher write: after each, the hub starts again by itself, and all that it acknowledged is there,
 * once, and in the sums; each act of the dispatcher in the audit, whose chain is whole.
 */
async function kills(): Promise<Verdict[]> {
  const folder = await mkdtemp(join(tmpdir(), 'shapan-kills-'));
  await mkdir(join(folder, 'c'));
  const name = { zh: '雨量', en: 'rain' };
  const stream = { id: 'sn-rain-0001/1', name, unit: 'mm', cadenceS: 60 };
  const thing = {
    id: 'sn-rain-0001',
    kind: 'rain',
    name,
    lonLat: [108, 34],
    at: [0, 0],
    of: 'roof',
    datastreams: [stream],
  };
  const gauges = Array.from({ length: GAUGES * KILLS }, (_, i) => {
    const id = `sn-gauge-${String(i + 1).padStart(4, '0')}`;
    return {
      ...thing,
      id,
      kind: 'pond',
      datastreams: [{ ...stream, id: `${id}/1`, unit: 'm', cadenceS: 86_400, alarm: 1 }],
    };
  });
  await writeFile(join(folder, 'c/sensors.json'), JSON.stringify({ things: [thing, ...gauges] }));
  const acknowledged: Acknowledged = {
    minutes: new Set(),
    alarms: new Set(),
    cases: new Map(),
    raised: new Map(),
    due: new Set(),
  };
  const { minutes, alarms, cases, raised } = acknowledged;
  let last = 0;
  const next = () => last++;
  const started: LivingHub[] = [];
  const begin = async () => {
    const hub = await startHub(folder);
    started.push(hub);
    return hub;
  };
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      const hub = await begin();
      if (kill === 0) await makePeople(hub);
      const token = await login(hub, 'dispatcher');
      const before = [minutes.size, alarms.size, cases.size];
      const writers = Promise.all([
        ...Array.from({ length: WRITERS }, () => writeOverHttp(hub, next, minutes)),
        writeOverMqtt(hub, next, minutes),
        dispatch(hub, kill, token, acknowledged),
        raiseAlarms(hub, kill, acknowledged),
      ]);
      // A writer's error is told where it is waited for; until then it must not end the process.
      writers.catch(() => undefined);
      const isUnderWay = () =>
        minutes.size >= before[0] + PART && alarms.size > before[1] && cases.size > before[2] + 1;
      for (let tries = 0; !isUnderWay() && tries < 3000; tries++) await new Promise((done) => setTimeout(done, 10));
      await new Promise((done) => setTimeout(done, (kill * 137) % 700));
      hub.child.kill('SIGKILL');
      await writers;
    }
    const hub = await begin();
    const read = await readMinutes(hub);
    const there = new Set(read);
    const sum = await summedUp(hub, last);
    const acts = await actsLost(hub, acknowledged);
    const audit = await auditLost(hub, acknowledged);
    const missing = await alarmsMissing(hub, acknowledged);
    const standing = await alarmsLost(hub, acknowledged);
    hub.child.kill('SIGTERM');
    await once(hub.child, 'exit');
    return [
      atLeast('feeds.kills acknowledged', minutes.size, KILLS * PART),
      exactly('feeds.kills acknowledged and lost', [...minutes].filter((minute) => !there.has(minute)).length, 0),
      exactly('feeds.kills written twice', read.length - there.size, 0),
      exactly('feeds.kills missing in the sums', read.length - sum, 0),
      atLeast('feeds.kills alarms acknowledged', alarms.size, KILLS),
      exactly('feeds.kills acknowledgements lost', acts.acts, 0),
      atLeast('feeds.kills cases filed and sent out', cases.size, 2 * KILLS),
      exactly('feeds.kills cases lost or set back', acts.cases, 0),
      atLeast('feeds.kills alarms raised', raised.size, KILLS),
      exactly('feeds.kills alarms lost or raised anew', standing.lost, 0),
      exactly('feeds.kills values beyond their set point without an alarm', missing, 0),
      exactly('feeds.kills alarms noted twice', standing.doubled, 0),
      exactly('feeds.kills audit rows lost', audit.lost, 0),
      exactly('feeds.kills audit chain broken', audit.broken, 0),
    ];
  } finally {
    for (const { child } of started) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

export const CASES: ValidationCase[] = [{ name: 'feeds.kills', quick: false, run: kills }];
