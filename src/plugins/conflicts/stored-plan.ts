import type { PlanFeature, PlanInfo } from '../../../model/plans/plan.ts';

/** A plan that was opened in this browser: what is known of it, and its shapes. */
export interface StoredPlan {
  info: PlanInfo;
  features: PlanFeature[];
}
