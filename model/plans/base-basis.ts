import { BASE_CROSSWALK } from './base-crosswalk.ts';
import { BASE_PLAN_RULES } from './base-rules.ts';
import type { PlanBasis } from './plan-basis.ts';

/** What plans are judged by where neither the city nor a planner brings another: this project's own. */
export const BASE_PLAN_BASIS: PlanBasis = { rules: BASE_PLAN_RULES, crosswalk: BASE_CROSSWALK };
