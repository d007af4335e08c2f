import { daysOverContract, lateDays } from './plan-text.ts';
import type { PlanFacts } from './schedule-controller.ts';

/** Days after the contract's date where there is one, else after the baseline. */
export const daysLate = (facts: PlanFacts): number | null =>
  daysOverContract(facts, facts.finishMin) ?? lateDays(facts);
