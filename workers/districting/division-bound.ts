import type { DivisionCase } from './divide.ts';

const ROUNDS = 300;
/** The first step moves prices by this part of the mean distance. */
const STEP_RATIO = 0.5;

/**
 * Returns a cost that no division within the tolerance is below: districts need not be whole, and squares go where distance and price are least.
 * The prices are those that subgradients find (Held, Wolfe and Crowder 1974). Null: there is no table of distances.
 */
export function divisionBound(of: DivisionCase): number | null {
  if (of.far.by !== 'table') return null;
  const { squares, districts, load, target, toleranceRatio, far, today, change } = of;
  const price = new Float64Array(districts);
  const loads = new Float64Array(districts);
  let best = 0;
  let mean = 0;
  for (let round = 0; round < ROUNDS; round++) {
    loads.fill(0);
    let sum = 0;
    for (let square = 0; square < squares; square++) {
      if (load[square] === 0) continue;
      let least = Number.POSITIVE_INFINITY;
      let chosen = 0;
      for (let district = 0; district < districts; district++) {
        const moved = today && today[square] !== district ? change : 0;
        const each = far.values[district * squares + square] + moved + price[district];
        if (each < least) {
          least = each;
          chosen = district;
        }
      }
      loads[chosen] += load[square];
      sum += load[square] * least;
    }
    if (round === 0) mean = sum / (load.reduce((all, one) => all + one, 0) || 1);
    for (let district = 0; district < districts; district++) {
      const limit = target[district] * (1 + (price[district] > 0 ? toleranceRatio : -toleranceRatio));
      sum -= price[district] * limit;
    }
    best = Math.max(best, sum);
    const step = (STEP_RATIO * mean) / Math.sqrt(1 + round);
    for (let district = 0; district < districts; district++) {
      const off = loads[district] / (target[district] || 1) - 1;
      const beyond = off > toleranceRatio ? off - toleranceRatio : off < -toleranceRatio ? off + toleranceRatio : 0;
      price[district] += step * (beyond === 0 ? -Math.sign(price[district]) * 0.1 * toleranceRatio : beyond);
    }
  }
  return best;
}
