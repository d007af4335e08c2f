import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MessageError } from '../../model/text/message.ts';
import { REUSE_FILE } from '../../tiles/check/checksums.ts';
import { cliMessage, say } from '../messages.ts';
import { ROOT } from '../root.ts';
import { clearLeft, fillingPrefix } from './left-folders.ts';

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
  return isStale(join(folder, REUSE_FILE), ['demo', 'tiles', 'readers', 'model']);
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
  const parent = dirname(folder);
  const name = basename(folder);
  await mkdir(parent, { recursive: true });
  clearLeft(parent, name, Date.now());
  const draft = await mkdtemp(join(parent, fillingPrefix(name)));
  try {
    const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
    const to = ['--outDir', join(draft, BUILT), '--emptyOutDir'];
    const builder = spawn(process.execPath, [vite, 'build', ...to, '--logLevel', 'warn'], {
      cwd: ROOT,
      stdio: ['ignore', process.stderr, process.stderr],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    const [code, signal] = (await once(builder, 'exit')) as [number | null, NodeJS.Signals | null];
    if (code !== 0) throw new MessageError(cliMessage('build-failed', { ended: String(code ?? signal) }));
    await placeBuilt(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** What is built in a draft, until it takes its place. */
export const BUILT = 'built';

/** Puts what was built in a draft into its place, and what stood there into the draft; where another does the same at that moment, one of the two stays. */
export async function placeBuilt(draft: string, folder: string): Promise<void> {
  await rename(folder, join(draft, 'old')).catch(ignoring('ENOENT'));
  await rename(join(draft, BUILT), folder).catch(ignoring('ENOTEMPTY', 'EEXIST'));
}

/** Takes an error with one of these codes for an answer. */
const ignoring =
  (...codes: string[]) =>
  (error: NodeJS.ErrnoException): void => {
    if (!codes.includes(error.code ?? '')) throw error;
  };
