import type { TrafficRequest } from '../../../model/questions/traffic.ts';
import { S_PER_MIN } from '../../../model/time.ts';
import { type DelayNetwork, type TripTable, tripTableOf } from '../assignment/delay-network.ts';
import { ShortestPaths } from '../assignment/shortest-paths.ts';
import { balancedTrips } from './balanced-trips.ts';
import { decay } from './decay.ts';

/** A zone or an end of a road at the edge, with what begins and ends there an hour; `isEdge` trips between two edges are not made. */
export interface DemandEnd {
  source: number;
  sink: number;
  begins: number;
  ends: number;
  isEdge: boolean;
}

/** Trips of the hour by car. */
export interface TripDemand {
  table: TripTable;
  /** Places at which each pair begins and ends, by their numbers in the list of ends. */
  pairs: { from: Int32Array; to: Int32Array };
  /** Trips an hour between different places, and those that stay within their zone and load no road. */
  between: number;
  within: number;
  /** Trips that begin or end beyond the edge. */
  outside: number;
}

/** Distributes trips over pairs of places by how many minutes an empty network takes between them, both sides balanced. */
export function tripDemand(
  network: DelayNetwork,
  ends: readonly DemandEnd[],
  { decayPerMin }: Pick<TrafficRequest, 'decayPerMin'>,
): TripDemand {
  const minutes = minutesBetween(network, ends);
  const count = ends.length;
  const weights = minutes.map((one, pair) => {
    const from = ends[Math.floor(pair / count)];
    const to = ends[pair % count];
    const isOut = !Number.isFinite(one) || (from.isEdge && to.isEdge) || from.begins === 0 || to.ends === 0;
    return isOut ? 0 : decay(decayPerMin * one);
  });
  const begins = evened(
    ends.map((end) => end.begins),
    weights,
    (place, other) => place * count + other,
  );
  const arrives = evened(
    ends.map((end) => end.ends),
    weights,
    (place, other) => other * count + place,
  );
  const { trips } = balancedTrips(weights, begins, arrives);
  const list: { from: number; to: number; trips: number }[] = [];
  const sums = { between: 0, within: 0, outside: 0 };
  for (const [pair, one] of trips.entries()) {
    const from = Math.floor(pair / count);
    const to = pair % count;
    if (from === to) sums.within += one;
    else if (one > 0) {
      sums.between += one;
      list.push({ from, to, trips: one });
      if (ends[from].isEdge || ends[to].isEdge) sums.outside += one;
    }
  }
  return {
    ...sums,
    pairs: { from: Int32Array.from(list, ({ from }) => from), to: Int32Array.from(list, ({ to }) => to) },
    table: tripTableOf(
      list.map(({ from, to, trips: one }) => ({ origin: ends[from].source, destination: ends[to].sink, trips: one })),
    ),
  };
}

/** Minutes between all places when nobody is on the road; within a zone half of those to the nearest other one. */
function minutesBetween(network: DelayNetwork, ends: readonly DemandEnd[]): Float64Array {
  const ways = new ShortestPaths(network);
  const count = ends.length;
  const minutes = new Float64Array(count * count);
  for (const [row, { source }] of ends.entries()) {
    ways.from(source, network.free);
    let least = Number.POSITIVE_INFINITY;
    for (const [column, { sink, isEdge }] of ends.entries()) {
      const one = ways.time[sink] / S_PER_MIN;
      minutes[row * count + column] = one;
      if (column !== row && !isEdge) least = Math.min(least, one);
    }
    minutes[row * count + row] = least / 2;
  }
  return minutes;
}

/** Takes what begins at a place from which nothing can be reached from it, and gives it to the others, so that both sides of the table add up. */
function evened(
  amounts: readonly number[],
  weights: Float64Array,
  pairOf: (place: number, other: number) => number,
): Float64Array {
  const all = amounts.reduce((sum, one) => sum + one, 0);
  const held = Float64Array.from(amounts, (amount, place) =>
    amounts.some((_, other) => weights[pairOf(place, other)] > 0) ? amount : 0,
  );
  const left = held.reduce((sum, one) => sum + one, 0);
  return left === 0 ? held : held.map((amount) => (amount * all) / left);
}
