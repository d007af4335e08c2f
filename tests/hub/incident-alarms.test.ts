import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EVERYTHING } from '../../hub/accounts/scope.ts';
import { bareServer } from '../../hub/serve.ts';
import { type RunningHub, startHub } from '../../hub/start.ts';
import { parsePart } from '../../model/incidents/incident-answer.ts';
import {
  checkChain,
  HUB_CLIENT,
  type IncidentAct,
  type IncidentEntry,
  type SentEntry,
} from '../../model/incidents/incident-entry.ts';
import type { ResponsePlan } from '../../model/incidents/response-plan.ts';
import { newDataFolder } from './data-folder.ts';
import { DATABASES, newDatabase, type TestDatabase } from './databases.ts';

const PASSWORD = 'correct horse battery';
const BEGIN_MS = Date.UTC(2026, 10, 20, 4);
const MINUTE_MS = 60_000;
const INCIDENT = 'incident-of-the-test';

const name = { zh: '积水', en: 'ponding' };
/** A degree of latitude is 111 km: the second stands 555 m from the place, the third 2.2 km. */
const THINGS = [34.3, 34.305, 34.32].map((latDeg, i) => ({
  id: `p${i + 1}`,
  kind: 'pond',
  name,
  lonLat: [108.75, latDeg],
  at: [0, 0],
  of: 'road-1',
  datastreams: [{ id: `p${i + 1}/1`, name, unit: 'm', cadenceS: 60, alarm: 0.27 }],
}));

describe.each(DATABASES)('alarms in the log, %s database', (kind) => {
  let folder = '';
  let database: TestDatabase | null = null;
  let http: FastifyInstance;
  let hub: RunningHub;
  let token = '';
  let invite: string | undefined;
  let nowMs = BEGIN_MS;
  let n = 0;

  async function open(): Promise<void> {
    http = bareServer();
    const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    hub = await startHub({
      http,
      folder,
      databaseUrl: database?.url,
      city: 'c',
      cityFolder: join(folder, 'city'),
      mqtt: { host: '127.0.0.1', port: 0 },
      keepMs: 86_400_000,
      isSimulated: false,
      ownThread: false,
      visitors: EVERYTHING,
      scryptN: 2 ** 10,
      nowMs: () => nowMs,
    });
    await http.listen({ host: '127.0.0.1', port: 0 });
    invite = /invite=([\w-]+)/.exec(said.mock.calls.join())?.[1] ?? invite;
    said.mockRestore();
    await hub.alarms.settled();
  }

  async function close(): Promise<void> {
    await hub.close();
    await http.close();
  }

  const ask = async (method: 'GET' | 'POST', url: string, payload?: object) =>
    http.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}` },
      ...(payload ? { payload } : {}),
    });

  async function login(): Promise<void> {
    token = (await ask('POST', '/accounts/login', { name: '甲班', password: PASSWORD })).json().token;
  }

  const send = (act: IncidentAct, client = 'client-of-the-test') => {
    n++;
    const sent: SentEntry = { client, n, atMs: nowMs, act };
    return ask('POST', `/incidents/${INCIDENT}/log`, sent);
  };

  async function bring(datastream: number, result: number): Promise<void> {
    nowMs += MINUTE_MS;
    await hub.ingest.bring([
      { datastream, phenomenonMs: nowMs, resultMs: nowMs, receivedMs: nowMs, result, feature: datastream },
    ]);
    await hub.alarms.settled();
  }

  async function log(): Promise<IncidentEntry[]> {
    return parsePart((await ask('GET', `/incidents/${INCIDENT}/log`)).json()).entries;
  }

  const alarmLines = async () =>
    (await log()).flatMap(({ act, client }) =>
      act.kind === 'alarm' && client === HUB_CLIENT ? [`${act.key} ${act.event} ${act.distanceM}`] : [],
    );

  const OPENED: IncidentAct = {
    kind: 'opened',
    title: '内涝',
    hazard: 'flood',
    level: 3,
    place: { lonDeg: 108.75, latDeg: 34.3, heightM: 0 },
    object: '',
    source: { kind: 'hand' },
    plan: null,
  };

  beforeEach(async () => {
    nowMs = BEGIN_MS;
    n = 0;
    folder = await newDataFolder();
    database = await newDatabase(kind);
    await mkdir(join(folder, 'city'));
    await writeFile(join(folder, 'city/sensors.json'), JSON.stringify({ things: THINGS }));
    await open();
    const first = await ask('POST', '/accounts/invited', { invite, name: 'first', password: PASSWORD });
    token = first.json().token;
    const scope = { areas: 'all', classes: 'all' };
    await ask('POST', '/accounts', { name: '甲班', role: 'dispatcher', password: PASSWORD, scope });
    await login();
  });
  afterEach(async () => {
    await close();
    await database?.stop();
    await rm(folder, { recursive: true });
  });

  test('an alarm near an open incident is in its log once, with what comes to it, also after a restart', async () => {
    await bring(1, 0.31);
    nowMs += MINUTE_MS;
    expect((await send(OPENED)).statusCode).toBe(201);
    await bring(2, 0.4);
    await bring(3, 0.4);
    await expect.poll(alarmLines).toEqual(['p2/1 alarm raised 555']);
    const acknowledge = { kind: 'acknowledge', atMs: nowMs };
    expect((await ask('POST', '/alarms/acts', { key: 'p2/1 alarm', event: acknowledge })).statusCode).toBe(201);
    await expect.poll(alarmLines).toEqual(['p2/1 alarm raised 555', 'p2/1 alarm acknowledged 555']);
    const before = await log();
    await close();
    await open();
    for (let minute = 0; minute < 6; minute++) await bring(2, 0.01);
    const lines = ['p2/1 alarm raised 555', 'p2/1 alarm acknowledged 555', 'p2/1 alarm closed 555'];
    await expect.poll(alarmLines).toEqual(lines);
    const entries = await log();
    checkChain(entries);
    expect(entries.slice(0, before.length)).toEqual(before);
    expect(entries.at(-1)).toMatchObject({ role: 'hub', by: 'hub', client: HUB_CLIENT, n: 3 });
    await login();
    expect((await send({ kind: 'comment', text: '人写的' })).statusCode).toBe(201);
  }, 60_000);

  test('what the hub noted while nobody could write is written when it begins again', async () => {
    await send(OPENED);
    await bring(1, 0.31);
    await expect.poll(alarmLines).toEqual(['p1/1 alarm raised 0']);
    await hub.sql.query("DELETE FROM incident_log WHERE client = 'shapan-hub'", []);
    await close();
    await open();
    await expect.poll(alarmLines).toEqual(['p1/1 alarm raised 0']);
  }, 60_000);

  test('a wider radius takes in the next alarm, and a closed incident takes none', async () => {
    await send(OPENED);
    await send({ kind: 'radius', radiusM: 3000 });
    await bring(3, 0.31);
    await expect.poll(alarmLines).toEqual(['p3/1 alarm raised 2219']);
    await send({ kind: 'closed', text: '' });
    await bring(1, 0.31);
    await hub.alarms.settled();
    await send({ kind: 'comment', text: '之后' });
    expect(await alarmLines()).toEqual(['p3/1 alarm raised 2219']);
  }, 60_000);

  test('the reading that a step waits for is in the log once it is reached, once, also after a restart', async () => {
    const words = { zh: '封闭', en: 'close' };
    const plan: ResponsePlan = {
      ...{ format: 3, kind: 'response-plan', id: 'p', title: words, hazard: 'flood', source: words },
      steps: [
        {
          ...{ id: 'close', title: words, owner: 'traffic', limitMin: 5, weight: 1, toleranceRatio: 1 },
          trigger: { on: 'alarm', reach: { side: 'above', value: 0.5, unit: 'm' } },
        },
      ],
    };
    expect((await send({ ...OPENED, plan })).statusCode).toBe(201);
    const readings = async () =>
      (await log()).flatMap(({ act, format }) =>
        act.kind === 'alarm' && act.reading ? [`${format} ${act.key} ${act.event} ${act.reading.value}`] : [],
      );
    await bring(1, 0.31);
    await bring(3, 0.9);
    await expect.poll(alarmLines).toHaveLength(1);
    expect(await readings(), 'below, and too far away').toEqual([]);
    await bring(1, 0.62);
    await expect.poll(readings, { timeout: 10_000 }).toEqual(['3 p1/1 alarm reached 0.62']);
    await bring(1, 0.7);
    await close();
    await open();
    await login();
    await bring(1, 0.75);
    expect(await readings()).toEqual(['3 p1/1 alarm reached 0.62']);
  }, 60_000);

  test('an exercise has no real alarm in its log', async () => {
    await send({ ...OPENED, exercise: 'drill' });
    await bring(1, 0.31);
    // What is under way is over when the hub closes.
    await close();
    await open();
    expect(await alarmLines()).toEqual([]);
  }, 60_000);

  test('no page writes under the hub’s own name', async () => {
    await send(OPENED);
    const answer = await send({ kind: 'alarm', key: 'x', title: '假告警', priority: 1, event: 'raised' }, HUB_CLIENT);
    expect(answer.statusCode).toBe(403);
    expect(await alarmLines()).toEqual([]);
  }, 60_000);
});
