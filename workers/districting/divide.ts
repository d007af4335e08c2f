import { type Random, seeded } from '../shared/random.ts';

/** Squares of ground that are to be divided; squares and districts are counted from 0. */
export interface DivisionCase {
  squares: number;
  districts: number;
  /** Neighbours of square `i` are `next[first[i]]` until before `next[first[i + 1]]`; all squares hang together. */
  first: Int32Array;
  next: Int32Array;
  /** What is balanced. */
  load: Float64Array;
  /** How much each district should have. */
  target: Float64Array;
  /** A district may be off its target by this part of it. */
  toleranceRatio: number;
  far: Distance;
  /** District of each square today; null: there is none. */
  today: Int32Array | null;
  /** Load that changes its district counts as if it had so much farther. */
  change: number;
  /** Each side between squares of two districts costs so much: borders are short. */
  side: number;
  /** Squares that stay where they are: those of places that serve. */
  isFixed: Uint8Array;
}

/** How far a square is from its district: a table, district by district, or squares of metres from the middle of who lives there. */
type Distance = { by: 'table'; values: Float32Array } | { by: 'middle'; eastM: Float64Array; northM: Float64Array };

/** What a division is worth: less of the first is better, and of the second among those with the same first. */
export interface Worth {
  /** Load beyond the tolerance, all districts together. */
  excess: number;
  /** Load × distance, load that changed × `change`, and sides between districts × `side`. */
  cost: number;
}

/** A square counts for the length of ways as if it had this part of the mean load more, so that empty ground does not fray. */
const BASE_RATIO = 0.02;
/** Annealing begins and ends where a step that is worse by this part of the mean cost of a square is taken once in e times. */
const WARM_RATIO = 4;
const COLD_RATIO = 0.002;
/** Load beyond the tolerance counts as so many times its mean distance, at the beginning and at the end. */
const LOOSE = 2;
const TIGHT = 5000;
/** Steps between two reports, and between two temperatures. */
const STEPS_AT_ONCE = 20_000;
const STEPS_COOLED = 100;
/** Annealing begins anew so often: what was caught between districts is freed. */
const CYCLES = 20;
const NEGLIGIBLE = 1e-9;

/** Returns whether one division is better than another. */
export const isBetter = (one: Worth, other: Worth): boolean =>
  one.excess < other.excess - NEGLIGIBLE * (1 + other.excess) ||
  (one.excess <= other.excess + NEGLIGIBLE * (1 + other.excess) &&
    one.cost < other.cost - NEGLIGIBLE * (1 + Math.abs(other.cost)));

/**
 * Improves a division by giving squares on its borders to their neighbours while every district stays whole: annealing (Kirkpatrick, Gelatt and
 * Vecchi 1983) and then descent. What it returns is never worse than `start`. Yields how much is done.
 */
export function* improveDivision(
  of: DivisionCase,
  start: Int32Array,
  { steps, seed }: { steps: number; seed: number },
): Generator<number, { districtOf: Int32Array; worth: Worth }> {
  const chance = seeded(seed);
  const state = new Division(of, start);
  const scale = state.cost() / of.squares || 1;
  const perLoad = scale / (totalOf(of.load) / of.squares || 1);
  let best = { districtOf: state.districtOf.slice(), worth: state.worth() };
  const cycle = Math.ceil(steps / CYCLES);
  let heat = 0;
  let price = 0;
  for (let step = 0; step < steps; step++) {
    const done = (step % cycle) / cycle;
    if (step % STEPS_AT_ONCE === 0) yield step / steps;
    if ((step % cycle) % STEPS_COOLED === 0) {
      heat = scale * WARM_RATIO * cooled(COLD_RATIO / WARM_RATIO, done);
      price = perLoad * LOOSE * cooled(TIGHT / LOOSE, done);
    }
    const move = randomMove(state, chance);
    if (!move) continue;
    const { cost, excess } = state.changeBy(move.square, move.to);
    const rise = cost + price * excess;
    if (rise > 0 && chance() >= boltzmann(rise / heat)) continue;
    if (!state.staysWhole(move.square)) continue;
    state.give(move.square, move.to);
    const worth = state.worth();
    if (isBetter(worth, best.worth)) best = { districtOf: state.districtOf.slice(), worth };
  }
  const { districtOf } = descend(of, best.districtOf);
  return { districtOf, worth: worthOf(of, districtOf) };
}

/** A power of a ratio between 0 and 1 done, by halving, so that every machine comes to the same bits. */
function cooled(ratio: number, done: number): number {
  let value = 1;
  let root = ratio;
  let left = done;
  for (let bit = 0; bit < COOLED_BITS; bit++) {
    root = Math.sqrt(root);
    left *= 2;
    if (left >= 1) {
      value *= root;
      left -= 1;
    }
  }
  return value;
}

const COOLED_BITS = 16;

/** Approximates e to the power of a negative number by a fraction, the same on every machine; it falls from 1 at 0 and is never negative. */
function boltzmann(x: number): number {
  const half = 1 + x / 8;
  const two = half * half;
  const four = two * two;
  return 1 / (four * four);
}

function randomMove({ of, districtOf }: Division, chance: Random): { square: number; to: number } | null {
  const square = Math.floor(chance() * of.squares);
  if (of.isFixed[square] === 1) return null;
  const first = of.first[square];
  const count = of.first[square + 1] - first;
  if (count === 0) return null;
  const to = districtOf[of.next[first + Math.floor(chance() * count)]];
  return to === districtOf[square] ? null : { square, to };
}

/** Takes every step that makes a division better, square by square, until none does. */
function descend(of: DivisionCase, start: Int32Array): Division {
  const state = new Division(of, start);
  for (let isMoved = true; isMoved; ) {
    isMoved = false;
    for (let square = 0; square < of.squares; square++) {
      if (of.isFixed[square] === 1) continue;
      for (let k = of.first[square]; k < of.first[square + 1]; k++) {
        const to = state.districtOf[of.next[k]];
        if (to === state.districtOf[square]) continue;
        const { cost, excess } = state.changeBy(square, to);
        const worth = state.worth();
        if (!isBetter({ cost: worth.cost + cost, excess: worth.excess + excess }, worth)) continue;
        if (!state.staysWhole(square)) continue;
        state.give(square, to);
        isMoved = true;
      }
    }
  }
  return state;
}

const totalOf = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, one) => sum + one, 0);

/** Returns what a division is worth. */
export const worthOf = (of: DivisionCase, districtOf: Int32Array): Worth => new Division(of, districtOf).worth();

/** Holds a division with its sums. */
class Division {
  readonly of: DivisionCase;
  readonly districtOf: Int32Array;
  /** Load of each district. */
  private readonly loads: Float64Array;
  private readonly sizes: Int32Array;
  /** Weight of each square for the length of ways. */
  private readonly weight: Float64Array;
  /** Sums of weight, weight × east, weight × north and weight × squares of both; of districts by their middles alone. */
  private readonly sums: Float64Array;
  private readonly seen: Int32Array;
  private readonly queue: Int32Array;
  private serial = 0;
  /** Cost of tables and changes. */
  private fixedCost = 0;
  private excess = 0;

  constructor(of: DivisionCase, districtOf: Int32Array) {
    this.of = of;
    this.districtOf = districtOf.slice();
    const base = (BASE_RATIO * totalOf(of.load)) / of.squares || 1 / of.squares;
    this.weight = of.load.map((load) => load + base);
    this.loads = new Float64Array(of.districts);
    this.sizes = new Int32Array(of.districts);
    this.sums = new Float64Array(4 * of.districts);
    this.seen = new Int32Array(of.squares);
    this.queue = new Int32Array(of.squares);
    for (let square = 0; square < of.squares; square++) {
      this.add(square, this.districtOf[square], 1);
      for (let k = of.first[square]; k < of.first[square + 1]; k++)
        if (this.districtOf[of.next[k]] !== this.districtOf[square]) this.fixedCost += of.side / 2;
    }
    for (let district = 0; district < of.districts; district++) this.excess += this.excessOf(district, 0);
  }

  cost(): number {
    if (this.of.far.by === 'table') return this.fixedCost;
    let cost = this.fixedCost;
    for (let district = 0; district < this.of.districts; district++) cost += this.inertia(district);
    return cost;
  }

  worth(): Worth {
    return { cost: this.cost(), excess: Math.max(0, this.excess) };
  }

  /** Returns by how much the worth changes when a district takes a square. */
  changeBy(square: number, to: number): Worth {
    const { of, districtOf } = this;
    const from = districtOf[square];
    const load = of.load[square];
    const before = this.excessOf(from, 0) + this.excessOf(to, 0);
    const excess = this.excessOf(from, -load) + this.excessOf(to, load) - before;
    let cost = this.fixedOf(square, to) - this.fixedOf(square, from) + this.sidesBy(square, to);
    if (of.far.by === 'middle') {
      cost -= this.inertia(from) + this.inertia(to);
      this.addSums(square, from, -1);
      this.addSums(square, to, 1);
      cost += this.inertia(from) + this.inertia(to);
      this.addSums(square, from, 1);
      this.addSums(square, to, -1);
    }
    return { cost, excess };
  }

  /** Whether the district of a square is whole without it, and there at all. */
  staysWhole(square: number): boolean {
    const { of, districtOf, seen, queue } = this;
    const own = districtOf[square];
    if (this.sizes[own] < 2) return false;
    let start = -1;
    let others = 0;
    for (let k = of.first[square]; k < of.first[square + 1]; k++) {
      if (districtOf[of.next[k]] !== own) continue;
      if (start < 0) start = of.next[k];
      else others++;
    }
    if (others === 0) return start >= 0;
    const serial = ++this.serial;
    seen[square] = serial;
    seen[start] = serial;
    queue[0] = start;
    for (let head = 0, tail = 1; head < tail; head++) {
      const at = queue[head];
      for (let k = of.first[at]; k < of.first[at + 1]; k++) {
        const near = of.next[k];
        if (districtOf[near] !== own || seen[near] === serial) continue;
        seen[near] = serial;
        queue[tail++] = near;
        if (this.isBeside(near, square) && --others === 0) return true;
      }
    }
    return false;
  }

  give(square: number, to: number): void {
    const from = this.districtOf[square];
    this.excess -= this.excessOf(from, 0) + this.excessOf(to, 0);
    this.fixedCost += this.sidesBy(square, to);
    this.add(square, from, -1);
    this.add(square, to, 1);
    this.excess += this.excessOf(from, 0) + this.excessOf(to, 0);
    this.districtOf[square] = to;
  }

  /** Cost of sides that come, less that of those that go, when a district takes a square. */
  private sidesBy(square: number, to: number): number {
    const { first, next, side } = this.of;
    const from = this.districtOf[square];
    let more = 0;
    for (let k = first[square]; k < first[square + 1]; k++) {
      const beside = this.districtOf[next[k]];
      more += Number(beside === from) - Number(beside === to);
    }
    return side * more;
  }

  private isBeside(square: number, other: number): boolean {
    const { first, next } = this.of;
    for (let k = first[square]; k < first[square + 1]; k++) if (next[k] === other) return true;
    return false;
  }

  private add(square: number, district: number, sign: 1 | -1): void {
    this.loads[district] += sign * this.of.load[square];
    this.sizes[district] += sign;
    this.fixedCost += sign * this.fixedOf(square, district);
    if (this.of.far.by === 'middle') this.addSums(square, district, sign);
  }

  private addSums(square: number, district: number, sign: 1 | -1): void {
    const { far } = this.of;
    if (far.by !== 'middle') return;
    const weight = sign * this.weight[square];
    const east = far.eastM[square];
    const north = far.northM[square];
    this.sums[4 * district] += weight;
    this.sums[4 * district + 1] += weight * east;
    this.sums[4 * district + 2] += weight * north;
    this.sums[4 * district + 3] += weight * (east * east + north * north);
  }

  /** Weight × squares of metres from the middle of a district. */
  private inertia(district: number): number {
    const weight = this.sums[4 * district];
    if (weight <= 0) return 0;
    const east = this.sums[4 * district + 1];
    const north = this.sums[4 * district + 2];
    return Math.max(0, this.sums[4 * district + 3] - (east * east + north * north) / weight);
  }

  /** What a square costs in a district beside the middle's distance. */
  private fixedOf(square: number, district: number): number {
    const { far, today, change, squares, load } = this.of;
    const moved = today && today[square] !== district ? load[square] * change : 0;
    return moved + (far.by === 'table' ? this.weight[square] * far.values[district * squares + square] : 0);
  }

  private excessOf(district: number, more: number): number {
    const { target, toleranceRatio } = this.of;
    const off = Math.abs(this.loads[district] + more - target[district]);
    return Math.max(0, off - toleranceRatio * target[district]);
  }
}
