import type { PlanRules } from '../../model/plans/plan-rules.ts';
import { serviceKey } from './services.ts';

/** Rules by which the next comparison of plans goes, for whoever lists all rules of the city. */
interface PlanRulesInForce {
  /** Null: the city has no plans. */
  rules(): Promise<PlanRules | null>;
}

/** Offered by the plug-in of conflicts. */
export const PLAN_RULES_IN_FORCE = serviceKey<PlanRulesInForce>('rules of plan conflicts');
