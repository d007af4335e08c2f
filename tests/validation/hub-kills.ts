import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connect } from 'mqtt';
import { atLeast, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const CLI = resolve(import.meta.dirname, '../../cli/shapan.js');
const TOKEN = 'kill test';
const KILLS = 20;
const PART = 100;
const WRITERS = 3;
const BEGIN_MS = Date.UTC(2020, 0, 1);

interface LivingHub {
  child: ChildProcess;
  url: string;
  devices: string;
}

async function startHub(folder: string): Promise<LivingHub> {
  const args = [
    'hub',
    '--no-simulate',
    '--port',
    '0',
    '--mqtt-port',
    '0',
    '--data',
    join(folder, 'data'),
    '--cities',
    folder,
    '--city',
    'c',
  ];
  const child = spawn(process.execPath, [CLI, ...args, '--keep-days', '10000'], {
    env: { ...process.env, SHAPAN_DEVICE_TOKEN: TOKEN, DATABASE_URL: '', MQTT_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for (let tries = 0; !said.includes('Ctrl+C'); tries++) {
    if (tries > 1200 || child.exitCode !== null) throw new Error(`feeds.kills: the hub did not start: ${said}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  const url = /http:\/\/[\d.]+:\d+(?=\/v1\.1)/.exec(said)?.[0] ?? '';
  const devices = /mqtt:\/\/[\d.]+:\d+/.exec(said)?.[0] ?? '';
  return { child, url, devices };
}

/** Writes until the hub is gone; what was acknowledged goes into `acknowledged`. Each observation is a minute of its own. */
async function writeOverHttp({ url }: LivingHub, next: () => number, acknowledged: Set<number>): Promise<void> {
  for (;;) {
    const minutes = Array.from({ length: PART }, next);
    const dataArray = minutes.map((minute) => [new Date(BEGIN_MS + minute * 60_000).toISOString(), minute]);
    const answer = await fetch(`${url}/v1.1/CreateObservations`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify([{ Datastream: { '@iot.id': 1 }, components: ['phenomenonTime', 'result'], dataArray }]),
    }).catch(() => null);
    if (!answer) return;
    if (answer.status !== 201)
      throw new Error(`feeds.kills: expected 201, got ${answer.status}: ${await answer.text()}`);
    const told = (await answer.json().catch(() => null)) as string[] | null;
    if (!told) return;
    for (const [i, minute] of minutes.entries()) if (told[i] !== 'error') acknowledged.add(minute);
  }
}

async function writeOverMqtt({ devices }: LivingHub, next: () => number, acknowledged: Set<number>): Promise<void> {
  const client = connect(devices, { protocolVersion: 4, reconnectPeriod: 0, username: 'device', password: TOKEN });
  client.on('error', () => undefined);
  const gone = new Promise<void>((done) => client.once('close', () => done()));
  const isHere = await Promise.race([
    new Promise<boolean>((done) => client.once('connect', () => done(true))),
    gone.then(() => false),
  ]);
  const write = async () => {
    while (isHere && client.connected) {
      const minute = next();
      const payload = JSON.stringify({
        result: minute,
        phenomenonTime: new Date(BEGIN_MS + minute * 60_000).toISOString(),
      });
      const isTaken = await Promise.race([
        client.publishAsync('v1.1/Datastreams(1)/Observations', payload, { qos: 1 }).then(
          () => true,
          () => false,
        ),
        gone.then(() => false),
      ]);
      if (isTaken) acknowledged.add(minute);
    }
  };
  await Promise.all([write(), write(), write(), write()]);
  client.end(true);
}

async function readMinutes({ url }: LivingHub): Promise<number[]> {
  const minutes: number[] = [];
  let next: string | undefined =
    `${url}/v1.1/Datastreams(1)/Observations?$select=result&$top=10000&$resultFormat=dataArray`;
  while (next) {
    const page = (await (await fetch(next)).json()) as { value: { dataArray: number[][] }[]; '@iot.nextLink'?: string };
    for (const { dataArray } of page.value) minutes.push(...dataArray.map(([minute]) => minute));
    next = page['@iot.nextLink'];
  }
  return minutes;
}

async function summedUp({ url }: LivingHub, minutes: number): Promise<number> {
  const to = new Date(BEGIN_MS + (minutes + 60) * 60_000).toISOString();
  const from = new Date(BEGIN_MS).toISOString();
  const answer = await fetch(`${url}/history/series?datastream=1&from=${from}&to=${to}&points=10`);
  const { count } = (await answer.json()) as { count: number[] };
  return count.reduce((all, one) => all + one, 0);
}

/** SIGKILL while four devices write: after each, the hub starts again by itself, and all that it acknowledged is there, once, and in the sums. */
async function kills(): Promise<Verdict[]> {
  const folder = await mkdtemp(join(tmpdir(), 'shapan-kills-'));
  await mkdir(join(folder, 'c'));
  const name = { zh: '雨量', en: 'rain' };
  const stream = { id: 'sn-rain-0001/1', name, unit: 'mm', cadenceS: 60 };
  const thing = {
    id: 'sn-rain-0001',
    kind: 'rain',
    name,
    lonLat: [108, 34],
    at: [0, 0],
    of: 'roof',
    datastreams: [stream],
  };
  await writeFile(join(folder, 'c/sensors.json'), JSON.stringify({ things: [thing] }));
  const acknowledged = new Set<number>();
  let last = 0;
  const next = () => last++;
  const started: LivingHub[] = [];
  const begin = async () => {
    const hub = await startHub(folder);
    started.push(hub);
    return hub;
  };
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      const hub = await begin();
      const writers = [
        ...Array.from({ length: WRITERS }, () => writeOverHttp(hub, next, acknowledged)),
        writeOverMqtt(hub, next, acknowledged),
      ];
      const known = acknowledged.size;
      for (let tries = 0; acknowledged.size < known + PART && tries < 3000; tries++)
        await new Promise((done) => setTimeout(done, 10));
      await new Promise((done) => setTimeout(done, (kill * 137) % 700));
      hub.child.kill('SIGKILL');
      await Promise.all(writers);
    }
    const hub = await begin();
    const minutes = await readMinutes(hub);
    const there = new Set(minutes);
    const sum = await summedUp(hub, last);
    hub.child.kill('SIGTERM');
    await once(hub.child, 'exit');
    return [
      atLeast('feeds.kills acknowledged', acknowledged.size, 20 * PART),
      exactly('feeds.kills acknowledged and lost', [...acknowledged].filter((minute) => !there.has(minute)).length, 0),
      exactly('feeds.kills written twice', minutes.length - there.size, 0),
      exactly('feeds.kills missing in the sums', minutes.length - sum, 0),
    ];
  } finally {
    for (const { child } of started) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}

export const HUB_KILLS: ValidationCase = { name: 'feeds.kills', quick: false, run: kills };
