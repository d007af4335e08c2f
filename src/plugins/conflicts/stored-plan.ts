import type { PlanInfo } from '../../../model/plans/plan.ts';

/** A plan that was opened in this browser: what is known of it, and its file. */
export interface StoredPlan {
  info: PlanInfo;
  bytes: Uint8Array<ArrayBuffer>;
}
