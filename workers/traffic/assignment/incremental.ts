import { type DelayNetwork, type TripTable, timeOn } from './delay-network.ts';
import { ORIGINS_AT_ONCE } from './equilibrium.ts';
import { ShortestPaths } from './shortest-paths.ts';

/** Holds an assignment that nobody has improved yet. */
export interface Incremental {
  flow: Float64Array;
  /** Time of all trips under the flows at the end. */
  total: number;
  /** Trips without a way. */
  stranded: number;
}

/**
 * Loads origin after origin on the shortest ways under the times that those before leave (incremental assignment). It keeps no paths, so that it is a
 * third of the work of a search for an equilibrium, and near to one where roads are not full. Yields how much is done.
 */
export function* loadIncrementally(network: DelayNetwork, trips: TripTable): Generator<number, Incremental> {
  const ways = new ShortestPaths(network);
  const flow = new Float64Array(network.from.length);
  const cost = network.free.slice();
  let stranded = 0;
  for (const [row, origin] of trips.origins.entries()) {
    if (row % ORIGINS_AT_ONCE === 0) yield row / trips.origins.length;
    ways.from(origin, cost);
    for (let pair = trips.firstPair[row]; pair < trips.firstPair[row + 1]; pair++) {
      const end = trips.destination[pair];
      if (ways.time[end] === Number.POSITIVE_INFINITY) stranded += trips.trips[pair];
      else
        for (let link = ways.byLink[end]; link >= 0; link = ways.byLink[network.from[link]])
          flow[link] += trips.trips[pair];
    }
    for (let link = 0; link < flow.length; link++)
      if (network.slope[link] > 0) cost[link] = timeOn(network, link, flow[link]);
  }
  let total = 0;
  for (let link = 0; link < flow.length; link++) if (flow[link] > 0) total += flow[link] * cost[link];
  return { flow, total, stranded };
}
