import { assign, certificate } from '../shared/assignment.ts';
import { NO_WAY_MS } from '../shared/hierarchy.ts';

/** A place in a plan that takes one unit. */
interface Slot {
  weight: number;
}

/** Which unit serves each slot, and the bound that proves no plan is better. */
interface SlotPlan {
  /** Unit of each slot, −1: none could come. */
  unitOf: Int32Array;
  /** Sum of weighted times of the slots that are served. */
  weightedMs: number;
  /** No plan that serves as many costs less. */
  boundMs: number;
  /** By how much the duals break their limits; 0: the bound is proven. */
  violationMs: number;
}

/**
 * A slot that nobody serves costs more than all that any way costs, and so much that two light ones go before a heavy one: as many as can
 * are served first, of equally many the weightiest. Sums of 2,000 slots stay below 2^53.
 */
const unservedMs = (weight: number): number => 1e11 + weight * 0.99e10;

/**
 * Gives slots units at the least sum of weighted times. ms: row by row by slot; NO_WAY_MS: there is no way, or the unit cannot do it.
 * `latest`: of all plans that serve as many those whose latest arrival is earliest, and of these the cheapest.
 */
export function planSlots(
  slots: readonly Slot[],
  units: number,
  ms: Int32Array,
  aim: 'sum' | 'latest' = 'sum',
): SlotPlan {
  const plan = cheapest(slots, units, ms, NO_WAY_MS);
  if (aim === 'sum') return plan;
  const unserved = unservedOf(slots, plan);
  const times = [...new Set(ms)].filter((one) => one < NO_WAY_MS).sort((a, b) => a - b);
  let low = 0;
  let high = times.length - 1;
  let best = plan;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const tried = cheapest(slots, units, ms, times[middle] + 1);
    if (unservedOf(slots, tried) === unserved) {
      best = tried;
      high = middle - 1;
    } else low = middle + 1;
  }
  return best;
}

/** What is paid for the slots that nobody serves. */
const unservedOf = (slots: readonly Slot[], { unitOf }: SlotPlan): number =>
  slots.reduce((sum, { weight }, row) => sum + (unitOf[row] < 0 ? unservedMs(weight) : 0), 0);

/** Ways that take `belowMs` or longer count as none. Each slot may also stay with a column of its own that serves nobody. */
function cheapest(slots: readonly Slot[], units: number, ms: Int32Array, belowMs: number): SlotPlan {
  const rows = slots.length;
  const columns = units + rows;
  const costs = new Float64Array(rows * columns);
  for (const [row, { weight }] of slots.entries())
    for (let column = 0; column < columns; column++) {
      const one = column < units ? ms[row * units + column] : NO_WAY_MS;
      costs[row * columns + column] = one < belowMs && one < NO_WAY_MS ? one * weight : unservedMs(weight);
    }
  const { columnOf, u, v } = assign(costs, rows, columns);
  const { bound, violation } = certificate(costs, columns, { u, v });
  const unitOf = columnOf.map((column, row) =>
    column < units && ms[row * units + column] < Math.min(belowMs, NO_WAY_MS) ? column : -1,
  );
  const plan = { unitOf, boundMs: 0, violationMs: violation, weightedMs: 0 };
  plan.weightedMs = slots.reduce(
    (sum, { weight }, row) => sum + (unitOf[row] < 0 ? 0 : weight * ms[row * units + unitOf[row]]),
    0,
  );
  plan.boundMs = bound - unservedOf(slots, plan);
  return plan;
}
