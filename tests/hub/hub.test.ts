import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { EVERYTHING } from '../../hub/accounts/scope.ts';
import { bareServer } from '../../hub/serve.ts';
import { type RunningHub, startHub } from '../../hub/start.ts';
import { newDataFolder } from './data-folder.ts';
import { newPostgres, type TestDatabase } from './databases.ts';
import { lacksMosquitto, lacksPostgres, type Service, startMosquitto } from './services.ts';
import { DEVICE_TOKEN } from './whole-hub.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 12);
const iso = (ms: number) => new Date(ms).toISOString();

const thing = (id: string, kind: string, streams: [name: string, unit: string][]) => ({
  id,
  kind,
  name: { zh: `${kind}站`, en: `${kind} station` },
  lonLat: [108.75, 34.3],
  at: [0, 0],
  of: 'river-main',
  datastreams: streams.map(([name, unit], i) => ({
    id: `${id}/${i + 1}`,
    name: { zh: name, en: name },
    unit,
    cadenceS: 60,
  })),
});

/** Datastreams 1 rain, 2 river stage, 3 to 5 the pump's state, current and flow. */
const THINGS = [
  thing('sn-rain-0001', 'rain', [['rain gauge', 'mm']]),
  thing('sn-river-0001', 'river', [['river stage', 'm']]),
  thing('sn-pump-0001', 'pump', [
    ['state', '1'],
    ['current', 'A'],
    ['flow', 'm3/s'],
  ]),
];

const why = lacksMosquitto() ?? lacksPostgres();
if (why) process.stdout.write(`skipped with Mosquitto and PostgreSQL: ${why}\n`);

describe.each([
  { kind: 'embedded', skip: false },
  { kind: 'grown', skip: why !== null },
])('the hub, $kind', ({ kind, skip }) => {
  let folder = '';
  let database: TestDatabase | null = null;
  let mosquitto: Service | null = null;
  let hub: RunningHub;
  let url = '';
  const http = bareServer();
  const clients: MqttClient[] = [];
  let analyst = '';

  async function makeAnalyst(invite: string | undefined): Promise<string> {
    const ask = async (path: string, body: object, token = '') => {
      const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
      return (await fetch(`${url}/accounts${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
    };
    const [name, password] = ['analyst', 'correct horse battery'];
    const { token } = await ask('/invited', { invite, name: 'first', password });
    await ask('', { name, role: 'analyst', password, scope: EVERYTHING }, token);
    return (await ask('/login', { name, password })).token;
  }

  beforeAll(async () => {
    if (skip) return;
    folder = await newDataFolder();
    await mkdir(join(folder, 'city'));
    await writeFile(join(folder, 'city/sensors.json'), JSON.stringify({ things: THINGS }));
    if (kind === 'grown') [database, mosquitto] = await Promise.all([newPostgres(), startMosquitto()]);
    const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    hub = await startHub({
      http,
      folder,
      city: 'c',
      cityFolder: join(folder, 'city'),
      mqtt: { host: '127.0.0.1', port: 0 },
      databaseUrl: database?.url,
      mqttUrl: mosquitto?.url,
      deviceToken: DEVICE_TOKEN,
      keepMs: 86_400_000,
      isSimulated: false,
      ownThread: false,
      scryptN: 2 ** 10,
      visitors: EVERYTHING,
      nowMs: () => NOW_MS,
    });
    url = await http.listen({ host: '127.0.0.1', port: 0 });
    const invite = /invite=([\w-]+)/.exec(said.mock.calls.join())?.[1];
    said.mockRestore();
    analyst = await makeAnalyst(invite);
    await hub.ingest.bring(
      Array.from({ length: 300 }, (_, i) => ({
        datastream: 2,
        phenomenonMs: NOW_MS - (300 - i) * 60_000,
        resultMs: NOW_MS - (300 - i) * 60_000,
        receivedMs: NOW_MS,
        result: 380 + i / 100,
        feature: 2,
      })),
    );
  });

  afterEach(() => {
    for (const client of clients.splice(0)) client.end(true);
  });

  afterAll(async () => {
    await hub?.close();
    await http.close();
    await Promise.all([database?.stop(), mosquitto?.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  const join3 = async (address: string, options: IClientOptions = {}) => {
    const client = await connectAsync(address, { reconnectPeriod: 0, protocolVersion: 4, ...options }, false);
    clients.push(client);
    return client;
  };
  const page = (options: IClientOptions = {}) => join3(`${url.replace('http', 'ws')}/mqtt`, options);
  const device = (password = DEVICE_TOKEN) => join3(hub.broker.stats().devices, { username: 'd', password });
  const get = async (path: string) => {
    const answer = await fetch(`${url}/v1.1/${path}`);
    return { status: answer.status, body: await answer.json() };
  };
  const post = (path: string, body: unknown, token = DEVICE_TOKEN) =>
    fetch(`${url}/v1.1/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
  const nextMessage = (client: MqttClient) =>
    new Promise<{ topic: string; json: Record<string, unknown> }>((done) =>
      client.once('message', (topic, payload) => done({ topic, json: JSON.parse(payload.toString()) })),
    );

  test.skipIf(skip)(
    "a device's observation is in history when it is acknowledged, and comes to the page once",
    async () => {
      const [reader, sender] = [await page(), await device()];
      await reader.subscribeAsync('v1.1/+/Observations');
      const seen: unknown[] = [];
      reader.on('message', (_, payload) => seen.push(JSON.parse(payload.toString())));
      const next = nextMessage(reader);
      await sender.publishAsync(
        'v1.1/Datastreams(1)/Observations',
        JSON.stringify({ result: 0.4, phenomenonTime: iso(NOW_MS) }),
        { qos: 1 },
      );
      if (kind === 'embedded') expect((await get('Datastreams(1)/Observations')).body.value).toHaveLength(1);
      const { topic, json } = await next;
      expect(topic).toBe('v1.1/Datastreams(1)/Observations');
      expect(json).toMatchObject({ result: 0.4, phenomenonTime: iso(NOW_MS) });
      await expect
        .poll(async () => (await get('Datastreams(1)/Observations')).body.value)
        .toMatchObject([{ result: 0.4 }]);
      await sender.publishAsync('v1.1/Observations', JSON.stringify({ result: 0.5, Datastream: { '@iot.id': 1 } }), {
        qos: 1,
      });
      await expect.poll(() => seen.length).toBe(2);
      expect(seen[1]).toMatchObject({ result: 0.5, Datastream: { '@iot.id': 1 } });
    },
  );

  test.skipIf(skip)('what is no observation is told on shapan/refused', async () => {
    const sender = await device();
    const refused: { topic: string; reason: string; from: string | null; why?: string }[] = [];
    const stop = await hub.bus.subscribe('shapan/refused', ({ payload }) =>
      refused.push(JSON.parse(payload.toString())),
    );
    for (const [payload, reason] of [
      ['{', 'expected JSON'],
      ['{"result":1,"phenomenonTime":"yesterday"}', 'phenomenonTime: expected an ISO 8601 time'],
      ['{"phenomenonTime":"2026-11-20T12:00:00Z"}', 'result: expected a value, got nothing'],
    ]) {
      await sender.publishAsync('v1.1/Datastreams(1)/Observations', payload, { qos: 1 });
      await expect.poll(() => refused.at(-1)?.reason).toContain(reason);
    }
    expect(refused.map(({ topic }) => topic)).toEqual(Array(3).fill('v1.1/Datastreams(1)/Observations'));
    // A broker of one's own does not say whose message it was.
    const [from, why] = kind === 'embedded' ? ['d', undefined] : [null, expect.stringContaining('MQTT_URL')];
    expect(refused.map((one) => [one.from, one.why])).toEqual(Array(3).fill([from, why]));
    stop();
  });

  test.skipIf(skip).each(['devices/gate-1/set', 'v1.1/Datastreams(1)/Observations', 'shapan/alarms'])(
    'a page that publishes to %s is cut off, and nobody hears it',
    async (topic) => {
      const heard: string[] = [];
      const stop = await hub.bus.subscribe('#', (message) => heard.push(message.topic));
      const visitor = await page();
      const gone = new Promise((done) => visitor.once('close', () => done(null)));
      visitor.publish(topic, 'open');
      await gone;
      await hub.bus.publish('shapan/last', 'x', { qos: 1 });
      await expect.poll(() => heard).toContain('shapan/last');
      expect(heard).not.toContain(topic);
      stop();
    },
  );

  test.skipIf(skip || kind === 'grown')('a device without a password is turned away', async () => {
    await expect(device('a guess')).rejects.toThrow();
  });

  test.skipIf(skip)("a page hears no device's topics, and no other origin is let in", async () => {
    const visitor = await page();
    const isCutOff = new Promise((done) => visitor.once('close', () => done('cut off')));
    const granted = visitor.subscribeAsync('devices/#').then(
      () => 'granted',
      () => 'refused',
    );
    expect(await Promise.race([isCutOff, granted])).not.toBe('granted');
    const foreign = new WebSocket(`${url.replace('http', 'ws')}/mqtt`, 'mqtt', { origin: 'https://elsewhere.example' });
    const [, answer] = await once(foreign, 'unexpected-response');
    expect(answer.statusCode).toBe(403);
    foreign.on('error', () => undefined).terminate();
  });

  test.skipIf(skip)('over HTTP only a device creates', async () => {
    const observation = { result: 9, phenomenonTime: iso(NOW_MS - 5000) };
    expect((await post('Datastreams(3)/Observations', observation, 'somebody')).status).toBe(401);
    const made = await post('Datastreams(3)/Observations', observation);
    expect(made.status).toBe(201);
    const again = await post('Datastreams(3)/Observations', observation);
    expect(again.headers.get('Location')).toBe(made.headers.get('Location'));
    expect(await (await fetch(made.headers.get('Location') ?? '')).json()).toMatchObject(observation);
    expect((await get('Datastreams(3)/Observations?$count=true')).body['@iot.count']).toBe(1);
  });

  test.skipIf(skip)('data arrays are created, the wrong rows told as errors', async () => {
    const rows = [
      [iso(NOW_MS - 2000), 1.5],
      ['no time', 2],
      [iso(NOW_MS - 1000), '2.5'],
      [iso(NOW_MS - 1000), '开'],
    ];
    const made = await post('CreateObservations', [
      { Datastream: { '@iot.id': 4 }, components: ['phenomenonTime', 'result'], dataArray: rows },
    ]);
    expect(made.status).toBe(201);
    expect(await made.json()).toEqual([
      expect.stringContaining('/Observations('),
      'error',
      expect.stringContaining('/Observations('),
      'error',
    ]);
    const { body } = await get(
      'Datastreams(4)/Observations?$resultFormat=dataArray&$select=result&$orderby=phenomenonTime',
    );
    expect(body.value).toEqual([
      expect.objectContaining({ components: ['result'], 'dataArray@iot.count': 2, dataArray: [[1.5], [2.5]] }),
    ]);
  });

  test.skipIf(skip).each([
    ["Things?$filter=properties/kind eq 'rain'", ['rain站']],
    ["Things?$filter=Datastreams/unitOfMeasurement/name eq 'A'", ['pump站']],
    ["Things?$filter=not (startswith(name,'r') or endswith(name,'mp站'))", []],
    ['Things?$orderby=name desc&$top=2&$skip=1', ['rain站', 'pump站']],
    ["Datastreams?$filter=substringof('stage', description)", ['river站 · river stage']],
    ["Datastreams?$filter=Thing/properties/kind eq 'pump' and id gt 4", ['pump站 · flow']],
    ['Datastreams?$filter=Observations/result gt 382.98', ['river站 · river stage']],
    ['Datastreams?$orderby=Thing/name,id desc&$top=2', ['pump站 · flow', 'pump站 · current']],
    [
      "Things(3)/Datastreams?$filter=length(name) eq 13 or tolower(unitOfMeasurement/symbol) eq 'm3/s'",
      ['pump站 · state', 'pump站 · flow'],
    ],
    ['Datastreams(2)/Thing/Locations', ['river站']],
    ["ObservedProperties?$filter=definition eq 'urn:shapan:observed-property:pump-flow'", ['flow']],
    ['Sensors?$filter=constructor eq 1', 400],
    ['Things?$filter=name eq', 400],
    ['Things?$filter=name gt 3', 400],
    ['Things?$filter=geo.distance(name,name) lt 3', 400],
    ['Things?$expand=Nothing', 400],
    ['Things?$select=secret', 400],
    ['Things?$top=-1', 400],
    ['Things?drop=1', 400],
    [`Things?$filter=${'('.repeat(200)}1 eq 1${')'.repeat(200)}`, 400],
    ["Things?$filter=name eq '%00'", 400],
    ['Observations?$filter=result gt 1e308 mul 1e308', 400],
    ["Things?$filter=substring(name,1e300) eq 'a'", 400],
    ['Things(99)', 404],
    ['Things(1)/Observations', 404],
    ["Observations('1-2-3; DROP TABLE things')", 404],
  ] as [string, string[] | number][])('%s', async (path, expected) => {
    const { status, body } = await get(path);
    if (typeof expected === 'number') {
      expect(body).toMatchObject({ code: expected, type: 'error' });
      return;
    }
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.value.map(({ name }: { name: string }) => name)).toEqual(expected);
  });

  test.skipIf(skip)('observations by time and value; pages lead to the end, each row once', async () => {
    const since = iso(NOW_MS - 30 * 60_000);
    const { body } = await get(
      `Datastreams(2)/Observations?$filter=phenomenonTime ge ${since} and result lt 382.75&$orderby=phenomenonTime desc&$select=result`,
    );
    expect(body.value).toEqual([
      { result: 382.74 },
      { result: 382.73 },
      { result: 382.72 },
      { result: 382.71 },
      { result: 382.7 },
    ]);
    const all: number[] = [];
    for (let next: string | undefined = 'Datastreams(2)/Observations?$top=70&$select=result'; next; ) {
      const { body: turned } = await get(next);
      all.push(...turned.value.map(({ result }: { result: number }) => result));
      next = turned['@iot.nextLink']?.slice(`${url}/v1.1/`.length);
    }
    expect(all).toEqual(Array.from({ length: 300 }, (_, i) => 380 + i / 100));
  });

  test.skipIf(skip)('the last word of every stream in one question', async () => {
    const { body } = await get(
      'Things?$filter=id eq 2&$select=id&$expand=Datastreams($select=id;$expand=Observations($orderby=phenomenonTime desc;$top=1;$select=result;$count=true))',
    );
    expect(body.value[0].Datastreams[0]).toMatchObject({
      '@iot.id': 2,
      'Observations@iot.count': 300,
      Observations: [{ result: 382.99 }],
      'Observations@iot.nextLink': expect.stringContaining('/v1.1/Datastreams(2)/Observations?'),
    });
  });

  test.skipIf(skip)('a chart, a table and a Parquet file of the same span', async () => {
    const span = `datastream=2&from=${iso(NOW_MS - 3_600_000)}&to=${iso(NOW_MS)}`;
    const series = await (await fetch(`${url}/history/series?${span}&points=60`)).json();
    expect([series.bucketMs, series.mean.length, series.mean[59]]).toEqual([60_000, 60, 382.99]);
    const file = (format: string, token: string) =>
      fetch(`${url}/history/observations.${format}?${span}`, { headers: { Authorization: `Bearer ${token}` } });
    expect((await file('csv', '')).status).toBe(401);
    const byCode = `${url}/history/series?${span.replace('datastream=2', 'datastream=sn-river-0001/1')}&points=60`;
    expect(await (await fetch(byCode)).json()).toEqual(series);
    const csv = await (await file('csv', analyst)).text();
    expect(csv.split('\r\n')).toHaveLength(62);
    expect(csv.split('\r\n')[1]).toBe(
      `sn-river-0001/1,${iso(NOW_MS - 3_600_000)},${iso(NOW_MS - 3_600_000)},${iso(NOW_MS)},382.4`,
    );
    const parquet = Buffer.from(await (await file('parquet', analyst)).arrayBuffer());
    expect([parquet.toString('latin1', 0, 4), parquet.toString('latin1', parquet.length - 4)]).toEqual([
      'PAR1',
      'PAR1',
    ]);
    expect((await fetch(`${url}/history/series?datastream=2&from=now&to=then`)).status).toBe(400);
  });

  test.skipIf(skip || kind === 'embedded')(
    'the broker goes and comes back: the hub hears devices again, by itself',
    async () => {
      await mosquitto?.restart();
      await hub.ingest.bring([
        { datastream: 5, phenomenonMs: NOW_MS, resultMs: null, receivedMs: NOW_MS, result: 1, feature: 3 },
      ]);
      const sender = await device();
      let tries = 0;
      await expect
        .poll(
          async () => {
            const phenomenonTime = iso(NOW_MS + ++tries);
            await sender.publishAsync(
              'v1.1/Datastreams(5)/Observations',
              JSON.stringify({ result: 2, phenomenonTime }),
              { qos: 1 },
            );
            return (await get('Datastreams(5)/Observations?$filter=result eq 2&$count=true')).body['@iot.count'];
          },
          { timeout: 20_000, interval: 300 },
        )
        .toBeGreaterThan(0);
      expect((await get('Datastreams(5)/Observations?$filter=result eq 1')).body.value).toHaveLength(1);
    },
  );

  test.skipIf(skip)('health says what runs', async () => {
    const health = async () => (await fetch(`${url}/health`)).json();
    // The test before this one sent more than it waited for: the last of it may still be on its way.
    await expect.poll(health, { timeout: 20_000, interval: 100 }).toMatchObject({
      status: 'ok',
      history: { kind: kind === 'embedded' ? 'embedded' : 'server', datastreams: 5, waiting: 0 },
      broker: { kind: kind === 'embedded' ? 'embedded' : 'server' },
    });
  });
});
