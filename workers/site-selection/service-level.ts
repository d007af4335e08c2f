import type { ChosenSite, ServiceLevel } from '../../model/tables/site-selection.ts';
import { allot } from './allotment.ts';
import type { SitingCase } from './siting-models.ts';

/** Parts of rows by the open site that serves them, −1: none; a row is one part where sites take any amount. */
interface Served {
  row: Int32Array;
  site: Int32Array;
  timeS: Float64Array;
  amount: Float64Array;
}

/** The nearest open site of each row, and how many open sites each has within the limit. */
interface Nearest extends Served {
  within: Int32Array;
}

/** Finds for each row which open site is nearest, and how many are within the limit; seconds. Ties go to the first. */
export function nearestOf({ rows, times, weights }: SitingCase, open: readonly number[], limitS: number): Nearest {
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
  return { row: Int32Array.from({ length: rows }, (_, row) => row), site, timeS, amount: weights, within };
}

/** What is counted as served when sites are full: the most within the limit first, or the shortest ways alone. */
interface AllotmentWish {
  capacity: Float64Array;
  limitS: number;
  farS: number;
  isCover: boolean;
}

/** Allots rows to open sites that take only so much; who takes longer than `farS` goes to none. */
export function allottedOf(
  { rows, times, weights }: SitingCase,
  open: readonly number[],
  { capacity, limitS, farS, isCover }: AllotmentWish,
): Served {
  // A unit beyond the limit costs more than a chain through all sites can save in time.
  const beyondS = isCover ? (open.length + 2) * farS : 0;
  const { amount } = allot({
    open,
    rows,
    room: { capacity, amount: weights },
    unitCost: (site, row) => times[site * rows + row] + (times[site * rows + row] <= limitS ? 0 : beyondS),
    unitMissing: () => farS + beyondS,
  });
  const parts: { row: number; site: number; amount: number }[] = [];
  for (let row = 0; row < rows; row++)
    for (const [at, of] of amount.entries())
      if (of[row] > 0) parts.push({ row, site: open[at] ?? -1, amount: of[row] });
  return {
    row: Int32Array.from(parts, ({ row }) => row),
    site: Int32Array.from(parts, ({ site }) => site),
    timeS: Float64Array.from(parts, ({ site, row }) =>
      site < 0 ? Number.POSITIVE_INFINITY : times[site * rows + row],
    ),
    amount: Float64Array.from(parts, (part) => part.amount),
  };
}

/** Sums the amount that no site serves though one is near enough: it does not fit. */
export function unfitOf(near: Nearest, { row, site, amount }: Served, farS: number): number {
  let sum = 0;
  for (let part = 0; part < row.length; part++)
    if (site[part] < 0 && near.timeS[row[part]] <= farS) sum += amount[part];
  return sum;
}

/** The part of the amount whose mean time stands for the worst served. */
const WORST_RATIO = 0.05;

/** Sums over rows; who takes longer than `farS` counts as that. */
export function serviceLevel(
  served: Served,
  near: Nearest,
  { limitS, farS }: { limitS: number; farS: number },
): ServiceLevel {
  const { row, timeS, amount: weights } = served;
  const seconds = timeS.map((one) => Math.min(one, farS));
  const order = Int32Array.from(row.keys()).sort((a, b) => seconds[a] - seconds[b] || a - b);
  const level = { within: 0, withinTwo: 0, far: 0 };
  let amount = 0;
  let sum = 0;
  let maxS = 0;
  // Area under the curve of Lorenz (1905) in halves of amount × time.
  let lorenz = 0;
  for (const part of order) {
    const weight = weights[part];
    lorenz += weight * (2 * sum + weight * seconds[part]);
    amount += weight;
    sum += weight * seconds[part];
    maxS = Math.max(maxS, seconds[part]);
    if (timeS[part] <= limitS) level.within += weight;
    if (near.within[row[part]] > 1) level.withinTwo += weight;
    if (timeS[part] > farS) level.far += weight;
  }
  let left = WORST_RATIO * amount;
  let worst = 0;
  for (let i = order.length - 1; i >= 0 && left > 0; i--) {
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
  served: Served,
  site: number,
  limitS: number,
): Pick<ChosenSite, 'nearest' | 'within' | 'onlyHere' | 'meanMin' | 'maxMin'> & { served: number } {
  const load = { nearest: 0, within: 0, onlyHere: 0, served: 0 };
  for (let row = 0; row < rows; row++) {
    if (near.within[row] === 1 && times[site * rows + row] <= limitS) load.onlyHere += weights[row];
    if (near.site[row] === site) load.nearest += weights[row];
  }
  let sum = 0;
  let maxS = 0;
  for (let part = 0; part < served.row.length; part++) {
    if (served.site[part] !== site) continue;
    const amount = served.amount[part];
    load.served += amount;
    if (served.timeS[part] <= limitS) load.within += amount;
    sum += amount * served.timeS[part];
    maxS = Math.max(maxS, served.timeS[part]);
  }
  const isUsed = load.served > 0;
  return { ...load, meanMin: isUsed ? sum / load.served / 60 : null, maxMin: isUsed ? maxS / 60 : null };
}

/** From this change on somebody gains or loses. */
const NOTICED_S = 30;

/** Amount whose time falls, or rises, and by how much on average; a row that is split counts by its mean time. */
export function changes({ rows, weights }: SitingCase, before: Served, after: Served, farS: number) {
  const secondsBefore = meanSeconds(rows, before, farS);
  const secondsAfter = meanSeconds(rows, after, farS);
  const gain = { amount: 0, sum: 0 };
  const loss = { amount: 0, sum: 0 };
  for (let row = 0; row < rows; row++) {
    const change = secondsBefore[row] - secondsAfter[row];
    const side = change >= NOTICED_S ? gain : change <= -NOTICED_S ? loss : null;
    if (!side) continue;
    side.amount += weights[row];
    side.sum += weights[row] * Math.abs(change);
  }
  const meanOf = ({ amount, sum }: typeof gain) => ({ amount, meanMin: amount === 0 ? 0 : sum / amount / 60 });
  return { gain: meanOf(gain), loss: meanOf(loss) };
}

function meanSeconds(rows: number, { row, timeS, amount }: Served, farS: number): Float64Array {
  const sum = new Float64Array(rows);
  const whole = new Float64Array(rows);
  for (let part = 0; part < row.length; part++) {
    sum[row[part]] += amount[part] * Math.min(timeS[part], farS);
    whole[row[part]] += amount[part];
  }
  return sum.map((one, at) => one / whole[at]);
}
