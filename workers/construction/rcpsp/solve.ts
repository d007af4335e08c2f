import { type Random, seeded } from '../../shared/random.ts';
import { headsAndTails, lowerBound } from './bound.ts';
import type { RcpspInstance } from './instance.ts';
import { Sgs } from './sgs.ts';
import { Windows } from './windows.ts';

interface SearchOptions {
  seed: number;
  /** Passes of the schedule generator, forward and backward alike; one that lays a part of the activities counts as that part. */
  schedules: number;
}

interface SolveOptions extends SearchOptions {
  /** Hears of the best so far, first after one schedule, then after each generation; throws to stop. */
  progress?: (best: Best) => void;
}

export interface Best {
  start: Int32Array;
  makespan: number;
  /** No schedule is shorter: makespan − bound is the proved gap. */
  bound: number;
  schedules: number;
}

/** A schedule and the list that it stands for: activities as they end (pushed left), or as they begin (pushed right). */
interface Member {
  list: Int32Array;
  start: Int32Array;
  makespan: number;
}

/**
 * About as many generations for each activity: 45 schedules for J120 at 5,000 passes, 172 for J30. Of 30, 50, 70, 140, 200, 300
 * schedules J30 ended .19, .22, .15, .07, .11, .13 % over the optimum (160 instances, one seed).
 */
const populationFor = (activities: number, schedules: number): number =>
  Math.max(6, Math.min(300, Math.round((1.1 * schedules) / activities)));
/** Range by which latest starts of the first population are shaken, in parts of the critical path. */
const SHAKE = 0.8;
/** What a child takes from its father in one piece, in parts of his makespan. */
const MIN_PIECE = 0.25;
const MAX_PIECE = 0.75;
const RIVALS = 3;
/** A child that is worse than whom it follows takes his place this often. */
const FORGIVEN = 0.1;
/** Part of all passes that goes to the populations; the rest goes to windows of the best. */
const POPULATIONS_RATIO = 0.75;
/** Neighbours in a list are swapped this often where two parents are one schedule. */
const MUTATED = 0.3;

/**
 * Least makespan under scarce resources: two populations by turns (after Debels & Vanhoucke 2005). From schedules pushed left come
 * children pushed right and from those again children pushed left, so that each child costs one pass and carries the gain of
 * forward–backward improvement (Li & Willis 1992) in it. A child keeps a piece of its father's time as it is and takes what lies
 * before and after in the order of its mother.
 *
 * A child that cannot take its predecessor's place any more is given up at once, and the last quarter of the passes goes to windows of the
 * best (`Windows`): 5,000 passes on J120 end 32.75 % over the critical path and not 33.08, at 1.4 times the CPU.
 *
 * Anytime (it tells the best so far, first after one schedule, then after each generation), seeded, stops at the bound. Tried and lost,
 * in % over the best known on 100 instances of J120, one seed, which alone moves it by .1 (this: 2.6 to 2.7): pieces chosen where resources are used most, as the paper has it (3 tries 2.77, 8 tries 2.82); pieces
 * of any length (3.25) or all alike (2.91); only better children stay (2.81); populations of 70 (2.84) and 35 (2.71); the best as
 * every tenth mother (2.70); the better parent as father (2.93); an eye on how early all ends where makespans are equal (no change). In % over the
 * critical path on another 100, two seeds (this: 32.87 and 32.99): windows from .6, .45 and .3 of the passes on (32.99 and 32.98, 33.08 and 32.93, 33.16),
 * up to a quarter of the makespan long (32.97 and 33.14), populations of 31 (33.11 and 33.16), two rivals (33.06); children given up by the work of
 * all that follows over what there is of each resource (no child was given up earlier).
 */
export function* improve(instance: RcpspInstance, { seed, schedules }: SearchOptions): Generator<Best, Best> {
  const search = new Search(instance, seed, schedules);
  const { best } = search;
  search.limitTo(POPULATIONS_RATIO * schedules);
  const size = populationFor(instance.duration.length, schedules);
  let parents: Member[] = [];
  for (let k = 0; k < size && !search.isOver; k++) {
    parents.push(search.pushLeft(search.firstList(k === 0 ? 0 : SHAKE), search.member()));
    if (k === 0) yield best;
  }
  let others: (Member | null)[] = parents.map(() => null);
  for (let toRight = true; !search.isOver; toRight = !toRight) {
    const children = others;
    for (let k = 0; k < parents.length && !search.isOver; k++) {
      const list = search.cross(parents[k], search.mother(parents, k), toRight);
      const former = children[k];
      const child = search.spare ?? search.member();
      search.spare = null;
      const limit = former === null || search.random() < FORGIVEN ? Infinity : former.makespan;
      if (toRight) search.pushRight(list, child, limit);
      else search.pushLeft(list, child, limit);
      const stays = child.makespan <= limit;
      children[k] = stays ? child : former;
      search.spare = stays ? former : child;
    }
    others = parents;
    parents = children.filter((one) => one !== null);
    yield best;
  }
  search.limitTo(schedules);
  if (!search.isOver) yield* improveBest(instance, search);
  return best;
}

/** Tells the best after so many windows. */
const WINDOWS_A_STEP = 50;

function* improveBest(instance: RcpspInstance, search: Search): Generator<Best> {
  const { best } = search;
  let tried = 0;
  for (const counted of new Windows(instance, search.random).improve(best)) {
    best.schedules += counted;
    if (search.isOver) return;
    if (++tried % WINDOWS_A_STEP === 0) yield best;
  }
}

/** `improve` to its end. */
export function solve(instance: RcpspInstance, { progress, ...options }: SolveOptions): Best {
  const steps = improve(instance, options);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    progress?.(step.value);
  }
}

class Search {
  readonly best: Best;
  readonly random: Random;
  spare: Member | null = null;
  private readonly instance: RcpspInstance;
  private schedules: number;
  private readonly sgs: Sgs;
  private readonly tail: Int32Array;
  /** Latest first: how far each activity's start lies from the end at best. */
  private readonly longest: number;
  private readonly list: Int32Array;
  private readonly key: Int32Array;
  private readonly buckets: Int32Array;
  private readonly part: Uint8Array;

  constructor(instance: RcpspInstance, seed: number, schedules: number) {
    const count = instance.duration.length;
    this.instance = instance;
    this.schedules = schedules;
    this.random = seeded(seed);
    this.sgs = new Sgs(instance);
    this.tail = headsAndTails(instance).tail;
    this.longest = this.tail.reduce((most, length) => Math.max(most, length), 0);
    this.best = { start: new Int32Array(count), makespan: Infinity, bound: lowerBound(instance), schedules: 0 };
    this.list = new Int32Array(count);
    this.key = new Int32Array(count);
    this.buckets = new Int32Array(this.sgs.horizon + 2);
    this.part = new Uint8Array(count);
  }

  get isOver(): boolean {
    return this.best.schedules >= this.schedules || this.best.makespan <= this.best.bound;
  }

  limitTo(schedules: number): void {
    this.schedules = schedules;
  }

  member(): Member {
    const count = this.list.length;
    return { list: new Int32Array(count), start: new Int32Array(count), makespan: 0 };
  }

  /** By latest start, shaken. */
  firstList(shake: number): Int32Array {
    const key = Float64Array.from(this.tail, (length) => this.longest - length + this.random() * shake * this.longest);
    this.afterPredecessors(key);
    return Int32Array.from([...key.keys()].sort((a, b) => key[a] - key[b] || a - b));
  }

  /** A makespan of Infinity: it was given up, as it would have been above the limit. */
  pushLeft(list: Int32Array, into: Member, limit = Infinity): Member {
    const { duration } = this.instance;
    into.makespan = this.sgs.forward(list, into.start, limit);
    this.note(into);
    if (into.makespan === Infinity) return into;
    for (let i = 0; i < this.key.length; i++) this.key[i] = into.start[i] + duration[i];
    this.sort(into.list, into.makespan);
    return into;
  }

  pushRight(list: Int32Array, into: Member, limit = Infinity): Member {
    into.makespan = this.sgs.backward(list, into.start, limit);
    this.note(into);
    if (into.makespan === Infinity) return into;
    this.key.set(into.start);
    this.sort(into.list, into.makespan);
    return into;
  }

  /** The best of a few, not the father himself. */
  mother(parents: readonly Member[], father: number): Member {
    let chosen: Member | null = null;
    for (let k = 0; k < RIVALS; k++) {
      let at = Math.floor(this.random() * (parents.length - 1));
      if (at >= father && parents.length > 1) at++;
      if (!chosen || parents[at].makespan < chosen.makespan) chosen = parents[at];
    }
    return chosen ?? parents[father];
  }

  /** The list is good until the next call. */
  cross(father: Member, mother: Member, isLeft: boolean): Int32Array {
    const { list, part, key } = this;
    const { duration } = this.instance;
    const makespan = father.makespan;
    const piece = Math.max(1, Math.round(makespan * (MIN_PIECE + this.random() * (MAX_PIECE - MIN_PIECE))));
    const from = Math.floor(this.random() * (makespan - piece + 1));
    for (let i = 0; i < part.length; i++) key[i] = isLeft ? father.start[i] + duration[i] - 1 : father.start[i];
    this.afterPredecessors(key);
    for (let i = 0; i < part.length; i++) part[i] = key[i] < from ? 0 : key[i] < from + piece ? 1 : 2;
    let end = 0;
    for (const [which, order] of [
      [0, mother.list],
      [1, father.list],
      [2, mother.list],
    ] as const)
      for (let at = 0; at < order.length; at++) if (part[order[at]] === which) list[end++] = order[at];
    if (father.makespan === mother.makespan && isSame(father.start, mother.start)) this.mutate();
    return list;
  }

  /** Swaps neighbours where logic lets them. */
  private mutate(): void {
    const { list, random } = this;
    const { first, from } = this.instance;
    for (let at = 0; at + 1 < list.length; at++) {
      if (random() >= MUTATED) continue;
      const a = list[at];
      const b = list[at + 1];
      let isTied = false;
      for (let e = first[b]; e < first[b + 1]; e++) if (from[e] === a) isTied = true;
      if (!isTied) [list[at], list[at + 1]] = [b, a];
    }
  }

  private note({ start, makespan }: Member): void {
    this.best.schedules += this.sgs.laidRatio;
    if (makespan >= this.best.makespan) return;
    this.best.makespan = makespan;
    this.best.start.set(start);
  }

  /** By key, and by the instance's order where keys are equal: counting, as keys are whole. */
  private sort(list: Int32Array, most: number): void {
    const { key, buckets } = this;
    this.afterPredecessors(key);
    buckets.fill(0, 0, most + 2);
    for (let i = 0; i < key.length; i++) buckets[key[i] + 1]++;
    for (let k = 0; k <= most; k++) buckets[k + 1] += buckets[k];
    for (let i = 0; i < key.length; i++) list[buckets[key[i]]++] = i;
  }

  /** With leads an activity may start before its predecessor; in a list it comes after. */
  private afterPredecessors(key: Int32Array | Float64Array): void {
    const { first, from } = this.instance;
    for (let i = 0; i < key.length; i++)
      for (let e = first[i]; e < first[i + 1]; e++) if (key[from[e]] > key[i]) key[i] = key[from[e]];
  }
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
