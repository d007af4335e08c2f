import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Tls } from '../../hub/broker/tls.ts';
import type { CityHubs } from '../../hub/cities/city-hubs.ts';
import type { HubOptions, RunningHub } from '../../hub/start.ts';
import { cliMessage, terminalWords } from '../messages.ts';

/** What `start` and `hub` open the hubs of all cities with. */
interface CityHubsStart {
  /** Listens for all of them. */
  front: HubOptions['http'];
  /** A server for one, which listens nowhere. */
  server(): HubOptions['http'];
  /** Folder of baked cities. */
  cities: string;
  /** The city at addresses without a city; undefined: whose data the folder has, else `first`. */
  wanted: string | undefined;
  first: string;
  /** Where the hub's data lie, and what the environment says of its services. */
  state: Pick<
    HubOptions,
    'folder' | 'databaseUrl' | 'mqttUrl' | 'mqttCa' | 'deviceToken' | 'pluginSigners' | 'ownThread'
  >;
  tls: Tls | null;
  /** Address for the root's devices; the others' ports follow. */
  mqtt: { host: string; port: number };
  hub: Pick<HubOptions, 'keepMs' | 'keepRevisions' | 'visitors' | 'replays' | 'scryptN'>;
  /** Whether the sensors of made-up cities speak by themselves. */
  isSimulated: boolean;
}

/** The hubs that were opened, with the root's. */
export interface OpenCityHubs extends CityHubs {
  root: string;
  rootHub: RunningHub;
}

/** Opens the root's hub and those of cities that have data already; the rest begin with their first page. */
export async function startCityHubs(options: CityHubsStart): Promise<OpenCityHubs> {
  const { openCityHubs } = await import('../../hub/cities/city-hubs.ts');
  const { citiesIn, ownerOf } = await import('../../hub/cities/city-folders.ts');
  const { listCities } = await import('../../hub/serve.ts');
  const { state } = options;
  const owner = await ownerOf(state, options.wanted ?? options.first);
  const baked = async () => (await listCities(options.cities)).map(({ id }) => id);
  const root = options.wanted ?? ((await baked()).includes(owner) ? owner : options.first);
  const ports = openPorts(options.mqtt.port);
  const hubs = await openCityHubs({
    front: options.front,
    root,
    cities: baked,
    server: options.server,
    start: async (city, http) => startOne(options, { city, owner, root, http, ports }),
  });
  for (const city of new Set([...(await citiesIn(state.folder)), owner]))
    if (city !== root)
      await hubs.hubOf(city).catch((error: unknown) => process.stderr.write(`hub: ${city}: ${String(error)}\n`));
  const rootHub = await hubs.hubOf(root);
  if (!rootHub) throw new Error(`${root}: expected a hub`);
  return { ...hubs, root, rootHub };
}

interface OneCity {
  city: string;
  owner: string;
  root: string;
  http: HubOptions['http'];
  ports: Ports;
}

async function startOne(options: CityHubsStart, { city, owner, root, http, ports }: OneCity): Promise<RunningHub> {
  const { databaseUrlOf, folderOf, makeSchema } = await import('../../hub/cities/city-folders.ts');
  const { startHub } = await import('../../hub/start.ts');
  const { state } = options;
  const folder = folderOf(state.folder, owner, city);
  if (state.databaseUrl && city !== owner) await makeSchema(state.databaseUrl, city);
  const isRoot = city === root;
  const cityFolder = join(resolve(options.cities), city);
  const port = isRoot ? options.mqtt.port : await ports.of(folder);
  const hub = await startHub({
    ...state,
    ...options.hub,
    folder,
    databaseUrl: databaseUrlOf(state.databaseUrl, owner, city),
    // Another broker knows one city: topics of two would be the same.
    mqttUrl: isRoot ? state.mqttUrl : undefined,
    // A token that speaks for every sensor was given for the city of the root.
    deviceToken: isRoot ? state.deviceToken : undefined,
    replays: isRoot ? (options.hub.replays ?? []) : [],
    http,
    city,
    cityFolder,
    tls: options.tls,
    mqtt: { host: options.mqtt.host, port },
    isSimulated: options.isSimulated && (await isFictional(cityFolder)),
  });
  if (!isRoot)
    process.stdout.write(`  ${terminalWords(cliMessage('city-devices', { city, url: hub.broker.stats().devices }))}\n`);
  return hub;
}

/** Sensors of a real city never speak by themselves: what they would say is made up. */
async function isFictional(cityFolder: string): Promise<boolean> {
  const manifest = join(cityFolder, 'manifest.json');
  if (!existsSync(manifest)) return false;
  return (JSON.parse(await readFile(manifest, 'utf8')) as { fictional?: unknown }).fictional === true;
}

interface Ports {
  /** The port of a city's devices, the same at each start; 0: any that is free, where the root's is any. */
  of(folder: string): Promise<number>;
}

const PORT_FILE = 'mqtt-port';

/** Devices are set up with a port: a city's first one is noted in its folder, and holds for good. */
function openPorts(rootPort: number): Ports {
  const used = new Set([rootPort]);
  return {
    async of(folder) {
      if (rootPort === 0) return 0;
      const { isPortTaken } = await import('../../hub/free-port.ts');
      const file = join(folder, PORT_FILE);
      const noted = Number(await readFile(file, 'utf8').catch(() => ''));
      if (noted > 0) {
        used.add(noted);
        return noted;
      }
      let port = rootPort + 1;
      while (used.has(port) || (await isPortTaken({ host: '127.0.0.1', port }))) port++;
      used.add(port);
      await mkdir(folder, { recursive: true });
      await writeFile(file, `${port}\n`);
      return port;
    },
  };
}
