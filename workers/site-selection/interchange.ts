import {
  costOfSites,
  KEPT,
  mayMove,
  type NearestOptions,
  nearestOptions,
  OPTIONAL,
  type SitingProblem,
} from './siting-problem.ts';

/** A set of open sites with its cost. */
export interface OpenSites {
  isOpen: Uint8Array;
  cost: number;
}

/**
 * Vertex substitution (Teitz and Bart 1968) with the gains, losses and their corrections of Whitaker (1983) as Resende and Werneck (2007)
 * arrange them, widened to rows that need two sites and to sites that may be added or given up alone. Each pass takes the best move; it ends
 * where none helps. Ties go to the lower site.
 */
export class Interchange {
  /** Options and pairs of sites looked at since it was made. */
  work = 0;
  private readonly problem: SitingProblem;
  private readonly near: NearestOptions;
  private readonly gain: Float64Array;
  private readonly loss: Float64Array;
  /** By site × open site in the order of `slot`. */
  private extra = new Float64Array(0);
  private readonly slot: Int32Array;

  constructor(problem: SitingProblem) {
    const { sites, rows, need } = problem;
    this.problem = problem;
    this.near = { site: new Int32Array(rows * (need + 1)), cost: new Float64Array(rows * (need + 1)), work: 0 };
    this.gain = new Float64Array(sites);
    this.loss = new Float64Array(sites);
    this.slot = new Int32Array(sites);
  }

  /** What a set costs. */
  costOf(isOpen: Uint8Array): number {
    this.work += this.problem.rows;
    return costOfSites(this.problem, isOpen);
  }

  /** Improves a set until no move helps. */
  improve(start: Uint8Array): OpenSites {
    const isOpen = start.slice();
    for (;;) {
      const move = this.bestMove(isOpen);
      if (!move) return { isOpen, cost: costOfSites(this.problem, isOpen) };
      if (move.add >= 0) isOpen[move.add] = 1;
      if (move.drop >= 0) isOpen[move.drop] = 0;
    }
  }

  /** Adds the site that helps most, from what is kept, while that is allowed and helps or too few are open. */
  greedy(): Uint8Array {
    const { state, minOpen, sites } = this.problem;
    const isOpen = Uint8Array.from(state, (one) => (one === KEPT ? 1 : 0));
    for (let open = isOpen.reduce((sum, one) => sum + one, 0); open < sites; open++) {
      this.weigh(isOpen);
      let best = -1;
      let most = open < minOpen ? Number.NEGATIVE_INFINITY : 0;
      for (let add = 0; add < sites; add++) {
        if (isOpen[add] === 1 || state[add] !== OPTIONAL) continue;
        const profit = this.gain[add] - this.problem.charge[add];
        if (profit <= most || !mayMove(this.problem, isOpen, { add, drop: -1, isBuilding: true })) continue;
        most = profit;
        best = add;
      }
      if (best < 0) break;
      isOpen[best] = 1;
    }
    return isOpen;
  }

  private bestMove(isOpen: Uint8Array): { add: number; drop: number } | null {
    const { sites, state, charge } = this.problem;
    const { gain, loss, slot } = this;
    const opened = this.weigh(isOpen);
    const width = opened.length;
    const removable = opened.filter((site) => state[site] === OPTIONAL);
    let most = 0;
    let best: { add: number; drop: number } | null = null;
    const weigh = (profit: number, add: number, drop: number) => {
      if (profit <= most || !mayMove(this.problem, isOpen, { add, drop })) return;
      most = profit;
      best = { add, drop };
    };
    for (const drop of removable) weigh(charge[drop] - loss[drop], -1, drop);
    for (let add = 0; add < sites; add++) {
      if (isOpen[add] === 1 || state[add] !== OPTIONAL) continue;
      weigh(gain[add] - charge[add], add, -1);
      for (const drop of removable) {
        const profit = gain[add] - loss[drop] + this.extra[add * width + slot[drop]] - charge[add] + charge[drop];
        if (profit > most) weigh(profit, add, drop);
      }
    }
    return best;
  }

  /** What adding each site saves, what giving up each open one costs, and by how much both together differ from the sum. */
  private weigh(isOpen: Uint8Array): number[] {
    const { problem, near, gain, loss, slot } = this;
    const { rows, first, site, cost, need, sites } = problem;
    const opened: number[] = [];
    for (let one = 0; one < sites; one++)
      if (isOpen[one] === 1) {
        slot[one] = opened.length;
        opened.push(one);
      }
    const width = opened.length;
    if (this.extra.length < sites * width) this.extra = new Float64Array(sites * width);
    else this.extra.fill(0, 0, sites * width);
    const { extra } = this;
    gain.fill(0);
    loss.fill(0);
    nearestOptions(problem, isOpen, near);
    this.work += near.work + 2 * sites * width;
    const wide = need + 1;
    for (let row = 0; row < rows; row++) {
      const last = near.cost[row * wide + need - 1];
      const next = near.cost[row * wide + need];
      for (let k = 0; k < need; k++) {
        const one = near.site[row * wide + k];
        if (one >= 0) loss[one] += next - near.cost[row * wide + k];
      }
      for (let at = first[row]; at < first[row + 1] && cost[at] < next; at++) {
        const add = site[at];
        this.work++;
        if (isOpen[add] === 1) continue;
        if (cost[at] < last) gain[add] += last - cost[at];
        const more = next - Math.max(last, cost[at]);
        for (let k = 0; k < need; k++) {
          const drop = near.site[row * wide + k];
          if (drop >= 0) extra[add * width + slot[drop]] += more;
        }
      }
    }
    return opened;
  }
}
