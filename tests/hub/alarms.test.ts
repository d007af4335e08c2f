import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EVERYTHING } from '../../hub/accounts/scope.ts';
import { openAlarmWatch } from '../../hub/alarms/alarm-watch.ts';
import { openRecording } from '../../hub/recording/recording.ts';
import { bareServer } from '../../hub/serve.ts';
import { type RunningHub, startHub } from '../../hub/start.ts';
import { parseAlarmList, parseAlarmMessage, RemoteAlarms } from '../../model/alarms/alarm-message.ts';
import { ALARMS_TOPIC, KINDS_TOPIC } from '../../model/hub/topics.ts';
import { BASE_KINDS } from '../../model/sensors/base-kinds.ts';
import { mergeSensorKinds, parseSensorKinds } from '../../model/sensors/sensor-kind.ts';
import { parseCitySensors } from '../../model/sensors/sensors.ts';
import { newDataFolder } from './data-folder.ts';

const PASSWORD = 'correct horse battery';
const BEGIN_MS = Date.UTC(2026, 10, 20, 4);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Enough sensors that a silence of each would be a flood. */
const PONDS = 40;

const name = { zh: '积水', en: 'ponding' };
const thing = (id: string, kind: string, stream: object) => ({
  id,
  kind,
  name,
  lonLat: [108.75, 34.3],
  at: [5000, 5000],
  of: 'road-1',
  datastreams: [{ id: `${id}/1`, name, unit: 'm', cadenceS: 60, ...stream }],
});
const ponds = Array.from({ length: PONDS }, (_, i) => thing(`p${i + 1}`, 'pond', { alarm: 0.27 }));
const THINGS = [...ponds, thing('t1', 'tilt', { unit: 'deg' }), thing('s1', 'strange', { unit: 'm' })];
const TILT = PONDS + 1;

/** One record of a city's own: label, unit, rule, simulated values and a figure for the desk. */
const TILT_KIND = {
  id: 'tilt',
  label: { zh: '倾斜', en: 'Tilt' },
  streams: [
    {
      unit: 'deg',
      rules: [
        {
          id: 'leaning',
          condition: { kind: 'above', limit: 5, hysteresis: 0.5 },
          priority: 2,
          title: { zh: '倾斜超限', en: 'It leans' },
          consequence: { zh: '可能倒塌', en: 'It may fall' },
          action: { zh: '围护', en: 'Fence it' },
        },
      ],
      simulated: { mean: 1.5, noise: 0.1, digits: 2 },
    },
  ],
  vital: { id: 'tilt', label: { zh: '倾斜', en: 'Tilt' }, unit: 'deg', figure: 'mean', steadyPerH: 0.1 },
};

let folder = '';
let http: FastifyInstance;
let hub: RunningHub;
let url = '';
let nowMs = BEGIN_MS;
let invite: string | undefined;
const clients: MqttClient[] = [];

async function open(isSimulated = false): Promise<void> {
  http = bareServer();
  const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  hub = await startHub({
    http,
    folder,
    city: 'c',
    cityFolder: join(folder, 'city'),
    mqtt: { host: '127.0.0.1', port: 0 },
    keepMs: 86_400_000,
    isSimulated,
    ownThread: false,
    visitors: EVERYTHING,
    scryptN: 2 ** 10,
    nowMs: () => nowMs,
  });
  url = await http.listen({ host: '127.0.0.1', port: 0 });
  invite = /invite=([\w-]+)/.exec(said.mock.calls.join())?.[1] ?? invite;
  said.mockRestore();
  await hub.alarms.settled();
}

async function close(): Promise<void> {
  for (const client of clients.splice(0)) client.end(true);
  await hub.close();
  await http.close();
}

/** The hub ends, and begins again so much later. */
async function restartAfter(ms: number): Promise<void> {
  await close();
  nowMs += ms;
  await open();
}

beforeEach(async () => {
  nowMs = BEGIN_MS;
  folder = await newDataFolder();
  await mkdir(join(folder, 'city'));
  await writeFile(join(folder, 'city/sensors.json'), JSON.stringify({ things: THINGS }));
  await writeFile(join(folder, 'city/sensor-kinds.json'), JSON.stringify({ kinds: [TILT_KIND] }));
  await open();
});
afterEach(async () => {
  await close();
  await rm(folder, { recursive: true });
});

const observation = (datastream: number, result: number) => ({
  datastream,
  phenomenonMs: nowMs,
  resultMs: nowMs,
  receivedMs: nowMs,
  result,
  feature: datastream,
});
const bring = (datastream: number, result: number) => hub.ingest.bring([observation(datastream, result)]);
const everySensor = () =>
  hub.ingest.bring(THINGS.map(({ id }, i) => observation(i + 1, id.startsWith('p') ? 0.01 : 1)));
const standing = () => hub.alarms.list().alarms.map(({ key, state }) => `${key} ${state.kind}`);

async function login(who: string, role: string, scope: object = { areas: 'all', classes: 'all' }): Promise<string> {
  const post = async (path: string, body: object, token = '') => {
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
    const answer = await fetch(`${url}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.json()) as { token: string };
  };
  const first = await post('accounts/invited', { invite, name: 'first', password: PASSWORD });
  const token = first.token ?? (await post('accounts/login', { name: 'first', password: PASSWORD })).token;
  await post('accounts', { name: who, role, password: PASSWORD, scope }, token);
  return (await post('accounts/login', { name: who, password: PASSWORD })).token;
}

const ask = (method: string, path: string, token: string, body?: object) =>
  fetch(`${url}/${path}`, {
    method,
    headers: { ...(body ? { 'Content-Type': 'application/json' } : {}), Authorization: `Bearer ${token}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

/** What a page has of the alarms: it subscribes, then asks for the list, and takes what comes in whatever order. */
async function openPage(token = ''): Promise<RemoteAlarms> {
  const alarms = new RemoteAlarms();
  const credentials = token === '' ? {} : { username: 'token', password: token };
  const client = await connectAsync(`${url.replace('http', 'ws')}/mqtt`, { protocolVersion: 4, ...credentials });
  clients.push(client);
  client.on('message', (_, payload) => alarms.take(parseAlarmMessage(JSON.parse(payload.toString()))));
  await client.subscribeAsync(ALARMS_TOPIC);
  alarms.takeList(parseAlarmList(await (await ask('GET', 'alarms', token)).json()));
  return alarms;
}

const shownOn = (page: RemoteAlarms) =>
  page.standing(
    () => undefined,
    () => Number.NaN,
  );

test('with no page open an alarm is raised, kept with its life, and recorded', async () => {
  await bring(1, 0.05);
  nowMs += MINUTE_MS;
  await bring(1, 0.31);
  await hub.alarms.settled();
  expect(standing()).toEqual(['p1/1 alarm unacknowledged']);
  const [row] = await hub.sql.query<{ key: string; message: { state: object } }>('SELECT key, message FROM alarms');
  expect([row.key, row.message.state]).toEqual(['p1/1 alarm', { kind: 'unacknowledged', raisedMs: nowMs }]);
  const token = await login('值班长', 'dispatcher');
  const event = { kind: 'acknowledge', atMs: nowMs + 1000 };
  nowMs += 1000;
  expect((await ask('POST', 'alarms/acts', token, { key: 'p1/1 alarm', event })).status).toBe(201);
  const events = await hub.alarms.events(0, 'p1/1 alarm');
  expect(events.toReversed().map(({ kind, atMs, who }) => [kind, atMs, who])).toEqual([
    ['raise', BEGIN_MS + MINUTE_MS, null],
    ['acknowledge', BEGIN_MS + MINUTE_MS + 1000, '值班长'],
  ]);
  await restartAfter(1000);
  const place = join(folder, 'recordings');
  const [file] = (await readdir(place)).filter((one) => one.endsWith('.mcap'));
  const recording = await openRecording(join(place, file));
  const states: string[] = [];
  for await (const { topic, data } of recording.from(0))
    if (topic === ALARMS_TOPIC) states.push(parseAlarmMessage(JSON.parse(Buffer.from(data).toString())).state.kind);
  await recording.close();
  expect(states).toEqual(['unacknowledged', 'acknowledged']);
}, 60_000);

test('the value that raised an alarm is told to pages while it falls back, and after a restart that read its sample no more', async () => {
  await bring(1, 0.31);
  await hub.alarms.settled();
  const raised = { value: 0.31, atMs: nowMs };
  for (let minute = 0; minute < 30; minute++) {
    nowMs += MINUTE_MS;
    await bring(1, 0.262);
  }
  await hub.alarms.settled();
  expect(hub.alarms.list().alarms.find(({ key }) => key === 'p1/1 alarm')).toMatchObject({ raised });
  await restartAfter(1000);
  nowMs += MINUTE_MS;
  await bring(1, 0.261);
  await hub.alarms.settled();
  expect(shownOn(await openPage()).find(({ key }) => key === 'p1/1 alarm')).toMatchObject({ raised });
}, 60_000);

test('ten pages opened at ten moments show the same list, each account that of its part of the city', async () => {
  const noise = await login('噪声', 'dispatcher', { areas: 'all', classes: ['tilt'] });
  const ofTilt = await openPage(noise);
  const pages: RemoteAlarms[] = [];
  for (let moment = 0; moment < 10; moment++) {
    await bring(moment + 1, 0.05);
    nowMs += MINUTE_MS;
    if (moment % 2 === 0) await bring(moment + 1, 0.4);
    if (moment === 6) await bring(1, 0.01);
    if (moment === 7) await bring(TILT, 7);
    pages.push(await openPage());
    await hub.alarms.settled();
  }
  const expected = hub.alarms.list().alarms.map(({ key, state }) => ({ key, state }));
  const raised = expected.map(({ key }) => key).filter((key) => !key.endsWith('silent'));
  expect(raised.sort()).toEqual(['p1/1 alarm', 'p3/1 alarm', 'p5/1 alarm', 'p7/1 alarm', 'p9/1 alarm', 't1/1 leaning']);
  for (const page of pages)
    await expect
      .poll(() => shownOn(page).map(({ key, state }) => ({ key, state })))
      .toEqual(expected.toSorted((a, b) => (a.key < b.key ? -1 : 1)));
  await expect.poll(() => shownOn(ofTilt).map(({ key }) => key)).toEqual(['t1/1 leaning']);
}, 60_000);

test('after an hour without the hub the gap is one alarm, what stood stands as it did, and nothing is noted twice', async () => {
  await everySensor();
  nowMs += MINUTE_MS;
  await bring(3, 0.35);
  await hub.alarms.settled();
  const raisedMs = nowMs;
  const before = await hub.alarms.events(0, null);
  await restartAfter(HOUR_MS);
  expect(hub.alarms.list().alarms.find(({ key }) => key === 'p3/1 alarm')?.state).toEqual({
    kind: 'unacknowledged',
    raisedMs,
  });
  await everySensor();
  nowMs += MINUTE_MS;
  await hub.alarms.settled();
  expect(standing().sort()).toEqual(['hub gap returned', 'p3/1 alarm returned']);
  expect(await hub.alarms.events(0, 'p3/1 alarm')).toHaveLength(2);
  for (let kill = 0; kill < 3; kill++) await restartAfter(1000);
  expect(standing().sort()).toEqual(['hub gap returned', 'p3/1 alarm returned']);
  const after = await hub.alarms.events(0, null);
  // The gap's beginning and end, and the end of what stood.
  expect(after.length - before.length).toBe(3);
}, 120_000);

test('what loggers hold of the time before the hub first watched raises nothing, while it comes and after', async () => {
  await everySensor();
  const beginMs = nowMs;
  const stoodDuringPast = async () => {
    const stood: string[] = [];
    for (let minute = 180; minute > 0; minute -= 20) {
      const timeMs = beginMs - minute * MINUTE_MS;
      const past = THINGS.map((_, i) => ({ ...observation(i + 1, minute === 100 ? 9 : 0.01), phenomenonMs: timeMs }));
      await hub.ingest.bringPast(past);
      await hub.alarms.settled();
      stood.push(...standing());
    }
    return stood;
  };
  expect(await stoodDuringPast()).toEqual([]);
  expect(await hub.alarms.events(0, null)).toEqual([]);
  // Nor after a restart, when the loggers say it once more.
  await restartAfter(1000);
  await everySensor();
  expect(await stoodDuringPast()).toEqual([]);
}, 60_000);

test('a sensor that falls silent while others speak is missing; when all are silent it is one alarm', async () => {
  await everySensor();
  for (let minute = 0; minute < 7; minute++) {
    nowMs += MINUTE_MS;
    await hub.ingest.bring(THINGS.slice(1).map((_, i) => observation(i + 2, 0.01)));
  }
  await hub.alarms.settled();
  // One sensor is an alert, which waits for nobody.
  expect(standing()).toEqual(['p1/1 silent alert']);
  nowMs += HOUR_MS;
  await expect.poll(standing, { timeout: 5000 }).toContain('hub gap unacknowledged');
  expect(standing()).toHaveLength(2);
}, 60_000);

test('one record adds a kind, a strange one stops nothing, and what an administrator changes holds at once', async () => {
  const token = await login('admin', 'administrator');
  const kinds = parseSensorKinds(await (await ask('GET', 'sensor-kinds', token)).json());
  expect(kinds.kinds?.find(({ id }) => id === 'tilt')).toEqual({ ...TILT_KIND });
  await bring(TILT, 4.2);
  await hub.alarms.settled();
  expect(standing()).toEqual([]);
  const changed: string[] = [];
  await hub.bus.subscribe(KINDS_TOPIC, ({ topic }) => changed.push(topic));
  const [
    {
      rules: [rule],
    },
  ] = TILT_KIND.streams;
  const record = {
    id: 'tilt',
    streams: [{ unit: 'deg', rules: [{ ...rule, condition: { ...rule.condition, limit: 4 } }] }],
  };
  expect((await ask('PUT', 'sensor-kinds/tilt', token, record)).status).toBe(200);
  expect(standing()).toEqual(['t1/1 leaning unacknowledged']);
  expect(changed).toEqual([KINDS_TOPIC]);
  const [row] = await hub.sql.query<{ who: string; detail: { after: object } }>(
    "SELECT who, detail FROM audit WHERE what = 'kind.change'",
  );
  expect([row.who, row.detail.after]).toEqual(['admin', record]);
  await restartAfter(1000);
  expect(standing()).toEqual(['t1/1 leaning unacknowledged']);
  const again = await login('admin', 'administrator');
  const nameless = await ask('PUT', 'sensor-kinds/new', again, { id: 'new' });
  expect([nameless.status, await nameless.json()]).toEqual([
    400,
    expect.objectContaining({ error: expect.objectContaining({ code: 'kind-label', values: { id: 'new' } }) }),
  ]);
  expect((await ask('DELETE', 'sensor-kinds/tilt', again)).status).toBe(204);
  expect(standing()).toEqual([]);
}, 60_000);

test('a simulated city says which kinds it cannot simulate, and simulates the new one by its record, and by a changed one without a restart', async () => {
  await close();
  // Without the gauges, whose past would be simulated for three hours.
  await writeFile(join(folder, 'city/sensors.json'), JSON.stringify({ things: THINGS.slice(PONDS) }));
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await open(true);
  const lines = said.mock.calls.join();
  said.mockRestore();
  expect(lines).toContain('strange (m)');
  await expect
    .poll(
      async () =>
        (await hub.sql.query<{ result: number }>(`SELECT result FROM observations WHERE datastream = ${TILT}`))[0]
          ?.result,
    )
    .toBeCloseTo(1.5, 0);
  const newest = async (datastream: number) =>
    (
      await hub.sql.query<{ result: number }>(
        `SELECT result FROM observations WHERE datastream = ${datastream} ORDER BY phenomenon_ms DESC LIMIT 1`,
      )
    )[0]?.result;
  const strange = TILT + 1;
  expect(await newest(strange)).toBeUndefined();
  // An administrator says how the strange kind is simulated: it speaks at once, and alarms by its rule.
  const token = await login('admin', 'administrator');
  const [stream] = TILT_KIND.streams;
  const streams = [{ ...stream, unit: 'm', simulated: { mean: 7, noise: 0, digits: 2 } }];
  const record = { id: 'strange', label: { zh: '新类', en: 'New kind' }, streams };
  expect((await ask('PUT', 'sensor-kinds/strange', token, record)).status).toBe(200);
  expect(await newest(strange)).toBe(7);
  await hub.alarms.settled();
  expect(standing()).toContain('s1/1 leaning unacknowledged');
  // And what one says already is said otherwise from the next message on.
  const before = { ...TILT_KIND, streams: [{ ...stream, simulated: { mean: 30, noise: 0, digits: 2 } }] };
  expect((await ask('PUT', 'sensor-kinds/tilt', token, before)).status).toBe(200);
  nowMs += 2 * MINUTE_MS;
  await expect.poll(() => newest(TILT), { timeout: 30_000 }).toBe(30);
  const audited = await hub.sql.query<{ of: string }>("SELECT of FROM audit WHERE what = 'kind.change' ORDER BY seq");
  expect(audited.map(({ of }) => of)).toEqual(['strange', 'tilt']);
}, 60_000);

test('a database that is away while the past is read stops no alarm: what came meanwhile is judged when it is back', async () => {
  await bring(1, 0.31);
  let failures = 2;
  const query: typeof hub.sql.query = async (text, parameters) => {
    if (text.includes('observations') && failures-- > 0) throw new Error('the database is away');
    return hub.sql.query(text, parameters);
  };
  const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const bus = { publish: async () => undefined, subscribe: async () => () => undefined };
  const sql = { ...hub.sql, query, transaction: hub.sql.transaction.bind(hub.sql), run: hub.sql.run.bind(hub.sql) };
  const kinds = mergeSensorKinds(BASE_KINDS);
  const { ingest } = hub;
  const things = parseCitySensors({ things: ponds });
  const watch = await openAlarmWatch({ hub: { sql, bus, nowMs: () => nowMs, ingest }, things, kinds });
  await bring(2, 0.31);
  await watch.settled();
  expect(watch.list().alarms.map(({ key }) => key)).toEqual(['p1/1 alarm', 'p2/1 alarm']);
  expect(log.mock.calls.map(String)).toEqual(['hub: alarms: the database is away\n']);
  failures = 1;
  await watch.takeKinds(kinds);
  await bring(3, 0.31);
  await watch.settled();
  expect(watch.list().alarms.map(({ key }) => key)).toContain('p3/1 alarm');
  await watch.close();
  log.mockRestore();
}, 60_000);
