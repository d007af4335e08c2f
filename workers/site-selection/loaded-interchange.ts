import { type Allotment, allot } from './allotment.ts';
import { Interchange, type OpenSites } from './interchange.ts';
import { LoadedRelaxation } from './loaded-relaxation.ts';
import { listOf, mayMove, OPTIONAL, type SiteRoom, type SitingProblem } from './siting-problem.ts';

/** Sites that are allotted to in earnest for each one that is given up, of those that promise most. */
const MAX_TRIED_SITES = 4;

/**
 * Vertex substitution where sites take only so much. What a site would save is at most what it saves against the worth of a unit at today's
 * allotment (linear duality): those that promise most are allotted to in earnest. Each move that helps is taken; ties go to the lower site.
 */
export class LoadedInterchange {
  private readonly problem: SitingProblem;
  private readonly room: SiteRoom;
  private readonly relaxation: LoadedRelaxation;
  /** Improving ends here, so that work is left for the proof. */
  private readonly mostWork: number;
  private ownWork = 0;

  constructor(problem: SitingProblem, room: SiteRoom, mostWork: number) {
    this.problem = problem;
    this.room = room;
    this.relaxation = new LoadedRelaxation(problem, room);
    this.mostWork = mostWork;
  }

  /** Comparisons since it was made. */
  get work(): number {
    return this.ownWork + this.relaxation.work;
  }

  /** What a set costs. */
  costOf(isOpen: Uint8Array): number {
    return this.allotted(isOpen).cost;
  }

  /** Improves a set until no move helps or too much work is done. */
  improve(start: Uint8Array): OpenSites {
    const isOpen = start.slice();
    let { cost } = this.allotted(isOpen);
    let isBetter = true;
    while (isBetter && this.work < this.mostWork) {
      isBetter = false;
      for (const drop of [-1, ...listOf(isOpen).filter((site) => this.problem.state[site] === OPTIONAL)]) {
        const move = this.work < this.mostWork ? this.moveFrom(isOpen, cost, drop) : null;
        if (!move) continue;
        if (drop >= 0) isOpen[drop] = 0;
        if (move.add >= 0) isOpen[move.add] = 1;
        cost = move.cost;
        isBetter = true;
      }
    }
    return { isOpen, cost };
  }

  /** Begins with what were best if all had room, and adds the site that promises most while that is allowed and helps. */
  greedy(): Uint8Array {
    const { problem } = this;
    const roomy = new Interchange({ ...problem, room: null });
    const { isOpen } = roomy.improve(roomy.greedy());
    this.ownWork += roomy.work;
    let now = this.allotted(isOpen);
    for (;;) {
      const [add] = this.promising(isOpen, -1, now, now.cost);
      if (add === undefined) return isOpen;
      isOpen[add] = 1;
      const next = this.allotted(isOpen);
      if (next.cost >= now.cost) {
        isOpen[add] = 0;
        return isOpen;
      }
      now = next;
    }
  }

  /** A move that helps: one site is given up, −1 for none, and another added or none. */
  private moveFrom(isOpen: Uint8Array, cost: number, drop: number): { add: number; cost: number } | null {
    const { problem } = this;
    const others = isOpen.slice();
    if (drop >= 0) others[drop] = 0;
    const without = this.allotted(others);
    if (drop >= 0 && without.cost < cost && mayMove(problem, isOpen, { add: -1, drop }))
      return { add: -1, cost: without.cost };
    for (const add of this.promising(isOpen, drop, without, cost)) {
      others[add] = 1;
      const tried = this.allotted(others);
      if (tried.cost < cost) return { add, cost: tried.cost };
      others[add] = 0;
    }
    return null;
  }

  /** Sites that may bring the cost below another, those first that promise most. */
  private promising(
    isOpen: Uint8Array,
    drop: number,
    now: { cost: number; rowWorth: Float64Array },
    below: number,
  ): number[] {
    const { problem, relaxation } = this;
    const { state } = problem;
    relaxation.evaluate(now.rowWorth, state);
    const { reduced } = relaxation;
    return [...state.keys()]
      .filter((add) => isOpen[add] === 0 && state[add] === OPTIONAL && now.cost + reduced[add] < below)
      .sort((a, b) => reduced[a] - reduced[b] || a - b)
      .filter((add) => mayMove(problem, isOpen, { add, drop }))
      .slice(0, MAX_TRIED_SITES);
  }

  /** What a set costs with its charges, and what each row is worth there. */
  private allotted(isOpen: Uint8Array): { cost: number; rowWorth: Float64Array } {
    const { problem, room } = this;
    const open = listOf(isOpen);
    const found = allotRows(problem, room, open);
    this.ownWork += found.work;
    return {
      cost: open.reduce((sum, site) => sum + problem.charge[site], found.cost),
      rowWorth: found.unitWorth.map((worth, row) => worth * room.amount[row]),
    };
  }
}

/** Allots the rows of a problem to some open sites. */
const allotRows = ({ rows, costOf, missing }: SitingProblem, room: SiteRoom, open: readonly number[]): Allotment =>
  allot({
    open,
    rows,
    room,
    unitCost: (site, row) => costOf(site, row) / room.amount[row],
    unitMissing: (row) => missing[row] / room.amount[row],
  });
