import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REUSE_FILE } from '../check/checksums.ts';
import { listFiles } from '../check/files.ts';
import { filesRead } from '../read/files-read.ts';
import { hashFile } from '../read/node-file.ts';
import { digestOf } from './digest.ts';
import { type FileStamp, isAsLeft, stampOf } from './file-stamp.ts';
import { programKey } from './program-key.ts';

/** All that a city was made of, and its files as they were left: where both are the same again, a bake has nothing to do. */
interface WholeBake {
  /** What was asked for, and by which program. */
  key: string;
  sources: [path: string, sum: string][];
  /** Folders in which files beside others were looked for, with a digest of the names there. */
  folders: [path: string, names: string][];
  files: FileStamp[];
  summary: unknown;
}

/** Scripts that turn files into what is baked. */
const READING = ['cli', 'readers'];

/** Notes beside a baked city what it was made of; nothing where a file that was read is gone already. */
export async function keepWholeBake(folder: string, request: unknown, summary: unknown): Promise<void> {
  const path = join(folder, REUSE_FILE);
  const { files, folders } = filesRead();
  if (!files.every((file) => existsSync(file))) return;
  const whole: WholeBake = {
    key: keyOf(request),
    sources: await Promise.all(files.map(async (file): Promise<[string, string]> => [file, await hashFile(file)])),
    folders: folders.map((name) => [name, namesIn(name)]),
    files: cityFiles(folder).map((file) => stampOf(folder, file)),
    summary,
  };
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), whole }));
}

/**
 * The summary of the bake that left a city just as the same bake would make it again, and of how many parts it is; null where anything
 * differs: what was asked for, the program, a file that was read or one beside it, a file of the city.
 */
export async function unchangedBake(
  folder: string,
  request: unknown,
): Promise<{ summary: unknown; parts: number } | null> {
  const left = leftBake(join(folder, REUSE_FILE));
  const whole = left?.whole;
  if (whole?.key !== keyOf(request)) return null;
  if (digestOf(whole.files.map(([file]) => file)) !== digestOf(cityFiles(folder))) return null;
  if (!whole.files.every((stamp) => isAsLeft(folder, stamp))) return null;
  if (whole.folders.some(([name, names]) => !existsSync(name) || namesIn(name) !== names)) return null;
  for (const [file, sum] of whole.sources) if (!existsSync(file) || (await hashFile(file)) !== sum) return null;
  return { summary: whole.summary, parts: Object.keys(left?.entries ?? {}).length };
}

function leftBake(path: string): { whole?: WholeBake; entries?: object } | null {
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { whole?: WholeBake; entries?: object };
  } catch {
    // A half-written index costs a bake, no more.
    return null;
  }
}

const keyOf = (request: unknown): string => digestOf(programKey(READING), request);

const cityFiles = (folder: string): string[] => listFiles(folder).filter((file) => file !== REUSE_FILE);

/** Names and kinds: what lies in a folder below is not looked at. */
const namesIn = (folder: string): string =>
  digestOf(
    readdirSync(folder)
      .sort()
      .map((name) => [name, statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory() ?? null]),
  );
