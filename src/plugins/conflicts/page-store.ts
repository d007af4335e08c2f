import type { Journal } from '../../../model/plans/plan-journal.ts';
import { MessageError } from '../../../model/text/message.ts';
import { conflictsMessage } from './messages.ts';
import type { StoredPlan } from './stored-plan.ts';

const PLAN_DATABASE = 'shapan-plans';
/** By city. */
const JOURNALS = 'journals';
/** By city and plan. */
const OPENED = 'opened';

/** What a page without a hub keeps of a city's plans in the browser's own database. */
export interface PageStore {
  journal(city: string): Promise<Journal>;
  putJournal(city: string, journal: Journal): Promise<void>;
  plans(city: string): Promise<StoredPlan[]>;
  putPlan(city: string, plan: StoredPlan): Promise<void>;
  removePlan(city: string, id: string): Promise<void>;
}

export function openPageStore(factory: IDBFactory | undefined): PageStore {
  let opening: Promise<IDBDatabase> | null = null;
  const open = () => {
    opening ??= openDatabase(factory);
    opening.catch(() => {
      opening = null;
    });
    return opening;
  };
  const ask = async <T>(store: string, question: (store: IDBObjectStore) => IDBRequest): Promise<T> =>
    answerOf<T>(question((await open()).transaction(store).objectStore(store)));
  const change = async (store: string, work: (store: IDBObjectStore) => void): Promise<void> => {
    const transaction = (await open()).transaction(store, 'readwrite');
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    work(transaction.objectStore(store));
    await done;
  };
  return {
    journal: async (city) => (await ask<Journal | undefined>(JOURNALS, (store) => store.get(city))) ?? [],
    putJournal: (city, journal) => change(JOURNALS, (store) => store.put(journal, city)),
    plans: (city) =>
      ask<StoredPlan[]>(OPENED, (store) => store.getAll(IDBKeyRange.bound([city, ''], [city, '\uffff']))),
    putPlan: (city, plan) => change(OPENED, (store) => store.put(plan, [city, plan.info.id])),
    removePlan: (city, id) => change(OPENED, (store) => store.delete([city, id])),
  };
}

function openDatabase(factory: IDBFactory | undefined): Promise<IDBDatabase> {
  const refused = (reason: string) => new MessageError(conflictsMessage('keep-refused', { reason }));
  return new Promise((resolve, reject) => {
    if (!factory) {
      reject(refused('IndexedDB'));
      return;
    }
    const request = factory.open(PLAN_DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(JOURNALS);
      request.result.createObjectStore(OPENED);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(refused(request.error?.name ?? 'IndexedDB'));
    request.onblocked = () => reject(refused('blocked'));
  });
}

const answerOf = <T>(request: IDBRequest): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
