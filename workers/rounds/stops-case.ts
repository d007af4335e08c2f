import type { RoundsRequest } from '../../model/questions/rounds.ts';
import { MessageError } from '../../model/text/message.ts';
import { HOURS_PER_DAY, S_PER_H, S_PER_MIN } from '../../model/time.ts';
import type { VehicleRoads } from '../shared/vehicle-roads.ts';
import type { WalkedCity } from '../shared/walked-city.ts';
import { offMs } from '../shared/walking-times.ts';
import type { WayPlace } from '../shared/way-index.ts';
import { type DepotPlace, depotsOf, placeOn } from './depots.ts';
import { roundsMessage } from './messages.ts';
import { fleetOf, partServable, type RoundsCase, refusedStop, secondsOf } from './rounds-case.ts';
import { LOAD_PARTS, type RoutingProblem } from './routing-problem.ts';
import { type StopPlace, type StopsTask, stopPlaces } from './stop-places.ts';
import { subProblem } from './sub-problem.ts';

/** Stops at most: their table of times and the search grow with the square. */
const MAX_STOPS = 1000;

interface PlacedStop {
  place: StopPlace;
  way: WayPlace;
}

/** Finds stops and depots on the roads, and what keeps a stop from being served at all. */
export async function stopsCase(
  city: WalkedCity,
  on: VehicleRoads,
  request: RoundsRequest,
  task: StopsTask,
): Promise<RoundsCase> {
  const all = await stopPlaces(city.known, task);
  if (all.length > MAX_STOPS)
    throw new MessageError(roundsMessage('too-many-stops', { count: all.length, most: MAX_STOPS }));
  const depots = await depotsOf(city, on, request);
  const placed = all.map((place) => ({ place, way: placeOn(on, place.atM, request.reachM) }));
  const met = placed.flatMap(({ place, way }) => (way ? [{ place, way }] : []));
  const whole = problemOf(on, request, met, depots);
  const { kept, refused } = partServable(whole);
  const stops = kept.map((stop) => met[stop]);
  const { problem } = subProblem(whole, kept, []);
  const wayOf = (node: number) => (node < stops.length ? stops[node].way : depots[node - stops.length].way);
  const none = { lengthM: 0, line: [] };
  return {
    context: {
      problem,
      startH: request.startH,
      servedAt: (node) => stops[node].place,
      depotOf: (node) => depots[node - stops.length],
      legOf: (from, to) => on.roads.route(wayOf(from), wayOf(to)) ?? none,
      alongOf: () => none,
    },
    depots,
    servedOf: (stop) => stops[stop].place,
    refused: [
      ...placed.flatMap(({ place, way }) => (way ? [] : [refusedStop(place, 'way')])),
      ...refused.map(([stop, why]) => refusedStop(met[stop].place, why)),
    ],
    begins: [],
    knownBoundS: 0,
  };
}

/** Builds the table of times; the walk from the street to the place and back counts to the work there. */
function problemOf(
  { roads }: VehicleRoads,
  request: RoundsRequest,
  met: readonly PlacedStop[],
  depots: readonly DepotPlace[],
): RoutingProblem {
  const ways = [...met.map(({ way }) => way), ...depots.map(({ way }) => way)];
  const fleet = fleetOf(request);
  const windows = met.map(({ place }) => windowOf(place, request.startH, fleet.shiftS));
  return {
    ...fleet,
    nodes: ways.length,
    driveS: roads.table(ways, ways).map(secondsOf),
    nodesOf: met.map((_, stop) => [stop]),
    stopOf: Int32Array.from(ways, (_, node) => (node < met.length ? node : -1)),
    serviceS: Int32Array.from(ways, ({ offM }, node) =>
      node < met.length ? Math.ceil(met[node].place.serviceMin * S_PER_MIN + (2 * offMs(offM)) / 1000) : 0,
    ),
    opensS: Int32Array.from(windows, ([opens]) => opens),
    closesS: Int32Array.from(windows, ([, closes]) => closes),
    demand: Float64Array.from(met, ({ place }) => Math.round(LOAD_PARTS * place.demand)),
    depots: depots.map((_, at) => met.length + at),
  };
}

/** The first window of a stop that meets the shift, in seconds from its beginning; one that never does is over before it begins. */
function windowOf({ opensH, closesH }: StopPlace, startH: number, shiftS: number): [opensS: number, closesS: number] {
  const hoursOpen = closesH >= opensH ? closesH - opensH : closesH - opensH + HOURS_PER_DAY;
  for (let day = -1; day <= 2; day++) {
    const opensS = Math.ceil((opensH - startH + day * HOURS_PER_DAY) * S_PER_H);
    const closesS = Math.floor((opensH + hoursOpen - startH + day * HOURS_PER_DAY) * S_PER_H);
    if (closesS >= 0 && opensS <= shiftS) return [Math.max(0, opensS), Math.min(shiftS, closesS)];
  }
  return [0, -1];
}
