import * as v from 'valibot';
import { parseAs } from '../../../model/city/grid.ts';
import { parseResponsePlan, type ResponsePlan } from '../../../model/incidents/response-plan.ts';
import { whole } from '../../../model/questions/field.ts';
import { MessageError } from '../../../model/text/message.ts';
import { browserDatabase } from '../../kit/browser-database.ts';
import { incidentLogMessage } from './messages.ts';

const Kept = v.object({ plan: v.unknown(), base: whole({ min: 0, max: Number.MAX_SAFE_INTEGER }) });

const DATABASE = 'shapan-response-plans';
/** By city and plan. */
const PLANS = 'plans';

/** A plan of this browser. */
export interface SavedPlan {
  plan: ResponsePlan;
  /** Revision of the shared plan that it goes on from; 0: of none. */
  base: number;
}

/** Keeps response plans where a reload finds them. */
export interface PlanStore {
  all(): Promise<SavedPlan[]>;
  put(kept: SavedPlan): Promise<void>;
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
  const read = (kept: unknown): SavedPlan[] => {
    try {
      // Before plans were shared a plan stood by itself.
      const isBare = typeof kept === 'object' && kept !== null && !('plan' in kept);
      const { plan, base } = parseAs(Kept, isBare ? { plan: kept, base: 0 } : kept, PLANS);
      return [{ plan: parseResponsePlan(plan, PLANS), base }];
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
    put: (kept) => change([PLANS], (storeOf) => storeOf(PLANS).put(kept, [city, kept.plan.id])),
    remove: (id) => change([PLANS], (storeOf) => storeOf(PLANS).delete([city, id])),
  };
}
