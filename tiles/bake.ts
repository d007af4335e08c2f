import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { BakeContext, BakeProgress, Share } from './bake-context.ts';
import { bakeShare } from './bake-share.ts';
import { BAKED_CITY, writeChecksums } from './check/checksums.ts';
import { type KeptEdition, keepEdition } from './editions.ts';
import { isRunning } from './is-running.ts';
import { finishCity, type MadeCity } from './made-city.ts';
import type { CityDraft, CityInput } from './model.ts';
import { checkTarget, foreignFiles, type OwnFolder, replaceFolder, targetOf } from './replace-folder.ts';
import { FormerBake } from './reuse/former-bake.ts';

export interface BakeOptions {
  /** Worker threads for the tiles; 1 or less = none. The result is the same, byte for byte. */
  threads?: number;
  onProgress?: (progress: BakeProgress) => void;
  signal?: AbortSignal;
  /** Bakes also into a folder that holds files of others; they stay. */
  isReplacing?: boolean;
  /** Former bakes that stay readable beside the city, and are compared with it; none unless given. */
  keepEditions?: number;
}

interface BakeResult extends MadeCity {
  /** Tiles and stages that were taken over from the last bake into the folder. */
  taken: number;
  /** Files of others that were in the folder, and are. */
  kept: string[];
  /** The bake that was replaced, where it was kept. */
  edition: KeptEdition | null;
}

/** Stands in a folder while a city is baked into it: by it a leftover of a bake that was killed is known for one. */
export const BAKING = '.shapan-baking';

/**
 * Bakes a city into `outFolder`. Everything is written into a folder beside it, which takes its place when the manifest stands: a
 * failure, a cancel or a power cut leaves the old city whole. What the old city has already is not made again.
 */
export async function bakeCity(
  input: CityInput | CityDraft,
  outFolder: string,
  options: BakeOptions = {},
): Promise<BakeResult> {
  const target = targetOf(resolve(outFolder));
  let edition: KeptEdition | null = null;
  const putAway = (old: string): void => {
    edition = keepEdition(old, target, options.keepEditions ?? 0);
  };
  const fill = async (work: string) => {
    const reuse = new FormerBake(target, work);
    const context = contextOf(options, { index: 0, count: 1 }, reuse);
    const made = finishCity([await bakeShare(input, work, context)], reuse);
    rmSync(join(work, BAKING));
    writeChecksums(work, reuse.sums);
    reuse.save();
    return { ...made, taken: reuse.taken };
  };
  const baked = await intoFolder(target, BAKED_CITY, options, fill, putAway);
  return { ...baked, edition };
}

export function contextOf(
  { threads = 1, signal, onProgress = () => {} }: BakeOptions,
  share: Share,
  reuse: FormerBake,
): BakeContext {
  return { threads, signal, onProgress, share, reuse };
}

/** Fills a folder beside the target, which takes its place at the end. */
export async function intoFolder<T>(
  target: string,
  own: OwnFolder,
  { signal, isReplacing }: BakeOptions,
  fill: (work: string) => Promise<T>,
  putAway?: (old: string) => void,
): Promise<T & { kept: string[] }> {
  mkdirSync(dirname(target), { recursive: true });
  removeStale(target);
  checkTarget(target, own, isReplacing ?? false);
  const work = `${target}.baking-${process.pid}`;
  mkdirSync(work);
  writeFileSync(join(work, BAKING), '');
  try {
    const result = await fill(work);
    signal?.throwIfAborted();
    return { ...result, kept: replaceFolder(work, target, own, putAway) };
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    throw error;
  }
}

/** Leftovers of bakes that were killed: theirs is the process that no longer runs, and no file in them is another's. */
function removeStale(target: string): void {
  const stem = `${basename(target)}.`;
  for (const name of readdirSync(dirname(target))) {
    const match = /^(baking|old)-(\d+)$/.exec(name.startsWith(stem) ? name.slice(stem.length) : '');
    if (!match || isRunning(Number(match[2]))) continue;
    const path = join(dirname(target), name);
    if (match[1] === 'old' && !existsSync(target)) renameSync(path, target);
    else if (isLeftover(path)) rmSync(path, { recursive: true, force: true });
  }
}

function isLeftover(folder: string): boolean {
  return existsSync(join(folder, BAKING)) || foreignFiles(folder, BAKED_CITY.ownFiles(folder)).length === 0;
}
