import type { SiteSelectionRequest } from '../../model/questions/site-selection.ts';
import { NO_WAY_MS, type Terminal } from '../shared/hierarchy.ts';
import type { VehicleRouter } from '../shared/router.ts';
import { vehicleRoads } from '../shared/vehicle-roads.ts';
import type { WalkedCity } from '../shared/walked-city.ts';
import { MINUTE_IN_MS, offMs } from '../shared/walking-times.ts';
import type { WayPlace } from '../shared/way-index.ts';
import type { Travel } from './travel.ts';

/** Opens the ways by road for one vehicle: turns, one-way streets and closures count, water does not; between road and place one walks. */
export function byRoad({ network }: Pick<WalkedCity, 'network'>, request: SiteSelectionRequest): Travel {
  const { router, roads, closed } = vehicleRoads(network, request);
  const openJunctions = new Set(
    network?.segments.flatMap(({ from, to }, segment) => (roads.isOpen(segment) ? [from, to] : [])),
  );
  const isTo = request.direction === 'to';
  const placeOf = (at: readonly [number, number]) =>
    router.placeOf(at, (segment) => roads.isOpen(segment), request.reachM);
  return {
    closed,
    placeOf,
    isOpenAt: (junction) => openJunctions.has(junction),
    table: (sites, demands) => drivingTable(roads, sites, demands, isTo),
    nearest(sites) {
      const nearest = nearestOf(roads, sites, isTo);
      return (at) => {
        const place = placeOf(at);
        const reach = place && nearest(place);
        return reach && { minutes: reach.ms / MINUTE_IN_MS, facility: reach.facility };
      };
    },
  };
}

/** Asks for a site's times to every directed segment, or from it; a demand is joined to them by its terminals. */
const entriesOf = (roads: VehicleRouter, site: WayPlace, isTo: boolean): Int32Array =>
  isTo ? roads.exits(site) : roads.entries(site);
const terminalsOf = (roads: VehicleRouter, demand: WayPlace, isTo: boolean): Terminal[] =>
  isTo ? roads.starts(demand) : roads.ends(demand);
const alongMs = (roads: VehicleRouter, site: WayPlace, demand: WayPlace, isTo: boolean): number =>
  isTo ? roads.withinMs(demand, site) : roads.withinMs(site, demand);

function* drivingTable(
  roads: VehicleRouter,
  sites: readonly WayPlace[],
  demands: readonly WayPlace[],
  isTo: boolean,
): Generator<number, Float32Array> {
  const table = new Float32Array(sites.length * demands.length).fill(Number.POSITIVE_INFINITY);
  const terminals = demands.map((demand) => terminalsOf(roads, demand, isTo));
  const walkMs = Float64Array.from(demands, ({ offM }) => offMs(offM));
  for (const [site, place] of sites.entries()) {
    const entries = entriesOf(roads, place, isTo);
    const ownMs = offMs(place.offM);
    for (const [row, demand] of demands.entries()) {
      let bestMs = alongMs(roads, place, demand, isTo);
      for (const { node, ms } of terminals[row]) bestMs = Math.min(bestMs, entries[node] + ms);
      if (bestMs < NO_WAY_MS) table[site * demands.length + row] = Math.ceil((ownMs + bestMs + walkMs[row]) / 1000);
    }
    yield (site + 1) / sites.length;
  }
  return table;
}

/** Returns the times between any place and the nearest of several sites; of two that are as near the first is taken. */
function nearestOf(roads: VehicleRouter, sites: readonly WayPlace[], isTo: boolean) {
  const onSegment = new Map<number, number[]>();
  const times = sites.map((site) => entriesOf(roads, site, isTo));
  const bestMs = new Float64Array(times[0]?.length ?? 0).fill(NO_WAY_MS);
  const bestSite = new Int32Array(bestMs.length).fill(-1);
  for (const [site, { segment, offM }] of sites.entries()) {
    onSegment.set(segment, [...(onSegment.get(segment) ?? []), site]);
    const ownMs = offMs(offM);
    for (let node = 0; node < bestMs.length; node++) {
      if (times[site][node] >= NO_WAY_MS || ownMs + times[site][node] >= bestMs[node]) continue;
      bestMs[node] = ownMs + times[site][node];
      bestSite[node] = site;
    }
  }
  return (place: WayPlace): { ms: number; facility: number } | null => {
    let best = { ms: NO_WAY_MS, facility: -1 };
    const offer = (ms: number, facility: number) => {
      if (ms < best.ms || (ms === best.ms && facility < best.facility)) best = { ms, facility };
    };
    for (const { node, ms } of terminalsOf(roads, place, isTo)) offer(bestMs[node] + ms, bestSite[node]);
    for (const site of onSegment.get(place.segment) ?? [])
      offer(offMs(sites[site].offM) + alongMs(roads, sites[site], place, isTo), site);
    return best.ms < NO_WAY_MS ? { ms: best.ms + offMs(place.offM), facility: best.facility } : null;
  };
}
