import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import type { MqttClient } from 'mqtt';
import mqttPacket from 'mqtt-packet';
import { devicePassword } from '../../hub/devices/devices.ts';
import type { AskersTally, AskersWork } from './hub-askers.ts';
import { type HubCase, type HubPlace, hubCases } from './hub-case.ts';
import { come, hubKeyIn, makePeople, type People } from './hub-people.ts';
import { DEVICE_TOKEN, type LivingHub } from './living-hub.ts';
import { atLeast, atMost, exactly, type Verdict } from './verdict.ts';

const RAIN = 'sn-rain-0001';
const PUMP = 'sn-pump-0001';
/** More than any connection may let lie, with what the sockets of both ends hold. */
const LARGE = { messages: 300, bytes: 100_000 };
const READINGS = 20;
const GATEWAY = { perS: 1500, forS: 60 };
const MAX_SILENCE_MS = 2000;
const MAX_ACT_MS = 2000;
const ASKERS = { askers: 400, forMs: 30_000 };
const MAX_PUBACK_MEDIAN_MS = 50;
const MAX_PUBACK_P99_MS = 500;
const DAY_READINGS = 1440;
const PLAN_BYTES = 1_000_000;
const LONG = { arrays: 4, rows: 50_000, tooMany: 1_000_000 };
const MAX_HEALTH_MS = 200;
const MS_PER_DAY = 86_400_000;

const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
const streamOf = (id: number) => `v1.1/Datastreams(${id})/Observations`;
const isWell = async (hub: LivingHub) => (await hub.health().catch(() => null))?.status === 200;
const gateway = (hub: LivingHub, name: string) => come(hub.devices, name, DEVICE_TOKEN, { clientId: name });
const cutOff = async (hub: LivingHub) =>
  (JSON.parse((await hub.health()).text) as { broker: { cutOff: number } }).broker.cutOff;

/** Connects, subscribes and reads no more, as a process that hangs does. */
async function hang(hub: LivingHub, username: string, password: string, topic: string): Promise<Socket> {
  const { hostname, port } = new URL(hub.devices);
  const socket = connectTcp(Number(port), hostname);
  socket.on('error', () => undefined);
  const packets = [
    mqttPacket.generate({
      ...{ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean: true, clientId: 'hung', keepalive: 60 },
      ...{ username, password: Buffer.from(password) },
    }),
    mqttPacket.generate({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos: 0 }] }),
  ];
  for (const packet of packets) {
    socket.write(packet);
    await once(socket, 'data');
  }
  socket.pause();
  return socket;
}

/** A page that hears all readings; `heard` counts them by stream. */
async function openPage(hub: LivingHub, token: string): Promise<{ client: MqttClient; heard: Map<string, number> }> {
  const client = await come(`${hub.url.replace('http', 'ws')}/mqtt`, 'token', token);
  const heard = new Map<string, number>();
  client.on('message', (topic) => heard.set(topic, (heard.get(topic) ?? 0) + 1));
  await client.subscribeAsync('v1.1/+/Observations');
  return { client, heard };
}

/** Waits for a count as long as something still comes. */
async function settle(count: () => number, wanted: number): Promise<void> {
  for (let tries = 0, last = -1; count() < wanted && tries < 10; tries++) {
    if (count() > last) tries = 0;
    last = count();
    await wait(500);
  }
}

/** A rain gauge with its own password stops reading what it subscribed to; everybody else goes on. */
async function slowDevice(place: HubPlace): Promise<Verdict[]> {
  const hub = await place.start();
  const people = await makePeople(hub, ['controller']);
  const token = await people.logIn('controller');
  const page = await openPage(hub, token);
  const slow = await hang(hub, RAIN, devicePassword(await hubKeyIn(place), RAIN), streamOf(1));
  const other = await gateway(hub, 'other');
  const parameters = { text: 'x'.repeat(LARGE.bytes) };
  for (let i = 0; i < LARGE.messages; i++)
    await other.publishAsync(streamOf(1), JSON.stringify({ result: i, parameters }), { qos: 1 });

  const pubackMs: number[] = [];
  for (let i = 0; i < READINGS; i++) {
    const beganMs = performance.now();
    await other.publishAsync(streamOf(2), JSON.stringify({ result: i }), { qos: 1 });
    pubackMs.push(performance.now() - beganMs);
  }
  const acts = await actOnce(people, token);
  const health = await isWell(hub);
  await settle(() => page.heard.get(streamOf(2)) ?? 0, READINGS);
  const missed = READINGS - (page.heard.get(streamOf(2)) ?? 0);
  slow.destroy();
  page.client.end(true);
  other.end(true);
  return [
    exactly('hub.slowDevice: readings of others that a page did not hear', missed, 0),
    atMost('hub.slowDevice: longest PUBACK of another, ms', Math.round(Math.max(...pubackMs)), MAX_PUBACK_P99_MS),
    ...acts.map(({ what, status, ms }) =>
      atMost(`hub.slowDevice: ${what} answered ${status}, ms`, status < 300 ? Math.round(ms) : 1e9, MAX_ACT_MS),
    ),
    exactly('hub.slowDevice: health is well', health ? 1 : 0, 1),
    // Before Mosquitto devices are its matter.
    ...(place.kind === 'embedded'
      ? [exactly('hub.slowDevice: connections that were cut off', await cutOff(hub), 1)]
      : []),
  ];
}

/** An act on an alarm and a command, as the duty desk gives them. */
async function actOnce({ ask }: People, token: string): Promise<{ what: string; status: number; ms: number }[]> {
  const bodies: [string, string, object][] = [
    ['an act on an alarm', '/alarms/acts', { key: `${RAIN}/1 heavy`, event: { kind: 'takeOut', atMs: Date.now() } }],
    [
      'a command',
      '/commands',
      {
        ...{ key: 'a key of the case', device: PUMP, verb: 'run', value: 1, reason: 'test' },
        untilMs: Date.now() + 60_000,
      },
    ],
  ];
  const answers = [];
  for (const [what, path, body] of bodies) {
    const beganMs = performance.now();
    const { status } = await ask('POST', path, token, body);
    answers.push({ what, status, ms: performance.now() - beganMs });
  }
  return answers;
}

/** A gateway that hears everything hangs while a city says 1,500 readings a second. */
async function hungGateway(place: HubPlace): Promise<Verdict[]> {
  const hub = await place.start();
  const page = await openPage(hub, '');
  let silentMs = 0;
  let lastMs = performance.now();
  page.client.on('message', () => {
    silentMs = Math.max(silentMs, performance.now() - lastMs);
    lastMs = performance.now();
  });
  const sender = await gateway(hub, 'sender');
  const hung = await hang(hub, 'hung', DEVICE_TOKEN, 'v1.1/#');
  const heard = () => [...page.heard.values()].reduce((sum, count) => sum + count, 0);
  const beganMs = performance.now();
  lastMs = beganMs;
  let sent = 0;
  let unwell = 0;
  let nextLookMs = 0;
  for (let ms = 0; ms < GATEWAY.forS * 1000; ms = performance.now() - beganMs) {
    for (const due = (ms / 1000) * GATEWAY.perS; sent < due; sent++) {
      const payload = JSON.stringify({ phenomenonTime: new Date().toISOString(), result: sent });
      sender.publish(streamOf(1 + (sent % 3)), payload);
    }
    if (ms >= nextLookMs) {
      nextLookMs += 5000;
      if (!(await isWell(hub))) unwell++;
    }
    await wait(5);
  }
  await settle(heard, sent);
  hung.destroy();
  page.client.end(true);
  await sender.endAsync();
  return [
    atLeast('hub.hungGateway: readings that were sent', sent, 0.98 * GATEWAY.perS * GATEWAY.forS),
    exactly('hub.hungGateway: readings that the page did not hear', sent - heard(), 0),
    atMost('hub.hungGateway: longest silence of the page, ms', Math.round(silentMs), MAX_SILENCE_MS),
    exactly('hub.hungGateway: looks at which health was not well', unwell, 0),
  ];
}

/** What 400 askers without a login read: every address that is open to them. */
async function readers(place: HubPlace): Promise<Verdict[]> {
  const hub = await place.start(['--visitors', 'all']);
  await fillHistory(hub);
  const plan = await sharePlan(hub);
  const to = new Date().toISOString();
  const from = new Date(Date.now() - MS_PER_DAY).toISOString();
  const paths = [
    ...[1, 2, 3].map((id) => `/history/series?datastream=${id}&from=${from}&to=${to}&points=2000`),
    `/plans/shared/${plan}/1`,
    ...['/alarms', '/alarms/events', '/alarms/acts', '/cases', '/incidents', '/incidents/none/log', '/response-plans'],
    ...['/plans/shared', '/plans/basis', '/plans/basis/rules/1', '/plans/decisions', '/own-sensors', '/sensor-kinds'],
    ...['/sources', '/v1.1/Datastreams?$count=true&$expand=Observations($top=100)', '/v1.1/Observations?$top=1000'],
    'POST /v1.1/$batch {"requests":[{"id":"one","method":"get","url":"Things"}]}',
  ];
  const work: AskersWork = { url: hub.url, paths, ...ASKERS };
  const worker = new Worker(new URL('./hub-askers.js', import.meta.url), { workerData: work });
  const told = once(worker, 'message');
  const sender = await gateway(hub, 'sender');
  const pubackMs: number[] = [];
  let unwell = 0;
  let nextLookMs = 0;
  const beganMs = performance.now();
  for (let ms = 0; ms < ASKERS.forMs; ms = performance.now() - beganMs) {
    const sentMs = performance.now();
    await sender.publishAsync(streamOf(1), JSON.stringify({ result: sentMs }), { qos: 1 });
    pubackMs.push(performance.now() - sentMs);
    if (ms >= nextLookMs) {
      nextLookMs += 2000;
      if (!(await isWell(hub))) unwell++;
    }
    await wait(50);
  }
  const [tally] = (await told) as [AskersTally];
  await sender.endAsync();
  pubackMs.sort((a, b) => a - b);
  const at = (ratio: number) => Math.round(pubackMs[Math.floor(ratio * (pubackMs.length - 1))]);
  const statuses = Object.values(tally).flatMap((one) => Object.entries(one));
  const countOf = (isCounted: (status: number) => boolean) =>
    statuses.reduce((sum, [status, count]) => sum + (isCounted(Number(status)) ? count : 0), 0);
  const unanswered = paths.filter((path) => !tally[path]?.[200] && !tally[path]?.[404]);
  return [
    atMost('hub.readers: PUBACK of another, median ms', at(0.5), MAX_PUBACK_MEDIAN_MS),
    atMost('hub.readers: PUBACK of another, p99 ms', at(0.99), MAX_PUBACK_P99_MS),
    exactly('hub.readers: looks at which health was not well', unwell, 0),
    exactly(
      'hub.readers: answers 500 and none',
      countOf((status) => status === 0 || status === 500),
      0,
    ),
    exactly(`hub.readers: addresses that nobody was answered at${unanswered.join(' ')}`, unanswered.length, 0),
    atLeast(
      'hub.readers: answers',
      countOf((status) => status === 200),
      ASKERS.askers,
    ),
  ];
}

/** One device brings as many rows as one request may, again and again, and others ask for health. */
async function longArray(place: HubPlace): Promise<Verdict[]> {
  const hub = await place.start();
  const bodyOf = (rows: readonly unknown[]) =>
    JSON.stringify([{ Datastream: { '@iot.id': 1 }, components: ['phenomenonTime', 'result'], dataArray: rows }]);
  const bring = async (body: string) => {
    const answer = await fetch(`${hub.url}/v1.1/CreateObservations`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${DEVICE_TOKEN}` },
      body,
    });
    await answer.arrayBuffer();
    return answer.status;
  };
  // Made before anybody looks: this process must not keep itself waiting.
  const bodies = Array.from({ length: LONG.arrays }, (_, i) => {
    const beginMs = Date.now() - (i + 1) * LONG.rows * 1000;
    return bodyOf(Array.from({ length: LONG.rows }, (__, row) => [new Date(beginMs + row * 1000).toISOString(), row]));
  });
  const tooLongBody = bodyOf(Array(LONG.tooMany).fill([0]));
  let isDone = false;
  let longestMs = 0;
  const looking = (async () => {
    while (!isDone) {
      const beganMs = performance.now();
      await hub.health();
      longestMs = Math.max(longestMs, performance.now() - beganMs);
      await wait(20);
    }
  })();
  const statuses: number[] = [];
  for (const body of bodies) statuses.push(await bring(body));
  const tooLong = await bring(tooLongBody);
  isDone = true;
  await looking;
  return [
    atMost('hub.longArray: longest answer of health, ms', Math.round(longestMs), MAX_HEALTH_MS),
    exactly('hub.longArray: arrays that were not taken', statuses.filter((status) => status !== 201).length, 0),
    exactly('hub.longArray: answer to a million rows', tooLong, 413),
  ];
}

/** A reading a minute for a day, of each stream. */
async function fillHistory(hub: LivingHub): Promise<void> {
  const beginMs = Date.now() - MS_PER_DAY;
  const rows = Array.from({ length: DAY_READINGS }, (_, i) => [new Date(beginMs + i * 60_000).toISOString(), i % 50]);
  const answer = await fetch(`${hub.url}/v1.1/CreateObservations`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${DEVICE_TOKEN}` },
    body: JSON.stringify(
      [1, 2, 3].map((id) => ({
        Datastream: { '@iot.id': id },
        components: ['phenomenonTime', 'result'],
        dataArray: rows,
      })),
    ),
  });
  if (answer.status !== 201) throw new Error(`hub.readers: ${answer.status} ${await answer.text()}`);
}

/** A plan that cannot be packed any smaller; returns its id. */
async function sharePlan(hub: LivingHub): Promise<string> {
  const people = await makePeople(hub, ['planner']);
  const bytes = randomBytes(PLAN_BYTES);
  const id = 'own-aaaaaaaaaaaa';
  const info = {
    ...{ id, version: '1', status: 'draft', file: 'plans/x.geojson', count: 0 },
    ...{ authority: { zh: '甲', en: 'a' }, name: { zh: '乙', en: 'p' } },
    source: { name: { zh: '丙', en: 's' }, licence: 'CC0', crs: 'EPSG:4326' },
    hash: createHash('sha256').update(bytes).digest('hex'),
  };
  const gz = gzipSync(bytes).toString('base64');
  const { status, json } = await people.ask('POST', '/plans/shared', await people.logIn('planner'), {
    ...{ info, gz, after: 0 },
  });
  if (status !== 201) throw new Error(`hub.readers: ${status} ${JSON.stringify(json)}`);
  return id;
}

const BOUNDS: readonly HubCase[] = [
  { name: 'hub.slowDevice', quick: false, run: slowDevice },
  { name: 'hub.hungGateway', quick: false, run: hungGateway },
  { name: 'hub.readers', quick: false, run: readers },
  { name: 'hub.longArray', quick: false, run: longArray },
];

export const CASES = hubCases(BOUNDS);
