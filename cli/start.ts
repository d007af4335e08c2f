import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { bakeCommand } from './bake.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const DEMO = 'chengchuan';

interface StartOptions {
  host: string;
  port: string;
  cities: string;
}

export function startCommand(): Command {
  return new Command('start')
    .description('bake the demo city if it is not there, build the app if it is stale, serve both')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port; 0 takes a free one', '8080')
    .option('--cities <folder>', 'folder of baked cities', join(ROOT, 'public/city'))
    .action(start);
}

async function start(options: StartOptions): Promise<void> {
  const cityFolder = resolve(options.cities);
  if (await isStale(join(cityFolder, DEMO, 'manifest.json'), ['tiles', 'src/city', 'src/geo']))
    await bakeCommand().parseAsync([DEMO, '--out', cityFolder], { from: 'user' });
  const appFolder = join(ROOT, 'build/app');
  if (
    await isStale(join(appFolder, 'index.html'), [
      'src',
      'workers',
      'index.html',
      'vite.config.ts',
      'package-lock.json',
    ])
  )
    await buildApp();
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`--port: expected 0 to 65535, got ${options.port}`);
  const { serve } = await import('../hub/serve.ts');
  const { server, url } = await serve({ appFolder, cityFolder, host: options.host, port }).catch((error) => {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(`port ${port} is taken; give another one: npm start -- --port 8081`);
  });
  process.stdout.write(`\n  沙盘 Shapan  ${url}\n  Ctrl+C stops it.\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void server.close();
    });
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
  process.stdout.write('building the app …\n');
  const { build } = await import('vite');
  await build({ root: ROOT, configFile: join(ROOT, 'vite.config.ts'), logLevel: 'warn' });
}
