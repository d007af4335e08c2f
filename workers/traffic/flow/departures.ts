import { S_PER_H, S_PER_MIN } from '../../../model/time.ts';
import type { PathFlows } from '../assignment/path-flows.ts';
import { CHANCE, chanceOf } from '../micro/hash-chance.ts';

/** Describes one trip that is to be driven: which pair of places, when it begins, and the number of chance by which it chooses among routes. */
export interface Departure {
  pair: number;
  departS: number;
  choice: number;
}

/**
 * Draws the trips of the first minutes of the hour, in order of departure. Each is of chance that depends on its pair and number alone, so that the same
 * people set out at the same instants whatever happens on the roads.
 */
export function departures(tripsPerH: Float64Array, minutes: number, seed: number): Departure[] {
  const all: Departure[] = [];
  for (const [pair, perH] of tripsPerH.entries()) {
    const wanted = (perH * minutes * S_PER_MIN) / S_PER_H;
    const whole = Math.floor(wanted);
    const count = whole + Number(chanceOf(seed, pair, 0, CHANCE.arrival) < wanted - whole);
    for (let trip = 1; trip <= count; trip++)
      all.push({
        pair,
        departS: minutes * S_PER_MIN * chanceOf(seed, pair, trip, CHANCE.arrival),
        choice: chanceOf(seed, pair, trip, CHANCE.route),
      });
  }
  return all.sort((a, b) => a.departS - b.departS || a.pair - b.pair || a.choice - b.choice);
}

/** Returns the directed segments of the route that a trip takes, by the shares that the assignment gives to each; null: there is no way. */
export function routeOf(paths: PathFlows, { pair, choice }: Departure, segments: number): number[] | null {
  let whole = 0;
  for (let path = paths.first[pair]; path >= 0; path = paths.next[path]) whole += paths.flow[path];
  if (whole <= 0) return null;
  let left = choice * whole;
  for (let path = paths.first[pair]; path >= 0; path = paths.next[path]) {
    left -= paths.flow[path];
    if (left < 0 || paths.next[path] < 0) return segmentsOf(paths, path, segments);
  }
  return null;
}

/** Lists the links of a path that are directed segments; the others join places to junctions. */
function segmentsOf({ links, start, length }: PathFlows, path: number, segments: number): number[] {
  return Array.from(links.subarray(start[path], start[path] + length[path])).filter((link) => link < 2 * segments);
}
