import type { Point } from '../../model/geo/plane/point.ts';
import { TrafficRequest } from '../../model/questions/traffic.ts';
import { mayUse, VEHICLES } from '../../model/roads/vehicles.ts';
import { sha256 } from '../../model/sha256.ts';
import { type DataTable, parametersOf, tableOf } from '../../model/tables/data-table.ts';
import { faultCounts, ROAD_FAULT } from '../../model/tables/road-faults.ts';
import { COUNTED_ROAD, LATE_ZONE, LOADED_ROAD } from '../../model/tables/traffic.ts';
import { defineAnalysis, type OwnQuestions } from '../shared/analysis.ts';
import { countsOf } from '../shared/counts.ts';
import type { Pause } from '../shared/engine.ts';
import { type RoadShape, segmentsIn } from '../shared/segments-in.ts';
import { openWalkedCity, type WalkedCity } from '../shared/walked-city.ts';
import { WayIndex } from '../shared/way-index.ts';
import { type Equilibrium, solveEquilibrium } from './assignment/equilibrium.ts';
import { comparedCounts } from './compared-counts.ts';
import type { DemandTotals, EquilibriumEngineTypes, TrafficResult } from './engine-types.ts';
import { factsOf, faultsOf } from './facts.ts';
import { type HourCase, hourCase } from './hour-case.ts';
import { lateness, lateZones, loadsOf, pairSeconds, roadsOf, totalsOf } from './hour-effects.ts';
import { inferredOf } from './inferred.ts';

/** Parts of the whole that the trips and the first search take, for the bar of progress. */
const TRIPS_RATIO = 0.1;
const BEFORE_RATIO = 0.6;
/** A search that has not ended after so many rounds is stopped, and its gap is stated. */
const MAX_ROUNDS = 60;

/** Finds how the traffic of one hour spreads over a city's own roads, and who is late when roads close or open. */
export const engine = defineAnalysis({
  id: 'traffic',
  question: TrafficRequest,
  open: openWalkedCity,
  facts: factsOf,
  analyse,
  tables: tablesOf,
  figures: ({ request: _, roads, zones, counts, faults, hash: __, ...figures }) => ({
    ...figures,
    faults: faultCounts(faults),
    counts: counts && { ...counts, places: counts.places.length },
    roads: roads.length,
    zones: zones.length,
  }),
  more: (city): OwnQuestions<EquilibriumEngineTypes> => ({
    async lend(layers) {
      await city.lend(layers);
      return factsOf(city);
    },
    segmentsIn: async (points, kind) => drawnSegments(city, points, kind),
    roadFaults: async () => faultsOf(city),
  }),
});

/** Ids of the segments for cars that something drawn on the map meets. */
function drawnSegments({ network }: WalkedCity, points: readonly Point[], kind: RoadShape): string[] {
  const [car] = VEHICLES;
  const driven = network?.segments.filter((one) => mayUse(car, one.class, one.isPrivate)) ?? [];
  const index = new WayIndex(driven.map((one) => one.points));
  return segmentsIn(index, points, kind).map((i) => driven[i].id);
}

async function analyse(city: WalkedCity, request: TrafficRequest, pause: Pause): Promise<TrafficResult | null> {
  if (await pause(0)) return null;
  const of = await hourCase(city, request, (doneRatio) => pause(TRIPS_RATIO * doneRatio));
  if (!of) return null;
  const accuracy = { gap: request.gapRatio, maxRounds: MAX_ROUNDS };
  const { table } = of.demand;
  const firstSearch = solveEquilibrium(of.before.network, table, accuracy);
  const before = await searched(firstSearch, request, pause, [TRIPS_RATIO, BEFORE_RATIO]);
  if (!before) return null;
  const secondsBefore = pairSeconds(before);
  const secondSearch = solveEquilibrium(of.after.network, table, accuracy, before.paths);
  const after = await searched(secondSearch, request, pause, [BEFORE_RATIO, 1]);
  if (!after) return null;
  const content = contentOf(of, request, { before, after, secondsBefore });
  const { segments } = of.graph.network;
  const counts = comparedCounts(await countsOf(city.known, segments), request.hour, segments, before.flow);
  return {
    request,
    ...content,
    counts,
    faults: faultsOf(city),
    used: { population: (await city.population()).used },
    hash: sha256([new TextEncoder().encode(JSON.stringify(counts ? { ...content, counts } : content))]),
  };
}

/** Plays a search; how far it is goes by the decimal places that its gap has gained. Null: stopped. */
async function searched(
  search: Generator<number, Equilibrium>,
  { gapRatio }: TrafficRequest,
  pause: Pause,
  [from, to]: readonly [number, number],
): Promise<Equilibrium | null> {
  for (;;) {
    const next = search.next();
    if (next.done) return next.value;
    const done = next.value > 0 ? Math.log(next.value) / Math.log(gapRatio) : 1;
    if (await pause(from + (to - from) * Math.min(1, Math.max(0, done)))) return null;
  }
}

/** Both answers; the paths of the first went over to the second. */
interface BothStates {
  before: Omit<Equilibrium, 'paths'>;
  after: Equilibrium;
  secondsBefore: Float64Array;
}

function contentOf(of: HourCase, request: TrafficRequest, { before, after, secondsBefore }: BothStates) {
  const seconds = { before: secondsBefore, after: pairSeconds(after) };
  const loads = {
    before: loadsOf(of, of.before, before, request),
    after: loadsOf(of, of.after, after, request),
  };
  const totals = { before: totalsOf(of, before, loads.before), after: totalsOf(of, after, loads.after) };
  const { trips, carHours, late, sooner } = lateness(of, seconds.before, seconds.after, request);
  const uncertainCarHours =
    totals.before.carHours * totals.before.gapRatio + totals.after.carHours * totals.after.gapRatio;
  return {
    ...totals,
    laterMinPerTrip: trips > 0 ? (60 * carHours) / trips : 0,
    laterMinPerResident: (60 * carHours * request.peoplePerCar) / of.residents,
    laterCarHours: carHours,
    uncertainCarHours,
    late,
    sooner,
    demand: demandOf(of),
    inferred: inferredOf(of),
    closed: loads.before.filter((load, segment) => load !== null && loads.after[segment] === null).length,
    roads: roadsOf(of, loads.before, loads.after),
    zones: lateZones(of, seconds.before, seconds.after),
  };
}

function demandOf({ residents, residentsOff, jobs, jobsOff, zones, zoneM, edgeRoads, demand }: HourCase): DemandTotals {
  const { between, within, outside } = demand;
  return {
    residents,
    residentsOff,
    jobs,
    jobsOff,
    zones: zones.length,
    zoneM,
    edgeRoads,
    trips: between,
    within,
    outside,
  };
}

function tablesOf({ request, roads, zones, counts, faults, ...result }: TrafficResult): Record<string, DataTable> {
  const { before, after, demand, inferred, late } = result;
  const states = [['before', before] as const, ['after', after] as const];
  return {
    roads: tableOf(LOADED_ROAD, roads),
    zones: tableOf(LATE_ZONE, zones),
    ...(counts ? { counts: tableOf(COUNTED_ROAD, counts.places) } : {}),
    ...(faults.length > 0 ? { faults: tableOf(ROAD_FAULT, faults) } : {}),
    parameters: parametersOf([
      ['request', JSON.stringify(request)],
      ...states.flatMap(([when, { carHours, meanMin, stranded, gapRatio, rounds }]) => [
        [`car_hours_${when}`, carHours] as const,
        [`mean_min_${when}`, meanMin] as const,
        [`trips_without_way_${when}`, stranded] as const,
        [`gap_${when}`, gapRatio] as const,
        [`rounds_${when}`, rounds] as const,
      ]),
      ['later_car_hours', result.laterCarHours],
      ['uncertain_car_hours', result.uncertainCarHours],
      ['later_min_per_trip', result.laterMinPerTrip],
      ['later_min_per_resident', result.laterMinPerResident],
      ...late.map(({ overMin, people }) => [`people_later_by_${overMin}_min`, people] as const),
      ['people_sooner_by_1_min', result.sooner],
      ...Object.entries(demand).map(([name, value]): [string, number] => [`demand_${name}`, value]),
      ...Object.entries({ ...inferred, jobsLabel: inferred.jobsLabel?.en ?? null }).map(
        ([name, value]): [string, string | number | null] => [`inferred_${name}`, value],
      ),
      ['closed_segments', result.closed],
      ['counted_places', counts?.places.length ?? null],
      ['counted_geh_below_5', counts?.good ?? null],
      ['counted_per_h', counts?.countedPerH ?? null],
      ['computed_there_per_h', counts?.computedPerH ?? null],
      ['hash', result.hash],
    ]),
  };
}
