import type { Random } from '../../shared/random.ts';
import type { RcpspInstance } from './instance.ts';
import { Sgs } from './sgs.ts';

/** What a search by windows improves: a schedule, in the instance's own time, and its makespan. */
interface Found {
  start: Int32Array;
  makespan: number;
}

/** Windows begin here to there of the makespan, and are up to so much of it long. What lies before stays, so late ones are cheap. */
const FIRST_BEGIN = 0.5;
const LAST_BEGIN = 0.97;
const MAX_WINDOW = 0.12;
const MIN_PART = 0.2;
/** After so many windows the schedule is pushed the other way, where its early part is the late one. */
const WINDOWS_A_SIDE = 60;

/**
 * Improves one schedule piece by piece: what begins within a window is laid in another order, thrown, and what follows after it as it
 * stood; what lies before the window stays. A schedule as short takes its place, so that it wanders over those that are alike. Windows
 * for activities are what Debels & Vanhoucke (2007) decompose a project by; they count a partial schedule by its part of the activities,
 * and so does `count`. A pass ends as soon as it is sure to be longer.
 */
export class Windows {
  private readonly instance: RcpspInstance;
  private readonly random: Random;
  private readonly sides: readonly [Side, Side];

  constructor(instance: RcpspInstance, random: Random) {
    this.instance = instance;
    this.random = random;
    this.sides = [new Side(instance), new Side(reversed(instance))];
  }

  /** Yields what was counted since, each time it looks again; whoever asks no more has stopped it. `found` is changed in place. */
  *improve(found: Found): Generator<number> {
    const { random, sides } = this;
    let [side, other] = sides;
    side.start.set(found.start);
    for (;;) {
      yield this.turn(side, other, found);
      [side, other] = [other, side];
      for (let k = 0; k < WINDOWS_A_SIDE; k++) {
        const begin = FIRST_BEGIN + random() * (LAST_BEGIN - FIRST_BEGIN);
        const length = MAX_WINDOW * (MIN_PART + (1 - MIN_PART) * random());
        const makespan = side.shuffle(found.makespan * begin, found.makespan * length, found.makespan, random);
        if (makespan < found.makespan) this.keep(side, makespan, found);
        yield side.sgs.laidRatio;
      }
    }
  }

  /** Pushes the schedule of one side to the other; what was counted. */
  private turn(side: Side, other: Side, found: Found): number {
    const count = side.start.length;
    const { duration } = side.instance;
    for (let i = 0; i < count; i++) other.key[count - 1 - i] = found.makespan - side.start[i] - duration[i];
    const makespan = other.layAll();
    if (makespan < found.makespan) this.keep(other, makespan, found);
    return other.sgs.laidRatio;
  }

  private keep(side: Side, makespan: number, found: Found): void {
    found.makespan = makespan;
    if (side === this.sides[0]) {
      found.start.set(side.start);
      return;
    }
    const count = found.start.length;
    const { duration } = this.instance;
    for (let i = 0; i < count; i++) found.start[i] = makespan - side.start[count - 1 - i] - duration[i];
  }
}

/** A schedule pushed to the left, of the project or of the project backwards. */
class Side {
  readonly instance: RcpspInstance;
  readonly sgs: Sgs;
  readonly start: Int32Array;
  readonly key: Float64Array;
  private readonly tried: Int32Array;
  private readonly list: Int32Array;
  private readonly stays: Uint8Array;

  constructor(instance: RcpspInstance) {
    const count = instance.duration.length;
    this.instance = instance;
    this.sgs = new Sgs(instance);
    this.start = new Int32Array(count);
    this.tried = new Int32Array(count);
    this.key = new Float64Array(count);
    this.list = new Int32Array(count);
    this.stays = new Uint8Array(count);
  }

  /** All by their keys. */
  layAll(): number {
    this.stays.fill(0);
    this.order();
    return this.sgs.forward(this.list, this.start);
  }

  /** The window thrown; the schedule stays as it was where it would be longer. */
  shuffle(begin: number, length: number, limit: number, random: Random): number {
    const { start, tried, key, stays } = this;
    const { first, from } = this.instance;
    let fixed = 0;
    for (let i = 0; i < start.length; i++) {
      tried[i] = start[i];
      key[i] = start[i] >= begin && start[i] < begin + length ? begin + length * random() : start[i];
      stays[i] = start[i] < begin ? 1 : 0;
      // With a lead an activity may begin before its predecessor, and moves with it.
      for (let e = first[i]; e < first[i + 1]; e++) if (stays[from[e]] === 0) stays[i] = 0;
      fixed += stays[i];
    }
    this.order();
    const makespan = this.sgs.forward(this.list, tried, limit, fixed);
    if (makespan <= limit) start.set(tried);
    return makespan;
  }

  /** The list: what stays, then the rest by key, each after its predecessors. */
  private order(): void {
    const { key, list, stays } = this;
    const { first, from } = this.instance;
    let end = 0;
    for (let i = 0; i < key.length; i++) if (stays[i] === 1) list[end++] = i;
    const fixed = end;
    for (let i = 0; i < key.length; i++) {
      if (stays[i] === 1) continue;
      for (let e = first[i]; e < first[i + 1]; e++)
        if (stays[from[e]] === 0 && key[from[e]] > key[i]) key[i] = key[from[e]];
      list[end++] = i;
    }
    list.subarray(fixed).sort((a, b) => key[a] - key[b] || a - b);
  }
}

/** The project from its end: what began first ends last, and each wait is as long from the other side. */
function reversed({ name, duration, demand, capacity, first, from, weight }: RcpspInstance): RcpspInstance {
  const count = duration.length;
  const at = (i: number) => count - 1 - i;
  const links: { from: number; to: number; weight: number }[] = [];
  for (let i = 0; i < count; i++)
    for (let e = first[i]; e < first[i + 1]; e++)
      links.push({ from: at(i), to: at(from[e]), weight: weight[e] + duration[i] - duration[from[e]] });
  links.sort((a, b) => a.to - b.to || a.from - b.from);
  const firstOf = new Int32Array(count + 1);
  for (const { to } of links) firstOf[to + 1]++;
  for (let i = 0; i < count; i++) firstOf[i + 1] += firstOf[i];
  const resources = capacity.length;
  return {
    name,
    duration: duration.slice().reverse(),
    demand: demand.map((_, k) => demand[at(Math.floor(k / resources)) * resources + (k % resources)]),
    capacity,
    first: firstOf,
    from: Int32Array.from(links, (link) => link.from),
    weight: Int32Array.from(links, (link) => link.weight),
  };
}
