import { readinessOf } from '../../model/incidents/evaluation/readiness.ts';
import type { RoadState } from '../../model/roads/road-state.ts';
import { MS_PER_MIN } from '../../model/time.ts';
import type { DispatchSite } from './dispatch-site.ts';
import type { Coverage, WaitingUnit } from './engine-types.ts';
import { classAt, type ReachRaster, reachRaster } from './isochrone.ts';

/** Drives from each base of units over the roads as they are; null: the city states no residents, or has no roads. */
export async function coverageOf(
  site: DispatchSite,
  units: readonly WaitingUnit[],
  limitsMin: readonly number[],
  roads: RoadState,
): Promise<Coverage | null> {
  const houses = await site.residents();
  if (houses.length === 0 || !site.roads) return null;
  const limitsMs = limitsMin.map((limit) => limit * MS_PER_MIN);
  const bases = new Map(units.map((unit) => [`${unit.atM} ${unit.vehicle}`, unit]));
  const rasters = [...bases.values()].flatMap(({ atM, vehicle }): ReachRaster[] => {
    const ways = site.ways(vehicle, roads);
    const from = site.placeOf(atM, ways);
    return from ? [reachRaster(site.nearestRoads(), ways, from, limitsMs)] : [];
  });
  const demands = houses.map(({ at, residents }) => ({
    amount: residents,
    farness: rasters.map((raster) => limitsMin[classAt(raster, at)] ?? Number.POSITIVE_INFINITY),
  }));
  const free = [...rasters.keys()];
  return { limitsMin, shares: limitsMin.map((limit) => readinessOf(demands, free, limit)) };
}
