import { connect } from 'mqtt';
import { type HubCase, type HubPlace, hubCases } from './hub-case.ts';
import { DEVICE_TOKEN, type LivingHub } from './living-hub.ts';
import { atLeast, exactly, type Verdict } from './verdict.ts';

const KILLS = 20;
const BEGIN_MS = Date.UTC(2020, 0, 1);
const AT_ONCE = 20;
const BEFORE_KILL = 100;

/** One reading a minute of its own, so that each can be looked for; what got its PUBACK goes into `acknowledged`, until the hub is gone. */
async function publishUntilGone(hub: LivingHub, next: () => number, acknowledged: Set<number>): Promise<void> {
  const device = connect(hub.devices, {
    protocolVersion: 4,
    reconnectPeriod: 0,
    username: 'device',
    password: DEVICE_TOKEN,
  });
  device.on('error', () => undefined);
  const gone = new Promise<false>((done) => device.once('close', () => done(false)));
  const dead = new Promise<false>((done) => hub.child.once('exit', () => done(false)));
  await Promise.race([new Promise((done) => device.once('connect', done)), gone]);
  const publish = async () => {
    while (device.connected && hub.child.exitCode === null && hub.child.signalCode === null) {
      const minute = next();
      const taken = device
        .publishAsync('v1.1/Datastreams(1)/Observations', readingOf(minute), { qos: 1 })
        .then(() => true)
        .catch(() => false);
      if (await Promise.race([taken, gone, dead])) acknowledged.add(minute);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, publish));
  device.end(true);
}

const readingOf = (minute: number): string =>
  JSON.stringify({ result: minute, phenomenonTime: new Date(BEGIN_MS + minute * 60_000).toISOString() });

async function minutesIn({ url }: LivingHub, datastream: number): Promise<Set<number>> {
  const minutes = new Set<number>();
  let next: string | undefined =
    `${url}/v1.1/Datastreams(${datastream})/Observations?$select=result&$top=10000&$resultFormat=dataArray`;
  while (next) {
    const page = (await (await fetch(next)).json()) as {
      value: { dataArray: [number][] }[];
      '@iot.nextLink'?: string;
    };
    for (const { dataArray } of page.value) for (const [minute] of dataArray) minutes.add(minute);
    next = page['@iot.nextLink'];
  }
  return minutes;
}

/** SIGKILL while a device publishes; what was acknowledged is in history when the hub has started again. */
async function kills(place: HubPlace): Promise<Verdict[]> {
  const acknowledged = new Set<number>();
  let last = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const hub = await place.start();
    const before = acknowledged.size;
    const writing = publishUntilGone(hub, () => last++, acknowledged);
    while (acknowledged.size < before + BEFORE_KILL) await new Promise((done) => setTimeout(done, 10));
    await new Promise((done) => setTimeout(done, (kill * 137) % 700));
    await hub.kill();
    await writing;
  }
  const hub = await place.start();
  const there = await minutesIn(hub, 1);
  return [
    atLeast('hub.acknowledged', acknowledged.size, KILLS * BEFORE_KILL),
    exactly('hub.acknowledgedLost', [...acknowledged].filter((minute) => !there.has(minute)).length, 0),
  ];
}

const DURABLE: readonly HubCase[] = [{ name: 'hub.acknowledgedLost', quick: false, run: kills }];

export const CASES = hubCases(DURABLE);
