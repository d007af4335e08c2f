import { connect, connectAsync, type MqttClient } from 'mqtt';
import { DEVICE_TOKEN, type LivingHub } from './living-hub.ts';

const BEGIN_MS = Date.UTC(2020, 0, 1);
const AT_ONCE = 20;
/** What a broker took in seconds, the hub may write for minutes where the machine is busy: so long may nothing new have come. */
const PATIENCE_MS = 180_000;

/** A device that comes back by itself and sends again what was not acknowledged, as devices do. */
export function openDevice(hub: LivingHub, clientId: string): Promise<MqttClient> {
  return connectAsync(hub.devices, {
    protocolVersion: 4,
    clientId,
    clean: false,
    reconnectPeriod: 200,
    username: 'device',
    password: DEVICE_TOKEN,
  });
}

/** One reading a minute of its own, so that each can be looked for; what got its PUBACK goes into `acknowledged`, until the hub is gone. */
export async function publishUntilGone(hub: LivingHub, next: () => number, acknowledged: Set<number>): Promise<void> {
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

export const readingOf = (minute: number): string =>
  JSON.stringify({ result: minute, phenomenonTime: new Date(BEGIN_MS + minute * 60_000).toISOString() });

/** Of one question: as few as are quick to find where the machine is busy, since who asks too long is not answered for a while. */
const AT_A_TIME = 2000;

/** Null: the hub does not answer now. */
export async function minutesIn({ url }: LivingHub, datastream: number): Promise<Set<number> | null> {
  const minutes = new Set<number>();
  for (let since = new Date(BEGIN_MS - 1).toISOString(); ; ) {
    const filter = encodeURIComponent(`phenomenonTime gt ${since}`);
    const answer: Response | null = await fetch(
      `${url}/v1.1/Datastreams(${datastream})/Observations?$select=result&$orderby=phenomenonTime&$top=${AT_A_TIME}&$resultFormat=dataArray&$filter=${filter}`,
    ).catch(() => null);
    if (answer?.status !== 200) return null;
    const page = (await answer.json()) as { value: { dataArray: [number][] }[] };
    const found = page.value.flatMap(({ dataArray }) => dataArray.map(([minute]) => minute));
    for (const minute of found) minutes.add(minute);
    if (found.length < AT_A_TIME) return minutes;
    since = new Date(BEGIN_MS + (found.at(-1) ?? 0) * 60_000).toISOString();
  }
}

/** Of what was acknowledged on a datastream, what history has not: a broker of its own hands it on, and is given its time. */
export async function lostOf(hub: LivingHub, datastream: number, acknowledged: ReadonlySet<number>): Promise<number> {
  let lost = acknowledged.size;
  for (let pauseMs = 200, leftMs = PATIENCE_MS; leftMs > 0; leftMs -= pauseMs, pauseMs = Math.min(5000, 2 * pauseMs)) {
    const there = await minutesIn(hub, datastream);
    const missing = there ? [...acknowledged].filter((minute) => !there.has(minute)).length : lost;
    if (missing < lost) leftMs = PATIENCE_MS;
    lost = missing;
    if (lost === 0) break;
    await new Promise((done) => setTimeout(done, pauseMs));
  }
  return lost;
}

/** How long until /health says something else than ok (`isFailing`), or ok again; as many seconds as it was waited for where it never does. */
export async function secondsUntilHealth(hub: LivingHub, isFailing: boolean, mostS = 30): Promise<number> {
  const beganMs = performance.now();
  const passedS = () => (performance.now() - beganMs) / 1000;
  while (passedS() < mostS) {
    const { status } = await hub.health().catch(() => ({ status: 0 }));
    if ((status !== 200) === isFailing) break;
    await new Promise((done) => setTimeout(done, 100));
  }
  return Math.round(passedS() * 10) / 10;
}
