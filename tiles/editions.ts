import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { EDITION_DIFFERENCE, editionFolder, editionOf } from '../model/city/edition.ts';
import { BAKED_CITY } from './check/checksums.ts';
import type { LayerDifference } from './difference.ts';
import { writeDifference } from './difference-file.ts';
import { foreignFiles } from './replace-folder.ts';

/** Things that the list of an edition's differences names at most; its counts are of all. */
const MAX_LISTED = 50_000;
const SECOND_MS = 1000;

/** The bake that was replaced, as it was kept. */
export interface KeptEdition {
  /** Name of its folder, beside the city's. */
  folder: string;
  /** In what it differs from the new bake; null: it could not be compared, an older Shapan baked it. */
  layers: LayerDifference[] | null;
}

/**
 * Keeps a bake that was replaced beside the city, `most` of them, the oldest go first. One that is the same as the new one, file by file, is
 * not kept. Each edition that stays is compared with the new bake, while both are at hand: pages only read the list.
 */
export function keepEdition(old: string, target: string, most: number): KeptEdition | null {
  const isSame = most === 0 || isSameBake(old, target);
  const folder = isSame ? null : freeFolder(target, statSync(join(old, BAKED_CITY.marker)).mtimeMs);
  if (folder === null) rmSync(old, { recursive: true, force: true });
  else renameSync(old, folder);
  const kept = pruneEditions(target, most).map((edition): KeptEdition & { path: string } => ({
    path: edition,
    folder: basename(edition),
    layers: compareEdition(edition, target),
  }));
  const own = kept.find(({ path }) => path === folder);
  return own ? { folder: own.folder, layers: own.layers } : null;
}

const isSameBake = (old: string, target: string): boolean => {
  const [was, is] = [old, target].map((folder) => join(folder, BAKED_CITY.marker));
  return existsSync(was) && readFileSync(was).equals(readFileSync(is));
};

function freeFolder(target: string, bakedAtMs: number): string {
  for (let atMs = bakedAtMs; ; atMs += SECOND_MS) {
    const folder = join(dirname(target), editionFolder(basename(target), atMs));
    if (!existsSync(folder)) return folder;
  }
}

/** Takes away the oldest beyond so many, and returns the others; one in which somebody put files of their own stays. */
function pruneEditions(target: string, most: number): string[] {
  const editions = readdirSync(dirname(target))
    .filter((name) => editionOf(name)?.city === basename(target))
    .sort()
    .reverse()
    .map((name) => join(dirname(target), name));
  for (const folder of editions.slice(most)) if (isOwn(folder)) rmSync(folder, { recursive: true, force: true });
  return editions.filter((folder) => existsSync(folder));
}

function isOwn(folder: string): boolean {
  const own = BAKED_CITY.ownFiles(folder);
  return own !== null && foreignFiles(folder, new Set([...own, EDITION_DIFFERENCE])).length === 0;
}

function compareEdition(folder: string, target: string): LayerDifference[] | null {
  const file = join(folder, EDITION_DIFFERENCE);
  try {
    return writeDifference(folder, target, file, MAX_LISTED);
  } catch {
    // A list that is of another bake than the present one would say what is not so.
    rmSync(file, { force: true });
    return null;
  }
}
