import type { ResponsePlan } from '../../../model/incidents/response-plan.ts';
import {
  parseSharedResponsePlan,
  parseSharedResponsePlans,
  type SharedResponsePlan,
} from '../../../model/incidents/shared-response-plan.ts';
import type { AccountSession } from '../../twin/account-session.ts';

const SHARED = 'response-plans';

/** Response plans that the hub keeps for all. */
export interface SharedPlans {
  /** The newest revision of each, those that were taken back without their plan. */
  fetch(): Promise<SharedResponsePlan[]>;
  /** As the revision after that one; 0: there is none yet. */
  share(plan: ResponsePlan, after: number): Promise<SharedResponsePlan>;
  takeBack(id: string): Promise<void>;
}

export function openSharedPlans(session: AccountSession, refused: (error: unknown) => void): SharedPlans {
  return {
    fetch: async () => parseSharedResponsePlans(await session.get(SHARED), SHARED, refused),
    share: async (plan, after) => parseSharedResponsePlan(await session.post(SHARED, { plan, after }), SHARED),
    takeBack: (id) => session.remove(`${SHARED}/${encodeURIComponent(id)}`),
  };
}
