import type { TrafficRequest } from '../../../model/questions/traffic.ts';
import { S_PER_MIN } from '../../../model/time.ts';
import type { Pause } from '../../shared/engine.ts';
import type { DelayNetwork, TripTable } from '../assignment/delay-network.ts';
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

/** Places between two looks at whether anybody asked to stop. */
const ROWS_AT_ONCE = 20;

/** Distributes trips over pairs of places by how many minutes an empty network takes between them, both sides balanced. Null: stopped. */
export async function tripDemand(
  network: DelayNetwork,
  ends: readonly DemandEnd[],
  { decayPerMin }: Pick<TrafficRequest, 'decayPerMin'>,
  pause: Pause,
): Promise<TripDemand | null> {
  const minutes = await minutesBetween(network, ends, pause);
  if (!minutes) return null;
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
  return pairedTrips(trips, ends);
}

/** Lists the trips of a table pair by pair, without those that stay where they are. */
function pairedTrips(trips: Float64Array, ends: readonly DemandEnd[]): TripDemand {
  const count = ends.length;
  const isTrip = (pair: number) => trips[pair] > 0 && Math.floor(pair / count) !== pair % count;
  let size = 0;
  for (let pair = 0; pair < trips.length; pair++) if (isTrip(pair)) size++;
  const from = new Int32Array(size);
  const to = new Int32Array(size);
  const amounts = new Float64Array(size);
  const sums = { between: 0, within: 0, outside: 0 };
  const origins: number[] = [];
  const firstPair: number[] = [];
  let next = 0;
  for (let row = 0; row < count; row++) {
    const first = next;
    sums.within += trips[row * count + row];
    for (let column = 0; column < count; column++) {
      const pair = row * count + column;
      if (!isTrip(pair)) continue;
      from[next] = row;
      to[next] = column;
      amounts[next] = trips[pair];
      sums.between += trips[pair];
      if (ends[row].isEdge || ends[column].isEdge) sums.outside += trips[pair];
      next++;
    }
    if (next === first) continue;
    origins.push(ends[row].source);
    firstPair.push(first);
  }
  const table: TripTable = {
    origins: Int32Array.from(origins),
    firstPair: Int32Array.from([...firstPair, size]),
    destination: to.map((column) => ends[column].sink),
    trips: amounts,
  };
  return { ...sums, pairs: { from, to }, table };
}

/** Minutes between all places when nobody is on the road; within a zone half of those to the nearest other one. */
async function minutesBetween(
  network: DelayNetwork,
  ends: readonly DemandEnd[],
  pause: Pause,
): Promise<Float64Array | null> {
  const ways = new ShortestPaths(network);
  const count = ends.length;
  const minutes = new Float64Array(count * count);
  const sinks = Int32Array.from(ends, ({ sink }) => sink);
  for (let row = 0; row < count; row++) {
    if (row % ROWS_AT_ONCE === 0 && (await pause(row / count))) return null;
    ways.from(ends[row].source, network.free);
    let least = Number.POSITIVE_INFINITY;
    for (let column = 0; column < count; column++) {
      const one = ways.time[sinks[column]] / S_PER_MIN;
      minutes[row * count + column] = one;
      if (column !== row && !ends[column].isEdge) least = Math.min(least, one);
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
