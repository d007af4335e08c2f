import type { Message } from '../../../model/text/message.ts';
import { dropMessage } from './messages.ts';
import type { DroppedFile } from './tasks/drop-types.ts';
import { refusalOfFolder } from './tasks/start-drop.ts';

/** Files beside a `.shp` that belong to it. */
const PARTS_OF_SHP = /\.(?:dbf|shx|prj|cpg|sbn|sbx|qix|qmd|shp\.xml)$/i;

const stemOf = (name: string): string => name.toLowerCase().replace(/\.(?:shp\.xml|[^.]*)$/, '');

/** Files that are read together: a `.shp` with its parts, every other one alone. A part without its `.shp` stays, to be refused in words. */
export function groupFiles(files: readonly DroppedFile[]): DroppedFile[][] {
  const shapes = files.filter(({ name }) => /\.shp$/i.test(name));
  const partsOf = (shape: DroppedFile) =>
    files.filter((file) => PARTS_OF_SHP.test(file.name) && stemOf(file.name) === stemOf(shape.name));
  const parts = new Set(shapes.flatMap(partsOf));
  return files
    .filter((file) => !parts.has(file))
    .map((file) => (shapes.includes(file) ? [file, ...partsOf(file)] : [file]));
}

/** What a person let go over the page: files, and folders that are one thing, which are not looked into. */
export interface DroppedThings {
  files: DroppedFile[];
  /** By name, with what is said of each. */
  refused: { name: string; reason: Message }[];
}

const MAX_FILES = 500;
const DEEPEST = 6;

/** The entries have to be taken at once: the list is empty as soon as the event is over. */
export async function thingsOf({ items, files }: DataTransfer): Promise<DroppedThings> {
  const entries = Array.from(items, (item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null)).filter(
    (entry) => entry !== null,
  );
  if (entries.length === 0)
    return { files: Array.from(files, (file) => ({ name: file.name, blob: file })), refused: [] };
  const found: DroppedThings = { files: [], refused: [] };
  for (const entry of entries) await gather(entry, found, 0);
  return found;
}

async function gather(entry: FileSystemEntry, into: DroppedThings, depth: number): Promise<void> {
  if (depth > DEEPEST || entry.name.startsWith('.')) return;
  if (entry.isFile) {
    const blob = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    add({ name: blob.name, blob }, into);
    return;
  }
  const foreign = refusalOfFolder(entry.name);
  const within = foreign ? [] : await entriesOf(entry as FileSystemDirectoryEntry);
  const isTileset = within.some(({ name, isFile }) => isFile && name === 'tileset.json');
  const reason = foreign ?? (isTileset ? dropMessage('tileset', { file: entry.name }) : null);
  if (reason) into.refused.push({ name: entry.name, reason });
  else for (const one of within) await gather(one, into, depth + 1);
}

/** What is beyond the most is named once. */
function add(file: DroppedFile, { files, refused }: DroppedThings): void {
  if (files.length < MAX_FILES) files.push(file);
  else if (!refused.some(({ reason }) => reason.code === MANY))
    refused.push({ name: file.name, reason: dropMessage(MANY, { file: file.name, most: MAX_FILES }) });
}

const MANY = 'many-files';

async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  // It hands out a hundred at a time, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
