import { endTimes, type WalkingNet, WalkingTimes } from '../shared/walking-times.ts';
import type { WayPlace } from '../shared/way-index.ts';

/** Whole seconds, rounded up, between each site and each demand on foot, site by site; Infinity: no way. Yields how much is done. */
export function* walkingTable(
  net: WalkingNet,
  sites: readonly WayPlace[],
  demands: readonly WayPlace[],
  direction: 'to' | 'from',
): Generator<number, Float32Array> {
  const rows = demands.length;
  const table = new Float32Array(sites.length * rows).fill(Number.POSITIVE_INFINITY);
  const ends = demands.map((place) => endTimes(net, place, direction));
  const junctions = Int32Array.from(ends.flatMap((both) => both.map(({ junction }) => junction)));
  const endMs = Float64Array.from(ends.flatMap((both) => both.map(({ ms }) => ms)));
  const onSegment = new Map<number, number[]>();
  for (const [row, { segment }] of demands.entries()) onSegment.set(segment, [...(onSegment.get(segment) ?? []), row]);
  for (const [site, place] of sites.entries()) {
    const times = new WalkingTimes(net, [place], direction);
    for (let row = 0; row < rows; row++) {
      const ms = Math.min(
        times.ms[junctions[2 * row]] + endMs[2 * row],
        times.ms[junctions[2 * row + 1]] + endMs[2 * row + 1],
      );
      table[site * rows + row] = Math.ceil(ms / 1000);
    }
    // Between two places on one segment there may be a shorter way, which no junction is on.
    for (const row of onSegment.get(place.segment) ?? []) {
      const reach = times.of(demands[row]);
      if (reach) table[site * rows + row] = Math.ceil(reach.ms / 1000);
    }
    yield (site + 1) / sites.length;
  }
  return table;
}
