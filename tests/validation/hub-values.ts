import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connectAsync, type MqttClient } from 'mqtt';
import { BASE_KINDS } from '../../model/sensors/base-kinds.ts';
import { citySensorOf, type OwnSensor } from '../../model/sensors/own-sensors.ts';
import { mergeSensorKinds } from '../../model/sensors/sensor-kind.ts';
import { parseSource } from '../../model/sensors/sources.ts';
import { cityStreams } from '../../src/plugins/feeds/tasks/city-streams.ts';
import { openOtherSources } from '../../src/plugins/feeds/tasks/other-sources.ts';
import { addressOf, askHub, firstAdministrator } from './hub-asks.ts';
import { type HubPlace, hubCases } from './hub-case.ts';
import { DEVICE_TOKEN, type LivingHub } from './living-hub.ts';
import { exactly, type Verdict } from './verdict.ts';

const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 380 };
const VALUE = 12.5;
/** The same number as gateways and services write it. */
const WRITTEN: readonly unknown[] = ['12.5', 12.5, ' 1.25e1 '];
const SPAN_MS = 60_000;
const PATIENCE_MS = 30_000;

/** A way by which a reading comes to the hub. */
type Door = (to: Sender, sensor: Gauge, observation: { phenomenonTime: string; result: unknown }) => Promise<unknown>;

interface Sender {
  hub: LivingHub;
  device: MqttClient;
}

interface Gauge {
  stream: number;
  topic: string;
}

const DOORS: Readonly<Record<string, Door>> = {
  http: ({ hub }, { stream }, body) =>
    askHub(hub, 'POST', `/v1.1/Datastreams(${stream})/Observations`, { token: DEVICE_TOKEN, body }),
  array: ({ hub }, { stream }, { phenomenonTime, result }) => {
    const cells = { components: ['phenomenonTime', 'result'], dataArray: [[phenomenonTime, result]] };
    const body = [{ Datastream: { '@iot.id': stream }, ...cells }];
    return askHub(hub, 'POST', '/v1.1/CreateObservations', { token: DEVICE_TOKEN, body });
  },
  batch: ({ hub }, { stream }, body) => {
    const requests = [{ id: 'a', method: 'post', url: `Datastreams(${stream})/Observations`, body }];
    return askHub(hub, 'POST', '/v1.1/$batch', { token: DEVICE_TOKEN, body: { requests } });
  },
  mqtt: ({ device }, { stream }, observation) =>
    device.publishAsync(`v1.1/Datastreams(${stream})/Observations`, JSON.stringify(observation), { qos: 1 }),
  general: ({ device }, { stream }, observation) => {
    const payload = JSON.stringify({ ...observation, Datastream: { '@iot.id': stream } });
    return device.publishAsync('v1.1/Observations', payload, { qos: 1 });
  },
  own: ({ device }, { topic }, { phenomenonTime: time, result: value }) =>
    device.publishAsync(topic, JSON.stringify({ value, time }), { qos: 1 }),
};

/** Sources that the page reads beside the hub, with the name that each has for the stream. */
const SOURCES = { sensorThings: 'gauge', ngsiLd: 'urn:gauge#level', feet: 'urn:gauge#feet' } as const;

const sensorOf = (door: string): OwnSensor => ({
  id: `door-${door}`,
  kind: 'pond',
  name: { zh: door, en: door },
  lonDeg: 108.75,
  latDeg: 34.3,
  elevationM: 381,
  unit: 'm',
  cadenceS: 600,
  alarm: 10,
  topic: `doors/${door}`,
});

async function until<Found>(find: () => Promise<Found>, isThere: (found: Found) => boolean): Promise<Found> {
  const endMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await find();
    if (isThere(found) || Date.now() > endMs) return found;
    await new Promise((done) => setTimeout(done, 200));
  }
}

interface Kept {
  phenomenonTime: string;
  result: unknown;
}

/** What the hub keeps of one number that came by each door, in each way of writing it; what is no number it keeps nowhere. */
async function throughDoors(place: HubPlace): Promise<Verdict[]> {
  const hub = await place.start(['--visitors', 'all']);
  const token = await firstAdministrator(hub);
  const names = Object.keys(DOORS);
  await askHub(hub, 'POST', '/own-sensors', { token, body: { sensors: names.map(sensorOf) } });
  const read = async <Found>(path: string): Promise<Found> =>
    JSON.parse((await askHub(hub, 'GET', path, { token })).text);
  const device = await connectAsync(hub.devices, { protocolVersion: 4, username: 'gateway', password: DEVICE_TOKEN });
  const endMs = Math.floor(Date.now() / 1000) * 1000 - 5000;
  const phenomenonTime = `${iso(endMs - SPAN_MS)}/${iso(endMs)}`;
  const figures = { values: 0, rows: 0, times: 0, alarms: 0, charts: 0 };
  const streams = new Map<string, number>();
  for (const name of names) {
    const code = `door-${name}/1`;
    const path = addressOf(`Datastreams?$filter=properties/code eq '${code}'&$select=id`);
    const [{ '@iot.id': stream }] = (await read<{ value: { '@iot.id': number }[] }>(path)).value;
    streams.set(name, stream);
    for (const result of [...WRITTEN, 'high', [VALUE], '12,5'])
      await DOORS[name]({ hub, device }, { stream, topic: `doors/${name}` }, { phenomenonTime, result });
  }
  for (const [name, stream] of streams) {
    const rowsIn = async () => (await read<{ value: Kept[] }>(addressOf(`Datastreams(${stream})/Observations`))).value;
    const rows = await until(rowsIn, (found) => found.length > 0);
    if (rows.length === 1) figures.rows++;
    if (rows[0]?.result === VALUE) figures.values++;
    if (rows[0]?.phenomenonTime === phenomenonTime) figures.times++;
    const chart = await read<{ startMs: number[]; mean: number[] }>(
      `/history/series?datastream=${stream}&from=${iso(endMs - 1000)}&to=${iso(endMs + 1000)}&points=2000`,
    );
    if (chart.startMs[0] === endMs && chart.mean[0] === VALUE) figures.charts++;
    const keysIn = async () => (await read<{ alarms: { key: string }[] }>('/alarms')).alarms.map(({ key }) => key);
    const keys = await until(keysIn, (found) => found.includes(`door-${name}/1 alarm`));
    if (keys.includes(`door-${name}/1 alarm`)) figures.alarms++;
  }
  device.end(true);
  const kept = place.kind === 'servers' ? await retained(hub, place) : null;
  return [
    exactly('hub.values doors with the same number', figures.values, names.length),
    exactly('hub.values doors with one row of it', figures.rows, names.length),
    exactly('hub.values doors with the same time', figures.times, names.length),
    exactly('hub.values doors on the chart at its end', figures.charts, names.length),
    exactly('hub.values doors with the same alarm', figures.alarms, names.length),
    ...(kept === null ? [] : [exactly('hub.values retained readings without a time that count as now', kept, 0)]),
    ...(await throughSources()),
  ];
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** A broker of one's own tells what it retained to each hub that comes: what has no time of its own was measured once, when it was sent. */
async function retained(first: LivingHub, place: HubPlace): Promise<number> {
  let hub = first;
  const count = async (stream: number) => {
    const { text } = await askHub(hub, 'GET', addressOf(`Datastreams(${stream})/Observations`));
    return (JSON.parse(text) as { value: unknown[] }).value.length;
  };
  const isThere = (stream: number) =>
    until(
      () => count(stream),
      (found) => found > 0,
    );
  const device = await connectAsync(first.devices, { protocolVersion: 5 });
  const send = (stream: number, retain: boolean) =>
    device.publishAsync(`v1.1/Datastreams(${stream})/Observations`, '{"result": 5}', { qos: 1, retain });
  await send(1, true);
  await isThere(1);
  await hub.stop();
  hub = await place.start(['--visitors', 'all']);
  // What was retained comes as soon as the hub listens, so before this.
  await send(2, false);
  await isThere(2);
  device.end(true);
  return (await count(1)) - 1;
}

/** Another service and a context broker, which the page's own worker reads: the same number at the same time raises the same alarm there. */
async function throughSources(): Promise<Verdict[]> {
  const endMs = Math.floor(Date.now() / 1000) * 1000 - 5000;
  const server = await serve(endMs);
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const names = Object.keys(SOURCES);
  const specs = Object.entries(SOURCES).map(([name, theirs]) =>
    parseSource({
      id: name,
      name,
      url: `${url}/${name}`,
      pollS: 3600,
      kind: name === 'sensorThings' ? name : 'ngsiLd',
      entityType: 'Gauge',
      streams: [[theirs, `door-${name}/1`]],
    }),
  );
  const sensors = names.map((name) => citySensorOf(sensorOf(name), ORIGIN));
  const others = openOtherSources(specs, Date.now, () => undefined);
  const streams = cityStreams(
    sensors,
    mergeSensorKinds(BASE_KINDS),
    (id) => others.sourceIndexOf(id),
    () => 100,
  );
  const pipeline = streams.livePipeline();
  const indexOf = (code: string) => streams.infos.findIndex(({ id }) => id === code);
  others.start(pipeline, (code) => (indexOf(code) < 0 ? undefined : { index: indexOf(code), unit: 'm' }));
  const samples = () => names.map((_, i) => pipeline.samplesOf(i));
  const last = await until(
    async () => samples(),
    (found) => found.every(({ count }) => count > 0),
  );
  const alarms = await until(
    async () => pipeline.standing(Date.now()).map(({ key }) => key),
    (keys) => names.every((name) => keys.includes(`door-${name}/1 alarm`)),
  );
  others.stop();
  server.close();
  server.closeAllConnections();
  return [
    exactly(
      'hub.values sources with the same number',
      last.filter(({ lastValue }) => lastValue === VALUE).length,
      names.length,
    ),
    exactly(
      'hub.values sources with the same time',
      last.filter(({ lastMs }) => lastMs === endMs).length,
      names.length,
    ),
    exactly(
      'hub.values sources with the same alarm',
      names.filter((name) => alarms.includes(`door-${name}/1 alarm`)).length,
      names.length,
    ),
  ];
}

async function serve(endMs: number): Promise<Server> {
  const observedAt = iso(endMs);
  const observation = { phenomenonTime: `${iso(endMs - SPAN_MS)}/${observedAt}`, result: '12.5' };
  const unit = { name: 'metre', symbol: 'm', definition: 'http://unitsofmeasure.org/m' };
  const level = { type: 'Property', value: '12.5', observedAt, unitCode: 'MTR' };
  const feet = { type: 'Property', value: VALUE / 0.3048, observedAt, unitCode: 'FOT' };
  const answerOf = ({ url = '' }: IncomingMessage): unknown => {
    if (!url.startsWith('/sensorThings'))
      return url.includes('offset=0') ? [{ id: 'urn:gauge', type: 'Gauge', level, feet }] : [];
    const row = { '@iot.id': 1, properties: { code: 'gauge' }, unitOfMeasurement: unit, Observations: [observation] };
    return { value: [row] };
  };
  const server = createServer((request, response) => response.end(JSON.stringify(answerOf(request))));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

export const CASES = hubCases([{ name: 'hub.values', quick: false, run: throughDoors }]);
