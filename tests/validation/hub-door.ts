import { connect as connectTcp, type Socket } from 'node:net';
import type { MqttClient } from 'mqtt';
import mqttPacket from 'mqtt-packet';
import { WebSocket } from 'ws';
import { deviceKey, signWord } from '../../hub/commands/command-signature.ts';
import { devicePassword } from '../../hub/devices/devices.ts';
import { type HubCase, type HubPlace, hubCases } from './hub-case.ts';
import { come, hubKeyIn, makePeople } from './hub-people.ts';
import type { LivingHub } from './living-hub.ts';
import { atLeast, atMost, exactly, type Verdict } from './verdict.ts';

const RESETS = 2_000;
const SOCKETS = 500;
const UNFINISHED = 300;
const MAX_RSS_MB = 800;
const PUMP = 'sn-pump-0001';
const RAIN = 'sn-rain-0001';

const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
const isGone = ({ child }: LivingHub) => child.exitCode !== null || child.signalCode !== null;

/** Of one of this machine's own addresses, so that a flood comes from many. */
function open(url: string, text: string | Buffer, from = '127.0.0.1'): Socket {
  const { hostname, port } = new URL(url);
  const socket = connectTcp({ host: hostname, port: Number(port), localAddress: from });
  socket.on('error', () => undefined);
  socket.write(text);
  return socket;
}

const upgradeOf = (path: string, more = '') =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${more}Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n`;

/** Upgrades that are refused or let in, with and without something behind them, reset at several moments. */
const UPGRADES = [
  upgradeOf('/nope'),
  upgradeOf('/mqtt', 'Origin: http://evil\r\n'),
  upgradeOf('/mqtt'),
  `${upgradeOf('/nope')}${'A'.repeat(100_000)}`,
];

async function resetMany(url: string): Promise<void> {
  for (let i = 0; i < RESETS; i += 20) {
    const sockets = Array.from({ length: 20 }, (_, k) => open(url, UPGRADES[(i + k) % UPGRADES.length]));
    await wait([0, 1, 5, 20][(i / 20) % 4]);
    for (const socket of sockets) socket.resetAndDestroy();
  }
}

const unfinished = (url: string, from?: string) =>
  open(
    url,
    'POST /accounts/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
    from,
  );

const connectPacket = (clean: boolean, clientId: string) =>
  mqttPacket.generate({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean, clientId, keepalive: 0 });

/** Pages that say they want a session and all readings; `isSilent`: they say nothing. */
async function visit(hub: LivingHub, count: number, isSilent: boolean): Promise<WebSocket[]> {
  const pages: WebSocket[] = [];
  for (let i = 0; i < count; i += 50)
    await Promise.all(
      Array.from({ length: 50 }, async (_, k) => {
        const page = new WebSocket(`${hub.url.replace('http', 'ws')}/mqtt`, 'mqtt');
        page.on('error', () => undefined);
        pages.push(page);
        await new Promise<void>((done) => {
          page.once('open', () => done());
          page.once('close', () => done());
        });
        if (isSilent || page.readyState !== page.OPEN) return;
        page.send(connectPacket(false, `zombie-${i + k}`));
        const subscriptions = [{ topic: 'v1.1/#', qos: 1 as const }];
        page.send(mqttPacket.generate({ cmd: 'subscribe', messageId: 1, subscriptions }));
      }),
    );
  return pages;
}

/** Packets that announce or hold more than a message may, before and after their sender is known. */
async function sendLargePackets(hub: LivingHub, password: string): Promise<void> {
  const chunk = Buffer.alloc(1 << 20, 65);
  const announcing = Array.from({ length: 8 }, () => open(hub.devices, Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f])));
  for (let i = 0; i < 20; i++) {
    for (const socket of announcing) if (socket.writable) socket.write(chunk);
    await wait(10);
  }
  for (const socket of announcing) socket.destroy();
  for (const bytes of [300_000, 10_000_000]) {
    const device = await come(hub.devices, RAIN, password);
    const gone = goneOf(device);
    const payload = JSON.stringify({ result: 'x'.repeat(bytes) });
    await Promise.race([
      device.publishAsync('v1.1/Datastreams(1)/Observations', payload, { qos: 1 }),
      gone,
      wait(5000),
    ]);
    device.end(true);
  }
}

const goneOf = (client: MqttClient) => new Promise<void>((done) => client.once('close', () => done()));

/** Nothing that reaches a door ends the hub or fills its memory. */
async function stops(place: HubPlace): Promise<Verdict[]> {
  const hub = await place.start();
  const afterStartMb = hub.peakRssMb();
  const password = devicePassword(await hubKeyIn(place), RAIN);

  await resetMany(hub.url);
  const half = Array.from({ length: UNFINISHED }, () => unfinished(hub.url));
  const pages = await visit(hub, SOCKETS, false);
  if (place.kind === 'embedded') {
    await sendLargePackets(hub, password);
    for (const page of pages) page.terminate();
    // What absent pages asked for is kept for nobody.
    const device = await come(hub.devices, RAIN, password);
    for (let i = 0; i < 2_000; i += 100)
      await Promise.all(
        Array.from({ length: 100 }, (_, k) =>
          device.publishAsync('v1.1/Datastreams(1)/Observations', JSON.stringify({ result: i + k }), { qos: 1 }),
        ),
      );
    device.end(true);
  }
  for (const page of pages) page.terminate();
  const health = isGone(hub) ? 0 : (await hub.health()).status;
  for (const socket of half) socket.resetAndDestroy();
  await wait(200);
  const stopped = isGone(hub) ? 1 : 0;
  const peakMb = stopped ? Number.POSITIVE_INFINITY : hub.peakRssMb();
  return [
    exactly('hub.stops', stopped, 0),
    exactly('hub.stops health', health, 200),
    atMost('hub.stops RSS of a first start, MB', afterStartMb, MAX_RSS_MB),
    atMost('hub.stops RSS throughout, MB', peakMb, MAX_RSS_MB),
  ];
}

/** Requests that nobody ends are ended by the hub. */
async function unfinishedRequests(place: HubPlace): Promise<Verdict[]> {
  const hub = await place.start();
  let left = 1_500;
  const sockets = Array.from({ length: left }, () => unfinished(hub.url));
  for (const socket of sockets) {
    socket.on('data', () => undefined);
    socket.once('close', () => left--);
  }
  for (let s = 0; s < 45 && left > 0; s++) {
    await wait(1000);
    for (const socket of sockets) if (socket.writable) socket.write(' ');
  }
  for (const socket of sockets) socket.destroy();
  return [exactly('hub.unfinished requests open after 45 s', left, 0)];
}

/** While sockets of visitors, silent ones and unfinished requests are all that the hub takes, a dispatcher logs in and hears. */
async function operatorShutOut(place: HubPlace): Promise<Verdict[]> {
  const hub = await place.start();
  const people = await makePeople(hub, ['dispatcher']);
  const floods = [await visit(hub, SOCKETS, false), await visit(hub, SOCKETS, true)];
  const half = Array.from({ length: 2_500 }, (_, i) => unfinished(hub.url, `127.0.0.${2 + (i % 4)}`));
  await wait(1000);
  let shutOut = 0;
  const TRIES = 10;
  const token = await people.logIn('dispatcher').catch(() => '');
  if (token.length !== 43) shutOut++;
  for (let i = 0; i < TRIES; i++) {
    const page = await come(`${hub.url.replace('http', 'ws')}/mqtt`, 'token', token, { connectTimeout: 5000 }).catch(
      () => null,
    );
    const granted = await page?.subscribeAsync('shapan/commands/#').catch(() => null);
    const listed = await people.ask('GET', '/commands', token).catch(() => null);
    if (!granted || listed?.status !== 200) shutOut++;
    page?.end(true);
  }
  for (const socket of half) socket.destroy();
  for (const page of floods.flat()) page.terminate();
  return [exactly('hub.operatorShutOut', shutOut, 0)];
}

/** Readings under another's name: without a password, with another device's, over MQTT and HTTP. */
async function forgedReadings(place: HubPlace): Promise<Verdict[]> {
  const hub = await place.start();
  const key = await hubKeyIn(place);
  const forged = (result: number) => JSON.stringify({ result });
  const tries: Promise<unknown>[] = [];
  const publish = async (name: string, password: string, topic: string, payload: string) => {
    const device = await come(hub.devices, name, password, { connectTimeout: 5000 });
    const gone = goneOf(device);
    await Promise.race([device.publishAsync(topic, payload, { qos: 1 }).catch(() => null), gone]);
    device.end(true);
  };
  const own = devicePassword(key, RAIN);
  const others: [string, string][] = [
    ['', ''],
    ['sn-rain-0002', ''],
    ['sn-rain-0002', own],
    [RAIN, own],
    [PUMP, devicePassword(key, PUMP)],
  ];
  for (const [name, password] of others) {
    tries.push(publish(name, password, 'v1.1/Datastreams(2)/Observations', forged(99)));
    const inside = JSON.stringify({ result: 99, Datastream: { '@iot.id': 2 } });
    tries.push(publish(name, password, 'v1.1/Observations', inside));
    const Authorization = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
    for (const path of ['Datastreams(2)/Observations', 'Observations'])
      tries.push(
        fetch(`${hub.url}/v1.1/${path}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', Authorization },
          body: inside,
        }),
      );
  }
  await Promise.allSettled(tries);
  await publish(RAIN, own, 'v1.1/Datastreams(1)/Observations', forged(1));
  const count = async (id: number) =>
    ((await (await fetch(`${hub.url}/v1.1/Datastreams(${id})/Observations?$count=true&$top=1`)).json()) as Counted)[
      '@iot.count'
    ];
  return [exactly('hub.forgedReadings', await count(2), 0), atLeast('hub.ownReadings', await count(1), 1)];
}

interface Counted {
  '@iot.count': number;
}

interface AskedCommand {
  id: string;
  state: { kind: string };
}

/** Others answer for the pump, over every way that reaches its topics; then the pump itself. */
async function forgedCommands(place: HubPlace): Promise<Verdict[]> {
  const hub = await place.start();
  const key = await hubKeyIn(place);
  const people = await makePeople(hub, ['controller', 'dispatcher']);
  const [controller, dispatcher] = [await people.logIn('controller'), await people.logIn('dispatcher')];
  const visitor = await come(`${hub.url.replace('http', 'ws')}/mqtt`, '', '', { clean: false, clientId: PUMP });
  let overheard = 0;
  visitor.on('message', () => overheard++);
  await visitor.subscribeAsync({ 'v1.1/none': { qos: 1 }, [`devices/${PUMP}/set`]: { qos: 1 } }).catch(() => null);
  const body = {
    device: PUMP,
    verb: 'run',
    value: 1,
    reason: 'test',
    key: 'key of the door',
    untilMs: Date.now() + 60_000,
  };
  const { id } = (await people.ask('POST', '/commands', controller, body)).json as AskedCommand;
  await people.ask('POST', `/commands/${id}/confirm`, dispatcher, {});
  const stateNow = async () => {
    const { commands } = (await people.ask('GET', '/commands', dispatcher)).json as { commands: AskedCommand[] };
    return commands.find((one) => one.id === id)?.state.kind;
  };
  const answer = { id, accepted: true };
  const atMs = Date.now();
  const others = deviceKey(key, RAIN);
  const forgeries: [string, object][] = [
    ['answer', answer],
    ['answer', { ...answer, signature: '' }],
    ['answer', { ...answer, signature: signWord(PUMP, { channel: 'answer', ...answer }, others) }],
    ['state', { value: 1 }],
    ['state', { value: 1, atMs, signature: signWord(PUMP, { channel: 'state', value: 1, atMs }, others) }],
  ];
  let believed = 0;
  const logins: [string, string][] = [
    ['', ''],
    [RAIN, devicePassword(key, RAIN)],
  ];
  for (const [channel, word] of forgeries)
    for (const [name, password] of logins) {
      await say(hub.devices, name, password, `devices/${PUMP}/${channel}`, JSON.stringify(word));
      if ((await stateNow()) !== 'sent') believed++;
    }
  const own = { ...answer, signature: signWord(PUMP, { channel: 'answer', ...answer }, deviceKey(key, PUMP)) };
  await say(hub.devices, PUMP, devicePassword(key, PUMP), `devices/${PUMP}/answer`, JSON.stringify(own));
  for (let i = 0; i < 50 && (await stateNow()) === 'sent'; i++) await wait(50);
  const isOwnBelieved = (await stateNow()) === 'acknowledged' ? 1 : 0;
  visitor.end(true);
  return [
    exactly('hub.forgedCommands', believed, 0),
    exactly('hub.overheardCommands', overheard, 0),
    exactly("hub.the device's own answer", isOwnBelieved, 1),
  ];
}

/** Whoever is not let in says nothing. */
async function say(url: string, name: string, password: string, topic: string, payload: string): Promise<void> {
  const client = await come(url, name, password, { connectTimeout: 5000 }).catch(() => null);
  if (!client) return;
  const gone = goneOf(client);
  await Promise.race([client.publishAsync(topic, payload, { qos: 1 }).catch(() => null), gone]);
  await wait(100);
  client.end(true);
}

const DOOR: readonly HubCase[] = [
  { name: 'hub.stops', quick: false, run: stops },
  { name: 'hub.unfinished', quick: false, run: unfinishedRequests },
  { name: 'hub.operatorShutOut', quick: false, run: operatorShutOut },
  { name: 'hub.forgedReadings', quick: false, embeddedOnly: true, run: forgedReadings },
  { name: 'hub.forgedCommands', quick: false, run: forgedCommands },
];

export const CASES = hubCases(DOOR);
