import { MessageError } from '../../../model/text/message.ts';
import type { KeptStore, StoredFlood } from './kept-floods.ts';
import { floodFormMessage } from './messages.ts';
import type { KeptFlood } from './slice.ts';

const DATABASE = 'shapan-floods';
const FLOODS = 'floods';
/** Keys are a flood's id and the number of the plane. */
const PLANES = 'planes';

/** Runs in the browser's own database: one transaction a run, so that one that breaks off leaves nothing. */
export function openKeptStore(factory: IDBFactory | undefined): KeptStore {
  let opening: Promise<IDBDatabase> | null = null;
  const open = () => {
    opening ??= openDatabase(factory);
    opening.catch(() => {
      opening = null;
    });
    return opening;
  };
  return {
    async list() {
      const stored = await answerOf<StoredFlood[]>((await open()).transaction(FLOODS).objectStore(FLOODS).getAll());
      return stored.map(listed).sort((a, b) => b.keptMs - a.keptMs);
    },
    async put(flood, planes) {
      const transaction = (await open()).transaction([FLOODS, PLANES], 'readwrite');
      const done = endOf(transaction);
      const store = transaction.objectStore(PLANES);
      for (const [i, plane] of planes.entries()) store.put(plane, [flood.id, i]);
      transaction.objectStore(FLOODS).put(flood);
      await done;
    },
    async get(id) {
      const transaction = (await open()).transaction([FLOODS, PLANES]);
      const flood = answerOf<StoredFlood | undefined>(transaction.objectStore(FLOODS).get(id));
      const planes = answerOf<ArrayBuffer[]>(transaction.objectStore(PLANES).getAll(planesOf(id)));
      const [found, its] = await Promise.all([flood, planes]);
      return found ? { flood: found, planes: its } : null;
    },
    async remove(id) {
      const transaction = (await open()).transaction([FLOODS, PLANES], 'readwrite');
      const done = endOf(transaction);
      transaction.objectStore(FLOODS).delete(id);
      transaction.objectStore(PLANES).delete(planesOf(id));
      await done;
    },
  };
}

const planesOf = (id: string): IDBKeyRange => IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER]);

const listed = ({ facts: _, small: __, ...kept }: StoredFlood): KeptFlood => kept;

function openDatabase(factory: IDBFactory | undefined): Promise<IDBDatabase> {
  const refused = (reason: string) => new MessageError(floodFormMessage('keep-refused', { reason }));
  return new Promise((resolve, reject) => {
    if (!factory) {
      reject(refused('IndexedDB'));
      return;
    }
    try {
      const request = factory.open(DATABASE, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(FLOODS, { keyPath: 'id' });
        request.result.createObjectStore(PLANES);
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(refused(request.error?.name ?? 'IndexedDB'));
      request.onblocked = () => reject(refused('blocked'));
    } catch (error) {
      reject(refused(error instanceof Error ? error.name : String(error)));
    }
  });
}

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const endOf = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
