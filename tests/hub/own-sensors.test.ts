import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { EVERYTHING } from '../../hub/accounts/scope.ts';
import { bareServer } from '../../hub/serve.ts';
import { type RunningHub, startHub } from '../../hub/start.ts';
import { SENSORS_TOPIC } from '../../model/hub/topics.ts';
import { newDataFolder } from './data-folder.ts';

/** A hub on a city without sensors, to which a person connects the first one; its device is a real client of MQTT. */
const PASSWORD = 'correct horse battery';
const NAME = { zh: '东门雨量', en: 'East gate' };
const GAUGE = {
  id: 'gauge-1',
  kind: 'pond',
  name: NAME,
  lonDeg: 108.75,
  latDeg: 34.3,
  elevationM: 381.5,
  unit: 'm',
  cadenceS: 600,
  alarm: 0.3,
  topic: 'town/east/pond',
};

let folder = '';
let http: FastifyInstance;
let hub: RunningHub;
let administrator = '';
const clients: MqttClient[] = [];

async function open(): Promise<string | undefined> {
  http = bareServer();
  const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  hub = await startHub({
    http,
    folder,
    city: 'town',
    cityFolder: join(folder, 'city'),
    mqtt: { host: '127.0.0.1', port: 0 },
    keepMs: 86_400_000,
    isSimulated: true,
    ownThread: false,
    scryptN: 2 ** 10,
  });
  await http.listen({ host: '127.0.0.1', port: 0 });
  const invite = /invite=([\w-]+)/.exec(said.mock.calls.join())?.[1];
  said.mockRestore();
  return invite;
}

const ask = (method: 'GET' | 'POST' | 'DELETE', url: string, body?: object, token = administrator) =>
  http.inject({
    method,
    url,
    ...(body && { payload: body }),
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
  });
const connect = (...sensors: object[]) => ask('POST', '/own-sensors', { sensors });

interface DeviceSettings {
  devices: string;
  name: string;
  password: string;
  topic: string;
  datastream: number;
}

/** As the page tells whoever sets the device up. */
const settingsOf = async (id: string): Promise<DeviceSettings> =>
  (await ask('POST', `/own-sensors/${id}/device`)).json();

async function deviceOf(id: string): Promise<MqttClient> {
  const { devices, name, password } = await settingsOf(id);
  const client = await connectAsync(
    devices,
    { username: name, password, protocolVersion: 4, reconnectPeriod: 0 },
    false,
  );
  clients.push(client);
  return client;
}

/** What is not allowed ends the connection of who tried. */
async function isCutOff(device: MqttClient, topic: string, message: string): Promise<boolean> {
  const gone = new Promise<boolean>((done) => device.once('close', () => done(true)));
  return Promise.race([gone, device.publishAsync(topic, message, { qos: 1 }).then(() => false)]);
}

const results = async (id: string) => {
  const path = `/v1.1/Things?$filter=properties/code eq '${id}'&$expand=Datastreams($expand=Observations($orderby=phenomenonTime))`;
  const [thing] = (await ask('GET', encodeURI(path))).json().value;
  return thing.Datastreams[0].Observations.map(({ result }: { result: number }) => result);
};

beforeAll(async () => {
  folder = await newDataFolder();
  await mkdir(join(folder, 'city'));
  const origin = { lonDeg: 108.75, latDeg: 34.3, heightM: 380 };
  await writeFile(join(folder, 'city/manifest.json'), JSON.stringify({ origin, zone: 'Asia/Shanghai' }));
  const invite = await open();
  const answer = await ask('POST', '/accounts/invited', { invite, name: 'first', password: PASSWORD });
  administrator = answer.json().token;
});

afterAll(async () => {
  for (const client of clients) client.end(true);
  await hub.close();
  await http.close();
  await rm(folder, { recursive: true });
});

test('the first sensor of a city: what its device says on its own topic is history, raises its alarm, and pages are told', async () => {
  expect((await ask('GET', '/own-sensors')).json()).toEqual({ sensors: [] });
  const told: string[] = [];
  await hub.bus.subscribe(SENSORS_TOPIC, ({ topic }) => told.push(topic));
  const made = await connect(GAUGE);
  expect([made.statusCode, made.json()]).toEqual([201, { sensors: [GAUGE] }]);
  expect(told).toEqual([SENSORS_TOPIC]);
  const device = await deviceOf('gauge-1');
  const hourAgoS = Math.floor(Date.now() / 1000) - 3600;
  for (const message of [`{"value": 0.45, "time": ${hourAgoS}}`, '{"result": 0.2}', '0.12'])
    await device.publishAsync(GAUGE.topic, message, { qos: 1 });
  await expect.poll(() => results('gauge-1')).toEqual([0.45, 0.2, 0.12]);
  await device.publishAsync(GAUGE.topic, '0.45', { qos: 1 });
  await expect.poll(() => hub.alarms.list().alarms.map(({ key }) => key)).toContain('gauge-1/1 alarm');
  const [location] = (await ask('GET', '/v1.1/Locations')).json().value;
  expect(location.location).toEqual({ type: 'Point', coordinates: [108.75, 34.3, 381.5] });
});

test('what is no reading is refused to its device by name, and nothing of it is kept', async () => {
  const device = await deviceOf('gauge-1');
  const heard: string[] = [];
  await device.subscribeAsync('shapan/refused');
  device.on('message', (_, payload) => heard.push(JSON.parse(payload.toString()).reason));
  const before = await results('gauge-1');
  for (const message of ['wet', '{"level": 1}', '{"value": 1, "time": "yesterday"}'])
    await device.publishAsync(GAUGE.topic, message, { qos: 1 });
  await expect
    .poll(() => heard)
    .toEqual([
      'message: expected a number or JSON, got "wet"',
      'result or value: expected a number, got nothing',
      'time: expected an ISO 8601 time with its zone, or a Unix time, got "yesterday"',
    ]);
  expect(await results('gauge-1')).toEqual(before);
});

test('where in a message its value stands is told with the sensor', async () => {
  const path = { ...GAUGE, id: 'gauge-2', topic: 'town/west', valuePath: 'reading.level' };
  expect((await connect(path)).statusCode).toBe(201);
  const device = await deviceOf('gauge-2');
  await device.publishAsync('town/west', '{"reading": {"level": "0.07"}}', { qos: 1 });
  await expect.poll(() => results('gauge-2')).toEqual([0.07]);
});

test('a device speaks on its own topic and on no other’s', async () => {
  const device = await deviceOf('gauge-2');
  const before = await results('gauge-1');
  expect(await isCutOff(device, GAUGE.topic, '9')).toBe(true);
  expect(await results('gauge-1')).toEqual(before);
});

test.each([
  [{ ...GAUGE, id: 'gauge-3' }, '主题 town/east/pond 已由监测设备 gauge-1 使用，请换一个'],
  [{ ...GAUGE, unit: 'cm' }, 'gauge-1 已有以 m 计的读数，单位不能改为 cm；请移除后另建'],
  [{ ...GAUGE, id: 'a b', topic: 't/3' }, 'sensors.0.id'],
  [{ ...GAUGE, id: 'gauge-3', topic: 'v1.1/Observations' }, 'sensors.0.topic'],
  [{ ...GAUGE, id: 'gauge-3', topic: 'a/+/b' }, 'sensors.0.topic'],
  [{ ...GAUGE, id: 'gauge-3', topic: 't/3', unit: 'furlongs' }, 'sensors.0.unit'],
  [{ ...GAUGE, id: 'gauge-3', topic: 't/3', latDeg: 91 }, 'sensors.0.latDeg'],
  [{ ...GAUGE, id: 'gauge-3', topic: 't/3', kind: '' }, 'sensors.0.kind'],
  [{ ...GAUGE, id: 'gauge-3', topic: 't/3', more: 1 }, 'sensors.0'],
])('a wrong one is refused by name and changes nothing: case %#', async (sensor, said) => {
  const before = (await ask('GET', '/own-sensors')).json();
  // With a right one before it: none of a list is taken.
  const answer = await connect({ ...GAUGE, id: 'good', topic: 'good' }, sensor);
  expect(answer.statusCode).toBe(400);
  expect(answer.json().error.text.zh).toContain(said.replace('sensors.0', 'sensors.1'));
  expect((await ask('GET', '/own-sensors')).json()).toEqual(before);
});

test('the hub has them again after a restart, with their history and topics', async () => {
  const before = await results('gauge-1');
  await hub.close();
  await http.close();
  await open();
  administrator = (await ask('POST', '/accounts/login', { name: 'first', password: PASSWORD })).json().token;
  expect((await ask('GET', '/own-sensors')).json().sensors.map(({ id }: { id: string }) => id)).toEqual([
    'gauge-1',
    'gauge-2',
  ]);
  expect(await results('gauge-1')).toEqual(before);
  expect(hub.alarms.list().alarms.map(({ key }) => key)).toContain('gauge-1/1 alarm');
  await (await deviceOf('gauge-1')).publishAsync(GAUGE.topic, '0.31', { qos: 1 });
  await expect.poll(() => results('gauge-1')).toContain(0.31);
});

test('one that is taken away goes with its readings, its alarm and its topic; the audit says who did what', async () => {
  const device = await deviceOf('gauge-1');
  expect((await ask('DELETE', '/own-sensors/gauge-1')).statusCode).toBe(204);
  expect((await ask('DELETE', '/own-sensors/gauge-1')).statusCode).toBe(404);
  expect((await ask('GET', '/own-sensors')).json().sensors).toHaveLength(1);
  expect(hub.alarms.list().alarms.map(({ key }) => key)).not.toContain('gauge-1/1 alarm');
  const { written } = hub.history;
  expect(await isCutOff(device, GAUGE.topic, '1')).toBe(true);
  expect(hub.history.written).toBe(written);
  // Its id may be had again, and begins without a past.
  expect((await connect(GAUGE)).statusCode).toBe(201);
  expect(await results('gauge-1')).toEqual([]);
  const rows = await hub.sql.query<{ what: string }>(
    `SELECT what FROM audit WHERE what LIKE 'own-sensor.%' ORDER BY seq`,
  );
  expect(rows.map(({ what }) => what).filter((what) => what !== 'own-sensor.password')).toEqual([
    'own-sensor.write',
    'own-sensor.write',
    'own-sensor.remove',
    'own-sensor.write',
  ]);
});

test('who keeps no catalogue connects nothing; who sees nothing of a class sees no sensor of it', async () => {
  const made = (name: string, role: string, scope: object) =>
    ask('POST', '/accounts', { name, role, password: PASSWORD, scope });
  await made('d', 'dispatcher', EVERYTHING);
  await made('e', 'analyst', { areas: 'all', classes: ['rain'] });
  const token = async (name: string) =>
    (await ask('POST', '/accounts/login', { name, password: PASSWORD })).json().token;
  const dispatcher = await token('d');
  expect((await ask('POST', '/own-sensors', { sensors: [] }, dispatcher)).statusCode).toBe(403);
  expect((await ask('POST', '/own-sensors/gauge-1/device', {}, dispatcher)).statusCode).toBe(403);
  expect((await ask('GET', '/own-sensors', undefined, dispatcher)).json().sensors).toHaveLength(2);
  expect((await ask('GET', '/own-sensors', undefined, await token('e'))).json().sensors).toEqual([]);
});
