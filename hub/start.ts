import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Scope } from '../src/city/accounts.ts';
import type { CitySensor } from '../src/city/sensors.ts';
import { needs } from './access.ts';
import { openAccounts, SCRYPT_N } from './accounts.ts';
import { type Broker, openEmbeddedBroker } from './broker.ts';
import { openBridge } from './broker-bridge.ts';
import { readDatastreams, recordLocations, registerSensors } from './catalogue.ts';
import { readCitySensors } from './city-sensors.ts';
import { type History, openHistory } from './history.ts';
import { openHistoryRoutes } from './history-routes.ts';
import { DEFAULT_GUARD, type Guard, type Hub } from './hub.ts';
import { type Ingest, openIngest } from './ingest.ts';
import { openOperators } from './operators.ts';
import { openPlaces, readGround } from './places.ts';
import { EVERYTHING } from './scope.ts';
import { openSensorThings } from './sensor-things.ts';
import { openSimulatedDevices } from './simulated-devices.ts';
import { CITY_FAULTS, type Feed, openSimulatedFeed, type Replay, readDrainNodes } from './simulated-feed.ts';
import { openSql } from './sql.ts';
import type { Tls } from './tls.ts';

export interface HubOptions {
  /** Routes are added to it; the caller lets it listen, and closes it after the hub. */
  http: FastifyInstance;
  /** Where the hub's data lie. */
  folder: string;
  city: string;
  /** Of the baked city. Without its `sensors.json` the hub runs with what its catalogue has. */
  cityFolder: string;
  /** Where devices connect; 0 takes a free port. */
  mqtt: { host: string; port: number };
  /** For the devices' port; the HTTP server was made with it. */
  tls?: Tls | null;
  databaseUrl?: string | undefined;
  mqttUrl?: string | undefined;
  /** Who signed the certificate of a broker that no authority known to Node did, PEM. */
  mqttCa?: Buffer | null;
  /** With it a device may create observations over HTTP; without, nobody may. Over MQTT it is the password, and may be left out on this machine alone. */
  deviceToken?: string | undefined;
  /** What is shown to who has no account; everything, unless told. */
  visitors?: Scope;
  /** The cost of a password; tests take less. */
  scryptN?: number;
  /** Single observations are kept so long, their hours for good. */
  keepMs: number;
  /** Whether the city's sensors speak by themselves. */
  isSimulated: boolean;
  /** Recordings that are told in place of what is simulated. */
  replays?: readonly Replay[];
  ownThread: boolean;
  nowMs?: () => number;
}

export interface RunningHub extends Hub {
  readonly history: History;
  readonly ingest: Ingest;
  readonly broker: Broker;
  close(): Promise<void>;
}

/** China has one time, UTC + 8. */
const CHINA_HOURS = 8;

const FORGET_EVERY_MS = 3_600_000;

export async function startHub(options: HubOptions): Promise<RunningHub> {
  const { http, folder, nowMs = Date.now } = options;
  await mkdir(folder, { recursive: true });
  const sql = await openSql(options);
  const closers: (() => Promise<void>)[] = [() => sql.close()];
  const close = async () => {
    for (const end of closers.splice(0).reverse()) await end();
  };
  try {
    const sensorsFile = join(options.cityFolder, 'sensors.json');
    const things = existsSync(sensorsFile) ? await readCitySensors(sensorsFile) : [];
    await registerSensors(sql, options.city, things);
    await recordLocations(sql, nowMs());
    const places = await openPlaces(sql, await readGround(options.cityFolder));
    const history = await openHistory(sql);
    closers.push(() => history.close());
    const ingest = openIngest(history, await readDatastreams(sql), () => broker, nowMs);
    /** Whoever guards later. */
    const guard: Guard = {
      allows: (...asked) => hub.guard.allows(...asked),
      hears: (...asked) => hub.guard.hears(...asked),
      scopeOf: (caller) => hub.guard.scopeOf(caller),
    };
    const door = { http: http.server, guard, take: ingest.take };
    const broker = options.mqttUrl
      ? await openBridge(door, options.mqttUrl, options.mqttCa)
      : await openEmbeddedBroker(door, { ...options.mqtt, token: options.deviceToken, tls: options.tls });
    closers.push(() => broker.close());
    const hub: RunningHub = {
      http,
      sql,
      bus: broker,
      folder,
      nowMs,
      places,
      deviceToken: options.deviceToken,
      guard: DEFAULT_GUARD,
      history,
      ingest,
      broker,
      close,
    };
    // Accounts first: what they ask of an address holds for those that come after.
    const { visitors = EVERYTHING, scryptN = SCRYPT_N } = options;
    const accounts = await openAccounts(hub, (line) => process.stdout.write(`  ${line}\n`), { visitors, scryptN });
    closers.push(async () => accounts.close(), await openOperators(hub, accounts));
    await openSensorThings(hub, accounts);
    await openHistoryRoutes(hub);
    const feed = options.isSimulated && things.length > 0 ? await openCityFeed(hub, things, options) : null;
    if (feed) closers.push(() => feed.close(), await openSimulatedDevices(hub, things));
    const forgetting = setInterval(() => {
      history
        .forget(nowMs() - options.keepMs)
        .catch((error: Error) => process.stderr.write(`hub: history: ${error.message}\n`));
    }, FORGET_EVERY_MS).unref();
    closers.push(async () => clearInterval(forgetting));
    http.get('/health', needs('nothing'), async (_, reply) =>
      reply.status(history.failure ? 503 : 200).send(healthOf(hub, sql.kind, feed, startedMs)),
    );
    const startedMs = nowMs();
    return hub;
  } catch (error) {
    await close();
    throw error;
  }
}

async function openCityFeed(
  hub: RunningHub,
  things: readonly CitySensor[],
  { cityFolder, replays = [] }: HubOptions,
): Promise<Feed> {
  const drains = await readDrainNodes(join(cityFolder, 'drain-network.json'));
  return openSimulatedFeed({ hub, things, zoneHours: CHINA_HOURS, drains, faults: CITY_FAULTS, replays });
}

/** What a monitor asks: whether each part does its work, and how far behind it is. */
function healthOf(
  { history, ingest, broker, nowMs }: RunningHub,
  sqlKind: string,
  feed: Feed | null,
  startedMs: number,
): object {
  return {
    status: history.failure ? 'failing' : 'ok',
    upS: Math.round((nowMs() - startedMs) / 1000),
    history: {
      kind: sqlKind,
      waiting: history.waiting,
      written: history.written,
      failure: history.failure,
      untold: ingest.untold,
      datastreams: ingest.streams.size,
    },
    broker: broker.stats(),
    feed: feed ? feed.stats() : null,
  };
}
