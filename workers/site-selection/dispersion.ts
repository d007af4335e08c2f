import { KEPT, OPTIONAL } from './siting-problem.ts';
import type { SitingLimits } from './solve-siting.ts';

/** Candidate sites and how far each is from each. */
interface DispersionCase {
  sites: number;
  /** Site by site, the same both ways. */
  apart: Float32Array | Float64Array;
  /** KEPT, SHUT or OPTIONAL, by site. */
  state: Int8Array;
  /** How many are open at all, those kept among them. */
  open: number;
}

/** Sites far from each other: the least distance of two, and above which no choice can bring it. */
interface DispersionAnswer {
  open: number[];
  spread: number;
  bound: number;
  isProven: boolean;
  work: number;
}

/**
 * p-dispersion (Kuby 1987): the least distance of any two open sites is as great as can be; two that are kept do not count, as nothing
 * changes theirs. A greedy start and exchanges give an answer; then distances are halved, and for each a set of sites that far apart is
 * found or proven impossible, as a clique of the graph of pairs that are far enough (Sayah and Irnich 2017 search alike). Yields the part of
 * the work that is done. Null: there are not so many sites, or no two of them would count.
 */
export function* solveDispersion(
  of: DispersionCase,
  { work }: SitingLimits,
): Generator<number, DispersionAnswer | null> {
  const start = exchanged(of, greedy(of));
  if (!start || !Number.isFinite(spreadOf(of, start))) return null;
  const lengths = lengthsOf(of);
  let best = { open: start, spread: spreadOf(of, start) };
  let used = of.sites * of.sites;
  // What is at `low` is met, from `impossible` on nothing is; what is not decided between them is passed over.
  let low = lengths.indexOf(best.spread);
  let impossible = lengths.length;
  let high = impossible;
  while (high - low > 1) {
    const at = (low + high) >> 1;
    const share = Math.max(1, work - used) / Math.ceil(Math.log2(high - low + 1));
    const search = new ApartSearch(of, lengths[at], share);
    const found = search.run();
    used += search.work;
    if (found) {
      best = { open: found, spread: spreadOf(of, found) };
      low = lengths.indexOf(best.spread);
    } else {
      high = at;
      if (!search.isCut) impossible = at;
    }
    yield Math.min(1, used / work);
  }
  const bound = lengths[Math.max(low, impossible - 1)];
  return { ...best, bound, isProven: bound === best.spread, work: used };
}

/** Whether the distance of two sites counts. */
const counts = ({ state }: DispersionCase, a: number, b: number): boolean => state[a] !== KEPT || state[b] !== KEPT;

/** The least distance of two open sites that counts; Infinity: none does. */
function spreadOf(of: DispersionCase, open: readonly number[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const [i, a] of open.entries())
    for (const b of open.slice(0, i)) if (counts(of, a, b)) least = Math.min(least, of.apart[a * of.sites + b]);
  return least;
}

/** All distances that can be the least of an answer, rising. */
function lengthsOf(of: DispersionCase): number[] {
  const { sites, state, apart } = of;
  const lengths = new Set<number>();
  for (let a = 0; a < sites; a++)
    for (let b = 0; b < a; b++)
      if (state[a] >= OPTIONAL && state[b] >= OPTIONAL && counts(of, a, b)) lengths.add(apart[a * sites + b]);
  return [...lengths].sort((a, b) => a - b);
}

/** Adds the site that is farthest from those before; where none is kept, from the two farthest on. Null: there are too few, or too many are kept. */
function greedy(of: DispersionCase): number[] | null {
  const { sites, state, apart } = of;
  const free = [...state.keys()].filter((site) => state[site] === OPTIONAL);
  const open = [...state.keys()].filter((site) => state[site] === KEPT);
  if (open.length > of.open || open.length + free.length < of.open) return null;
  if (open.length === 0) {
    let pair: [number, number] = [free[0], free[0]];
    for (const a of free)
      for (const b of free)
        if (b < a && (pair[0] === pair[1] || apart[a * sites + b] > apart[pair[0] * sites + pair[1]])) pair = [b, a];
    open.push(...pair.slice(0, of.open));
  }
  const far = new Float64Array(sites).fill(Number.POSITIVE_INFINITY);
  const take = (site: number) => {
    for (const one of free) far[one] = Math.min(far[one], apart[site * sites + one]);
  };
  for (const site of open) take(site);
  while (open.length < of.open) {
    const rest = free.filter((one) => !open.includes(one));
    const next = rest.reduce((most, one) => (far[one] > far[most] ? one : most), rest[0]);
    open.push(next);
    take(next);
  }
  return open.sort((a, b) => a - b);
}

/** Gives up one of the two sites that are nearest for another that is farther from all, as long as that helps. */
function exchanged(of: DispersionCase, start: number[] | null): number[] | null {
  const { sites, state, apart } = of;
  let open = start;
  while (open) {
    const now: number[] = open;
    const spread = spreadOf(of, now);
    let better: number[] | null = null;
    for (const drop of now) {
      const others = now.filter((one) => one !== drop);
      const isNear = others.some((one) => counts(of, one, drop) && apart[one * sites + drop] === spread);
      if (state[drop] !== OPTIONAL || !isNear || spreadOf(of, others) <= spread) continue;
      const add = [...state.keys()].find(
        (site) =>
          state[site] === OPTIONAL && !now.includes(site) && others.every((one) => apart[one * sites + site] > spread),
      );
      if (add === undefined) continue;
      better = [...others, add].sort((a, b) => a - b);
      break;
    }
    if (!better) return now;
    open = better;
  }
  return null;
}

const WORD_BITS = 32;

/** A search for so many sites of which any two are at least so far apart: a clique, cut by colours (Tomita and Seki 2003) in sets of bits. */
class ApartSearch {
  work = 0;
  /** The work was used up before it was decided. */
  isCut = false;
  private readonly mostWork: number;
  private readonly words: number;
  /** Sites that may be chosen, as they are numbered here: those with the fewest others far enough come last. */
  private readonly site: number[];
  private readonly far: Uint32Array;
  private readonly kept: number[];
  private readonly wanted: number;
  private readonly isImpossible: boolean;

  constructor(of: DispersionCase, length: number, mostWork: number) {
    const { sites, state, apart } = of;
    const isFar = (a: number, b: number) => apart[a * sites + b] >= length;
    this.mostWork = mostWork;
    this.kept = [...state.keys()].filter((one) => state[one] === KEPT);
    const free = [...state.keys()].filter(
      (one) => state[one] === OPTIONAL && this.kept.every((kept) => isFar(one, kept)),
    );
    this.wanted = of.open - this.kept.length;
    this.isImpossible = free.length < this.wanted;
    const degree = new Map(free.map((a) => [a, free.reduce((sum, b) => sum + (a !== b && isFar(a, b) ? 1 : 0), 0)]));
    this.site = free.sort((a, b) => (degree.get(b) ?? 0) - (degree.get(a) ?? 0) || a - b);
    this.words = Math.ceil(free.length / WORD_BITS);
    this.far = new Uint32Array(free.length * this.words);
    for (const [i, a] of this.site.entries())
      for (const [j, b] of this.site.entries())
        if (i !== j && isFar(a, b)) this.far[i * this.words + (j >> 5)] |= 1 << (j & 31);
    this.work = 2 * free.length * free.length;
  }

  /** The sites, those kept among them; null: there are none, or it was cut. */
  run(): number[] | null {
    if (this.isImpossible) return null;
    const all = new Uint32Array(this.words);
    for (let i = 0; i < this.site.length; i++) all[i >> 5] |= 1 << (i & 31);
    const found = this.extend([], all);
    return found && [...this.kept, ...found.map((i) => this.site[i])].sort((a, b) => a - b);
  }

  private extend(chosen: number[], left: Uint32Array): number[] | null {
    const need = this.wanted - chosen.length;
    if (need === 0) return chosen;
    const { order, colour } = this.coloured(left, need);
    const rest = left.slice();
    // Sites of the last colours first: before them no more than their colours can be chosen.
    for (let k = order.length - 1; k >= 0; k--) {
      if (colour[k] < need) return null;
      if (this.work >= this.mostWork) {
        this.isCut = true;
        return null;
      }
      const i = order[k];
      const next = rest.map((word, w) => word & this.far[i * this.words + w]);
      const found = this.extend([...chosen, i], next);
      if (found || this.isCut) return found;
      rest[i >> 5] &= ~(1 << (i & 31));
    }
    return null;
  }

  /** Sites by colours: two of one colour are too near, so that of each only one can be chosen. Those of less than the wanted colours are left out. */
  private coloured(left: Uint32Array, need: number): { order: number[]; colour: number[] } {
    const { words, far } = this;
    const order: number[] = [];
    const colour: number[] = [];
    const uncoloured = left.slice();
    for (let number = 1; uncoloured.some((word) => word !== 0); number++) {
      const same = uncoloured.slice();
      for (let w = 0; w < words; w++)
        while (same[w] !== 0) {
          const i = w * WORD_BITS + (31 - Math.clz32(same[w] & -same[w]));
          uncoloured[w] &= ~(1 << (i & 31));
          same[w] &= ~(1 << (i & 31));
          for (let v = w; v < words; v++) same[v] &= ~far[i * words + v];
          this.work += words;
          if (number < need) continue;
          order.push(i);
          colour.push(number);
        }
    }
    return { order, colour };
  }
}
