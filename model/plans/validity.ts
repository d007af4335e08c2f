import type { PlanInfo } from './plan.ts';

/** Where a plan's period stands against a day. */
export type Validity = 'undated' | 'future' | 'in-force' | 'expired';

/** Days are ISO dates of the city's calendar; a period reaches over its last day; one end alone is open at the other. */
export function validityOn(period: PlanInfo['period'], day: string): Validity {
  const { from, to } = period ?? {};
  if (from === undefined && to === undefined) return 'undated';
  if (from !== undefined && day < from) return 'future';
  return to !== undefined && day > to ? 'expired' : 'in-force';
}
