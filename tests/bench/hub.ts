import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { openHistory } from '../../hub/history/history.ts';
import { openDatabase } from '../../hub/schema.ts';
import { openServer, ROOT } from '../e2e/house.ts';
import { lacksMosquitto, lacksPostgres, startMosquitto, startPostgres } from '../hub/services.ts';
import { DEVICE_TOKEN, type LivingHub, startLivingHub } from '../validation/living-hub.ts';
import { layCrowdedCity } from './feeds-city.ts';
import type { ClientJob, Timed } from './feeds-client.ts';
import type { Parts, Report } from './parts.ts';
import { quantile } from './quantile.ts';

const MANY_STREAMS = 100_000;
const PAGE_ROWS = 1000;
const MS_PER_MINUTE = 60_000;
const DAY_MINUTES = 1440;
const MONTH_MINUTES = 30 * DAY_MINUTES;
/** A reading a minute of each for a month: ten million. */
const HELD_STREAMS = 232;
const HELD_FROM_MS = Date.UTC(2026, 0, 1);
const HELD_AT_ONCE = 20;
const HELD_PART = 5000;
const ASKS = 21;
const CITY_STREAMS = 5000;
const FEW_PAGES = 3;
const MANY_PAGES = 200;
/** Each page hears so many, and all pages together 200 times as many. */
const MANY_PAGES_PER_S = 300;
const STILL_MS = 5000;

type Servers = { env: NodeJS.ProcessEnv; stop(): Promise<void> };

const EMBEDDED: Servers = { env: {}, stop: async () => undefined };

async function startServers(): Promise<Servers> {
  const lacking = lacksMosquitto() ?? lacksPostgres();
  if (lacking) throw new Error(`bench: ${lacking}`);
  const [database, broker] = [await startPostgres(), await startMosquitto()];
  return {
    env: { DATABASE_URL: database.url, MQTT_URL: broker.url },
    async stop() {
      await broker.stop();
      await database.stop();
    },
  };
}

/** A hub of a city with so many streams, on `servers`; all of it is gone after `work`. */
async function withHub(
  folder: string,
  { streams, cadenceS }: { streams: number; cadenceS: number },
  servers: Servers,
  work: (hub: LivingHub, values: Float64Array) => Promise<void>,
): Promise<void> {
  // Bakes and builds what is not there yet.
  await (await openServer()).kill('SIGTERM');
  const city = layCrowdedCity(join(ROOT, 'public/city'), join(folder, 'cities'), { count: streams, cadenceS });
  const values = Float64Array.from(city.things, ({ datastreams: [{ warn, alarm }] }) => 0.5 * (warn ?? alarm ?? 20));
  const hub = await startLivingHub(
    [
      ...['--no-simulate', '--port', '0', '--mqtt-port', '0', '--keep-days', '10000'],
      ...['--data', join(folder, 'data'), '--cities', city.cities, '--city', 'chengchuan', '--visitors', 'all'],
    ],
    servers.env,
  );
  try {
    await work(hub, values);
  } finally {
    await hub.stop();
  }
}

const jsonAt = async (hub: LivingHub, path: string) => (await fetch(hub.url + path)).json();

/** 100,000 streams are registered by the city's list, and read again a thousand at a time. */
async function benchStreams(folder: string, report: Report): Promise<void> {
  const beganMs = performance.now();
  await withHub(folder, { streams: MANY_STREAMS, cadenceS: 60 }, EMBEDDED, async (hub) => {
    report({ name: 'hub.streams.startS', value: (performance.now() - beganMs) / 1000, unit: 's' });
    const ids = new Set<number>();
    const times: number[] = [];
    let next: string | undefined = `/v1.1/Datastreams?$top=${PAGE_ROWS}&$orderby=id`;
    while (next) {
      const askedMs = performance.now();
      const page = (await jsonAt(hub, next)) as { value: { '@iot.id': number }[]; '@iot.nextLink'?: string };
      times.push(performance.now() - askedMs);
      for (const stream of page.value) ids.add(stream['@iot.id']);
      next = page['@iot.nextLink']?.replace(/^https?:\/\/[^/]+/, '');
    }
    report({ name: 'hub.streams.read', value: ids.size, unit: '1' });
    report({ name: 'hub.streams.pageP50Ms', value: quantile(times, 0.5), unit: 'ms' });
    report({ name: 'hub.streams.pageWorstMs', value: Math.max(...times), unit: 'ms' });
    report({ name: 'hub.streams.peakRssMB', value: hub.peakRssMb(), unit: 'MB' });
  });
}

/** The last value, a day and a month of one stream, among ten million observations of a month. */
function benchHeld(start: () => Promise<Servers>, name: string) {
  return async (folder: string, report: Report): Promise<void> => {
    const servers = await start();
    try {
      const filledMs = performance.now();
      await fillMonth(join(folder, 'data'), servers.env.DATABASE_URL);
      report({ name: `${name}.fillS`, value: (performance.now() - filledMs) / 1000, unit: 's' });
      await withHub(folder, { streams: HELD_STREAMS, cadenceS: 60 }, servers, async (hub) => {
        const toMs = HELD_FROM_MS + MONTH_MINUTES * MS_PER_MINUTE;
        const series = (stream: number, minutes: number) =>
          `/history/series?datastream=${stream}&from=${new Date(toMs - minutes * MS_PER_MINUTE).toISOString()}&to=${new Date(toMs).toISOString()}&points=2000`;
        const questions: Record<string, (stream: number) => string> = {
          last: (stream) => `/v1.1/Datastreams(${stream})/Observations?$orderby=phenomenonTime%20desc&$top=1`,
          day: (stream) => series(stream, DAY_MINUTES),
          month: (stream) => series(stream, MONTH_MINUTES),
        };
        for (const [question, pathOf] of Object.entries(questions)) {
          const times: number[] = [];
          for (let i = 0; i < ASKS; i++) {
            const askedMs = performance.now();
            const answer = await fetch(hub.url + pathOf(1 + 11 * i));
            const text = await answer.text();
            times.push(performance.now() - askedMs);
            if (!answer.ok || text.length < 100)
              throw new Error(`bench: ${pathOf(1 + 11 * i)}: ${answer.status} ${text}`);
          }
          report({ name: `${name}.${question}P50Ms`, value: quantile(times, 0.5), unit: 'ms' });
          report({ name: `${name}.${question}WorstMs`, value: Math.max(...times), unit: 'ms' });
        }
        report({ name: `${name}.peakRssMB`, value: hub.peakRssMb(), unit: 'MB' });
      });
    } finally {
      await servers.stop();
    }
  };
}

async function fillMonth(folder: string, databaseUrl: string | undefined): Promise<void> {
  const sql = await openDatabase({ folder, databaseUrl, ownThread: true });
  const history = await openHistory(sql);
  const observation = (k: number) => {
    const phenomenonMs = HELD_FROM_MS + Math.floor(k / HELD_STREAMS) * MS_PER_MINUTE;
    const datastream = 1 + (k % HELD_STREAMS);
    const at = { phenomenonMs, resultMs: phenomenonMs, receivedMs: phenomenonMs };
    return { datastream, feature: datastream, ...at, result: Math.sin(k) };
  };
  const all = HELD_STREAMS * MONTH_MINUTES;
  for (let from = 0; from < all; from += HELD_AT_ONCE * HELD_PART) {
    await Promise.all(
      Array.from({ length: HELD_AT_ONCE }, (_, part) => from + part * HELD_PART)
        .filter((at) => at < all)
        .map((at) =>
          history.write(Array.from({ length: Math.min(HELD_PART, all - at) }, (__, i) => observation(at + i))),
        ),
    );
  }
  await history.close();
  await sql.close();
}

const threadOf = (workerData: ClientJob) => new Worker(new URL('./feeds-client.js', import.meta.url), { workerData });

/** User and system time of the hub since its begin. */
function cpuS({ child }: LivingHub): number {
  const [user, system] = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13);
  return (Number(user) + Number(system)) / 100;
}

/** So many messages a second for `minutes`, heard by so many pages and written: who lost any, how late they were, and what the hub took. */
function benchLoad(name: string, perS: number, pages: number, start: () => Promise<Servers>) {
  return async (folder: string, report: Report, minutes: number): Promise<void> => {
    const servers = await start();
    try {
      await withHub(folder, { streams: CITY_STREAMS, cadenceS: CITY_STREAMS / perS }, servers, async (hub, values) => {
        const listeners = threadOf({ does: 'time', url: `${hub.url.replace('http', 'ws')}/mqtt`, pages });
        await once(listeners, 'message');
        const embedded = new URL(hub.devices);
        [embedded.username, embedded.password] = ['device', encodeURIComponent(DEVICE_TOKEN)];
        const [cpuFrom, beganMs] = [cpuS(hub), performance.now()];
        const speaker = threadOf({ does: 'pace', url: servers.env.MQTT_URL ?? embedded.href, perS, values });
        await new Promise((done) => setTimeout(done, minutes * MS_PER_MINUTE));
        speaker.postMessage('stop');
        const [sent] = (await once(speaker, 'message')) as [number];
        const tookS = (performance.now() - beganMs) / 1000;
        report({ name: `${name}.sent`, value: sent, unit: '1' });
        report({ name: `${name}.sentPerS`, value: sent / tookS, unit: '1/s' });
        report({ name: `${name}.cores`, value: (cpuS(hub) - cpuFrom) / tookS, unit: '1' });
        const written = await writtenAtLast(hub);
        report({ name: `${name}.notWritten`, value: sent - written, unit: '1' });
        listeners.postMessage('stop');
        const [{ heard, byMs }] = (await once(listeners, 'message')) as [Timed];
        report({ name: `${name}.notHeard`, value: pages * sent - heard.reduce((all, one) => all + one, 0), unit: '1' });
        for (const [part, ratio] of [
          ['P50Ms', 0.5],
          ['P99Ms', 0.99],
          ['WorstMs', 1],
        ] as const)
          report({ name: `${name}.${part}`, value: quantileOf(byMs, ratio), unit: 'ms' });
        report({ name: `${name}.peakRssMB`, value: hub.peakRssMb(), unit: 'MB' });
        const { status, text } = await hub.health();
        report({ name: `${name}.healthStatus`, value: status, unit: '1' });
        if (status !== 200) process.stderr.write(`bench: /health: ${text}\n`);
        await Promise.all([listeners.terminate(), speaker.terminate()]);
      });
    } finally {
      await servers.stop();
    }
  };
}

/** How many observations the hub holds once nothing more has come for a while. */
async function writtenAtLast(hub: LivingHub): Promise<number> {
  for (let before = -1; ; ) {
    const { '@iot.count': count } = (await jsonAt(hub, '/v1.1/Observations?$count=true&$top=0')) as {
      '@iot.count': number;
    };
    if (count === before) return count;
    before = count;
    await new Promise((done) => setTimeout(done, STILL_MS));
  }
}

function quantileOf(byMs: ReadonlyMap<number, number>, ratio: number): number {
  const sorted = [...byMs].sort(([a], [b]) => a - b);
  const all = sorted.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [ms, count] of sorted) {
    seen += count;
    if (seen >= ratio * all) return ms;
  }
  return Number.NaN;
}

const embedded = async () => EMBEDDED;

/** Tells what a hub holds and how it keeps up; `load` and `pages` last as long as `--minutes` says. */
export const PARTS: Parts = {
  streams: benchStreams,
  held: benchHeld(embedded, 'hub.held'),
  heldByServer: benchHeld(startServers, 'hub.heldByServer'),
  load: benchLoad('hub.load', 5000, FEW_PAGES, embedded),
  loadByServers: benchLoad('hub.loadByServers', 5000, FEW_PAGES, startServers),
  pages: benchLoad('hub.pages', MANY_PAGES_PER_S, MANY_PAGES, embedded),
};
