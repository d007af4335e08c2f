import type { DelayNetwork } from '../assignment/delay-network.ts';
import { ShortestPaths } from '../assignment/shortest-paths.ts';
import { ABSENT } from '../micro/state.ts';
import type { QueueNetwork } from './queue-network.ts';
import { turnOf } from './queue-network.ts';
import { type RoadTimes, secondsAt } from './road-times.ts';

/** Names roads by which a place is left or reached, with the seconds between the place and the junction there. */
export interface RoadEnds {
  roads: readonly number[];
  seconds: readonly number[];
}

/** Holds a way with the time that it takes; null in place of it: there is none. */
interface TimedWay {
  roads: number[];
  seconds: number;
}

/**
 * Finds the quickest ways for who sets out at an instant, when the time over a road depends on when one enters it and by which lanes one leaves it: A* over
 * the turns (Dreyfus 1969; Hart, Nilsson and Raphael 1968), bounded below by the times on empty roads. Exact, for nobody who
 * enters a road later leaves it earlier. Arrays are used again for each search.
 */
export class TimedWays {
  private readonly network: QueueNetwork;
  private readonly times: RoadTimes;
  private readonly bounds: WayBounds;
  private readonly enteredS: Float64Array;
  private readonly fromRoad: Int32Array;
  private readonly stamp: Int32Array;
  private readonly isDone: Int32Array;
  private readonly heapRoad: number[] = [];
  private readonly heapS: number[] = [];
  private round = 0;

  constructor(network: QueueNetwork, times: RoadTimes, bounds: WayBounds) {
    const roads = network.freeS.length;
    this.network = network;
    this.times = times;
    this.bounds = bounds;
    this.enteredS = new Float64Array(roads);
    this.fromRoad = new Int32Array(roads);
    this.stamp = new Int32Array(roads);
    this.isDone = new Int32Array(roads);
  }

  /** Returns the seconds that a route takes, those between places and junctions included. */
  secondsOf(route: readonly number[], begin: RoadEnds, end: RoadEnds, departS: number): number {
    const { network, times } = this;
    const last = route[route.length - 1];
    let timeS = departS + (begin.seconds[begin.roads.indexOf(route[0])] ?? 0);
    for (let at = 0; at + 1 < route.length; at++)
      timeS += secondsAt(times, turnOf(network, route[at], route[at + 1]), timeS);
    return timeS + network.freeS[last] + (end.seconds[end.roads.indexOf(last)] ?? 0) - departS;
  }

  /** Returns the quickest way between two places; null: there is none. */
  find(begin: RoadEnds, end: RoadEnds, sink: number, departS: number): TimedWay | null {
    const bound = this.bounds.to(sink);
    const { network, times, enteredS, fromRoad, stamp, isDone } = this;
    this.round++;
    this.heapRoad.length = 0;
    this.heapS.length = 0;
    for (const [i, road] of begin.roads.entries()) this.reach(road, ABSENT, departS + begin.seconds[i], bound);
    let bestS = Number.POSITIVE_INFINITY;
    let best = ABSENT;
    for (let road = this.pop(); road !== ABSENT && this.topS < bestS; road = this.pop()) {
      if (isDone[road] === this.round) continue;
      isDone[road] = this.round;
      const at = enteredS[road];
      const last = end.roads.indexOf(road);
      if (last >= 0 && at + network.freeS[road] + end.seconds[last] < bestS) {
        bestS = at + network.freeS[road] + end.seconds[last];
        best = road;
      }
      for (let turn = network.turnFirst[road]; turn < network.turnFirst[road + 1]; turn++) {
        const to = network.turnTo[turn];
        if (network.freeS[to] === Number.POSITIVE_INFINITY || isDone[to] === this.round) continue;
        const reachedS = at + secondsAt(times, turn, at);
        if (stamp[to] !== this.round || reachedS < enteredS[to]) this.reach(to, road, reachedS, bound);
      }
    }
    if (best === ABSENT) return null;
    const roads: number[] = [];
    for (let road = best; road !== ABSENT; road = fromRoad[road]) roads.push(road);
    roads.reverse();
    return { roads, seconds: bestS - departS };
  }

  private reach(road: number, from: number, timeS: number, bound: Float32Array): void {
    const rest = this.bounds.from(road, bound);
    if (rest === Number.POSITIVE_INFINITY) return;
    this.stamp[road] = this.round;
    this.enteredS[road] = timeS;
    this.fromRoad[road] = from;
    this.push(road, timeS + rest);
  }

  private topS = 0;

  private push(road: number, keyS: number): void {
    const { heapRoad, heapS } = this;
    let at = heapS.length;
    heapS.push(keyS);
    heapRoad.push(road);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heapS[parent] <= keyS) break;
      heapS[at] = heapS[parent];
      heapRoad[at] = heapRoad[parent];
      at = parent;
    }
    heapS[at] = keyS;
    heapRoad[at] = road;
  }

  private pop(): number {
    const { heapRoad, heapS } = this;
    if (heapS.length === 0) return ABSENT;
    const top = heapRoad[0];
    this.topS = heapS[0];
    const keyS = heapS.pop() ?? 0;
    const road = heapRoad.pop() ?? 0;
    const size = heapS.length;
    if (size === 0) return top;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && heapS[child + 1] < heapS[child]) child++;
      if (heapS[child] >= keyS) break;
      heapS[at] = heapS[child];
      heapRoad[at] = heapRoad[child];
      at = child;
    }
    heapS[at] = keyS;
    heapRoad[at] = road;
    return top;
  }
}

/** Bounds from below how long it takes to a place, by the times on empty roads without any wait: they hold in every round of a search. */
export class WayBounds {
  private readonly backwards: ShortestPaths;
  private readonly graph: DelayNetwork;
  private readonly leastS: Float64Array;
  private readonly known = new Map<number, Float32Array>();

  constructor({ freeS }: QueueNetwork, graph: DelayNetwork) {
    this.graph = graph;
    this.backwards = new ShortestPaths({ vertices: graph.vertices, from: graph.to, to: graph.from });
    this.leastS = graph.free.slice();
    this.leastS.set(freeS);
  }

  /** Returns the least seconds from the beginning of a road to a place. */
  from(road: number, to: Float32Array): number {
    return this.leastS[road] + to[this.graph.to[road]];
  }

  /** Returns the least seconds from each vertex to a place. */
  to(sink: number): Float32Array {
    const known = this.known.get(sink);
    if (known) return known;
    this.backwards.from(sink, this.leastS);
    // A bound must not be more than the time: it is rounded down to single precision.
    const bound = Float32Array.from(this.backwards.time, (seconds) => seconds * (1 - 1e-6));
    this.known.set(sink, bound);
    return bound;
  }
}
