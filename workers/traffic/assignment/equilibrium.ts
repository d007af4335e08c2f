import { type DelayNetwork, powerOf, type TripTable } from './delay-network.ts';
import { PathFlows } from './path-flows.ts';
import { ShortestPaths } from './shortest-paths.ts';

/** When a search ends. */
interface Accuracy {
  /** 1 − time of all trips on their shortest ways / time of all trips: at most this. */
  gap: number;
  maxRounds: number;
}

/** Rounds over the known paths between two searches for new ones. */
const SWEEPS = 4;
/** Origins between two looks at whether anybody asked to stop. */
export const ORIGINS_AT_ONCE = 20;
/** Flow below this part of a pair's trips is none. */
const TINY_RATIO = 1e-14;

/** Flows at which nobody finds a shorter way (Wardrop 1952), as near as was asked. */
export interface Equilibrium {
  flow: Float64Array;
  /** Time of each link under its flow; Infinity: it is not there. */
  cost: Float64Array;
  paths: PathFlows;
  gap: number;
  rounds: number;
  /** Time of all trips. */
  total: number;
  /** Trips of pairs without a way, by pair; they are in no flow. */
  stranded: Float64Array;
}

/**
 * Searches a user equilibrium by gradient projection on paths (Jayakrishnan and others 1994): each round finds the shortest ways of all
 * origins under fixed times, which tells the gap, adds those that are new, and moves flow between the paths of each pair by Newton's step,
 * times renewed at once. `begin`: the paths to begin with, as those of the same trips on a network with other links open; the search takes them
 * over, and flow of paths that are closed goes on the shortest way. Yields the gap of the last round after every few
 * origins, so that it can be stopped; 1 before there is one.
 */
export function* solveEquilibrium(
  network: DelayNetwork,
  trips: TripTable,
  { gap: wanted, maxRounds }: Accuracy,
  begin?: PathFlows,
): Generator<number, Equilibrium> {
  const work = new Assignment(network, trips, begin);
  yield* work.start();
  yield* work.extend();
  let rounds = 1;
  while (work.gap > wanted && rounds < maxRounds) {
    for (let sweep = 0; sweep < SWEEPS; sweep++) work.sweep();
    work.prune();
    yield* work.extend();
    rounds++;
  }
  const { flow, cost, paths, total, stranded, gap } = work;
  return { flow, cost, paths, gap, rounds, total, stranded };
}

/** Plays a search to its end. */
export function solvedEquilibrium(...of: Parameters<typeof solveEquilibrium>): Equilibrium {
  const search = solveEquilibrium(...of);
  for (;;) {
    const next = search.next();
    if (next.done) return next.value;
  }
}

class Assignment {
  readonly paths: PathFlows;
  readonly flow: Float64Array;
  readonly cost: Float64Array;
  readonly stranded: Float64Array;
  total = 0;
  gap = 1;
  private readonly network: DelayNetwork;
  private readonly trips: TripTable;
  private readonly ways: ShortestPaths;
  /** How fast each link's time grows with its flow. */
  private readonly growth: Float64Array;
  private readonly mark: Int32Array;
  private stamp = 0;

  constructor(network: DelayNetwork, trips: TripTable, begin: PathFlows | undefined) {
    const links = network.from.length;
    this.network = network;
    this.trips = trips;
    this.ways = new ShortestPaths(network);
    this.flow = new Float64Array(links);
    this.cost = network.free.slice();
    this.growth = new Float64Array(links);
    this.mark = new Int32Array(links);
    this.stranded = new Float64Array(trips.trips.length);
    this.paths = begin ?? new PathFlows(trips.trips.length);
    if (begin) this.load();
  }

  /** Loads the flows of paths that are open; those that are closed lose theirs. */
  private load(): void {
    const { paths, cost } = this;
    for (let pair = 0; pair < paths.first.length; pair++)
      for (let path = paths.first[pair]; path >= 0; path = paths.next[path]) {
        if (!Number.isFinite(paths.sum(path, cost))) paths.flow[path] = 0;
        else if (paths.flow[path] > 0) this.addFlow(path, paths.flow[path]);
      }
    for (let link = 0; link < cost.length; link++) this.renew(link);
  }

  /** Sets trips that are on no path yet on the shortest way, origin after origin under the times that those before leave. */
  *start(): Generator<number, void> {
    const { trips, paths, ways } = this;
    for (const [row, origin] of trips.origins.entries()) {
      const left: [pair: number, trips: number][] = [];
      for (let pair = trips.firstPair[row]; pair < trips.firstPair[row + 1]; pair++) {
        const missing = trips.trips[pair] - this.carried(pair);
        if (missing > TINY_RATIO * trips.trips[pair]) left.push([pair, missing]);
      }
      if (left.length === 0) continue;
      if (row % ORIGINS_AT_ONCE === 0) yield this.gap;
      ways.from(origin, this.cost);
      for (const [pair, missing] of left) {
        const end = trips.destination[pair];
        if (ways.time[end] === Number.POSITIVE_INFINITY) {
          this.stranded[pair] = missing;
          continue;
        }
        const path = paths.add(pair, end, ways.byLink, this.network.from);
        paths.flow[path] += missing;
        this.addFlow(path, missing);
      }
      for (let link = 0; link < this.cost.length; link++) this.renew(link);
    }
    this.prune();
  }

  private carried(pair: number): number {
    let sum = 0;
    for (let path = this.paths.first[pair]; path >= 0; path = this.paths.next[path]) sum += this.paths.flow[path];
    return sum;
  }

  /** Finds all shortest ways under the times as they are, adds new ones to the paths, and renews the gap. */
  *extend(): Generator<number, void> {
    const { trips, paths, ways, network, cost, flow } = this;
    this.total = 0;
    for (let link = 0; link < flow.length; link++) if (flow[link] > 0) this.total += flow[link] * cost[link];
    let shortest = 0;
    for (const [row, origin] of trips.origins.entries()) {
      if (row % ORIGINS_AT_ONCE === 0) yield this.gap;
      ways.from(origin, cost);
      for (let pair = trips.firstPair[row]; pair < trips.firstPair[row + 1]; pair++) {
        if (this.stranded[pair] > 0) continue;
        const end = trips.destination[pair];
        const time = ways.time[end];
        shortest += trips.trips[pair] * time;
        if (time < this.leastCost(pair) * (1 - 1e-13)) paths.add(pair, end, ways.byLink, network.from);
      }
    }
    this.gap = this.total === 0 ? 0 : 1 - shortest / this.total;
    yield this.gap;
  }

  private leastCost(pair: number): number {
    const { paths, cost } = this;
    let least = Number.POSITIVE_INFINITY;
    for (let path = paths.first[pair]; path >= 0; path = paths.next[path])
      least = Math.min(least, paths.sum(path, cost));
    return least;
  }

  /** Moves flow of every pair to its quickest path, one pair after the other. */
  sweep(): void {
    const { paths } = this;
    for (let pair = 0; pair < paths.first.length; pair++) {
      const first = paths.first[pair];
      if (first >= 0 && paths.next[first] >= 0) this.balance(pair);
    }
  }

  private balance(pair: number): void {
    const { paths, cost } = this;
    let base = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let path = paths.first[pair]; path >= 0; path = paths.next[path]) {
      const time = paths.sum(path, cost);
      if (time >= least) continue;
      least = time;
      base = path;
    }
    for (let path = paths.first[pair]; path >= 0; path = paths.next[path])
      if (path !== base && paths.flow[path] > 0) this.shift(path, base);
  }

  /** Moves as much from one path to another as makes their times equal to first order. */
  private shift(path: number, base: number): void {
    const { paths, cost, growth, mark } = this;
    const { links, start, length } = paths;
    const stamp = ++this.stamp;
    const baseEnd = start[base] + length[base];
    const end = start[path] + length[path];
    for (let i = start[base]; i < baseEnd; i++) mark[links[i]] = stamp;
    let longer = 0;
    let steepness = 0;
    for (let i = start[path]; i < end; i++) {
      const link = links[i];
      if (mark[link] === stamp) mark[link] = -stamp;
      else {
        longer += cost[link];
        steepness += growth[link];
      }
    }
    for (let i = start[base]; i < baseEnd; i++) {
      const link = links[i];
      if (mark[link] !== stamp) continue;
      longer -= cost[link];
      steepness += growth[link];
    }
    if (longer <= 0) return;
    const flow = paths.flow[path];
    const moved = steepness > 0 ? Math.min(flow, longer / steepness) : flow;
    paths.flow[path] = flow - moved;
    paths.flow[base] += moved;
    // Links that both have stay as they are: their marks are negative.
    for (let i = start[path]; i < end; i++) if (mark[links[i]] !== -stamp) this.change(links[i], -moved);
    for (let i = start[base]; i < baseEnd; i++) if (mark[links[i]] === stamp) this.change(links[i], moved);
  }

  private change(link: number, by: number): void {
    this.flow[link] = Math.max(0, this.flow[link] + by);
    this.renew(link);
  }

  private renew(link: number): void {
    const { free, slope, power } = this.network;
    if (slope[link] === 0) return;
    const flow = this.flow[link];
    const lower = slope[link] * powerOf(flow, power - 1);
    this.cost[link] = free[link] + lower * flow;
    this.growth[link] = power * lower;
  }

  private addFlow(path: number, flow: number): void {
    const { links, start, length } = this.paths;
    for (let i = start[path]; i < start[path] + length[path]; i++) this.flow[links[i]] += flow;
  }

  /** Forgets empty paths, and sums flows anew so that roundings do not add up. */
  prune(): void {
    const { paths } = this;
    this.flow.fill(0);
    for (let pair = 0; pair < paths.first.length; pair++) {
      paths.prune(pair);
      for (let path = paths.first[pair]; path >= 0; path = paths.next[path])
        if (paths.flow[path] > 0) this.addFlow(path, paths.flow[path]);
    }
    for (let link = 0; link < this.cost.length; link++) this.renew(link);
  }
}
