import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Broker, openEmbeddedBroker } from '../../hub/broker/broker.ts';
import type { Taken } from '../../hub/broker/bus.ts';
import { ObservationError } from '../../hub/history/observations.ts';
import { bareServer } from '../../hub/serve.ts';
import { ANYBODY, OPEN_GUARD } from './open-door.ts';

const http = bareServer();
const TOPIC = 'v1.1/Datastreams(1)/Observations';
let broker: Broker;
let taken: () => Promise<Taken>;
const clients: MqttClient[] = [];

beforeAll(async () => {
  broker = await openEmbeddedBroker(
    { http: http.server, accessPolicy: OPEN_GUARD, devices: ANYBODY, take: () => taken() },
    { host: '127.0.0.1', port: 0 },
  );
});

afterEach(() => {
  for (const client of clients.splice(0)) client.end(true);
});

afterAll(async () => {
  await broker.close();
  await http.close();
});

async function device(options: IClientOptions = {}): Promise<MqttClient> {
  const { devices } = broker.stats();
  const options4: IClientOptions = { reconnectPeriod: 0, protocolVersion: 4, username: 'd', ...options };
  const client = await connectAsync(devices, { ...options4, password: 'a password of devices' }, false);
  clients.push(client);
  return client;
}

/** What came first to who published: its PUBACK, or the end of the connection. */
function answerTo(client: MqttClient, qos: 0 | 1): Promise<string> {
  const gone = new Promise<string>((done) => client.once('close', () => done('cut off')));
  const acknowledged = client.publishAsync(TOPIC, '{}', { qos }).then(
    () => 'acknowledged',
    () => 'cut off',
  );
  return Promise.race([gone, acknowledged]);
}

test('a write that failed is not acknowledged: the device is cut off, comes back and sends again', async () => {
  taken = () => Promise.reject(new Error('could not extend file: No space left on device'));
  expect(await answerTo(await device(), 1)).toBe('cut off');
  taken = async () => ({ topic: TOPIC, text: () => '{}' });
  expect(await answerTo(await device(), 1)).toBe('acknowledged');
});

test('what is itself no observation is acknowledged and told, to its sender and no other device', async () => {
  taken = () => Promise.reject(new ObservationError('Observation: result: expected a value, got nothing'));
  const [sender, other] = [await device(), await device()];
  const heard = { sender: [] as string[], other: [] as string[] };
  for (const [name, client] of Object.entries({ sender, other })) {
    await client.subscribeAsync('shapan/refused');
    client.on('message', (_, payload) => heard[name as 'sender' | 'other'].push(JSON.parse(payload.toString()).reason));
  }
  expect(await answerTo(sender, 1)).toBe('acknowledged');
  await expect.poll(() => heard.sender).toEqual(['Observation: result: expected a value, got nothing']);
  expect(heard.other).toEqual([]);
});
