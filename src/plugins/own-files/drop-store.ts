import type { DroppedFile, DropWish } from './worker/drop-types.ts';

/** A file that a person added to a city, as it came, with how it is read: its layers are made of it anew each time. */
export interface KeptDrop {
  id: string;
  city: string;
  files: DroppedFile[];
  wish: DropWish;
}

/** Where they are kept. */
export interface DropStore {
  list(city: string): Promise<KeptDrop[]>;
  put(drop: KeptDrop): Promise<void>;
  remove(id: string): Promise<void>;
}

const DATABASE = 'shapan-drops';
const DROPS = 'drops';

/** In the browser's own database. */
export function openDropStore(factory: IDBFactory | undefined): DropStore {
  let opening: Promise<IDBDatabase> | null = null;
  const open = () => {
    opening ??= openDatabase(factory);
    opening.catch(() => {
      opening = null;
    });
    return opening;
  };
  const change = async (act: (store: IDBObjectStore) => void): Promise<void> => {
    const transaction = (await open()).transaction(DROPS, 'readwrite');
    act(transaction.objectStore(DROPS));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      transaction.onerror = () => reject(transaction.error);
    });
  };
  return {
    async list(city) {
      const request = (await open()).transaction(DROPS).objectStore(DROPS).getAll();
      const all = await answerOf<KeptDrop[]>(request);
      return all.filter((one) => one.city === city).sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    put: (drop) => change((store) => store.put(drop)),
    remove: (id) => change((store) => store.delete(id)),
  };
}

function openDatabase(factory: IDBFactory | undefined): Promise<IDBDatabase> {
  if (!factory) return Promise.reject(new Error('IndexedDB'));
  const request = factory.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(DROPS, { keyPath: 'id' });
  };
  return answerOf(request);
}

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
