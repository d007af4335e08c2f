import { type Random, seeded } from '../shared/random.ts';
import { Interchange, type OpenSites } from './interchange.ts';
import { LoadedInterchange } from './loaded-interchange.ts';
import { LoadedRelaxation } from './loaded-relaxation.ts';
import { Relaxation } from './relaxation.ts';
import {
  isAllowed,
  KEPT,
  listOf,
  mostPaid,
  nearestOptions,
  OPTIONAL,
  SHUT,
  type SitingProblem,
} from './siting-problem.ts';

/** How far a search goes. Work is options looked at, never time, so that every machine comes to the same answer. */
export interface SitingLimits {
  work: number;
  /** Search ends as soon as the cost is not above it, or the bound is. */
  target?: number;
  /** Search ends where the answer may be short of the best by so small a part of its cost; 0: it goes on to the proof. */
  gapRatio?: number;
  /** Sites that an answer is known to have: it begins there too. */
  start?: readonly number[];
}

/** An answer with its proof: no set of sites costs less than `bound`. */
export interface SitingAnswer {
  open: number[];
  cost: number;
  bound: number;
  isProven: boolean;
  work: number;
}

/** Options looked at between two reports of progress. */
const REPORT_EVERY = 8_000_000;
const ROOT_STEPS = 1500;
const NODE_STEPS = 60;
/** Steps without a better bound after which steps are halved, and the least that a step is worth (Beasley 1993). */
const PATIENCE_STEPS = 25;
const MIN_STEP = 0.002;
/** Part of the last direction that the next one keeps (Crowder 1976): it damps the zigzag. */
const KEPT_DIRECTION = 0.6;
const SHAKES = 12;
/** Part of the work after which room is counted in the bound: before it, multipliers are found without. */
const ROOMY_RATIO = 0.6;
/** Part of the gap by which the bound must have risen for the relaxed answer to be tried as an answer again. */
const TRY_RATIO = 0.15;
/** Part of the sites that must have been shut since for their options to be forgotten. */
const FORGET_RATIO = 0.15;
const MAX_WAITING = 4000;

/**
 * Solves a siting problem: a greedy start and vertex substitution, a bound by subgradient steps with answers out of the relaxed ones, sites
 * fixed by their reduced costs, shaken starts, and best-first branch and bound until the proof or the limit of work. Yields the part of the
 * work that is done. Null: no set of sites is allowed.
 */
export function* solveSiting(problem: SitingProblem, limits: SitingLimits): Generator<number, SitingAnswer | null> {
  const search = new SitingSearch(problem, limits);
  return yield* search.run();
}

/** Runs a search to its end. */
export function solved<T>(search: Generator<number, T>): T {
  for (;;) {
    const next = search.next();
    if (next.done) return next.value;
  }
}

/** A part of all answers: some sites are kept or shut, and no answer in it costs less than its bound. */
interface SearchNode {
  bound: number;
  state: Int8Array;
  multipliers: Float64Array;
  branch: number;
}

class SitingSearch {
  private readonly problem: SitingProblem;
  private readonly limits: SitingLimits;
  private readonly moves: Pick<Interchange, 'work' | 'costOf' | 'improve' | 'greedy'>;
  private readonly relaxation: Relaxation;
  /** The same where sites take only so much; null: they take any amount. */
  private readonly loaded: LoadedRelaxation | null;
  private readonly direction: Float64Array;
  private readonly lacking: Float64Array;
  private readonly mean: Float64Array;
  private readonly random: Random;
  private best: OpenSites | null = null;
  private bound = Number.NEGATIVE_INFINITY;
  /** Sites that were shut for good when options were last forgotten. */
  private forgotten: number;
  private reportAt = 0;

  constructor(given: SitingProblem, limits: SitingLimits) {
    const problem = { ...given, maxOpen: Math.min(given.maxOpen, mostPaid(given)) };
    this.problem = problem;
    this.limits = limits;
    const { room } = problem;
    this.moves = room ? new LoadedInterchange(problem, room, limits.work / 4) : new Interchange(problem);
    this.loaded = room && new LoadedRelaxation(problem, room);
    this.relaxation = this.loaded ?? new Relaxation(problem);
    this.direction = new Float64Array(problem.rows);
    this.lacking = new Float64Array(problem.rows);
    this.mean = new Float64Array(problem.sites);
    this.forgotten = shutIn(problem.state);
    this.random = seeded(problem.sites * 7919 + problem.rows);
  }

  *run(): Generator<number, SitingAnswer | null> {
    const { problem, limits, moves } = this;
    this.take(moves.greedy(), true);
    if (limits.start) this.take(this.flagsOf(limits.start), true);
    if (!this.best) this.takeFeasible();
    const root = {
      bound: Number.NEGATIVE_INFINITY,
      state: problem.state.slice(),
      multipliers: this.firstMultipliers(),
      branch: -1,
    };
    if (this.loaded) yield* this.boundLoaded(root, this.loaded);
    yield* this.improveBound(root, ROOT_STEPS);
    if (this.best) yield* this.shake(SHAKES, limits.work / 4);
    yield* this.branchFrom(root);
    if (!this.best) return null;
    const { isOpen, cost } = this.best;
    const bound = Math.min(cost, wholeAbove(this.bound, cost));
    return { open: listOf(isOpen), cost, bound, isProven: bound >= cost, work: this.work };
  }

  /** Begins the bound where sites take only so much: where all of them are full, or by multipliers found without counting room. */
  private *boundLoaded(root: SearchNode, loaded: LoadedRelaxation): Generator<number, void> {
    const full = loaded.evaluate(this.problem.missing, root.state);
    if (!this.isClosed(full)) {
      loaded.isRoomy = true;
      yield* this.improveBound(root, ROOT_STEPS, this.limits.work * ROOMY_RATIO);
      loaded.isRoomy = false;
    }
    if (full <= root.bound) return;
    root.bound = full;
    root.multipliers.set(this.problem.missing);
  }

  private get work(): number {
    return this.moves.work + this.relaxation.work;
  }

  /** Whether nothing is left to find or to prove, or the work is used up. */
  private isOver(bound: number): boolean {
    const { target = Number.NEGATIVE_INFINITY, gapRatio = 0, work } = this.limits;
    if (this.work >= work || this.bestCost <= target) return true;
    if (gapRatio > 0 && this.bestCost - bound <= gapRatio * this.bestCost) return true;
    return Number.isFinite(target) && wholeAbove(bound, this.bestCost) > target;
  }

  private get bestCost(): number {
    return this.best?.cost ?? Number.POSITIVE_INFINITY;
  }

  /** Whether a part with this bound holds no better answer: costs are whole numbers. */
  private isClosed(bound: number): boolean {
    return wholeAbove(bound, this.bestCost) >= this.bestCost;
  }

  private flagsOf(sites: readonly number[]): Uint8Array {
    const isOpen = new Uint8Array(this.problem.sites);
    for (const site of sites) isOpen[site] = 1;
    return isOpen;
  }

  /** Takes a set that is allowed, improved or as it is, where it is the best so far. */
  private take(isOpen: Uint8Array, isImproved: boolean): void {
    const { problem, moves } = this;
    const { budget, state } = problem;
    let open = 0;
    let used = 0;
    for (let site = 0; site < isOpen.length; site++) {
      if (state[site] === KEPT ? isOpen[site] === 0 : state[site] === SHUT && isOpen[site] === 1) return;
      if (isOpen[site] === 0) continue;
      open++;
      used += budget?.price[site] ?? 0;
    }
    if (!isAllowed(problem, open, used)) return;
    const found = isImproved ? moves.improve(isOpen) : { isOpen: isOpen.slice(), cost: moves.costOf(isOpen) };
    if (found.cost < this.bestCost) this.best = found;
  }

  /** A start where the greedy one is not allowed: what is kept alone, or the cheapest sites of the budget. */
  private takeFeasible(): void {
    this.take(
      Uint8Array.from(this.problem.state, (one) => (one === KEPT ? 1 : 0)),
      true,
    );
  }

  /** A row is worth the cost of its second choice under the best answer, or of going without. */
  private firstMultipliers(): Float64Array {
    const { problem, best } = this;
    const { rows, need, missing } = problem;
    const near = nearestOptions(problem, best?.isOpen ?? new Uint8Array(problem.sites));
    return Float64Array.from({ length: rows }, (_, row) =>
      Math.min(near.cost[row * (need + 1) + need], missing[row * need + need - 1]),
    );
  }

  /** Raises a part's bound by subgradient steps (Held, Wolfe and Crowder 1974), fixes sites on the way and tries the relaxed answers. */
  private *improveBound(node: SearchNode, steps: number, until = Number.POSITIVE_INFINITY): Generator<number, void> {
    const { relaxation, direction, lacking, mean, problem } = this;
    const u = node.multipliers.slice();
    const isRoot = steps > NODE_STEPS;
    let step = isRoot ? 1.5 : 0.5;
    let idle = 0;
    let tried = Number.NEGATIVE_INFINITY;
    direction.fill(0);
    mean.fill(0);
    for (let i = 0; i < steps && step > MIN_STEP; i++) {
      const value = relaxation.evaluate(u, node.state);
      for (let site = 0; site < mean.length; site++) mean[site] = 0.9 * mean[site] + 0.1 * relaxation.chosen[site];
      if (value > node.bound) {
        if (value > node.bound + 1e-4 * Math.abs(value)) idle = 0;
        node.bound = value;
        node.multipliers.set(u);
        this.fix(node, value);
        if (isRoot) this.forgetShut(node.state);
        if (!problem.budget && !(value < tried + TRY_RATIO * (this.bestCost - tried))) {
          tried = value;
          this.take(Uint8Array.from(relaxation.chosen), isRoot);
        }
      }
      if (this.isClosed(node.bound) || this.isOver(node.bound) || this.work >= until) break;
      if (++idle >= PATIENCE_STEPS) {
        step /= 2;
        idle = 0;
        u.set(node.multipliers);
        relaxation.evaluate(u, node.state);
        direction.fill(0);
      }
      if (relaxation.shortfalls(u, lacking) === 0) break;
      let squares = 0;
      for (let row = 0; row < lacking.length; row++) {
        direction[row] = lacking[row] + KEPT_DIRECTION * direction[row];
        squares += direction[row] * direction[row];
      }
      const goal = this.best ? this.best.cost + 1e-3 * Math.abs(this.best.cost) : 2 * Math.abs(value) + 1;
      const length = (step * Math.max(1e-9, goal - value)) / squares;
      for (let row = 0; row < u.length; row++) u[row] = Math.max(0, u[row] + length * direction[row]);
      yield* this.report();
    }
    if (problem.budget && this.work < this.limits.work) this.take(this.roundedDown(), true);
    node.branch = this.branchSite(node.state);
  }

  private roundedDown(): Uint8Array {
    return Uint8Array.from(this.relaxation.chosen, (one) => (one >= 1 ? 1 : 0));
  }

  /** Sites without which, or with which, the bound is above the best answer are settled in this part. */
  private fix({ state }: SearchNode, value: number): void {
    const { relaxation, problem } = this;
    if (!this.best || problem.budget || !Number.isFinite(value)) return;
    const { reduced, chosen, worstChosen, bestLeft } = relaxation;
    for (let site = 0; site < state.length; site++) {
      if (state[site] !== OPTIONAL) continue;
      const other = chosen[site] === 1 ? (bestLeft ?? 0) - reduced[site] : reduced[site] - (worstChosen ?? 0);
      if (this.isClosed(value + Math.max(0, other))) state[site] = chosen[site] === 1 ? KEPT : SHUT;
    }
  }

  /** What the root shuts no part opens: once that is many more sites their options go. */
  private forgetShut(state: Int8Array): void {
    const shut = shutIn(state);
    if (shut - this.forgotten < FORGET_RATIO * (state.length - this.forgotten)) return;
    this.forgotten = shut;
    this.relaxation.forget(state);
  }

  /** The free site about which the last relaxed answers agree least; −1: all are settled. */
  private branchSite(state: Int8Array): number {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let site = 0; site < state.length; site++) {
      if (state[site] !== OPTIONAL) continue;
      const doubt = Math.abs(this.mean[site] - 0.5);
      if (doubt >= least) continue;
      least = doubt;
      best = site;
    }
    return best;
  }

  /** Gives up some open sites for others by chance and improves again (variable neighbourhoods, Hansen and Mladenović 1997). */
  private *shake(rounds: number, work: number): Generator<number, void> {
    const until = this.work + work;
    for (let round = 0, width = 1; round < rounds && this.best && this.work < until; round++) {
      const before: OpenSites = this.best;
      if (this.isClosed(this.bound) || this.isOver(this.bound)) return;
      const isOpen = before.isOpen.slice();
      for (let k = 0; k < width; k++) this.swapByChance(isOpen);
      this.take(isOpen, true);
      width = this.best.cost < before.cost ? 1 : Math.min(width + 1, 8);
      yield* this.report();
    }
  }

  private swapByChance(isOpen: Uint8Array): void {
    const { state } = this.problem;
    const free = [...state.keys()].filter((site) => state[site] === OPTIONAL);
    const opened = free.filter((site) => isOpen[site] === 1);
    const others = free.filter((site) => isOpen[site] === 0);
    if (opened.length === 0 || others.length === 0) return;
    isOpen[opened[Math.floor(this.random() * opened.length)]] = 0;
    isOpen[others[Math.floor(this.random() * others.length)]] = 1;
  }

  /** Best-first over parts until none can hold a better answer. The bound is that of the weakest part that waits. */
  private *branchFrom(root: SearchNode): Generator<number, void> {
    const waiting: SearchNode[] = this.isClosed(root.bound) ? [] : [root];
    this.bound = root.bound;
    while (waiting.length > 0) {
      waiting.sort((a, b) => b.bound - a.bound);
      while (waiting.length > 0 && this.isClosed(waiting[0].bound)) waiting.shift();
      const node = waiting.pop();
      if (!node) break;
      this.bound = Math.max(this.bound, node.bound);
      if (this.isOver(this.bound) || waiting.length > MAX_WAITING) return;
      if (node.branch < 0) {
        // All is settled: the one answer of this part.
        this.take(
          Uint8Array.from(node.state, (one) => (one === KEPT ? 1 : 0)),
          false,
        );
        continue;
      }
      for (const settled of [KEPT, SHUT]) {
        const state = node.state.slice();
        state[node.branch] = settled;
        const child = { ...node, state, multipliers: node.multipliers.slice(), branch: -1 };
        yield* this.improveBound(child, NODE_STEPS);
        if (!this.isClosed(child.bound) && !this.isSettledByCount(child)) waiting.push(child);
        yield* this.report();
      }
    }
    this.bound = this.bestCost;
  }

  /** Takes the one answer of a part in which the count of open sites leaves no choice. */
  private isSettledByCount({ state }: SearchNode): boolean {
    const { minOpen, maxOpen } = this.problem;
    const kept = state.reduce((sum, one) => sum + (one === KEPT ? 1 : 0), 0);
    const free = state.reduce((sum, one) => sum + (one === OPTIONAL ? 1 : 0), 0);
    if (kept < maxOpen && kept + free > minOpen && free > 0) return false;
    if (kept > maxOpen || kept + free < minOpen) return true;
    const isAll = kept < maxOpen && kept + free === minOpen;
    this.take(
      Uint8Array.from(state, (one) => (one === KEPT || (isAll && one === OPTIONAL) ? 1 : 0)),
      false,
    );
    return true;
  }

  private *report(): Generator<number, void> {
    if (this.work < this.reportAt) return;
    this.reportAt = this.work + REPORT_EVERY;
    yield Math.min(1, this.work / this.limits.work);
  }
}

const shutIn = (state: Int8Array): number => state.reduce((sum, one) => sum + (one === SHUT ? 1 : 0), 0);

/** The least whole number that is not below a bound, but for the error of its sums. */
function wholeAbove(bound: number, scale: number): number {
  if (!Number.isFinite(bound)) return bound;
  const size = Number.isFinite(scale) ? Math.abs(scale) : Math.abs(bound);
  return Math.ceil(bound - 1e-6 - 1e-13 * size);
}
