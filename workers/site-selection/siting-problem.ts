/** Every answer opens such a site. */
export const KEPT = 1;
/** No answer opens such a site. */
export const SHUT = -1;
/** An answer may open such a site. */
export const OPTIONAL = 0;

/**
 * One form for every siting problem of this engine. Each row is a demand with its options: sites by rising cost. A row takes the `need`
 * cheapest of its open options and of its `missing` ones, which are always there: what is paid for a unit that no site serves. The answer is
 * the set of open sites with the least cost of all rows and of the sites themselves.
 *
 * p-median: cost is weight × time. Maximal cover: options within the limit cost 0, missing the weight. Backup cover: need 2. Set cover: 0
 * against more than all sites together, each site costs 1. Fixed charge: sites cost, their number is free. All costs are whole numbers, so
 * that a bound above the next better whole number is a proof.
 */
export interface SitingProblem {
  sites: number;
  rows: number;
  /** Options of row i are `first[i]` to `first[i + 1]`, by cost, then by site. */
  first: Int32Array;
  site: Int32Array;
  cost: Float64Array;
  /** The same by site and row, one at a time; Infinity: no option. */
  costOf(site: number, row: number): number;
  need: 1 | 2;
  /** `need` costs for each row, the lesser first. */
  missing: Float64Array;
  /** What an open site costs. */
  charge: Float64Array;
  /** KEPT, SHUT or OPTIONAL, by site. */
  state: Int8Array;
  minOpen: number;
  maxOpen: number;
  /** What open sites may use up together of a limit; null: there is none. */
  budget: { price: Float64Array; limit: number } | null;
  /** How much of all rows a site takes at most; null: any amount. */
  room: SiteRoom | null;
}

/**
 * Sites take only so much: whole amounts by site and by row. A row may be split among sites and its missing unit; a part of it costs that part
 * of its cost, which is a multiple of its amount, so that costs stay whole. `need` is 1.
 */
export interface SiteRoom {
  capacity: Float64Array;
  amount: Float64Array;
}

/** What a problem is made of; absent parts are: one site serves a row, sites cost nothing and are free, any number may open. */
interface SitingParts {
  sites: number;
  rows: number;
  /** Cost of a row at a site; Infinity: it cannot serve it. */
  costOf(site: number, row: number): number;
  /** Cost of each unit that a row goes without. */
  missingOf(row: number): readonly number[];
  need?: 1 | 2;
  charge?: Float64Array;
  state?: Int8Array;
  minOpen?: number;
  maxOpen?: number;
  budget?: SitingProblem['budget'];
  room?: SitingProblem['room'];
}

/** Sorts the options of each row; those that are no better than going without are left out. */
export function sitingProblem({ sites, rows, costOf, missingOf, ...more }: SitingParts): SitingProblem {
  const { need = 1 } = more;
  const missing = new Float64Array(rows * need);
  const first = new Int32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    missing.set(
      missingOf(row).toSorted((a, b) => a - b),
      row * need,
    );
    const worst = missing[row * need + need - 1];
    let count = 0;
    for (let one = 0; one < sites; one++) if (costOf(one, row) < worst) count++;
    first[row + 1] = first[row] + count;
  }
  const site = new Int32Array(first[rows]);
  const cost = new Float64Array(first[rows]);
  for (let row = 0; row < rows; row++)
    fillRow(sites, missing[row * need + need - 1], (one) => costOf(one, row), site, cost, first[row]);
  return {
    sites,
    rows,
    first,
    site,
    cost,
    costOf,
    need,
    missing,
    charge: more.charge ?? new Float64Array(sites),
    state: more.state ?? new Int8Array(sites),
    minOpen: more.minOpen ?? 0,
    maxOpen: more.maxOpen ?? sites,
    budget: more.budget ?? null,
    room: more.room ?? null,
  };
}

/** Writes the sites below a cost, the cheapest first; a site's number breaks ties. Costs are whole and far below 2^53 ÷ sites. */
function fillRow(
  sites: number,
  below: number,
  costOf: (site: number) => number,
  site: Int32Array,
  cost: Float64Array,
  from: number,
): void {
  let to = from;
  for (let one = 0; one < sites; one++) {
    const each = costOf(one);
    if (each < below) cost[to++] = each * sites + one;
  }
  cost.subarray(from, to).sort();
  for (let at = from; at < to; at++) {
    const key = cost[at];
    cost[at] = Math.floor(key / sites);
    site[at] = key - cost[at] * sites;
  }
}

/** What a set of open sites costs, rows and sites together. */
export function costOfSites(problem: SitingProblem, isOpen: Uint8Array): number {
  const { rows, need, charge } = problem;
  const near = nearestOptions(problem, isOpen);
  let sum = 0;
  for (let row = 0; row < rows; row++) for (let k = 0; k < need; k++) sum += near.cost[row * (need + 1) + k];
  for (let site = 0; site < isOpen.length; site++) if (isOpen[site] === 1) sum += charge[site];
  return sum;
}

/** The cheapest `need + 1` options of each row among open sites and missing units; −1: a missing unit. */
export interface NearestOptions {
  site: Int32Array;
  cost: Float64Array;
  /** Options looked at. */
  work: number;
}

/** Finds them for the sites that are open, into arrays given before where there are any. */
export function nearestOptions(
  { rows, first, site, cost, need, missing }: SitingProblem,
  isOpen: Uint8Array,
  into?: NearestOptions,
): NearestOptions {
  const wide = need + 1;
  const near = into ?? { site: new Int32Array(rows * wide), cost: new Float64Array(rows * wide), work: 0 };
  near.work = 0;
  for (let row = 0; row < rows; row++) {
    const end = first[row + 1];
    let at = first[row];
    let lacking = 0;
    for (let k = 0; k < wide; k++) {
      while (at < end && isOpen[site[at]] === 0) at++;
      const without = lacking < need ? missing[row * need + lacking] : Number.POSITIVE_INFINITY;
      const isServed = at < end && cost[at] < without;
      near.site[row * wide + k] = isServed ? site[at] : -1;
      near.cost[row * wide + k] = isServed ? cost[at] : without;
      if (isServed) at++;
      else lacking++;
    }
    near.work += at - first[row] + 1;
  }
  return near;
}

/** Whether so many open sites, and what they use of the budget, are allowed. */
export function isAllowed({ minOpen, maxOpen, budget }: SitingProblem, open: number, used: number): boolean {
  return open >= minOpen && open <= maxOpen && (!budget || used <= budget.limit);
}

/** Whether a site may be added and another given up, −1 for none; `isBuilding`: too few may be open, for more are to come. */
export function mayMove(
  problem: SitingProblem,
  isOpen: Uint8Array,
  { add, drop, isBuilding = false }: { add: number; drop: number; isBuilding?: boolean },
): boolean {
  const { minOpen, maxOpen, budget } = problem;
  let open = (add >= 0 ? 1 : 0) - (drop >= 0 ? 1 : 0);
  let used = budget ? (add >= 0 ? budget.price[add] : 0) - (drop >= 0 ? budget.price[drop] : 0) : 0;
  for (let site = 0; site < isOpen.length; site++) {
    if (isOpen[site] === 0) continue;
    open++;
    if (budget) used += budget.price[site];
  }
  if (open > maxOpen || (open < minOpen && !isBuilding)) return false;
  return !budget || add < 0 || used <= budget.limit;
}

/** Counts the sites that a budget pays for at most: those that are kept, and then the cheapest. */
export function mostPaid({ sites, budget, state }: SitingProblem): number {
  if (!budget) return sites;
  const { price, limit } = budget;
  const kept = [...state.keys()].filter((site) => state[site] === KEPT);
  const free = price.filter((_, site) => state[site] === OPTIONAL).sort();
  let used = kept.reduce((sum, site) => sum + price[site], 0);
  let count = kept.length;
  for (const one of free) {
    used += one;
    if (used > limit) break;
    count++;
  }
  return count;
}

/** The open sites by their numbers. */
export const listOf = (isOpen: Uint8Array): number[] => [...isOpen.keys()].filter((site) => isOpen[site] === 1);
