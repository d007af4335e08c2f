import type { RoadGraph } from '../../shared/road-graph.ts';

/**
 * Holds directed roads with a queue for each lane at their end. Road n is the directed segment n of the road graph; its turns are the arcs
 * `turnFirst[n]` until before `turnFirst[n + 1]`.
 */
export interface QueueNetwork {
  /** Seconds over each road when nobody is on it; Infinity: it is closed. */
  readonly freeS: Float64Array;
  /** Vehicles that a road holds, and the seconds after which room that one leaves at its end is free at its beginning. */
  readonly room: Int32Array;
  readonly waveS: Float64Array;
  /** Seconds between two vehicles that enter a road. */
  readonly entryHeadwayS: Float64Array;
  readonly queues: number;
  readonly turnFirst: Int32Array;
  readonly turnTo: Int32Array;
  /** First and last of the queues that each turn is made from. */
  readonly turnQueue: Int32Array;
  readonly turnLastQueue: Int32Array;
  /** Seconds until the next vehicle may leave the queue after one that makes this turn. */
  readonly headwayS: Float64Array;
  /** Seconds that one waits on average before this turn where nobody else comes. */
  readonly waitS: Float64Array;
  /** Cycle of the signal, 0: none, and when its green begins and how long it is in effect. */
  readonly cycleS: Float64Array;
  readonly greenFromS: Float64Array;
  readonly greenForS: Float64Array;
}

type Turns = Pick<QueueNetwork, 'turnFirst' | 'turnTo'>;

/** Returns the turn by which a route goes from a road to the next; −1: there is none. */
export function findTurn({ turnFirst, turnTo }: Turns, from: number, to: number): number {
  for (let turn = turnFirst[from]; turn < turnFirst[from + 1]; turn++) if (turnTo[turn] === to) return turn;
  return -1;
}

/** Returns a turn that must be there. @throws Error where it is not. */
export function turnOf(turns: Turns, from: number, to: number): number {
  const turn = findTurn(turns, from, to);
  if (turn < 0) throw new Error(`expected a turn from directed segment ${from} to ${to}`);
  return turn;
}

/** Returns where the arcs of each node begin; arcs of a road graph stand in the order of the nodes that they leave. */
export function turnStarts({ nodes, from }: Pick<RoadGraph, 'nodes' | 'from'>): Int32Array {
  const first = new Int32Array(nodes + 1);
  for (const node of from) first[node + 1]++;
  for (let node = 0; node < nodes; node++) first[node + 1] += first[node];
  return first;
}
