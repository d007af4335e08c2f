import type { RoundsRequest } from '../../model/questions/rounds.ts';
import type { UnservedStop } from '../../model/tables/rounds.ts';
import { MessageError } from '../../model/text/message.ts';
import { S_PER_H, S_PER_MIN } from '../../model/time.ts';
import { facilitiesOf } from '../shared/facilities.ts';
import { NO_WAY_MS } from '../shared/hierarchy.ts';
import type { VehicleRoads } from '../shared/vehicle-roads.ts';
import type { WalkedCity } from '../shared/walked-city.ts';
import { offMs } from '../shared/walking-times.ts';
import type { WayPlace } from '../shared/way-index.ts';
import { roundsMessage } from './messages.ts';
import { isDoable, NO_WAY_S, type RoutingProblem } from './routing-problem.ts';
import { type StopPlace, stopPlaces } from './stop-places.ts';

/** Stops and depots at most: their table of times and the search grow with the square. */
const MAX_STOPS = 1000;
const MAX_DEPOTS = 20;
/** Loads are counted in so many parts of their unit, so that their sums are exact. */
export const LOAD_PARTS = 1000;
const HOURS_PER_DAY = 24;

/** A depot on the roads. */
export interface DepotPlace {
  id: string;
  name: { zh: string; en: string };
  way: WayPlace;
}

/** A question about stops on the roads of a city. */
export interface StopsCase {
  problem: RoutingProblem;
  /** Place of each stop of the problem, and where it is on the roads. */
  places: readonly StopPlace[];
  ways: readonly WayPlace[];
  depots: readonly DepotPlace[];
  /** Stops that cannot be served whatever is chosen. */
  refused: UnservedStop[];
}

/** Finds stops and depots on the roads, and what keeps a stop from being served at all. */
export async function stopsCase(
  city: WalkedCity,
  on: VehicleRoads,
  request: RoundsRequest & { task: { by: 'stops' } },
): Promise<StopsCase> {
  const all = await stopPlaces(city.known, request.task);
  if (all.length > MAX_STOPS)
    throw new MessageError(roundsMessage('too-many-stops', { count: all.length, most: MAX_STOPS }));
  const depots = await depotsOf(city, on, request);
  const placed = all.map((place) => ({ place, way: placeOn(on, place.atM, request.reachM) }));
  const met = placed.flatMap(({ place, way }) => (way ? [{ place, way }] : []));
  const refused = placed.flatMap(({ place, way }) => (way ? [] : [refusedStop(place, 'way')]));
  const whole = problemOf(on, request, met, depots);
  const reasons = met.map((_, stop) => whyNot(whole, stop));
  for (const [stop, why] of reasons.entries()) if (why) refused.push(refusedStop(met[stop].place, why));
  const kept = met.filter((_, stop) => reasons[stop] === null);
  return {
    problem: kept.length === met.length ? whole : problemOf(on, request, kept, depots),
    places: kept.map(({ place }) => place),
    ways: kept.map(({ way }) => way),
    depots,
    refused,
  };
}

/** The depots that are on a street. @throws MessageError where none is. */
export async function depotsOf(
  city: WalkedCity,
  on: VehicleRoads,
  { depots, reachM }: Pick<RoundsRequest, 'depots' | 'reachM'>,
): Promise<DepotPlace[]> {
  const things = await facilitiesOf(city.known, depots);
  if (things.length > MAX_DEPOTS)
    throw new MessageError(roundsMessage('too-many-depots', { count: things.length, most: MAX_DEPOTS }));
  const found = things.flatMap(({ id, name, atM }) => {
    const way = placeOn(on, atM, reachM);
    return way ? [{ id, name, way }] : [];
  });
  if (found.length === 0) throw new MessageError(roundsMessage('no-depot', { reachM }));
  return found;
}

const placeOn = ({ router, roads }: VehicleRoads, at: readonly [number, number], reachM: number): WayPlace | null =>
  router.placeOf([at[0], at[1]], (segment) => roads.isOpen(segment), reachM);

/** A stop that is left out, with the reason. */
export const refusedStop = ({ id, name, atM }: StopPlace, why: UnservedStop['why']): UnservedStop => ({
  id,
  name,
  atM,
  why,
});

/** Whole seconds, rounded up. */
export const secondsOf = (ms: number): number => (ms >= NO_WAY_MS ? NO_WAY_S : Math.ceil(ms / 1000));

/** Builds the table of times; the walk from the street to the place and back counts to the work there. */
function problemOf(
  { roads }: VehicleRoads,
  request: RoundsRequest,
  met: readonly { place: StopPlace; way: WayPlace }[],
  depots: readonly DepotPlace[],
): RoutingProblem {
  const { vehicles, capacity, startH, shiftMin } = request;
  const ways = [...met.map(({ way }) => way), ...depots.map(({ way }) => way)];
  const shiftS = shiftMin * S_PER_MIN;
  const windows = met.map(({ place }) => windowOf(place, startH, shiftS));
  return {
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
    vehiclesEach: vehicles,
    capacity: capacity === 0 ? Number.POSITIVE_INFINITY : Math.round(LOAD_PARTS * capacity),
    shiftS,
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

/** Why a vehicle of its own could not serve a stop either; null: it could. */
function whyNot(problem: RoutingProblem, stop: number): UnservedStop['why'] | null {
  const { depots, nodes, driveS, nodesOf, opensS, closesS, demand, capacity } = problem;
  const ends = nodesOf[stop].flatMap((node) => depots.map((depot) => ({ node, depot })));
  if (ends.some(({ node, depot }) => isDoable(problem, depot, node))) return null;
  const joined = ends.filter(
    ({ node, depot }) => driveS[depot * nodes + node] < NO_WAY_S && driveS[node * nodes + depot] < NO_WAY_S,
  );
  if (joined.length === 0) return 'way';
  if (demand[stop] > capacity) return 'capacity';
  const isInTime = joined.some(
    ({ node, depot }) => Math.max(driveS[depot * nodes + node], opensS[stop]) <= closesS[stop],
  );
  return isInTime ? 'shift' : 'window';
}
