import type { ChosenSite, ServiceLevel } from '../../model/tables/site-selection.ts';
import type { SitingCase } from './siting-models.ts';

/** The nearest open site of each row with its seconds; site −1: none. Ties go to the first. */
interface Nearest {
  site: Int32Array;
  timeS: Float64Array;
  /** Open sites within the limit. */
  within: Int32Array;
}

/** Finds for each row which open site is nearest, and how many are within the limit; seconds. */
export function nearestOf({ rows, times }: SitingCase, open: readonly number[], limitS: number): Nearest {
  const site = new Int32Array(rows).fill(-1);
  const timeS = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const within = new Int32Array(rows);
  for (const one of open)
    for (let row = 0; row < rows; row++) {
      const time = times[one * rows + row];
      if (time <= limitS) within[row]++;
      if (time >= timeS[row]) continue;
      timeS[row] = time;
      site[row] = one;
    }
  return { site, timeS, within };
}

/** The part of the amount whose mean time stands for the worst served. */
const WORST_RATIO = 0.05;

/** Sums over rows; who takes longer than `farS` counts as that. */
export function serviceLevel({ rows, weights }: SitingCase, near: Nearest, farS: number): ServiceLevel {
  const seconds = near.timeS.map((one) => Math.min(one, farS));
  const order = Int32Array.from({ length: rows }, (_, row) => row).sort((a, b) => seconds[a] - seconds[b] || a - b);
  const level = { within: 0, withinTwo: 0, far: 0 };
  let amount = 0;
  let sum = 0;
  let maxS = 0;
  // Area under the curve of Lorenz (1905) in halves of amount × time.
  let lorenz = 0;
  for (const row of order) {
    const weight = weights[row];
    lorenz += weight * (2 * sum + weight * seconds[row]);
    amount += weight;
    sum += weight * seconds[row];
    maxS = Math.max(maxS, seconds[row]);
    if (near.within[row] > 0) level.within += weight;
    if (near.within[row] > 1) level.withinTwo += weight;
    if (near.timeS[row] > farS) level.far += weight;
  }
  let left = WORST_RATIO * amount;
  let worst = 0;
  for (let i = rows - 1; i >= 0 && left > 0; i--) {
    const part = Math.min(left, weights[order[i]]);
    worst += part * seconds[order[i]];
    left -= part;
  }
  return {
    ...level,
    meanMin: amount === 0 ? 0 : sum / amount / 60,
    maxMin: maxS / 60,
    worst5PctMin: amount === 0 ? 0 : worst / (WORST_RATIO * amount) / 60,
    gini: sum === 0 ? 0 : 1 - lorenz / (amount * sum),
  };
}

/** What falls to one site. */
export function loadOf(
  { rows, times, weights }: SitingCase,
  near: Nearest,
  site: number,
  limitS: number,
): Pick<ChosenSite, 'nearest' | 'within' | 'onlyHere' | 'meanMin' | 'maxMin'> {
  const load = { nearest: 0, within: 0, onlyHere: 0 };
  let sum = 0;
  let maxS = 0;
  for (let row = 0; row < rows; row++) {
    if (near.within[row] === 1 && times[site * rows + row] <= limitS) load.onlyHere += weights[row];
    if (near.site[row] !== site) continue;
    load.nearest += weights[row];
    if (near.timeS[row] <= limitS) load.within += weights[row];
    sum += weights[row] * near.timeS[row];
    maxS = Math.max(maxS, near.timeS[row]);
  }
  const isUsed = load.nearest > 0;
  return { ...load, meanMin: isUsed ? sum / load.nearest / 60 : null, maxMin: isUsed ? maxS / 60 : null };
}

/** From this change on somebody gains or loses. */
const NOTICED_S = 30;

/** Amount whose time falls, or rises, and by how much on average. */
export function changes({ rows, weights }: SitingCase, before: Nearest, after: Nearest, farS: number) {
  const gain = { amount: 0, sum: 0 };
  const loss = { amount: 0, sum: 0 };
  for (let row = 0; row < rows; row++) {
    const change = Math.min(before.timeS[row], farS) - Math.min(after.timeS[row], farS);
    const side = change >= NOTICED_S ? gain : change <= -NOTICED_S ? loss : null;
    if (!side) continue;
    side.amount += weights[row];
    side.sum += weights[row] * Math.abs(change);
  }
  const meanOf = ({ amount, sum }: typeof gain) => ({ amount, meanMin: amount === 0 ? 0 : sum / amount / 60 });
  return { gain: meanOf(gain), loss: meanOf(loss) };
}
