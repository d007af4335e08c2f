import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { MessageError } from '../../model/text/message.ts';
import type { Share } from '../../tiles/bake-context.ts';
import {
  checkTarget,
  keptMessage,
  markerJson,
  type OwnFolder,
  replaceFolder,
  targetOf,
} from '../../tiles/replace-folder.ts';
import { clearLeft, fillingPrefix } from '../city/left-folders.ts';
import { cliMessage, refusedArgument, terminalWords } from '../messages.ts';
import { ROOT } from '../root.ts';

const MAX_THREADS = 64;

/** A number of threads as a command takes it. */
export const threads = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= MAX_THREADS) return value;
  throw refusedArgument(cliMessage('between', { least: 1, most: MAX_THREADS }));
};

/** As 1/4: the first of four. */
export const shareArgument = (text: string): Share => {
  const [index, count] = (/^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? []).slice(1).map(Number);
  if (index >= 1 && index <= count) return { index: index - 1, count };
  throw refusedArgument(cliMessage('shard', {}));
};

/** A share for people, who count from one. */
export const placeOf = ({ index, count }: Share): { index: number; count: number } => ({ index: index + 1, count });

/** Returns the version of this program. */
export const versionOf = (): string =>
  (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;

/** A case by its file, or by a folder that holds one of that name. */
export const caseFile = (path: string, name: string): string =>
  existsSync(join(path, name)) ? join(path, name) : path;

/** A folder of results: its summary names the files that were written with it. */
const RESULTS: OwnFolder = {
  marker: 'summary.json',
  ownFiles(folder) {
    const files = markerJson(join(folder, 'summary.json'))?.files;
    if (!Array.isArray(files) || !files.every((file) => typeof file === 'string')) return null;
    return new Set([...files, 'summary.json']);
  },
};

/** Refuses a folder of results that holds files of others, before the hour of the run is spent on it. */
export function checkResults(out: string, isReplacing = false): void {
  checkTarget(targetOf(resolve(out)), RESULTS, isReplacing);
}

/** Signals after which nothing half done is left. SIGKILL cannot be heard. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Fills a folder of results, its summary.json last: see `writeFolder`. */
export async function writeResults<Summary>(
  out: string,
  fill: (folder: string, signal: AbortSignal) => Promise<Summary>,
  isReplacing = false,
): Promise<Summary> {
  return writeFolder(out, RESULTS, isReplacing, async (folder, signal) => {
    const summary = await fill(folder, signal);
    const files = readdirSync(folder).sort();
    writeFileSync(join(folder, 'summary.json'), `${JSON.stringify({ ...summary, files }, null, 2)}\n`);
    return summary;
  });
}

/**
 * Fills a folder as a whole; the old one stands until the new one is whole. Ctrl+C, and whoever asks the program to end (SIGTERM, SIGHUP),
 * aborts the signal that `fill` is given, and then, or when it throws, nothing is left of the new one. Files of others are never taken away: see `checkTarget`.
 */
export async function writeFolder<Summary>(
  out: string,
  own: OwnFolder,
  isReplacing: boolean,
  fill: (folder: string, signal: AbortSignal) => Promise<Summary>,
): Promise<Summary> {
  const target = targetOf(resolve(out));
  checkTarget(target, own, isReplacing);
  const cancel = new AbortController();
  const onSignal = (): void => cancel.abort(new MessageError(cliMessage('cancelled', {})));
  for (const name of ENDING) process.once(name, onSignal);
  mkdirSync(dirname(target), { recursive: true });
  const parent = dirname(target);
  const name = basename(target);
  clearLeft(parent, name, Date.now());
  const folder = mkdtempSync(join(parent, fillingPrefix(name)));
  chmodSync(folder, 0o755);
  try {
    const summary = await fill(folder, cancel.signal);
    cancel.signal.throwIfAborted();
    const kept = keptMessage(target, replaceFolder(folder, target, own));
    if (kept) process.stderr.write(`${terminalWords(kept)}\n`);
    return summary;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    for (const name of ENDING) process.removeListener(name, onSignal);
  }
}
