import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Message, MessageError } from '../model/text/message.ts';
import { bakeMessage } from './messages.ts';

/**
 * A folder that Shapan fills as a whole, a city or results, is replaced as a whole. `--out` and `--id` may name any folder of a person,
 * so that only what Shapan wrote there, by the word of its own marker, is ever taken away.
 */
export interface OwnFolder {
  /** The file that Shapan writes last. */
  readonly marker: string;
  /** What the marker of a folder states that Shapan wrote there, relative to it; null: no marker, or not of Shapan's form. */
  ownFiles(folder: string): ReadonlySet<string> | null;
}

/** What file managers leave in every folder that is looked at; nobody misses it. */
const NOBODYS = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);
/** A home folder named by mistake is not walked through to its end. */
const MAX_FOREIGN = 1000;
const MAX_NAMED = 3;

/** The folder that is meant: where a link stands for it, the one that it leads to. */
export function targetOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

/** Refuses a target that holds what Shapan did not write, unless the person said to go on beside it. */
export function checkTarget(target: string, own: OwnFolder, isAllowed: boolean): void {
  if (!existsSync(target)) return;
  if (!statSync(target).isDirectory()) throw new MessageError(bakeMessage('target-file', { folder: target }));
  const foreign = foreignFiles(target, own.ownFiles(target));
  if (foreign.length > 0 && !isAllowed)
    throw new MessageError(bakeMessage('target-foreign', { folder: target, ...namesOf(foreign) }));
}

/** What is said after files of others stayed in a folder that was filled anew; null: there were none. */
export function keptMessage(target: string, kept: readonly string[]): Message | null {
  return kept.length === 0 ? null : bakeMessage('target-kept', { folder: target, ...namesOf(kept) });
}

function namesOf(foreign: readonly string[]): { count: string; names: string } {
  return {
    count: foreign.length < MAX_FOREIGN ? String(foreign.length) : `≥ ${MAX_FOREIGN}`,
    names: `${foreign.slice(0, MAX_NAMED).join(', ')}${foreign.length > MAX_NAMED ? ' …' : ''}`,
  };
}

/**
 * Puts a finished folder into the place of the old one and gives the files of others that were there, which stay. Where there are none,
 * the whole folder changes places in one step, and `putAway` gets the old one; else file by file, the marker last, since what is not ours is
 * not moved about.
 */
export function replaceFolder(made: string, target: string, own: OwnFolder, putAway = removeWhole): string[] {
  const before = existsSync(target) ? own.ownFiles(target) : null;
  const foreign = existsSync(target) ? foreignFiles(target, before) : [];
  if (foreign.length === 0) swapFolders(made, target, putAway);
  else fillBeside(made, target, own.marker, before ?? new Set());
  return foreign;
}

const removeWhole = (folder: string): void => rmSync(folder, { recursive: true, force: true });

function swapFolders(made: string, target: string, putAway: (old: string) => void): void {
  const old = `${target}.old-${process.pid}`;
  const isThere = existsSync(target);
  if (isThere) renameSync(target, old);
  try {
    renameSync(made, target);
  } catch (error) {
    if (isThere) renameSync(old, target);
    throw error;
  }
  if (isThere) putAway(old);
}

function fillBeside(made: string, target: string, marker: string, before: ReadonlySet<string>): void {
  const files = [...filesBelow(made)];
  const isNew = new Set(files);
  files.sort((a, b) => Number(a === marker) - Number(b === marker));
  for (const file of files) {
    clearWay(target, file, before);
    mkdirSync(dirname(join(target, file)), { recursive: true });
    renameSync(join(made, file), join(target, file));
  }
  for (const file of before) if (!isNew.has(file)) removeFile(target, file);
  rmSync(made, { recursive: true, force: true });
}

/** What another laid where a file of ours goes is renamed, never overwritten: also a file in the place of a folder. */
function clearWay(target: string, file: string, before: ReadonlySet<string>): void {
  const parts = file.split('/');
  for (let i = 1; i <= parts.length; i++) {
    const path = parts.slice(0, i).join('/');
    const there = lstatSync(join(target, path), { throwIfNoEntry: false });
    if (!there) return;
    const isFolder = there.isDirectory();
    if (i < parts.length ? isFolder : !isFolder && before.has(path)) continue;
    renameSync(join(target, path), freeName(join(target, path)));
  }
}

function freeName(path: string): string {
  for (let i = 1; ; i++) {
    const name = `${path}.before-shapan${i === 1 ? '' : `-${i}`}`;
    if (!existsSync(name)) return name;
  }
}

/** Takes away a file of ours and the folders that it leaves empty. */
function removeFile(target: string, file: string): void {
  rmSync(join(target, file), { force: true });
  for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) {
    const path = join(target, folder);
    if (!existsSync(path)) continue;
    if (readdirSync(path).length > 0) return;
    rmdirSync(path);
  }
}

/** The files below a folder that Shapan does not vouch for, `MAX_FOREIGN` at most. */
export function foreignFiles(folder: string, own: ReadonlySet<string> | null): string[] {
  const foreign: string[] = [];
  for (const file of filesBelow(folder)) {
    if (own?.has(file) || NOBODYS.has(basename(file))) continue;
    foreign.push(file);
    if (foreign.length === MAX_FOREIGN) break;
  }
  return foreign;
}

/** Links are files here: what they lead to lies elsewhere. */
function* filesBelow(folder: string, below = ''): Generator<string> {
  const entries = readdirSync(join(folder, below), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(folder, path);
    else yield path;
  }
}

/** JSON of a marker; null where it is none. */
export function markerJson(path: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
