import { join, resolve } from 'node:path';
import { Command } from 'commander';
import type { Tls } from '../hub/broker/tls.ts';
import type { HubOptions } from '../hub/start.ts';
import { MessageError } from '../model/text/message.ts';
import { MS_PER_DAY } from '../model/time.ts';
import { bakeCommand } from './city/bake.ts';
import { freshApp, isCityStale } from './city/fresh-app.ts';
import { help } from './help.ts';
import { type OpenCityHubs, startCityHubs } from './hub/city-hubs.ts';
import {
  KEEP_REVISIONS,
  PUBLIC_HOST,
  revisionsOf,
  scopeOfVisitors,
  TLS_CERT,
  TLS_KEY,
  type Visitors,
  visitorsOption,
  warnOfOpenHttp,
} from './hub/hub.ts';
import { hubOptionsOf } from './hub/hub-options.ts';
import { closeOnSignal, DEFAULT_PORT, freePortOf, portFault, portOf } from './listen.ts';
import { cliMessage, terminalText, terminalWords } from './messages.ts';
import { processRunner } from './process-runner.ts';
import { ROOT } from './root.ts';

const DEMO = 'chengchuan';

interface StartOptions {
  host: string;
  publicHost: string[];
  port?: string;
  cities: string;
  city?: string;
  data: string;
  hub: boolean;
  simulate: boolean;
  mqttPort: string;
  mqttHost: string;
  keepRevisions: string;
  visitors: Visitors;
  tlsCert?: string;
  tlsKey?: string;
}

export function startCommand(): Command {
  return new Command('start')
    .description(help('start.about'))
    .option('--host <address>', help('any.host'), '127.0.0.1')
    .option('--public-host <name...>', PUBLIC_HOST, [])
    .option('--port <number>', help('start.port'))
    .option('--cities <folder>', help('any.cities'), join(ROOT, 'public/city'))
    .option('--city <id>', help('start.city'))
    .option('--data <folder>', help('any.data'), join(ROOT, 'data/hub'))
    .option('--keep-revisions <count>', KEEP_REVISIONS, 'all')
    .addOption(visitorsOption())
    .option('--tls-cert <file>', TLS_CERT)
    .option('--tls-key <file>', TLS_KEY)
    .option('--mqtt-port <number>', help('any.mqtt-port'), '0')
    .option('--mqtt-host <address>', help('any.mqtt-host'), '127.0.0.1')
    .option('--no-hub', help('start.hub'))
    .option('--no-simulate', help('start.simulate'))
    .action(start);
}

async function start(options: StartOptions): Promise<void> {
  const cityFolder = resolve(options.cities);
  const port = await freePortOf(options.host, options.port, DEFAULT_PORT);
  const { listCities } = await import('../hub/serve.ts');
  const baked = (await listCities(cityFolder)).map(({ id }) => id);
  if (isDemoWanted(options.city, baked)) {
    if (await isCityStale(join(cityFolder, DEMO)))
      await bakeCommand().parseAsync([DEMO, '--out', cityFolder, '--keep-editions', '0'], { from: 'user' });
  } else if (options.city !== undefined && !baked.includes(options.city))
    throw new MessageError(
      cliMessage('no-such-city', { id: options.city, folder: cityFolder, cities: baked.join(', ') }),
    );
  const appFolder = await freshApp();
  const { answerWithoutHub, bareServer, pageServer } = await import('../hub/serve.ts');
  const { readTls } = await import('../hub/broker/tls.ts');
  const tls = await readTls(options.tlsCert, options.tlsKey);
  warnOfOpenHttp(options.host, tls);
  const common = {
    ownHosts: [options.host, ...options.publicHost],
    trustedProxy: process.env.SHAPAN_TRUSTED_PROXY,
  };
  const server = await pageServer({
    appFolder,
    cityFolder,
    hidden: [resolve(options.data)],
    tls,
    isThreaded: true,
    runner: processRunner(cityFolder),
    ...common,
  });
  const hubs = options.hub ? await openHubs(server, () => bareServer(common), options, tls) : null;
  if (!hubs) answerWithoutHub(server, cityFolder);
  const url = await server.listen({ host: options.host, port }).catch(async (error) => {
    await hubs?.close();
    throw portFault(error, port);
  });
  const devices = hubs
    ? `  ${terminalWords(cliMessage('audit-begun', { ...hubs.rootHub.audit.begun }))}\n  ${terminalWords(cliMessage('devices', { url: hubs.rootHub.broker.stats().devices }))}\n`
    : '';
  const page = options.city === undefined ? url : `${url}/?city=${options.city}`;
  const moved =
    options.port === undefined && port !== DEFAULT_PORT
      ? `  ${terminalWords(cliMessage('port-next', { taken: DEFAULT_PORT, port }))}\n`
      : '';
  process.stdout.write(`\n  沙盘 Shapan  ${page}\n${moved}${devices}  ${terminalWords(cliMessage('stop', {}))}\n`);
  closeOnSignal(async () => {
    await hubs?.close();
    await server.close();
  });
}

/** The demo city is for who names no other: by its id, or by a folder that has others and not this one. */
function isDemoWanted(city: string | undefined, baked: readonly string[]): boolean {
  if (city !== undefined) return city === DEMO;
  return baked.length === 0 || baked.includes(DEMO);
}

/** Another hub on the same data is no reason to show nothing: the page works without live data. */
async function openHubs(
  front: HubOptions['http'],
  server: () => HubOptions['http'],
  { cities, city, data, keepRevisions, simulate, visitors, mqttHost, mqttPort }: StartOptions,
  tls: Tls | null,
): Promise<OpenCityHubs | null> {
  const { FolderInUse } = await import('../hub/sql/lock-folder.ts');
  const { listCities } = await import('../hub/serve.ts');
  const baked = (await listCities(resolve(cities))).map(({ id }) => id);
  try {
    return await startCityHubs({
      front,
      server,
      cities: resolve(cities),
      wanted: city,
      first: baked.includes(DEMO) ? DEMO : (baked[0] ?? DEMO),
      state: hubOptionsOf(data),
      tls,
      mqtt: { host: mqttHost, port: portOf('--mqtt-port', mqttPort) },
      hub: { keepMs: MS_PER_DAY, keepRevisions: revisionsOf(keepRevisions), visitors: await scopeOfVisitors(visitors) },
      isSimulated: simulate,
    });
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    process.stderr.write(`${terminalText(error)}\n${terminalWords(cliMessage('no-live-data', {}))}\n`);
    return null;
  }
}
