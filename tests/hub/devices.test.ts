import { readFile } from 'node:fs/promises';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { connect, connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { checkToken, devicePassword, openDevices } from '../../hub/devices/devices.ts';
import { DEVICE_TOKEN, openWholeHub, type WholeHub } from './whole-hub.ts';

const KEY = Buffer.alloc(32, 7);

test('a password opens its own device, and no two are alike', () => {
  const devices = openDevices(KEY, undefined, () => 0);
  const password = devicePassword(KEY, 'pump-1');
  expect(devices.identify({ name: 'pump-1', password, address: 'a' })).toEqual({ kind: 'device', id: 'pump-1' });
  expect(devices.identify({ name: 'pump-2', password, address: 'a' })).toBeNull();
  expect(devices.identify({ name: 'pump-1', password: undefined, address: 'a' })).toBeNull();
  expect(devices.identify({ name: 'pump-1', password: '', address: 'a' })).toBeNull();
});

test('a token that is empty or short is refused, none is none', () => {
  for (const token of ['', 'a', '123456789012345'])
    expect(() => checkToken(token)).toThrow('SHAPAN_DEVICE_TOKEN: expected 16 characters or more');
  checkToken(undefined);
  checkToken('1234567890123456');
});

test('after sixty guesses in a minute an address is not listened to, while devices and other addresses are', () => {
  let nowMs = 0;
  const devices = openDevices(KEY, DEVICE_TOKEN, () => nowMs);
  const isGateway = (password: string, address: string) => devices.identify({ name: 'g', password, address }) !== null;
  for (let i = 0; i < 60; i++) expect(isGateway(`guess ${i}`, 'bad')).toBe(false);
  expect(isGateway(DEVICE_TOKEN, 'bad')).toBe(false);
  expect(isGateway(DEVICE_TOKEN, 'good')).toBe(true);
  expect(isGateway(devicePassword(KEY, 'g'), 'bad')).toBe(true);
  nowMs += 60_000;
  expect(isGateway(DEVICE_TOKEN, 'bad')).toBe(true);
});

let whole: WholeHub;
let hubKey: Buffer;
const clients: MqttClient[] = [];

beforeAll(async () => {
  whole = await openWholeHub();
  hubKey = Buffer.from(await readFile(join(whole.hub.folder, 'commands.key'), 'utf8'), 'base64url');
});
afterEach(() => {
  for (const client of clients.splice(0)) client.end(true);
});
afterAll(() => whole.close());

const come = async (name: string, options: IClientOptions = {}) => {
  const login = { username: name, password: devicePassword(hubKey, name) };
  const address = whole.hub.broker.stats().devices;
  const client = await connectAsync(address, { reconnectPeriod: 0, protocolVersion: 4, ...login, ...options }, false);
  clients.push(client);
  return client;
};
/** Ponds 1 and 2 have datastreams 1 and 2, the pump has 3. */
const [POND, PUMP] = ['sn-pond-0001', 'sn-pump-0001'];

test('who has no password, or that of another, does not come in', async () => {
  await expect(come(POND, { username: '', password: '' })).rejects.toThrow();
  await expect(come(POND, { password: devicePassword(hubKey, PUMP) })).rejects.toThrow();
});

test.each([
  ['v1.1/Datastreams(1)/Observations', true],
  ['v1.1/Datastreams(2)/Observations', false],
  ['v1.1/Observations', false],
  [`devices/${POND}/answer`, true],
  [`devices/${POND}/state`, true],
  [`devices/${POND}/set`, false],
  [`devices/${PUMP}/answer`, false],
  [`devices/${PUMP}/state`, false],
  ['v1.1/r/1', false],
])('a device publishes to %s: %s', async (topic, isAllowed) => {
  const heard: string[] = [];
  const stop = await whole.hub.bus.subscribe('#', (message) => heard.push(message.topic));
  const device = await come(POND);
  const gone = new Promise<void>((done) => device.once('close', () => done()));
  const said = device.publishAsync(topic, '{"result":1,"Datastream":{"@iot.id":1}}', { qos: 1, retain: true });
  await Promise.race([said.catch(() => undefined), gone]);
  expect(device.connected).toBe(isAllowed);
  if (isAllowed) await expect.poll(() => heard).toContain(topic);
  else expect(heard).not.toContain(topic);
  stop();
});

test.each([
  [`devices/${POND}/set`, true],
  ['v1.1/Datastreams(1)/Observations', true],
  ['shapan/refused', true],
  [`devices/${PUMP}/set`, false],
  ['devices/+/set', false],
  ['devices/#', false],
  ['v1.1/Datastreams(2)/Observations', false],
  ['v1.1/#', false],
  ['#', false],
])('a device subscribes to %s: %s', async (filter, isAllowed) => {
  const device = await come(POND);
  const granted = await device.subscribeAsync(filter, { qos: 1 }).then(
    (all) => all.every(({ qos }) => qos < 128),
    () => false,
  );
  expect(granted).toBe(isAllowed);
});

test('over HTTP a device brings what its own sensors measured', async () => {
  const bring = (path: string, name: string, body: object) =>
    whole.http.inject({
      method: 'POST',
      url: `/v1.1/${path}`,
      headers: { authorization: `Basic ${Buffer.from(`${name}:${devicePassword(hubKey, name)}`).toString('base64')}` },
      payload: body,
    });
  expect((await bring('Datastreams(1)/Observations', POND, { result: 2 })).statusCode).toBe(201);
  expect((await bring('Datastreams(2)/Observations', POND, { result: 2 })).statusCode).toBe(403);
  expect((await bring('Observations', POND, { result: 2, Datastream: { '@iot.id': 2 } })).statusCode).toBe(403);
  const rows = [1, 2].map((id) => ({ Datastream: { '@iot.id': id }, components: ['result'], dataArray: [[3]] }));
  expect((await bring('CreateObservations', POND, rows)).json()).toEqual([expect.stringContaining("('1-"), 'error']);
});

test('a command waits for the device whose it is, under whatever name another comes', async () => {
  const pump = await come(PUMP, { clientId: 'mine', clean: false });
  await pump.subscribeAsync(`devices/${PUMP}/set`, { qos: 1 });
  pump.end(true);
  const pond = await come(POND, { clientId: 'mine', clean: false });
  await pond.subscribeAsync({ [`devices/${POND}/set`]: { qos: 1 }, 'devices/#': { qos: 1 } }).catch(() => null);
  pond.end(true);
  await whole.hub.bus.publish(`devices/${PUMP}/set`, 'first', { qos: 1 });
  const [back, other] = await Promise.all([comeBack(PUMP), comeBack(POND)]);
  await whole.hub.bus.publish(`devices/${POND}/set`, 'second', { qos: 1 });
  // At least once, as QoS 1 promises.
  await expect.poll(() => [back.heard, other.heard].map((all) => [...new Set(all)])).toEqual([['first'], ['second']]);
});

test('a gateway that signs in under the name of a device neither throws it off nor has its session', async () => {
  const pump = await come(PUMP, { clientId: 'mine', clean: false });
  await pump.subscribeAsync(`devices/${PUMP}/set`, { qos: 1 });
  const gateway = { password: DEVICE_TOKEN, clientId: 'mine', clean: false };
  const beside = await come(PUMP, gateway);
  expect([pump.connected, beside.connected]).toEqual([true, true]);
  pump.end(true);
  await whole.hub.bus.publish(`devices/${PUMP}/set`, 'third', { qos: 1 });
  await come(PUMP, gateway);
  const { heard } = await comeBack(PUMP);
  await expect.poll(() => heard).toContain('third');
});

/** To the session that it left; what waits there comes right after the greeting. */
async function comeBack(name: string): Promise<{ heard: string[] }> {
  const heard: string[] = [];
  const login = { username: name, password: devicePassword(hubKey, name), clientId: 'mine', clean: false };
  const client = connect(whole.hub.broker.stats().devices, { reconnectPeriod: 0, protocolVersion: 4, ...login });
  clients.push(client);
  client.on('message', (_, payload) => heard.push(payload.toString()));
  await new Promise<void>((done) => client.once('connect', () => done()));
  return { heard };
}

test('what a device says with the retain flag is not kept for whoever comes later', async () => {
  const device = await come(POND);
  await device.publishAsync('v1.1/Datastreams(1)/Observations', '{"result":7}', { qos: 1, retain: true });
  const late = await come(POND);
  const heard: boolean[] = [];
  late.on('message', (_, __, { retain }) => heard.push(retain));
  await late.subscribeAsync('v1.1/Datastreams(1)/Observations');
  await device.publishAsync('v1.1/Datastreams(1)/Observations', '{"result":8}', { qos: 1 });
  await expect.poll(() => heard.length).toBeGreaterThan(0);
  expect(heard).toEqual([false]);
});

test('eight connections that announce 256 MB each before they say who they are cost nothing', async () => {
  const { hostname, port } = new URL(whole.hub.broker.stats().devices);
  const ends = Array.from({ length: 8 }, () => {
    const socket = connectTcp(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]));
    return new Promise<void>((done) => socket.once('close', () => done()));
  });
  await Promise.all(ends);
});
