import { browserDatabase } from '../../kit/browser-database.ts';
import type { DropOptions, DroppedFile } from './tasks/drop-types.ts';

/** A file that a person added to a city, as it came, with how it is read: its layers are made of it anew each time. */
export interface SavedDrop {
  id: string;
  city: string;
  files: DroppedFile[];
  wish: DropOptions;
}

/** Where they are kept. */
export interface DropStore {
  list(city: string): Promise<SavedDrop[]>;
  put(drop: SavedDrop): Promise<void>;
  remove(id: string): Promise<void>;
}

const DATABASE = 'shapan-drops';
const DROPS = 'drops';

/** In the browser's own database. */
export function openDropStore(factory: IDBFactory | undefined): DropStore {
  const { ask, change } = browserDatabase({
    factory,
    name: DATABASE,
    stores: { [DROPS]: { keyPath: 'id' } },
    refused: (reason) => new Error(reason),
  });
  return {
    async list(city) {
      const all = await ask<SavedDrop[]>(DROPS, (store) => store.getAll());
      return all.filter((one) => one.city === city).sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    put: (drop) => change([DROPS], (storeOf) => storeOf(DROPS).put(drop)),
    remove: (id) => change([DROPS], (storeOf) => storeOf(DROPS).delete(id)),
  };
}
