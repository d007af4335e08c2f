import type { Journal } from '../../../model/plans/plan-journal.ts';
import { MessageError } from '../../../model/text/message.ts';
import { browserDatabase } from '../../kit/browser-database.ts';
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
  const { ask, change } = browserDatabase({
    factory,
    name: PLAN_DATABASE,
    stores: { [JOURNALS]: {}, [OPENED]: {} },
    refused: (reason) => new MessageError(conflictsMessage('keep-refused', { reason })),
  });
  return {
    journal: async (city) => (await ask<Journal | undefined>(JOURNALS, (store) => store.get(city))) ?? [],
    putJournal: (city, journal) => change([JOURNALS], (storeOf) => storeOf(JOURNALS).put(journal, city)),
    plans: (city) =>
      ask<StoredPlan[]>(OPENED, (store) => store.getAll(IDBKeyRange.bound([city, ''], [city, '\uffff']))),
    putPlan: (city, plan) => change([OPENED], (storeOf) => storeOf(OPENED).put(plan, [city, plan.info.id])),
    removePlan: (city, id) => change([OPENED], (storeOf) => storeOf(OPENED).delete([city, id])),
  };
}
