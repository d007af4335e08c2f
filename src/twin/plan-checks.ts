import type { PlanInfo } from '../../model/plans/plan.ts';
import { serviceKey } from './services.ts';

/** Where plans are held against each other, for whoever has one of his own. */
interface PlanChecks {
  /** Opens a plan in place of an earlier one of its id, holds it against all plans and what lies in the ground, and shows what contradicts it. */
  check(plan: { info: PlanInfo; bytes: Uint8Array<ArrayBuffer> }): Promise<void>;
  /** Draws the plans that have parcels, so that one can be picked; the returned function takes away those that were not drawn before. */
  showParcels(): () => void;
}

/** Offered by the plug-in of conflicts. */
export const PLAN_CHECKS = serviceKey<PlanChecks>('plan desk');
