import type { SiteSelectionRequest } from '../../model/questions/site-selection.ts';
import { placesOn, type WalkedCity } from '../shared/walked-city.ts';
import { endTimes, MINUTE_IN_MS, type WalkingNet, WalkingTimes } from '../shared/walking-times.ts';
import type { WayPlace } from '../shared/way-index.ts';
import type { Travel } from './travel.ts';

/** Opens the ways on foot, by the slope of the ground. */
export function onFoot(city: WalkedCity, request: SiteSelectionRequest): Travel {
  const { direction, reachM } = request;
  const { net, closed } = city.openNet(request);
  const placeOf = placesOn(net, reachM);
  return {
    closed,
    placeOf,
    isOpenAt: (junction) => net.leaving[junction].length > 0,
    table: (sites, demands) => walkingTable(net, sites, demands, direction),
    nearest(sites) {
      const times = new WalkingTimes(net, sites, direction);
      return (at) => {
        const place = placeOf(at);
        const reach = place && times.of(place);
        return reach && { minutes: reach.ms / MINUTE_IN_MS, facility: reach.facility };
      };
    },
  };
}

/** Whole seconds, rounded up, between each site and each demand on foot, site by site; Infinity: no way. Yields how much is done. */
function* walkingTable(
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
