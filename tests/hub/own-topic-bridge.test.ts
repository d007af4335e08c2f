import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lacksMosquitto, type Service, startMosquitto } from './services.ts';
import { openWholeHub, type WholeHub } from './whole-hub.ts';

/** Devices speak to another broker (`MQTT_URL`): the hub listens there to the topics of users' sensors too. */
const why = lacksMosquitto();
if (why) process.stdout.write(`skipped: ${why}\n`);
const OWN = {
  id: 'gate-1',
  kind: 'pond',
  name: { zh: '门', en: 'gate' },
  lonDeg: 108.75,
  latDeg: 34.3,
  unit: 'm',
  cadenceS: 600,
  topic: 'town/gate',
};

let mosquitto: Service;
let whole: WholeHub;
let device: MqttClient;

beforeAll(async () => {
  if (why) return;
  mosquitto = await startMosquitto();
  whole = await openWholeHub({ mqttUrl: mosquitto.url });
  device = await connectAsync(mosquitto.url, {}, false);
});
afterAll(async () => {
  device?.end(true);
  await whole?.close();
  await mosquitto?.stop();
});

test.skipIf(why !== null)('what comes on the topic of a user’s sensor is history, until it is taken away', async () => {
  const made = await whole.ask('POST', '/own-sensors', whole.administrator, { sensors: [OWN] });
  expect(made.statusCode).toBe(201);
  await device.publishAsync(OWN.topic, '0.25', { qos: 1 });
  const path = `/v1.1/Datastreams?$filter=properties/code eq 'gate-1/1'&$expand=Observations`;
  const [stream] = (await whole.ask('GET', encodeURI(path))).json().value;
  const at = `/v1.1/Datastreams(${stream['@iot.id']})/Observations`;
  const results = async () => (await whole.ask('GET', at)).json().value.map(({ result }: { result: number }) => result);
  await expect.poll(results, { timeout: 10_000 }).toEqual([0.25]);
  const { written } = whole.hub.history;
  expect((await whole.ask('DELETE', '/own-sensors/gate-1', whole.administrator)).statusCode).toBe(204);
  await device.publishAsync(OWN.topic, '0.26', { qos: 1 });
  // What comes after it on a topic that the hub still hears was heard after it.
  const other = [...whole.hub.ingest.streams.values()].find(({ code }) => code === 'sn-pond-0001/1')?.id;
  await device.publishAsync(`v1.1/Datastreams(${other})/Observations`, '{"result": 1}', { qos: 1 });
  await expect.poll(() => whole.hub.history.written, { timeout: 10_000 }).toBe(written + 1);
});

test.skipIf(why !== null)(
  'what the broker had retained on it is of its own time: without one it is refused by name',
  async () => {
    const own = (id: string) => ({ ...OWN, id, topic: `town/${id}` });
    const time = new Date(Math.floor(Date.now() / 1000) * 1000 - 60_000).toISOString();
    await device.publishAsync('town/timed', JSON.stringify({ value: '0.25', time }), { qos: 1, retain: true });
    await device.publishAsync('town/timeless', '0.26', { qos: 1, retain: true });
    const refused: { topic: string; reason: string }[] = [];
    await whole.hub.bus.subscribe('shapan/refused', ({ payload }) => refused.push(JSON.parse(payload.toString())));
    await whole.ask('POST', '/own-sensors', whole.administrator, { sensors: [own('timed'), own('timeless')] });
    await expect.poll(() => refused.map(({ topic }) => topic), { timeout: 10_000 }).toEqual(['town/timeless']);
    expect(refused[0].reason).toContain('expected a time in a message that the broker had retained');
    const observationsOf = async (id: string) => {
      const path = `/v1.1/Datastreams?$filter=properties/code eq '${id}/1'&$expand=Observations`;
      return (await whole.ask('GET', encodeURI(path))).json().value[0].Observations;
    };
    await expect
      .poll(() => observationsOf('timed'), { timeout: 10_000 })
      .toMatchObject([{ phenomenonTime: time, result: 0.25 }]);
    expect(await observationsOf('timeless')).toEqual([]);
  },
);
