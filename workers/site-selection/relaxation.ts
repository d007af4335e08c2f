import { KEPT, OPTIONAL, SHUT, type SitingProblem } from './siting-problem.ts';

/**
 * The Lagrangean relaxation of a siting problem: that each row is served `need` times is priced by a multiplier a row (Cornuejols, Fisher and
 * Nemhauser 1977; Beasley 1993) instead of demanded. What is left is chosen at once: sites by their reduced cost. Its value is below every
 * answer's cost for any multipliers of 0 or more.
 */
export class Relaxation {
  /** Options looked at since it was made. */
  work = 0;
  /** Reduced cost of opening each site, its charge included. */
  readonly reduced: Float64Array;
  /** How much of each site the relaxed answer opens: 0 or 1, between them where the last of a budget goes. */
  readonly chosen: Float64Array;
  /** Reduced costs of the dearest free site chosen and the cheapest one left, by which the count of sites is full or bare; null: it is not. */
  worstChosen: number | null = null;
  bestLeft: number | null = null;
  /** Options that the last evaluation looked at. */
  protected scanned = 0;
  /** The problem, less the options of sites that no answer opens. */
  protected problem: SitingProblem;
  private readonly order: Int32Array;

  constructor(problem: SitingProblem) {
    this.problem = problem;
    this.reduced = new Float64Array(problem.sites);
    this.chosen = new Float64Array(problem.sites);
    this.order = new Int32Array(problem.sites);
  }

  /** The bound under multipliers; `state` stands in place of the problem's own. Infinity: nothing is allowed. */
  evaluate(multipliers: Float64Array, state: Int8Array): number {
    const before = this.work;
    const value = this.priceSites(multipliers);
    this.scanned = this.work - before;
    // Sorting sites by reduced cost takes about as long as so many options.
    this.work += 20 * this.problem.sites;
    const byCount = this.chooseByCount(state);
    return value + (this.problem.budget ? Math.max(byCount, this.chooseInBudget(state)) : byCount);
  }

  /** Sets what each site costs beside what it saves its rows; returns what all rows are worth. */
  protected priceSites(multipliers: Float64Array): number {
    const { rows, first, site, cost, need, missing, charge } = this.problem;
    const { reduced } = this;
    reduced.set(charge);
    let value = 0;
    for (let row = 0; row < rows; row++) {
      const u = multipliers[row];
      value += need * u;
      for (let k = row * need; k < (row + 1) * need; k++) if (missing[k] < u) value += missing[k] - u;
      let at = first[row];
      for (; at < first[row + 1] && cost[at] < u; at++) reduced[site[at]] += cost[at] - u;
      this.work += at - first[row] + 1;
    }
    return value;
  }

  /** The part of a row that a chosen site serves where it saves `multiplier - cost`. */
  protected servedPart(_site: number, _row: number, _cost: number, _multiplier: number): number {
    return 1;
  }

  /** Forgets the options of sites that are shut for good: there are fewer to look at from now on. */
  forget(state: Int8Array): void {
    const { rows, first, site, cost } = this.problem;
    const kept = new Int32Array(rows + 1);
    for (let row = 0; row < rows; row++) {
      kept[row + 1] = kept[row];
      for (let at = first[row]; at < first[row + 1]; at++) if (state[site[at]] !== SHUT) kept[row + 1]++;
    }
    const left = { first: kept, site: new Int32Array(kept[rows]), cost: new Float64Array(kept[rows]) };
    let to = 0;
    for (let at = 0; at < first[rows]; at++) {
      if (state[site[at]] === SHUT) continue;
      left.site[to] = site[at];
      left.cost[to++] = cost[at];
    }
    this.work += first[rows];
    this.problem = { ...this.problem, ...left };
  }

  /** By how much each row is served too little by what was chosen; returns the sum of squares. */
  shortfalls(multipliers: Float64Array, into: Float64Array): number {
    const { rows, first, site, cost, costOf, need, missing } = this.problem;
    const open = [...this.chosen.keys()].filter((one) => this.chosen[one] > 0);
    // A few sites are looked up row by row, many are met in the rows' options.
    const isFew = open.length * rows < this.scanned;
    this.work += isFew ? open.length * rows : this.scanned;
    let squares = 0;
    for (let row = 0; row < rows; row++) {
      const u = multipliers[row];
      let lacking: number = need;
      for (let k = row * need; k < (row + 1) * need; k++) if (missing[k] < u) lacking--;
      if (isFew)
        for (const one of open) {
          const each = costOf(one, row);
          if (each < u) lacking -= this.chosen[one] * this.servedPart(one, row, each, u);
        }
      for (let at = first[row]; !isFew && at < first[row + 1] && cost[at] < u; at++)
        lacking -= this.chosen[site[at]] * this.servedPart(site[at], row, cost[at], u);
      into[row] = lacking;
      squares += lacking * lacking;
    }
    return squares;
  }

  /** Kept sites, the cheapest until there are enough, and on while they help. */
  private chooseByCount(state: Int8Array): number {
    const { sites, minOpen, maxOpen } = this.problem;
    const { reduced, chosen, order } = this;
    let value = 0;
    let open = 0;
    let free = 0;
    for (let site = 0; site < sites; site++) {
      chosen[site] = state[site] === KEPT ? 1 : 0;
      if (state[site] === KEPT) {
        value += reduced[site];
        open++;
      } else if (state[site] === OPTIONAL) order[free++] = site;
    }
    this.worstChosen = null;
    this.bestLeft = null;
    if (open > maxOpen || open + free < minOpen) return Number.POSITIVE_INFINITY;
    const sorted = order.subarray(0, free).sort((a, b) => reduced[a] - reduced[b] || a - b);
    let taken = 0;
    while (taken < free && open < maxOpen && (open < minOpen || reduced[sorted[taken]] < 0)) {
      chosen[sorted[taken]] = 1;
      value += reduced[sorted[taken++]];
      open++;
    }
    if (open === maxOpen && taken > 0) this.worstChosen = reduced[sorted[taken - 1]];
    if (open === minOpen && taken < free) this.bestLeft = reduced[sorted[taken]];
    return value;
  }

  /** Sites by what they save for each unit of the budget (Dantzig 1957), the last of them a part, however many they are. */
  private chooseInBudget(state: Int8Array): number {
    const { sites, budget } = this.problem;
    const { reduced, chosen, order } = this;
    const price = budget?.price ?? chosen;
    let left = budget?.limit ?? 0;
    let value = 0;
    let free = 0;
    for (let site = 0; site < sites; site++) {
      chosen[site] = state[site] === KEPT ? 1 : 0;
      if (state[site] === KEPT) {
        value += reduced[site];
        left -= price[site];
      } else if (state[site] !== SHUT && reduced[site] < 0) order[free++] = site;
    }
    if (left < 0) return Number.POSITIVE_INFINITY;
    const isBefore = (a: number, b: number) => reduced[a] * price[b] - reduced[b] * price[a] || a - b;
    for (const site of order.subarray(0, free).sort(isBefore)) {
      chosen[site] = price[site] <= left ? 1 : left / price[site];
      value += chosen[site] * reduced[site];
      left -= chosen[site] * price[site];
      if (left <= 0) break;
    }
    return value;
  }
}
