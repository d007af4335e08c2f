import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { connectAsync, type MqttClient } from 'mqtt';
import mqttPacket from 'mqtt-packet';
import { type Random, seeded } from '../../workers/shared/random.ts';
import { mutate } from './fuzz/mutate.ts';
import { REQUESTS, type RequestSeed } from './fuzz/request-seeds.ts';
import { type HubPlace, hubCases } from './hub-case.ts';
import { DEVICE_TOKEN, type LivingHub, PASSWORD } from './living-hub.ts';
import { atLeast, atMost, exactly, type Verdict } from './verdict.ts';

const SEED = 20_261_122;
const WHOLE_EACH = 40;
const QUICK_EACH = 2;
const AT_ONCE = 4;
const MAX_ANSWER_S = 10;
/** On a machine that does other things an answer may wait for its turn, not longer. */
const MAX_WALL_S = 55;
const MAX_BEYOND_REST_MB = 500;
const MAX_MESSAGE_BYTES = 2000;
const MESSAGES = 600;
/** In words: what the hub does not do, and that it is full now. */
const WORDED = [501, 503];

interface Tally {
  tried: number;
  refused: number;
  /** Answers of 500 and more, and requests that nobody answered. */
  faults: string[];
  slow: string[];
  longestMessageBytes: number;
}

interface Answered {
  status: number;
  text: string;
  s: number;
}

/** As it comes over the wire: what no address may hold is percent-encoded, the rest is as it was spoilt. */
function asAddress(path: string): string {
  const encoded = [...Buffer.from(path, 'latin1')].map((byte) =>
    byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`,
  );
  return `/${encoded.join('').replace(/^\/+/, '')}`;
}

function ask(
  hub: LivingHub,
  seed: RequestSeed,
  path: string,
  token: string,
  body: Uint8Array | null,
  from: string,
): Promise<Answered> {
  const begunMs = performance.now();
  return new Promise((done) => {
    const end = (status: number, text: string) => done({ status, text, s: (performance.now() - begunMs) / 1000 });
    const { hostname, port } = new URL(hub.url);
    const asked = request(
      {
        ...{ hostname, port, path, method: seed.method, localAddress: from, timeout: 60_000 },
        headers: {
          ...(body ? { 'Content-Type': 'application/json', 'Content-Length': body.length } : {}),
          ...(token === '' ? {} : { Authorization: `Bearer ${token}` }),
        },
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => end(answer.statusCode ?? 0, Buffer.concat(parts).toString('utf8')));
        answer.on('error', (error) => end(0, error.message));
      },
    );
    asked.on('timeout', () => asked.destroy());
    asked.on('error', (error) => end(0, error.message));
    asked.end(body ?? undefined);
  });
}

/** Tokens of those who ask. */
async function logInAll(hub: LivingHub): Promise<Record<RequestSeed['who'], string>> {
  const post = async (path: string, body: object, token = '') => {
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    const { text } = await ask(hub, { who: 'nobody', method: 'POST', path }, path, token, bytes, '127.0.0.1');
    return JSON.parse(text) as { token: string };
  };
  const { token: administrator } = await post('/accounts/invited', {
    invite: hub.invite,
    name: 'admin',
    password: PASSWORD,
  });
  const scope = { areas: 'all', classes: 'all' };
  for (const role of ['dispatcher', 'controller'])
    await post('/accounts', { name: role, role, password: PASSWORD, scope }, administrator);
  const logIn = async (name: string) => (await post('/accounts/login', { name, password: PASSWORD })).token;
  return {
    device: DEVICE_TOKEN,
    administrator,
    dispatcher: await logIn('dispatcher'),
    controller: await logIn('controller'),
    nobody: '',
  };
}

/** Each request of the hub, its address or its body spoilt so many times. */
async function sendRequests(hub: LivingHub, each: number, random: Random, tally: Tally): Promise<void> {
  const tokens = await logInAll(hub);
  const tries = REQUESTS.flatMap((seed) =>
    Array.from({ length: each }, (_, i) => ({ seed, ...spoilt(seed, i, random) })),
  );
  let next = 0;
  const work = async () => {
    for (let i = next++; i < tries.length; i = next++) {
      const { seed, path, body } = tries[i];
      // From many addresses of the loopback net: an asker alone is told to wait after some.
      const from = `127.0.${1 + (Math.floor(i / 20) % 200)}.1`;
      const workedS = cpuS(hub);
      const answer = await ask(hub, seed, path, tokens[seed.who], body, from);
      const isBusy = cpuS(hub) - workedS > MAX_ANSWER_S || answer.s > MAX_WALL_S;
      tallyAnswer(
        `${seed.method} ${path.slice(0, 120)} ${body ? new TextDecoder().decode(body).slice(0, 200) : ''}`,
        answer,
        isBusy,
        tally,
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

function spoilt({ path, body }: RequestSeed, i: number, random: Random): { path: string; body: Uint8Array | null } {
  const whole = new TextEncoder().encode(JSON.stringify(body ?? {}));
  const isOfPath = body === undefined || i % 4 === 0;
  if (isOfPath) {
    const address = Buffer.from(mutate(Buffer.from(path, 'latin1'), 'text', random)).toString('latin1');
    return { path: asAddress(address), body: body === undefined ? null : whole };
  }
  return { path: asAddress(path), body: mutate(whole, i % 4 === 1 ? 'text' : 'json', random) };
}

function tallyAnswer(what: string, { status, text, s }: Answered, isBusy: boolean, tally: Tally): void {
  tally.tried++;
  if (s > MAX_ANSWER_S && isBusy) tally.slow.push(`${what}: ${s.toFixed(1)} s`);
  // A request that is larger than a door takes may be cut off while it is sent.
  const isCutOff = status === 0 && /ECONNRESET|EPIPE|socket hang up/.test(text);
  if ((status >= 500 && !WORDED.includes(status)) || (status === 0 && !isCutOff))
    tally.faults.push(`${what}: ${status} ${text.slice(0, 300)}`);
  if (status >= 400) tally.refused++;
  if (status >= 400)
    tally.longestMessageBytes = Math.max(tally.longestMessageBytes, Buffer.byteLength(messageIn(text)));
}

function messageIn(text: string): string {
  try {
    const { message, error } = JSON.parse(text) as { message?: string; error?: { text?: { zh: string; en: string } } };
    const said = [message ?? '', error?.text?.zh ?? '', error?.text?.en ?? ''].filter((one) => typeof one === 'string');
    return said.reduce((longest, one) => (Buffer.byteLength(one) > Buffer.byteLength(longest) ? one : longest), '');
  } catch {
    return text;
  }
}

const TOPICS = [
  'v1.1/Observations',
  'v1.1/Datastreams(1)/Observations',
  'devices/sn-pump-0001/answer',
  'devices/sn-pump-0001/state',
];
const PAYLOADS: readonly object[] = [
  { result: 1, phenomenonTime: '2026-07-18T12:00:00Z', Datastream: { '@iot.id': 1 }, parameters: { a: [1] } },
  { result: { a: 'b' }, resultTime: '2026-07-18T12:00:00Z', FeatureOfInterest: { '@iot.id': 1 } },
  { id: 'x', accepted: true, signature: 'y' },
  { value: 1, atMs: 1, signature: 'y' },
];

/** Messages of a gateway, their payload or their topic spoilt; whoever is cut off for a topic comes again. */
async function sendMessages(hub: LivingHub, count: number, random: Random, tally: Tally): Promise<void> {
  let device: MqttClient = await come(hub);
  for (let i = 0; i < count; i++) {
    if (!device.connected) device = await come(hub);
    const k = i % TOPICS.length;
    const payload = mutate(
      new TextEncoder().encode(JSON.stringify(PAYLOADS[k])),
      i % 3 === 0 ? 'json' : 'text',
      random,
    );
    const topic = i % 8 === 7 ? topicOf(mutate(Buffer.from(TOPICS[k]), 'text', random)) : TOPICS[k];
    const gone = new Promise<void>((done) => device.once('close', () => done()));
    const late = new Promise<'late'>((done) => setTimeout(() => done('late'), MAX_ANSWER_S * 1000).unref());
    const sent = device
      .publishAsync(topic, Buffer.from(payload), { qos: 1 })
      .then(() => 'sent')
      .catch(() => 'refused');
    if ((await Promise.race([sent, gone, late])) === 'late') tally.slow.push(`MQTT ${topic} ${i}`);
    tally.tried++;
  }
  device.end(true);
}

/** A client of MQTT sends no empty topic and no wildcards itself. */
const topicOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1')
    .replace(/[+#\0]/g, '')
    .slice(0, 60_000) || 'v1.1';

const come = (hub: LivingHub): Promise<MqttClient> =>
  connectAsync(hub.devices, { protocolVersion: 4, reconnectPeriod: 0, username: 'device', password: DEVICE_TOKEN });

/** Packets that are spoilt byte by byte: the greeting, a message, a subscription. */
async function sendPackets(hub: LivingHub, count: number, random: Random, tally: Tally): Promise<void> {
  const greeting = mqttPacket.generate({
    ...{ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean: true, clientId: 'x', keepalive: 0 },
    ...{ username: 'device', password: Buffer.from(DEVICE_TOKEN) },
  });
  const message = mqttPacket.generate({
    ...{
      cmd: 'publish',
      topic: TOPICS[0],
      payload: JSON.stringify(PAYLOADS[0]),
      qos: 1,
      messageId: 1,
      dup: false,
      retain: false,
    },
  });
  const subscription = mqttPacket.generate({
    cmd: 'subscribe',
    messageId: 2,
    subscriptions: [{ topic: 'v1.1/#', qos: 1 }],
  });
  for (let i = 0; i < count; i++) {
    const first = i % 2 === 0 ? mutate(greeting, 'bytes', random) : greeting;
    const second = i % 2 === 0 ? message : mutate(i % 4 === 1 ? message : subscription, 'bytes', random);
    await send(hub.devices, Buffer.concat([first, second]));
    tally.tried++;
  }
}

/** Waits until the hub ends the wire, or a moment. */
function send(url: string, bytes: Uint8Array): Promise<void> {
  const { hostname, port } = new URL(url);
  return new Promise((done) => {
    const socket = connectTcp({ host: hostname, port: Number(port) }, () => socket.write(bytes));
    const end = () => {
      socket.destroy();
      done();
    };
    socket
      .on('error', end)
      .on('close', end)
      .on('data', () => undefined);
    setTimeout(end, 30);
  });
}

/** Seconds that the hub has worked so far. */
function cpuS({ child }: LivingHub): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** What it takes now, at rest; its peak is the process's own. */
const rssMb = ({ child }: LivingHub): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

async function spoiltRequests(place: HubPlace, each: number, messages: number, least: number): Promise<Verdict[]> {
  // The first start makes the database, in memory that is not given back.
  await (await place.start()).stop();
  const hub = await place.start();
  const random = seeded(SEED);
  const restMb = rssMb(hub);
  const tally: Tally = { tried: 0, refused: 0, faults: [], slow: [], longestMessageBytes: 0 };
  await sendRequests(hub, each, random, tally);
  await sendMessages(hub, messages, random, tally);
  await sendPackets(hub, messages, random, tally);
  const peakMb = hub.peakRssMb();
  const isGone = hub.child.exitCode !== null || hub.child.signalCode !== null;
  const health = isGone ? 0 : (await hub.health()).status;
  for (const line of [...tally.faults, ...tally.slow]) process.stderr.write(`${line}\n`);
  return [
    atLeast('hub.spoiltRequests tried', tally.tried, least),
    atLeast('hub.spoiltRequests refused', tally.refused, Math.round(least / 4)),
    exactly('hub.spoiltRequests crashes', isGone ? 1 : 0, 0),
    exactly('hub.spoiltRequests health', health, 200),
    exactly('hub.spoiltRequests answers of 500, and none', tally.faults.length, 0),
    exactly('hub.spoiltRequests answers after 10 s', tally.slow.length, 0),
    atMost('hub.spoiltRequests MB beyond rest', Math.round(peakMb - restMb), MAX_BEYOND_REST_MB),
    atMost('hub.spoiltRequests bytes of a message', tally.longestMessageBytes, MAX_MESSAGE_BYTES),
  ];
}

export const CASES = hubCases([
  {
    name: 'hub.spoiltRequests',
    quick: false,
    run: (place) => spoiltRequests(place, WHOLE_EACH, MESSAGES, 2000),
  },
  {
    name: 'hub.spoiltRequests short',
    quick: false,
    embeddedOnly: true,
    run: (place) => spoiltRequests(place, QUICK_EACH, 40, 100),
  },
]);
