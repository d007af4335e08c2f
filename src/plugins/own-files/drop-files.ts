import type { DroppedFile } from './worker/drop-types.ts';

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

/** What a person let go over the page: files, and folders to be looked into. */
export interface DroppedThings {
  files: DroppedFile[];
  /** Names of folders that were dropped whole. */
  folders: string[];
}

const MAX_FILES = 500;
const DEEPEST = 6;

/** The entries have to be taken at once: the list is empty as soon as the event is over. */
export async function thingsOf({ items, files }: DataTransfer): Promise<DroppedThings> {
  const entries = Array.from(items, (item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null)).filter(
    (entry) => entry !== null,
  );
  if (entries.length === 0)
    return { files: Array.from(files, (file) => ({ name: file.name, blob: file })), folders: [] };
  const found: DroppedFile[] = [];
  for (const entry of entries) await gather(entry, found, 0);
  return { files: found, folders: entries.filter(({ isDirectory }) => isDirectory).map(({ name }) => name) };
}

async function gather(entry: FileSystemEntry, into: DroppedFile[], depth: number): Promise<void> {
  if (into.length >= MAX_FILES || depth > DEEPEST || entry.name.startsWith('.')) return;
  if (entry.isFile) {
    const blob = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    into.push({ name: blob.name, blob });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // It hands out a hundred at a time, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const one of some) await gather(one, into, depth + 1);
  }
}
