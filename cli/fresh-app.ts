import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MessageError } from '../model/text/message.ts';
import { REUSE_FILE } from '../tiles/check/checksums.ts';
import { cliMessage, say } from './messages.ts';
import { ROOT } from './result-folder.ts';

/** What the page is built of: a test follows its imports, and finds a folder that is missing here. */
export const PAGE_SOURCES = [
  ...['docs', 'model', 'readers', 'scenarios', 'src', 'tiles', 'workers'],
  ...['index.html', 'vite.config.ts', 'package-lock.json'],
];

/** The folder of the built page, built anew where a source of it is newer. */
export async function freshApp(): Promise<string> {
  const folder = join(ROOT, 'build/app');
  if (await isStale(join(folder, 'index.html'), PAGE_SOURCES)) await buildApp(folder);
  return folder;
}

/**
 * Whether a city of this program's own is to be baked anew. Each bake writes its index anew, and its manifest only where that changed:
 * by the manifest's time a city whose bake changed nothing would be baked at every start.
 */
export function isCityStale(folder: string): Promise<boolean> {
  return isStale(join(folder, REUSE_FILE), ['tiles', 'readers', 'model']);
}

/** What was made is stale when it is not there or a source of it is newer. */
async function isStale(product: string, sources: readonly string[]): Promise<boolean> {
  const made = await stat(product).catch(() => null);
  if (!made) return true;
  for (const source of sources) {
    const path = join(ROOT, source);
    const names = (await stat(path)).isDirectory() ? await readdir(path, { recursive: true }) : [''];
    for (const name of names) if ((await stat(join(path, name))).mtimeMs > made.mtimeMs) return true;
  }
  return false;
}

/**
 * In a process of its own: a bundler keeps more than two gigabytes for as long as its process lives, and a hub lives for months. The page is
 * served whole or not at all: it is built beside its place, since two programs may start at the same time and either may be stopped.
 */
async function buildApp(folder: string): Promise<void> {
  say(cliMessage('building', {}));
  await sweepDrafts(folder);
  const draft = `${folder}.${process.pid}`;
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const builder = spawn(process.execPath, [vite, 'build', '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: ['ignore', process.stderr, process.stderr],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const [code, signal] = (await once(builder, 'exit')) as [number | null, NodeJS.Signals | null];
  if (code === 0) return placeFolder(draft, folder);
  await rm(draft, { recursive: true, force: true });
  throw new MessageError(cliMessage('build-failed', { ended: String(code ?? signal) }));
}

/** What builders that were stopped have left beside a folder: `<folder>.<process>`. */
export async function sweepDrafts(folder: string): Promise<void> {
  const parent = dirname(folder);
  for (const name of await readdir(parent).catch(() => [])) {
    const path = join(parent, name);
    const owner = path.startsWith(`${folder}.`) ? Number.parseInt(path.slice(folder.length + 1), 10) : Number.NaN;
    if (owner > 0 && !isAlive(owner)) await rm(path, { recursive: true, force: true });
  }
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Puts a finished folder in its place; where another program does the same at that moment, one of the two stays. */
export async function placeFolder(draft: string, folder: string): Promise<void> {
  const old = `${draft}.old`;
  await rename(folder, old).catch(ignoring('ENOENT'));
  await rename(draft, folder).catch(ignoring('ENOTEMPTY', 'EEXIST'));
  for (const path of [old, draft]) await rm(path, { recursive: true, force: true });
}

/** Takes an error with one of these codes for an answer. */
const ignoring =
  (...codes: string[]) =>
  (error: NodeJS.ErrnoException): void => {
    if (!codes.includes(error.code ?? '')) throw error;
  };
