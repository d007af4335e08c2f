import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the results of jobs go. A name has the whole of one result or nothing, however a worker ends. */
export interface ResultStore {
  has(name: string): Promise<boolean>;
  /** Stores what is in a folder; false: the result was there already, and stays. */
  put(name: string, folder: string): Promise<boolean>;
  /** Takes away what attempts that do not count left beside a result that is whole. */
  sweep(name: string): Promise<void>;
  /** Lists the names of all results that are complete, sorted. */
  names(): Promise<string[]>;
  /** Copies a result into a folder, which appears whole or not at all. */
  fetch(name: string, folder: string): Promise<void>;
}

/** A folder beside the one that is filled: renamed when it is whole. */
export async function fillFolder(folder: string, name: string, fill: (coming: string) => Promise<void>): Promise<void> {
  const coming = join(folder, `.coming-${name}`);
  await rm(coming, { recursive: true, force: true });
  await mkdir(coming, { recursive: true });
  await fill(coming);
  await rename(coming, join(folder, name));
}

/** A folder that all workers reach: of this machine, or a share of the network. */
export function folderStore(root: string): ResultStore {
  const has = async (name: string): Promise<boolean> => existsSync(join(root, name));
  const copy = (from: string, to: string): Promise<void> => cp(from, to, { recursive: true, preserveTimestamps: true });
  return {
    has,
    async put(name, folder) {
      // Only who has the job writes here; what one that was killed left is written anew.
      if (await has(name)) return false;
      await fillFolder(root, name, (coming) => copy(folder, coming));
      return true;
    },
    // An attempt that was cut short lies where the next one begins anew.
    sweep: async () => undefined,
    async names() {
      if (!existsSync(root)) return [];
      return (await readdir(root)).filter((name) => !name.startsWith('.')).sort();
    },
    fetch: (name, folder) => fillFolder(folder, name, (coming) => copy(join(root, name), coming)),
  };
}
