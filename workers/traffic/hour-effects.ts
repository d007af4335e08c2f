import type { TrafficRequest } from '../../model/questions/traffic.ts';
import type { LateZone, LoadedRoad, RoadLevel, RoadLoad } from '../../model/tables/traffic.ts';
import { S_PER_H, S_PER_MIN } from '../../model/time.ts';
import { NO_WAY_MS } from '../shared/hierarchy.ts';
import type { Equilibrium } from './assignment/equilibrium.ts';
import type { HourTotals, LateBand } from './engine-types.ts';
import type { HourCase, RoadsThen } from './hour-case.ts';
import { junctionLevel, roadLevel } from './level-of-service.ts';
import { ENDS, SIGNAL_CYCLE_S } from './network/road-capacity.ts';
import { signalDelayS } from './signal-delay.ts';

/** People who are later by more than these minutes are counted. */
const LATE_MIN = [1, 2, 5, 10];
const SOONER_MIN = 1;
/** Roads with fewer cars an hour than this are as good as empty. */
const MIN_CARS_PER_H = 1;

/** Seconds of each pair's trips on average, over its paths; Infinity: it has no way. */
export function pairSeconds({ paths, cost, stranded }: Equilibrium): Float64Array {
  return Float64Array.from(stranded, (trips, pair) => {
    if (trips > 0) return Number.POSITIVE_INFINITY;
    let seconds = 0;
    let flow = 0;
    for (let path = paths.first[pair]; path >= 0; path = paths.next[path]) {
      seconds += paths.flow[path] * paths.sum(path, cost);
      flow += paths.flow[path];
    }
    return flow > 0 ? seconds / flow : 0;
  });
}

/** Sums up who is later, over the trips that find a way in both states. */
export function lateness(
  { demand: { table } }: HourCase,
  before: Float64Array,
  after: Float64Array,
  { peoplePerCar }: Pick<TrafficRequest, 'peoplePerCar'>,
): { trips: number; carHours: number; late: LateBand[]; sooner: number } {
  const late = LATE_MIN.map((overMin): LateBand => ({ overMin, people: 0 }));
  const sums = { trips: 0, carHours: 0, sooner: 0 };
  for (const [pair, trips] of table.trips.entries()) {
    if (!Number.isFinite(before[pair]) || !Number.isFinite(after[pair])) continue;
    const laterMin = (after[pair] - before[pair]) / S_PER_MIN;
    sums.trips += trips;
    sums.carHours += (trips * laterMin) / S_PER_MIN;
    for (const band of late) if (laterMin > band.overMin) band.people += trips * peoplePerCar;
    if (laterMin < -SOONER_MIN) sums.sooner += trips * peoplePerCar;
  }
  return { ...sums, late };
}

/** The figures of all trips in one state. */
export function totalsOf(
  { demand: { table } }: HourCase,
  found: Omit<Equilibrium, 'paths'>,
  loads: readonly (RoadLoad | null)[],
): HourTotals {
  const stranded = found.stranded.reduce((sum, one) => sum + one, 0);
  const driven = table.trips.reduce((sum, one) => sum + one, 0) - stranded;
  const levels: Record<RoadLevel, number> = { A: 0, B: 0, C: 0, D: 0, E: 0, F: 0 };
  for (const load of loads) if (load && load.carsPerH >= MIN_CARS_PER_H) levels[load.level]++;
  return {
    carHours: found.total / S_PER_H,
    meanMin: driven > 0 ? found.total / driven / S_PER_MIN : 0,
    stranded,
    levels,
    gapRatio: found.gap,
    rounds: found.rounds,
  };
}

/** The load of each segment; null: no car may go there. */
export function loadsOf(
  { graph }: HourCase,
  { travelMs, capacity: { capacity, end } }: RoadsThen,
  { flow, cost }: Pick<Equilibrium, 'flow' | 'cost'>,
  { greenRatio }: Pick<TrafficRequest, 'greenRatio'>,
): (RoadLoad | null)[] {
  return graph.network.segments.map((_, segment): RoadLoad | null => {
    const nodes = [2 * segment, 2 * segment + 1].filter((node) => travelMs[node] < NO_WAY_MS);
    if (nodes.length === 0) return null;
    const [fuller] = nodes.toSorted((a, b) => flow[b] / capacity[b] - flow[a] / capacity[a]);
    const ratio = flow[fuller] / capacity[fuller];
    const green = {
      cycleS: SIGNAL_CYCLE_S,
      greenS: SIGNAL_CYCLE_S * greenRatio,
      saturationPerH: capacity[fuller] / greenRatio,
    };
    return {
      carsPerH: nodes.reduce((sum, node) => sum + flow[node], 0),
      ratio,
      speedKmPerH: (3.6 * graph.lengthM[segment]) / cost[fuller],
      level:
        end[fuller] === ENDS.signal
          ? junctionLevel(signalDelayS(green, flow[fuller]), ratio, 'signal')
          : roadLevel(ratio),
    };
  });
}

/** Roads that anybody drives on before or after, and those that closed. */
export function roadsOf(
  { graph }: HourCase,
  before: readonly (RoadLoad | null)[],
  after: readonly (RoadLoad | null)[],
): LoadedRoad[] {
  return graph.network.segments.flatMap(({ id, name, class: kind, points }, segment): LoadedRoad[] => {
    const was = before[segment];
    const is = after[segment];
    const isUsed = Math.max(was?.carsPerH ?? 0, is?.carsPerH ?? 0) >= MIN_CARS_PER_H;
    return isUsed || (was !== null && is === null)
      ? [{ id, name, class: kind, line: points, before: was, after: is }]
      : [];
  });
}

/** Minutes before and after of those who set out from each zone; zones from which nobody drives are left out. */
export function lateZones({ zones, demand }: HourCase, before: Float64Array, after: Float64Array): LateZone[] {
  const sums = zones.map(() => ({ trips: 0, beforeS: 0, afterS: 0, stranded: 0 }));
  for (const [pair, trips] of demand.table.trips.entries()) {
    const sum = sums[demand.pairs.from[pair]];
    if (!sum) continue;
    if (Number.isFinite(before[pair]) && Number.isFinite(after[pair])) {
      sum.trips += trips;
      sum.beforeS += trips * before[pair];
      sum.afterS += trips * after[pair];
    } else if (Number.isFinite(before[pair])) sum.stranded += trips;
  }
  return zones.flatMap(({ name, atM, column, row, residents }, zone): LateZone[] => {
    const { trips, beforeS, afterS, stranded } = sums[zone];
    if (trips + stranded === 0) return [];
    const mean = (seconds: number) => (trips > 0 ? seconds / trips / S_PER_MIN : 0);
    return [{ name, atM, column, row, residents, trips, beforeMin: mean(beforeS), afterMin: mean(afterS), stranded }];
  });
}
