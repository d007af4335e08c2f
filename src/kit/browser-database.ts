/** A database of the browser (IndexedDB) that one plug-in keeps its things in. */
interface BrowserDatabase {
  /** The answer of one question to one store. */
  ask<T>(store: string, question: (store: IDBObjectStore) => IDBRequest<T>): Promise<T>;
  /** All changes of one transaction, or none of them. */
  change(stores: readonly string[], work: (storeOf: (name: string) => IDBObjectStore) => void): Promise<void>;
}

interface BrowserDatabaseWish {
  /** Absent in windows that keep nothing. */
  factory: IDBFactory | undefined;
  name: string;
  stores: Readonly<Record<string, IDBObjectStoreParameters>>;
  /** What is thrown where the browser refuses, by the name of its reason (`QuotaExceededError`). */
  refused(reason: string): Error;
}

/** Opened at the first question, and again at the next one after a failure. */
export function browserDatabase(wish: BrowserDatabaseWish): BrowserDatabase {
  let opening: Promise<IDBDatabase> | null = null;
  const open = () => {
    opening ??= opened(wish);
    opening.catch(() => {
      opening = null;
    });
    return opening;
  };
  const refused = (error: DOMException | null) => wish.refused(error?.name ?? 'AbortError');
  return {
    async ask(name, question) {
      const request = question((await open()).transaction(name).objectStore(name));
      return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(refused(request.error));
      });
    },
    async change(names, work) {
      const transaction = (await open()).transaction(names, 'readwrite');
      const done = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(refused(transaction.error));
      });
      work((name) => transaction.objectStore(name));
      await done;
    },
  };
}

function opened({ factory, name, stores, refused }: BrowserDatabaseWish): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    if (!factory) {
      reject(refused('IndexedDB'));
      return;
    }
    try {
      const request = factory.open(name, 1);
      request.onupgradeneeded = () => {
        for (const [store, keys] of Object.entries(stores)) request.result.createObjectStore(store, keys);
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(refused(request.error?.name ?? 'IndexedDB'));
      request.onblocked = () => reject(refused('blocked'));
    } catch (error) {
      reject(refused(error instanceof Error ? error.name : String(error)));
    }
  });
}
