import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import type { Tls } from '../hub/broker/tls.ts';
import type { HubOptions, RunningHub } from '../hub/start.ts';
import { bakeCommand } from './bake.ts';
import {
  checkPort,
  closeOnSignal,
  hubOptionsOf,
  PUBLIC_HOST,
  portFault,
  portOf,
  scopeOfVisitors,
  TLS_CERT,
  TLS_KEY,
  visitorsOption,
  warnOfOpenHttp,
} from './hub.ts';
import { cliMessage, say, terminalText, terminalWords } from './messages.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const DEMO = 'chengchuan';

interface StartOptions {
  host: string;
  publicHost: string[];
  port: string;
  cities: string;
  data: string;
  hub: boolean;
  simulate: boolean;
  visitors: 'all' | 'none';
  tlsCert?: string;
  tlsKey?: string;
}

export function startCommand(): Command {
  return new Command('start')
    .description(
      'bake the demo city if it is not there, build the app if it is stale, serve both, and start the hub with its live data',
    )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--public-host <name...>', PUBLIC_HOST, [])
    .option('--port <number>', 'port; 0 takes a free one', '8080')
    .option('--cities <folder>', 'folder of baked cities', join(ROOT, 'public/city'))
    .option('--data <folder>', 'where the hub keeps its data', join(ROOT, 'data/hub'))
    .addOption(visitorsOption())
    .option('--tls-cert <file>', TLS_CERT)
    .option('--tls-key <file>', TLS_KEY)
    .option('--no-hub', 'the page alone: no live data')
    .option('--no-simulate', "the city's sensors do not speak by themselves: your devices do")
    .action(start);
}

async function start(options: StartOptions): Promise<void> {
  const cityFolder = resolve(options.cities);
  const port = portOf('--port', options.port);
  await checkPort(options.host, port);
  if (await isStale(join(cityFolder, DEMO, 'manifest.json'), ['tiles', 'readers', 'model']))
    await bakeCommand().parseAsync([DEMO, '--out', cityFolder], { from: 'user' });
  const appFolder = join(ROOT, 'build/app');
  if (
    await isStale(join(appFolder, 'index.html'), [
      'docs',
      'src',
      'workers',
      'index.html',
      'vite.config.ts',
      'package-lock.json',
    ])
  )
    await buildApp();
  const { pageServer } = await import('../hub/serve.ts');
  const { readTls } = await import('../hub/broker/tls.ts');
  const tls = await readTls(options.tlsCert, options.tlsKey);
  warnOfOpenHttp(options.host, tls);
  const server = await pageServer({
    appFolder,
    cityFolder,
    tls,
    ownHosts: [options.host, ...options.publicHost],
    trustedProxy: process.env.SHAPAN_TRUSTED_PROXY,
  });
  const hub = options.hub ? await openHub(server, join(cityFolder, DEMO), options, tls) : null;
  if (!hub) server.get('/v1.1/*', async () => ({ value: [] }));
  const url = await server.listen({ host: options.host, port }).catch(async (error) => {
    await hub?.close();
    throw portFault(error, port);
  });
  const devices = hub
    ? `  ${terminalWords(cliMessage('audit-begun', { ...hub.audit.begun }))}\n  ${terminalWords(cliMessage('devices', { url: hub.broker.stats().devices }))}\n`
    : '';
  process.stdout.write(`\n  沙盘 Shapan  ${url}\n${devices}  ${terminalWords(cliMessage('stop', {}))}\n`);
  closeOnSignal(async () => {
    await hub?.close();
    await server.close();
  });
}

/** Another hub on the same data is no reason to show nothing: the page works without live data. */
async function openHub(
  http: HubOptions['http'],
  cityFolder: string,
  { data, simulate, visitors }: StartOptions,
  tls: Tls | null,
): Promise<RunningHub | null> {
  const { startHub } = await import('../hub/start.ts');
  const { FolderInUse } = await import('../hub/sql/lock-folder.ts');
  try {
    return await startHub({
      ...hubOptionsOf(data),
      http,
      city: DEMO,
      cityFolder,
      tls,
      mqtt: { host: '127.0.0.1', port: 0 },
      isSimulated: simulate,
      visitors: await scopeOfVisitors(visitors),
    });
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    process.stderr.write(`${terminalText(error)}\n${terminalWords(cliMessage('no-live-data', {}))}\n`);
    return null;
  }
}

/** What was made is stale when it is not there or a source of it is newer. */
async function isStale(product: string, sources: string[]): Promise<boolean> {
  const made = await stat(product).catch(() => null);
  if (!made) return true;
  for (const source of sources) {
    const path = join(ROOT, source);
    const names = (await stat(path)).isDirectory() ? await readdir(path, { recursive: true }) : [''];
    for (const name of names) if ((await stat(join(path, name))).mtimeMs > made.mtimeMs) return true;
  }
  return false;
}

async function buildApp(): Promise<void> {
  say(cliMessage('building', {}));
  const { build } = await import('vite');
  await build({ root: ROOT, configFile: join(ROOT, 'vite.config.ts'), logLevel: 'warn' });
}
