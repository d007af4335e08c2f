import type { DelayNetwork } from '../assignment/delay-network.ts';
import { ShortestPaths } from '../assignment/shortest-paths.ts';
import type { QueueNetwork } from './queue-network.ts';
import { turnOf } from './queue-network.ts';
import { type RoadTimes, secondsAt } from './road-times.ts';

/** Names roads by which a place is left or reached, with the seconds between the place and the junction there. */
export interface RoadEnds {
  roads: readonly number[];
  seconds: readonly number[];
}

/** Holds a way with the time that it takes; null in place of it: there is none. */
export interface TimedWay {
  roads: number[];
  seconds: number;
}

const NONE = -1;

/**
 * Finds the quickest ways for who sets out at an instant, when the time over a road depends on when one enters it and by which lanes one leaves it: A* over
 * the turns (Dreyfus 1969; Hart, Nilsson and Raphael 1968), bounded below by the least times of all instants. Exact, for nobody who
 * enters a road later leaves it earlier. Arrays are used again for each search.
 */
export class TimedWays {
  private readonly network: QueueNetwork;
  private readonly times: RoadTimes;
  private readonly vertexAfter: Int32Array;
  private readonly leastS: Float64Array;
  private readonly backwards: ShortestPaths;
  private readonly bounds = new Map<number, Float32Array>();
  private readonly enteredS: Float64Array;
  private readonly fromRoad: Int32Array;
  private readonly stamp: Int32Array;
  private readonly isDone: Int32Array;
  private readonly heapRoad: number[] = [];
  private readonly heapS: number[] = [];
  private round = 0;

  constructor(network: QueueNetwork, times: RoadTimes, graph: DelayNetwork) {
    const roads = network.freeS.length;
    this.network = network;
    this.times = times;
    this.vertexAfter = graph.to;
    this.leastS = leastTimes(network, times, graph);
    this.backwards = new ShortestPaths({ vertices: graph.vertices, from: graph.to, to: graph.from });
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
    const bound = this.boundTo(sink, end);
    const { network, times, enteredS, fromRoad, stamp, isDone } = this;
    this.round++;
    this.heapRoad.length = 0;
    this.heapS.length = 0;
    for (const [i, road] of begin.roads.entries()) this.reach(road, NONE, departS + begin.seconds[i], bound);
    let bestS = Number.POSITIVE_INFINITY;
    let best = NONE;
    for (let road = this.pop(); road !== NONE && this.topS < bestS; road = this.pop()) {
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
    if (best === NONE) return null;
    const roads: number[] = [];
    for (let road = best; road !== NONE; road = fromRoad[road]) roads.push(road);
    roads.reverse();
    return { roads, seconds: bestS - departS };
  }

  /** Returns the least seconds from each vertex to a place; who arrives there waits in no queue of his last road. */
  private boundTo(sink: number, { roads }: RoadEnds): Float32Array {
    const known = this.bounds.get(sink);
    if (known) return known;
    this.backwards.from(sink, this.leastS);
    const waitS = roads.reduce((most, road) => Math.max(most, this.leastS[road] - this.network.freeS[road]), 0);
    // A bound must not be more than the time: it is rounded down to single precision.
    const bound = Float32Array.from(this.backwards.time, (seconds) => Math.max(0, seconds - waitS) * (1 - 1e-6));
    this.bounds.set(sink, bound);
    return bound;
  }

  private reach(road: number, from: number, timeS: number, bound: Float32Array): void {
    const rest = this.leastS[road] + bound[this.vertexAfter[road]];
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
    if (heapS.length === 0) return NONE;
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

/** Returns the least time over each road by any of its turns at any instant; links between places and junctions keep their own. */
function leastTimes(
  { freeS, turnFirst }: QueueNetwork,
  { seconds, bins }: RoadTimes,
  { free }: DelayNetwork,
): Float64Array {
  const least = free.slice();
  for (let road = 0; road < freeS.length; road++) {
    least[road] = turnFirst[road] < turnFirst[road + 1] ? Number.POSITIVE_INFINITY : freeS[road];
    for (let turn = turnFirst[road]; turn < turnFirst[road + 1]; turn++) {
      const from = turn * bins;
      for (let at = from; at < from + bins; at++) if (seconds[at] < least[road]) least[road] = seconds[at];
    }
    if (freeS[road] === Number.POSITIVE_INFINITY) least[road] = freeS[road];
  }
  return least;
}
