import { CoveringMaster } from './covering-master.ts';
import type { LegalLegs } from './legal-legs.ts';
import { NO_WAY_S, type RoutingProblem, type Tour } from './routing-problem.ts';

/** States of one resource at most, and legs × states that one pricing may look at. */
const MAX_STATES = 480;
const MAX_PRICING = 60_000_000;
/** Time of tours as a share of the time of their work alone, a guess that only chooses what is counted. */
const WORK_SHARE = 1.5;
/** Stops at most: with more the linear programs take too long. */
const MAX_STOPS = 300;
/** Ways to a stop and back that leaving it out costs in the master problem. */
const LEFT_OUT_WAYS = 2;
/** Tours that one price takes in. */
const MAX_FOUND = 60;
/** Part of the best prices in those that are tried next. */
const SMOOTH_RATIO = 0.7;
/** Rounding of sums of prices is below this. */
const TINY = 1e-4;

/** What is counted along a tour, in states: time, load or stops. */
interface Resource {
  states: number;
  /** States that a leg takes, by leg; the state of a first stop; the least and the last state of each node, and the last that lets one go home. */
  step: Int32Array;
  begin: Int32Array[];
  least: Int32Array;
  last: Int32Array;
  home: Int32Array[];
}

/** A cheap tour under prices: what it drives, the same less the prices of its stops, and how often it is at each. */
interface PricedTour {
  driveS: number;
  cost: number;
  visits: Int32Array;
}

/** Bounds of how many tours a plan may have, and what the best plan known drives. */
interface RelaxationLimits {
  least: number;
  most: number;
  plan: readonly Tour[];
  /** Legs × states that may be looked at. */
  work: number;
}

/**
 * A bound by Lagrangean relaxation: that each stop is served once is priced, and what is left are tours of one vehicle that may come to a
 * stop again, but not back to it at once (Christofides, Mingozzi and Toth 1981). Prices come from column generation, smoothed towards the
 * best ones (Wentges 1997). No plan that serves all drives less than what is returned; 0: the work does not do for one price. Yields the
 * part of the work that is done.
 */
export function* relaxTours(
  problem: RoutingProblem,
  legs: LegalLegs,
  limits: RelaxationLimits,
): Generator<number, number> {
  const stops = problem.nodesOf.length;
  const resource = stops > MAX_STOPS ? null : resourceOf(problem, legs);
  if (!resource) return 0;
  const pricing = new Pricing(problem, legs, resource);
  const knownS = limits.plan.reduce((sum, { driveS }) => sum + driveS, 0);
  const master = new CoveringMaster(dearest(problem), limits.most);
  for (const { driveS, nodes } of limits.plan) {
    const served = nodes.map((node) => problem.stopOf[node]);
    master.add(
      driveS,
      served,
      served.map(() => 1),
    );
  }
  let best = 0;
  let center: Float64Array | null = null;
  let smooth = 0;
  for (let work = 0; work < limits.work && Math.ceil(best - TINY) < knownS; ) {
    const before = master.work;
    const duals = master.duals();
    const price = duals.slice(0, stops).map((one, stop) => smooth * (center?.[stop] ?? 0) + (1 - smooth) * one);
    const found = pricing.bound(price, limits);
    if (found.bound > best || !center) {
      best = Math.max(best, found.bound);
      center = price;
    }
    let added = 0;
    for (const tour of found.tours) if (isNewTour(master, tour, duals)) added++;
    if (added === 0 && smooth === 0) break;
    smooth = added === 0 || best === 0 ? 0 : SMOOTH_RATIO;
    work += pricing.work + master.work - before;
    yield Math.min(1, work / limits.work);
  }
  return Math.max(0, Math.ceil(best - TINY));
}

/** Leaving a stop out is priced above the way to it and back alone. */
const dearest = ({ nodesOf, nodes, driveS, depots }: RoutingProblem): number[] =>
  nodesOf.map((own) => {
    const ways = own.flatMap((node) => depots.map((at) => driveS[at * nodes + node] + driveS[node * nodes + at]));
    return 1 + LEFT_OUT_WAYS * Math.min(...ways);
  });

/** Takes in a tour that would better the master problem. */
function isNewTour(master: CoveringMaster, { driveS, visits }: PricedTour, duals: Float64Array): boolean {
  const rows = [...visits.keys()].filter((stop) => visits[stop] > 0);
  const times = rows.map((stop) => visits[stop]);
  const worth = rows.reduce((sum, stop) => sum + duals[stop] * visits[stop], duals[duals.length - 1]);
  return driveS - worth < -TINY && master.add(driveS, rows, times);
}

/** Load where it limits tours more than time does, otherwise time; where neither can be counted, the number of stops. */
function resourceOf(problem: RoutingProblem, legs: LegalLegs): Resource | null {
  const { demand, capacity, serviceS, shiftS } = problem;
  const states = Math.min(MAX_STATES, Math.floor(MAX_PRICING / Math.max(1, legs.to.length)));
  if (states < 2) return null;
  const sum = (list: ArrayLike<number>) => Array.from(list).reduce((total, one) => total + one, 0);
  const isLoaded = sum(demand) / capacity > (WORK_SHARE * sum(serviceS)) / shiftS;
  const byTime = isLoaded ? null : timeResource(problem, legs, states);
  return byTime ?? loadResource(problem, legs, states);
}

function timeResource(problem: RoutingProblem, { first, to, earliestS }: LegalLegs, states: number): Resource | null {
  const { nodes, driveS, stopOf, serviceS, closesS, depots, shiftS } = problem;
  const own = nodes - depots.length;
  const legS = new Int32Array(to.length);
  for (let i = 0; i < own; i++)
    for (let at = first[i]; at < first[i + 1]; at++) legS[at] = serviceS[i] + driveS[i * nodes + to[at]];
  const shortestS = legS.reduce((least, one) => Math.min(least, one), shiftS);
  const partS = Math.max(1, Math.ceil(shiftS / states));
  if (shortestS < partS) return null;
  const floor = (timeS: number) => Math.floor(timeS / partS);
  const each = (of: (node: number) => number) => Int32Array.from({ length: own }, (_, node) => of(node));
  return {
    states: floor(shiftS) + 1,
    step: legS.map(floor),
    begin: depots.map((at) => each((node) => Math.max(floor(earliestS[node]), floor(driveS[at * nodes + node])))),
    least: each((node) => floor(earliestS[node])),
    last: each((node) => floor(closesS[stopOf[node]])),
    home: depots.map((at) => each((node) => floor(shiftS) - floor(serviceS[node] + driveS[node * nodes + at]))),
  };
}

/** Load, or where none is counted each stop as one. */
function loadResource(problem: RoutingProblem, { to }: LegalLegs, states: number): Resource | null {
  const { nodes, stopOf, nodesOf, demand, depots, capacity } = problem;
  const own = nodes - depots.length;
  const isLoaded = capacity < Number.POSITIVE_INFINITY && demand.every((one) => one > 0);
  const part = isLoaded ? demand.reduce((least, one) => Math.min(least, one), capacity) : 1;
  const count = isLoaded ? Math.floor(capacity / part) + 1 : nodesOf.length + 1;
  if (count > states) return null;
  const taken = (node: number) => (isLoaded ? Math.floor(demand[stopOf[node]] / part) : 1);
  const each = (of: (node: number) => number) => Int32Array.from({ length: own }, (_, node) => of(node));
  return {
    states: count,
    step: Int32Array.from(to, taken),
    begin: depots.map(() => each(taken)),
    least: each(() => 0),
    last: each(() => count - 1),
    home: depots.map(() => each(() => count - 1)),
  };
}

/** Finds the cheapest tours of each depot under prices of the stops. */
class Pricing {
  /** Legs × states of one price. */
  readonly work: number;
  private readonly problem: RoutingProblem;
  private readonly legs: LegalLegs;
  private readonly resource: Resource;
  private readonly own: number;
  /** Two labels a state and node: the cheapest, and the cheapest that comes from another stop. */
  private readonly cost: Float64Array;
  private readonly from: Int32Array;
  private readonly fromStop: Int32Array;

  constructor(problem: RoutingProblem, legs: LegalLegs, resource: Resource) {
    this.problem = problem;
    this.legs = legs;
    this.resource = resource;
    this.own = problem.nodes - problem.depots.length;
    this.work = Math.max(1, legs.to.length * resource.states * problem.depots.length);
    this.cost = new Float64Array(2 * this.own * resource.states);
    this.from = new Int32Array(this.cost.length);
    this.fromStop = new Int32Array(this.cost.length);
  }

  /** What prices prove, with as many of the cheapest tours as may be and pay; and tours that are cheap under them. */
  bound(price: Float64Array, { least, most }: Pick<RelaxationLimits, 'least' | 'most'>) {
    const { depots, vehiclesEach } = this.problem;
    const found = depots.map((_, depot) => this.cheapest(price, depot));
    const tours = found.flat();
    let bound = price.reduce((sum, one) => sum + one, 0);
    let left = most;
    for (const cost of found.map(([first]) => first?.cost ?? 0).sort((a, b) => a - b)) {
      const needed = Math.max(0, least - (most - left));
      const count = Math.min(left, vehiclesEach, cost < 0 ? left : needed);
      bound += count * cost;
      left -= count;
    }
    return { bound, tours };
  }

  /** The cheapest tours of a depot, each over another last node, the cheapest first. */
  private cheapest(price: Float64Array, depot: number): PricedTour[] {
    const { problem, resource, own, cost } = this;
    const { nodes, stopOf, driveS, depots } = problem;
    const home = depots[depot];
    cost.fill(Number.POSITIVE_INFINITY);
    for (let node = 0; node < own; node++) {
      const outS = driveS[home * nodes + node];
      const state = resource.begin[depot][node];
      if (outS < NO_WAY_S && state <= resource.last[node] && state < resource.states)
        this.offer(state * own + node, outS - price[stopOf[node]], -1, -1);
    }
    const best = Array.from({ length: own }, () => ({ cost: Number.POSITIVE_INFINITY, label: -1 }));
    for (let state = 0; state < resource.states; state++)
      for (let node = 0; node < own; node++) {
        const label = 2 * (state * own + node);
        if (cost[label] === Number.POSITIVE_INFINITY) continue;
        const whole = cost[label] + driveS[node * nodes + home];
        if (state <= resource.home[depot][node] && whole < best[node].cost) best[node] = { cost: whole, label };
        this.extend(price, state, node);
      }
    const found = best.filter(({ label }) => label >= 0).sort((a, b) => a.cost - b.cost || a.label - b.label);
    return found.slice(0, MAX_FOUND).map((one) => this.tourOf(one, home));
  }

  private extend(price: Float64Array, state: number, node: number): void {
    const { problem, legs, resource, own, cost, fromStop } = this;
    const { nodes, stopOf, driveS } = problem;
    const label = 2 * (state * own + node);
    const through = stopOf[node];
    for (let leg = legs.first[node]; leg < legs.first[node + 1]; leg++) {
      const next = legs.to[leg];
      const reached = Math.max(state + resource.step[leg], resource.least[next]);
      if (reached > resource.last[next] || reached >= resource.states) continue;
      const used = fromStop[label] === stopOf[next] ? label + 1 : label;
      if (cost[used] === Number.POSITIVE_INFINITY) continue;
      this.offer(reached * own + next, cost[used] + driveS[node * nodes + next] - price[stopOf[next]], used, through);
    }
  }

  private offer(at: number, cost: number, from: number, stop: number): void {
    const first = 2 * at;
    if (cost < this.cost[first]) {
      if (this.fromStop[first] !== stop || this.cost[first] === Number.POSITIVE_INFINITY) this.copy(first, first + 1);
      this.set(first, cost, from, stop);
    } else if (stop !== this.fromStop[first] && cost < this.cost[first + 1]) this.set(first + 1, cost, from, stop);
  }

  private set(label: number, cost: number, from: number, stop: number): void {
    this.cost[label] = cost;
    this.from[label] = from;
    this.fromStop[label] = stop;
  }

  private copy(label: number, to: number): void {
    this.set(to, this.cost[label], this.from[label], this.fromStop[label]);
  }

  private tourOf({ cost, label }: { cost: number; label: number }, home: number): PricedTour {
    const { nodes, driveS: times, nodesOf, stopOf } = this.problem;
    const visits = new Int32Array(nodesOf.length);
    let driveS = 0;
    let after = home;
    for (let at = label; at >= 0; at = this.from[at]) {
      const node = (at >> 1) % this.own;
      visits[stopOf[node]]++;
      driveS += times[node * nodes + after];
      after = node;
    }
    return { driveS: driveS + times[home * nodes + after], cost, visits };
  }
}
