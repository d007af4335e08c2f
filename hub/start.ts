import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Scope } from '../model/accounts/accounts.ts';
import type { LonLat } from '../model/geo/lon-lat.ts';
import { citySensorOf } from '../model/sensors/own-sensors.ts';
import type { CitySensor } from '../model/sensors/sensors.ts';
import type { SignerKey } from '../model/signatures/statement.ts';
import { MessageError } from '../model/text/message.ts';
import { needs } from './accounts/access.ts';
import { openAccounts } from './accounts/accounts.ts';
import { SCRYPT_N } from './accounts/passwords.ts';
import { type AlarmWatch, openAlarmWatch } from './alarms/alarm-watch.ts';
import type { Audit } from './audit/audit.ts';
import type { BoardReports } from './boards/board-reports.ts';
import { openBoards } from './boards/boards.ts';
import { type Broker, openEmbeddedBroker } from './broker/broker.ts';
import { openBridge } from './broker/broker-bridge.ts';
import { brokerSessionIn } from './broker/broker-session.ts';
import type { Tls } from './broker/tls.ts';
import { readCitySensors } from './city-sensors.ts';
import { type HubClock, openClock } from './clock.ts';
import { keyIn } from './commands/command-key.ts';
import { KEY_FILE, openDataFolder, startFault } from './data-folder.ts';
import { openDeviceGuard } from './devices/device-guard.ts';
import { checkToken, type Devices, NO_DEVICES, openDevices } from './devices/devices.ts';
import { isPortTaken } from './free-port.ts';
import { openHalls } from './halls/halls.ts';
import { openHealth, readLastMs, watchHealth } from './health.ts';
import { type History, openHistory } from './history/history.ts';
import { openHistoryRoutes } from './history/history-routes.ts';
import { type Ingest, openIngest } from './history/ingest.ts';
import { watchWriting } from './history/write-watch.ts';
import { type AccessPolicy, DEFAULT_GUARD, type Hub } from './hub.ts';
import { type KindLayers, openKindLayers, readCityKinds } from './kinds/sensor-kinds.ts';
import { openOperators } from './operators.ts';
import { openOwnSensorRoutes } from './own-sensors/own-sensor-routes.ts';
import { openOwnSensors, registerOwnSensors } from './own-sensors/own-sensors.ts';
import { openPlanDecisions } from './plans/plan-decisions.ts';
import { openSharedBasis } from './plans/shared-basis.ts';
import { openSharedPlans } from './plans/shared-plans.ts';
import { openSharedRules } from './plans/shared-rules.ts';
import { openSignerKeys } from './plans/signer-keys.ts';
import { openPlugins } from './plugins/plugin-routes.ts';
import { openDatabase } from './schema.ts';
import { readDatastreams, recordLocations, registerSensors } from './sensor-things/catalogue.ts';
import { openPlaces, type Places, readGround } from './sensor-things/places.ts';
import { openSensorThings } from './sensor-things/sensor-things.ts';
import { serviceMessage } from './service-messages.ts';
import { openSimulatedDevices } from './simulated/simulated-devices.ts';
import { CITY_FAULTS, type Feed, openSimulatedFeed, type Replay, readDrainNodes } from './simulated/simulated-feed.ts';
import type { OpenSql } from './sql/sql.ts';
import { openWalls } from './walls/walls.ts';
import { readZone, zoneHours } from './zone.ts';

/** What a hub is started with. */
export interface HubOptions {
  /** Routes are added to it; the caller lets it listen, and closes it after the hub. */
  http: FastifyInstance;
  /** Where the hub's data lie. */
  folder: string;
  city: string;
  /** Folder of the baked city. Without its `sensors.json` the hub runs with what its catalogue has. */
  cityFolder: string;
  /** Where devices connect; 0 takes a free port. */
  mqtt: { host: string; port: number };
  /** For the devices' port; the HTTP server was made with it. */
  tls?: Tls | null;
  databaseUrl?: string | undefined;
  mqttUrl?: string | undefined;
  /** Certificate, PEM, of the authority that signed that of a broker, where Node knows no such authority. */
  mqttCa?: Buffer | null;
  /** Token of gateways, which bring the readings of many sensors; without it each device comes with its own password. */
  deviceToken?: string | undefined;
  /** Scope of callers without an account; left out, they have the whole city until there is an account, and nothing of it from then on. */
  visitors?: Scope | undefined;
  /** The cost of a password; tests take less. */
  scryptN?: number;
  /** Keys whose holders' plug-ins an administrator may add; left out, nobody's. */
  pluginSigners?: readonly SignerKey[];
  /** Single observations are kept so long, their hours for good. */
  keepMs: number;
  /** Revisions of a shared document that are kept; all, unless told. */
  keepRevisions?: number | undefined;
  /** Whether the city's sensors speak by themselves. */
  isSimulated: boolean;
  /** Recordings that are told in place of what is simulated. */
  replays?: readonly Replay[];
  ownThread: boolean;
  nowMs?: () => number;
}

interface OpenHub extends Hub {
  readonly history: History;
  readonly ingest: Ingest;
  readonly broker: Broker;
  close(): Promise<void>;
}

/** A hub that runs, with its alarm watch for tests and the command line. */
export interface RunningHub extends OpenHub {
  readonly alarms: AlarmWatch;
  readonly audit: Audit;
  readonly boardReports: BoardReports;
}

const FORGET_EVERY_MS = 3_600_000;

/** What is opened is closed in the opposite order, also where opening failed half-way. */
class Closers {
  private readonly ends: (() => Promise<void>)[] = [];

  add(...ends: (() => Promise<void>)[]): void {
    this.ends.push(...ends);
  }

  /** All of them, also where one fails; the first failure is told then. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (const end of this.ends.splice(0).reverse()) await end().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }
}

/** Opens every part of the hub on the caller's HTTP server; what fails closes what was opened before it. */
export async function startHub(options: HubOptions): Promise<RunningHub> {
  checkToken(options.deviceToken);
  if (!options.mqttUrl && (await isPortTaken(options.mqtt)))
    throw new MessageError(serviceMessage('mqtt-port', { port: options.mqtt.port }));
  await openDataFolder(options.folder, !options.databaseUrl);
  const closers = new Closers();
  try {
    return await openParts(options, closers);
  } catch (error) {
    // What keeps the hub from starting is what a person must know, not what then went wrong with closing.
    await closers.close().catch((other: unknown) => process.stderr.write(`hub: ${String(other)}\n`));
    throw startFault(options.folder, error);
  }
}

async function openParts(options: HubOptions, closers: Closers): Promise<RunningHub> {
  const { http, cityFolder } = options;
  const clock = options.nowMs
    ? { nowMs: options.nowMs, problem: () => null, whyAhead: () => null }
    : openClock({ lastMs: await readLastMs(options.folder) });
  const { nowMs } = clock;
  const sql = await openDatabase(options);
  closers.add(() => sql.close());
  const things = await cityThings(cityFolder);
  await registerSensors(sql, options.city, things);
  const city = { id: options.city, origin: await readOrigin(cityFolder), things };
  const own = await registerOwnSensors(sql, city);
  await recordLocations(sql, nowMs());
  const kinds = await openKindLayers(sql, await readCityKinds(cityFolder));
  const hub = await openHub(options, { sql, clock }, closers);
  const ownSensors = await openOwnSensors(hub, city, own, () => alarms);
  const watched = [...things, ...own.map((one) => citySensorOf(one, city.origin))];
  const alarms = await openAlarmWatch({ hub, things: watched, kinds: kinds.current() });
  closers.add(() => alarms.close());
  kinds.follow((current) => alarms.takeKinds(current));
  // Accounts first: what they ask of an address holds for those that come after.
  const { visitors, scryptN = SCRYPT_N } = options;
  const accounts = await openAccounts(hub, (line) => process.stdout.write(`  ${line}\n`), { visitors, scryptN });
  closers.add(async () => accounts.close());
  await openOperators(hub, accounts, { alarms, kinds, hasThreads: options.ownThread }, (end) => closers.add(end));
  // Commands have made or checked the key.
  const hubKey = await keyIn(join(hub.folder, KEY_FILE), false);
  hub.devices = openDevices(hubKey, options.deviceToken, nowMs);
  await openOwnSensorRoutes(hub, accounts, ownSensors, hubKey);
  const signers = await openSignerKeys(hub, accounts);
  await openPlanDecisions(hub, accounts, signers);
  await openSharedPlans(hub, accounts);
  await openSharedBasis(hub, accounts);
  await openSharedRules(hub, accounts, signers);
  const boardReports = await openBoards(
    {
      hub,
      alarms,
      city: { folder: cityFolder, origin: city.origin },
      sensors: () => [...things, ...ownSensors.list().map((one) => citySensorOf(one, city.origin))],
      kinds: () => kinds.current(),
    },
    accounts,
    { city: options.city, hasThreads: options.ownThread },
  );
  closers.add(() => boardReports.close());
  await openHalls(hub, accounts);
  openWalls(hub, accounts);
  await openPlugins(hub, accounts, options.pluginSigners ?? []);
  await openSensorThings(hub, accounts);
  await openHistoryRoutes(hub, accounts);
  const isSimulated = options.isSimulated && things.length > 0;
  const feed = isSimulated ? await openCityFeed(hub, things, kinds, options) : null;
  if (feed) {
    kinds.follow((current) => feed.takeKinds(current));
    closers.add(() => feed.close());
    closers.add(await openSimulatedDevices(hub, things, kinds));
  }
  closers.add(forgetOldObservations(hub, options.keepMs));
  closers.add(watchHealth(hub.health, { folder: hub.folder, history: hub.history, broker: hub.broker, clock }));
  const startedMs = nowMs();
  const writing = watchWriting(hub.history);
  closers.add(async () => writing.close());
  http.get('/health', needs('nothing', 'none'), async (_, reply) => {
    const failure = hub.history.failure ?? writing.failure();
    const health = healthOf(hub, { sqlKind: sql.kind, feed, alarms, startedMs, failure });
    return reply.status(health.status === 'ok' ? 200 : 503).send(health);
  });
  return Object.assign(hub, { alarms, audit: accounts.audit, boardReports });
}

/** Reads the city's origin; of a folder without a manifest nothing is known but that it may get sensors. */
async function readOrigin(cityFolder: string): Promise<LonLat> {
  const file = join(cityFolder, 'manifest.json');
  if (!existsSync(file)) return { lonDeg: 0, latDeg: 0, heightM: 0 };
  return (JSON.parse(await readFile(file, 'utf8')) as { origin: LonLat }).origin;
}

async function cityThings(cityFolder: string): Promise<readonly CitySensor[]> {
  const file = join(cityFolder, 'sensors.json');
  return existsSync(file) ? readCitySensors(file) : [];
}

/** What every part is given: history, the way in, the broker, the places of the catalogue. */
async function openHub(
  options: HubOptions,
  { sql, clock }: { sql: OpenSql; clock: HubClock },
  closers: Closers,
): Promise<OpenHub> {
  const { http, folder, cityFolder } = options;
  const places = await openPlaces(sql, await readGround(cityFolder));
  const history = await openHistory(sql);
  closers.add(() => history.close());
  const ingest = openIngest(history, await readDatastreams(sql), () => broker, clock);
  /** Policy that passes each call on to the one that guards later. */
  const accessPolicy: AccessPolicy = {
    allows: (...args) => hub.accessPolicy.allows(...args),
    mayReceive: (...args) => hub.accessPolicy.mayReceive(...args),
    scopeOf: (...args) => hub.accessPolicy.scopeOf(...args),
    loginOf: (caller) => hub.accessPolicy.loginOf(caller),
  };
  const ownHosts = http.hasDecorator('ownHosts') ? http.ownHosts : [];
  const devices: Devices = { identify: (login) => hub.devices.identify(login) };
  if (http.hasDecorator('mount')) http.mount.city = options.city;
  const door = { http: http.server, accessPolicy, take: ingest.take, devices, ownHosts, city: options.city };
  const broker = options.mqttUrl
    ? await openBridge(door, options.mqttUrl, await brokerSessionIn(folder), options.mqttCa)
    : await openEmbeddedBroker(door, { ...options.mqtt, tls: options.tls });
  closers.add(() => broker.close());
  const hub: OpenHub = {
    http,
    sql,
    bus: broker,
    folder,
    nowMs: clock.nowMs,
    health: openHealth(),
    keepRevisions: options.keepRevisions ?? Number.POSITIVE_INFINITY,
    places,
    zone: await readZone(cityFolder),
    devices: NO_DEVICES,
    accessPolicy: guardWithDevices(places, ingest),
    history,
    ingest,
    broker,
    close: () => closers.close(),
  };
  return hub;
}

/** Pages as by default, until accounts say more; devices by what is theirs. */
function guardWithDevices(places: Places, { topics }: Ingest): AccessPolicy {
  const guard = openDeviceGuard(places, topics);
  return {
    ...DEFAULT_GUARD,
    allows: (caller, verb, topic) => (caller.door === 'web' ? DEFAULT_GUARD : guard).allows(caller, verb, topic),
    mayReceive: (caller, message) => (caller.door === 'web' ? DEFAULT_GUARD : guard).mayReceive(caller, message),
  };
}

function forgetOldObservations({ history, nowMs }: OpenHub, keepMs: number): () => Promise<void> {
  const forgetting = setInterval(() => {
    history
      .forget(nowMs() - keepMs, nowMs())
      .catch((error: Error) => process.stderr.write(`hub: history: ${error.message}\n`));
  }, FORGET_EVERY_MS).unref();
  return async () => clearInterval(forgetting);
}

async function openCityFeed(
  hub: OpenHub,
  things: readonly CitySensor[],
  kinds: KindLayers,
  { cityFolder, replays = [] }: HubOptions,
): Promise<Feed> {
  const drains = await readDrainNodes(join(cityFolder, 'drain-network.json'));
  return openSimulatedFeed({
    hub,
    things,
    zoneHours: zoneHours(hub.zone, hub.nowMs()),
    drains,
    kinds: kinds.current(),
    faults: CITY_FAULTS,
    replays,
  });
}

interface HealthParts {
  sqlKind: string;
  feed: Feed | null;
  alarms: AlarmWatch;
  startedMs: number;
  /** Failure of the history; null: it works. */
  failure: string | null;
}

interface HealthReport extends Record<string, unknown> {
  status: 'ok' | 'failing';
}

/** What a monitor asks: whether each part does its work, and how far behind it is. */
function healthOf(
  { history, ingest, broker, nowMs, health, folder }: OpenHub,
  { sqlKind, feed, alarms, startedMs, failure }: HealthParts,
): HealthReport {
  // Everybody may ask: where on its disk the hub lies is told by its log alone.
  const shown = (text: string) => text.replaceAll(folder, basename(folder));
  const problems = health.problems().map(({ code, text }) => ({ code, zh: shown(text.zh), en: shown(text.en) }));
  return {
    status: failure || problems.length > 0 ? 'failing' : 'ok',
    problems,
    upS: Math.round((nowMs() - startedMs) / 1000),
    history: {
      kind: sqlKind,
      waiting: history.waiting,
      written: history.written,
      failure: failure && shown(failure),
      unpublished: ingest.unpublished,
      datastreams: ingest.streams.size,
    },
    broker: broker.stats(),
    alarms: alarms.stats(),
    feed: feed ? feed.stats() : null,
  };
}
