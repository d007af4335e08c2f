import { parseResponsePlan, type ResponsePlan } from '../../../model/incidents/response-plan.ts';
import { MessageError } from '../../../model/text/message.ts';
import { browserDatabase } from '../../kit/browser-database.ts';
import { incidentLogMessage } from './messages.ts';

const DATABASE = 'shapan-response-plans';
/** By city and plan. */
const PLANS = 'plans';

/** Keeps response plans where a reload finds them. */
export interface PlanStore {
  all(): Promise<ResponsePlan[]>;
  put(plan: ResponsePlan): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Plans of a city in the browser's own database; one that another version wrote and this one cannot read is told to `refused`. */
export function openPlanStore(
  city: string,
  factory: IDBFactory | undefined,
  refused: (error: unknown) => void,
): PlanStore {
  const { ask, change } = browserDatabase({
    factory,
    name: DATABASE,
    stores: { [PLANS]: {} },
    refused: (reason) => new MessageError(incidentLogMessage('plans-refused', { reason })),
  });
  const read = (kept: unknown) => {
    try {
      return [parseResponsePlan(kept, PLANS)];
    } catch (error) {
      refused(error);
      return [];
    }
  };
  return {
    async all() {
      if (!factory) return [];
      const range = IDBKeyRange.bound([city, ''], [city, '\uffff']);
      return (await ask<unknown[]>(PLANS, (store) => store.getAll(range))).flatMap(read);
    },
    put: (plan) => change([PLANS], (storeOf) => storeOf(PLANS).put(plan, [city, plan.id])),
    remove: (id) => change([PLANS], (storeOf) => storeOf(PLANS).delete([city, id])),
  };
}
