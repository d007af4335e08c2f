import type { Random } from '../shared/random.ts';
import { keptTour, type Plan, planDriveS, type RoutingProblem, type Tour, tourOf } from './routing-problem.ts';

/** Means and bounds of what is taken out (Christiaens and Vanden Berghe 2020, their values). */
const MEAN_REMOVED = 10;
const MAX_STRING = 10;
/** With more tours than these no tour is shortened twice at once. */
const FEW_TOURS = 3;
const SPLIT_RATIO = 0.5;
const LONGER_SPLIT_RATIO = 0.01;
const BLINK_RATIO = 0.01;
/** Neighbours of a stop that are looked at when a string is taken out near it. */
const MAX_NEAR = 200;

/** Orders in which stops are put back, each as often as its number says. */
const ORDERS = { any: 4, demand: 4, far: 2, close: 1, narrow: 2, early: 2, late: 2 } as const;
type Order = keyof typeof ORDERS;
const DRAWN: readonly Order[] = (Object.keys(ORDERS) as Order[]).flatMap((order) =>
  new Array<Order>(ORDERS[order]).fill(order),
);

/** Slack induction by string removals (Christiaens and Vanden Berghe 2020) over stops that have one node or several. */
export class RuinRecreate {
  readonly problem: RoutingProblem;
  readonly random: Random;
  private readonly near: Int32Array[];
  /** Seconds from the nearest depot and back to it. */
  private readonly farS: Float64Array;
  private readonly tourAt: Int32Array;

  constructor(problem: RoutingProblem, random: Random) {
    this.problem = problem;
    this.random = random;
    this.near = nearStops(problem);
    const { nodesOf, depots, nodes, driveS } = problem;
    this.farS = Float64Array.from(nodesOf, (own) =>
      Math.min(...own.flatMap((node) => depots.map((at) => driveS[at * nodes + node] + driveS[node * nodes + at]))),
    );
    this.tourAt = new Int32Array(nodesOf.length);
  }

  /** Serves all stops that it can, in a given order, with so many tours at most. */
  construct(maxTours: number, order: Order): Plan {
    const all = [...this.problem.nodesOf.keys()];
    return this.putBack({ tours: [], unserved: this.sorted(all, order) }, maxTours, 0);
  }

  /** The orders that a plan can be constructed by. */
  get orders(): readonly Order[] {
    return Object.keys(ORDERS) as Order[];
  }

  /** A neighbour of a plan: strings of near tours are taken out, and all that is out is put back where it costs least. */
  next(plan: Plan, maxTours: number): Plan {
    const { tours, unserved } = this.takeOut(plan);
    const order = DRAWN[this.below(DRAWN.length)];
    return this.putBack({ tours, unserved: this.sorted(unserved, order) }, maxTours, BLINK_RATIO);
  }

  below(count: number): number {
    return Math.floor(this.random() * count);
  }

  private takeOut({ tours, unserved }: Plan): Plan {
    const { problem, tourAt } = this;
    const { stopOf } = problem;
    tourAt.fill(-1);
    for (const [at, { nodes }] of tours.entries()) for (const node of nodes) tourAt[stopOf[node]] = at;
    const served = tours.reduce((sum, { nodes }) => sum + nodes.length, 0);
    const longest = Math.min(MAX_STRING, Math.max(1, served / Math.max(1, tours.length)));
    const mostStrings = (4 * MEAN_REMOVED) / (1 + longest) - 1;
    const strings = 1 + this.below(Math.max(1, mostStrings));
    const left = [...tours];
    const out = [...unserved];
    const isOnce = tours.length > FEW_TOURS;
    let ruined = 0;
    for (const stop of this.near[this.below(this.near.length)]) {
      const at = tourAt[stop];
      if (at < 0 || (isOnce && left[at] !== tours[at])) continue;
      ruined++;
      const { depot, nodes } = left[at];
      const taken = this.stringOf(nodes, stop, longest);
      const kept = nodes.filter((_, index) => !taken.has(index));
      // Straight past a place may take longer than by it, where one may turn about: such a tour is taken out whole.
      left[at] = tourOf(problem, depot, kept) ?? keptTour(problem, depot, []);
      const still = new Set(left[at].nodes);
      for (const node of nodes) {
        if (still.has(node)) continue;
        out.push(stopOf[node]);
        tourAt[stopOf[node]] = -1;
      }
      if (ruined >= strings) break;
    }
    return { tours: left.filter(({ nodes }) => nodes.length > 0), unserved: out };
  }

  /** Indexes of a string that holds a stop, in one piece or with some of its middle kept. */
  private stringOf(nodes: readonly number[], stop: number, longest: number): Set<number> {
    const { stopOf } = this.problem;
    const length = 1 + this.below(Math.min(nodes.length, longest));
    const index = nodes.findIndex((node) => stopOf[node] === stop);
    let kept = 0;
    if (length > 1 && length < nodes.length && this.random() < SPLIT_RATIO) {
      kept = 1;
      while (length + kept < nodes.length && this.random() < LONGER_SPLIT_RATIO) kept++;
    }
    const whole = length + kept;
    const first = Math.max(0, index - whole + 1);
    const last = Math.min(index, nodes.length - whole);
    const begin = first + this.below(last - first + 1);
    const keptFrom = begin + this.below(length + 1);
    const taken = new Set<number>();
    for (let at = begin; at < begin + whole; at++) if (at < keptFrom || at >= keptFrom + kept) taken.add(at);
    return taken;
  }

  private sorted(stops: readonly number[], order: Order): number[] {
    const { demand, opensS, closesS } = this.problem;
    const keys: Record<Order, (stop: number) => number> = {
      any: () => this.random(),
      demand: (stop) => -demand[stop],
      far: (stop) => -this.farS[stop],
      close: (stop) => this.farS[stop],
      narrow: (stop) => closesS[stop] - opensS[stop],
      early: (stop) => opensS[stop],
      late: (stop) => -closesS[stop],
    };
    const keyed = stops.map((stop) => ({ stop, key: keys[order](stop) }));
    return keyed.sort((a, b) => a.key - b.key || a.stop - b.stop).map(({ stop }) => stop);
  }

  private putBack({ tours, unserved }: Plan, maxTours: number, blinkRatio: number): Plan {
    const { problem } = this;
    const now = [...tours];
    const left: number[] = [];
    for (const stop of unserved) {
      const best = this.cheapest(now, stop, maxTours, blinkRatio);
      if (best.tour < 0 && best.depot < 0) {
        left.push(stop);
        continue;
      }
      if (best.tour < 0) now.push(keptTour(problem, best.depot, [best.node]));
      else {
        const { depot, nodes } = now[best.tour];
        now[best.tour] = keptTour(problem, depot, [...nodes.slice(0, best.at), best.node, ...nodes.slice(best.at)]);
      }
    }
    return { tours: now, unserved: left };
  }

  /** The place where a stop costs least, now and then looking away; `tour` −1: a tour of its own from `depot`. */
  private cheapest(tours: readonly Tour[], stop: number, maxTours: number, blinkRatio: number) {
    const { nodesOf, nodes: count, driveS, serviceS, opensS, closesS, demand, capacity, shiftS } = this.problem;
    const best = { costS: Number.POSITIVE_INFINITY, tour: -1, at: 0, node: -1, depot: -1 };
    const opens = opensS[stop];
    const closes = closesS[stop];
    for (let t = 0; t < tours.length; t++) {
      const { depot, nodes, startS, latestS, load } = tours[t];
      if (load + demand[stop] > capacity) continue;
      for (const node of nodesOf[stop]) {
        const ownS = serviceS[node];
        for (let at = 0; at <= nodes.length; at++) {
          const before = at === 0 ? depot : nodes[at - 1];
          const freeS = at === 0 ? 0 : startS[at - 1] + serviceS[before];
          if (freeS > closes) break;
          const toS = driveS[before * count + node];
          const beginS = Math.max(freeS + toS, opens);
          if (beginS > closes) continue;
          const after = at === nodes.length ? depot : nodes[at];
          const fromS = driveS[node * count + after];
          if (beginS + ownS + fromS > (at === nodes.length ? shiftS : latestS[at])) continue;
          const costS = toS + fromS - driveS[before * count + after];
          if (costS >= best.costS || (blinkRatio > 0 && this.random() < blinkRatio)) continue;
          best.costS = costS;
          best.tour = t;
          best.at = at;
          best.node = node;
        }
      }
    }
    if (tours.length < maxTours) this.ownTour(tours, stop, best);
    return best;
  }

  /** Offers a tour of its own from each depot that has a vehicle left. */
  private ownTour(
    tours: readonly Tour[],
    stop: number,
    best: { costS: number; tour: number; node: number; depot: number },
  ): void {
    const { nodesOf, nodes: count, driveS, serviceS, opensS, closesS, demand, capacity, shiftS } = this.problem;
    if (demand[stop] > capacity) return;
    for (const depot of this.problem.depots) {
      if (this.problem.vehiclesEach <= tours.reduce((sum, one) => sum + (one.depot === depot ? 1 : 0), 0)) continue;
      for (const node of nodesOf[stop]) {
        const beginS = Math.max(driveS[depot * count + node], opensS[stop]);
        const homeS = driveS[node * count + depot];
        const costS = driveS[depot * count + node] + homeS;
        if (beginS > closesS[stop] || beginS + serviceS[node] + homeS > shiftS || costS >= best.costS) continue;
        best.costS = costS;
        best.tour = -1;
        best.node = node;
        best.depot = depot;
      }
    }
  }
}

/** Stops by how near they are to each, itself first; of those as near the first. */
function nearStops({ nodesOf, nodes, driveS }: RoutingProblem): Int32Array[] {
  const apart = (a: readonly number[], b: readonly number[]): number => {
    let least = Number.POSITIVE_INFINITY;
    for (const i of a) for (const j of b) least = Math.min(least, driveS[i * nodes + j], driveS[j * nodes + i]);
    return least;
  };
  return nodesOf.map((own, stop) => {
    const far = nodesOf.map((other, at) => (at === stop ? -1 : apart(own, other)));
    const order = Int32Array.from(nodesOf.keys()).sort((a, b) => far[a] - far[b] || a - b);
    return order.slice(0, MAX_NEAR);
  });
}

/** Whether a plan serves more stops than another, or as many in less driving time. */
export const isBetter = (plan: Plan, other: Plan): boolean =>
  plan.unserved.length < other.unserved.length ||
  (plan.unserved.length === other.unserved.length && planDriveS(plan) < planDriveS(other));
