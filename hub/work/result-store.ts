import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Where the results of jobs go. A name has the whole of one result or nothing, however a worker ends. */
export interface ResultStore {
  has(name: string): boolean;
  /** Takes a folder over; false: the result was there already, and stays. */
  put(name: string, folder: string): boolean;
}

/** A folder that all workers reach: of this machine, or a share of the network. */
export function folderStore(root: string): ResultStore {
  mkdirSync(root, { recursive: true });
  const has = (name: string): boolean => existsSync(join(root, name));
  return {
    has,
    put(name, folder) {
      // Only who has the job writes here; what one that was killed left is written anew.
      const coming = join(root, `.coming-${name}`);
      rmSync(coming, { recursive: true, force: true });
      cpSync(folder, coming, { recursive: true, preserveTimestamps: true });
      if (has(name)) {
        rmSync(coming, { recursive: true, force: true });
        return false;
      }
      renameSync(coming, join(root, name));
      return true;
    },
  };
}
