import type { PlanInfo } from '../../../model/plans/plan.ts';

/** A plan that was opened in this browser: what is known of it, and its file. */
export interface StoredPlan {
  info: PlanInfo;
  bytes: Uint8Array<ArrayBuffer>;
  /** As the hub keeps it for all; absent: this browser alone has it. */
  shared?: { revision: number; who: string; atMs: number };
}
