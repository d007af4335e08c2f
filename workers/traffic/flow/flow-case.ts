import type { TrafficFlowRequest } from '../../../model/questions/traffic-flow.ts';
import { MessageError } from '../../../model/text/message.ts';
import { MS_PER_S, S_PER_H, S_PER_MIN } from '../../../model/time.ts';
import type { Pause } from '../../shared/engine.ts';
import { NO_WAY_MS } from '../../shared/hierarchy.ts';
import { solveEquilibrium } from '../assignment/equilibrium.ts';
import type { PathFlows } from '../assignment/path-flows.ts';
import type { QueueEquilibrium } from '../dynamic/queue-equilibrium.ts';
import type { HourCase, RoadsThen } from '../hour-case.ts';
import { equilibriumMessage } from '../messages.ts';
import type { MicroInput } from '../micro/state.ts';
import { CITY_CAR } from '../micro/vehicle-class.ts';
import { joinedJunctions } from '../network/joined-junctions.ts';
import { ENDS } from '../network/road-capacity.ts';
import { streetLinks } from '../street/street-links.ts';
import { type StreetNetwork, streetNetwork, turnsOf } from '../street/street-network.ts';
import { type Departure, departures, routeOf } from './departures.ts';
import { isOpen, type Streets, seekWays, soughtWays } from './sought-ways.ts';
import { keptArea, MAX_TRIPS, type StudyArea } from './study-area.ts';

/** Seconds of a step: longer ones cost capacity. */
const STEP_S = 0.5;
/** A signal is supposed where so many roads of these classes meet; a network that joins an expressway there has it on one level. */
const WIDE: readonly string[] = ['motorway', 'expressway', 'primary', 'secondary', 'tertiary'];
const MIN_WIDE_LEGS = 3;
/** Rounds of the search for routes: they share the trips out, and the vehicles find out what that is worth. */
const MAX_ROUNDS = 20;
/** Part of a case that the trips of the hour and their first routes take, for the bar of progress. */
export const HOUR_RATIO = 0.2;
/** A search that goes on from the routes before takes them for the work of so many rounds: trips that nothing hinders seldom change. */
const ROUNDS_BEFORE = 2;

/** Holds one state of the roads as it is driven. */
export interface FlowState {
  name: 'before' | 'after';
  street: StreetNetwork;
  input: MicroInput;
}

/** Tells how far a search for ways that know the queues has come: the part of all time that trips could still save, after each round. */
export type WaySearch = Pick<QueueEquilibrium, 'gap' | 'gaps'>;

/** Holds everything that a run plays. */
export interface FlowCase {
  of: HourCase;
  /** Only the state before where nothing closes or opens. */
  states: readonly FlowState[];
  /** How the routes of each state were sought; null: they are those of the static equilibrium. */
  search: { before: WaySearch; after: WaySearch } | null;
  /** Null: the whole city is played. */
  area: StudyArea | null;
  /** Trips of the window of the whole city, those played, and those without any way afterwards. */
  trips: { all: number; played: number; stranded: number };
  /** Departures of trips that drive on no road, and how many have no way even with all roads open. */
  atEdge: readonly number[];
  cutOff: number;
}

/** Makes what is played of an hour: its trips with their routes, and the streets that they use. Null: stopped. */
export async function flowCase(of: HourCase, request: TrafficFlowRequest, pause: Pause): Promise<FlowCase | null> {
  const { table } = of.demand;
  const accuracy = { gap: request.gapRatio, maxRounds: MAX_ROUNDS };
  const free = await searched(solveEquilibrium(of.before.network, table, accuracy), () => pause(HOUR_RATIO));
  if (!free) return null;
  const all = of.evacuation?.departures ?? departures(table.trips, request.minutes, request.seed);
  const streets = streetsOf(of);
  const routed = routedTrips(streets, all, free.paths);
  const { evacuation } = of;
  if (evacuation && routed.trips.length > MAX_TRIPS)
    throw new MessageError(equilibriumMessage('too-many-leave', { vehicles: routed.trips.length, most: MAX_TRIPS }));
  const found =
    (evacuation || request.areaM === 0) && routed.trips.length <= MAX_TRIPS
      ? await queuedWays(streets, request, routed, pause)
      : await staticWays(streets, request, routed, free.paths, pause);
  if (!found) return null;
  const laid = layOut(streets, evacuation ? { ...request, areaM: 0 } : request, routed.trips, found);
  return { ...laid, atEdge: routed.atEdge, cutOff: routed.cutOff };
}

/** Lays out all links that anybody may drive on in either state. */
function streetsOf(of: HourCase): Streets {
  const { graph } = of;
  const joined = joinedJunctions(graph, rulesOf(of, of.before).signalAt);
  const isOpenThen = (node: number) => [of.before, of.after].some(({ travelMs }) => travelMs[node] < NO_WAY_MS);
  const nodes = Array.from(of.before.travelMs.keys()).filter((node) => isOpenThen(node) && joined.isWithin[node] === 0);
  const links = streetLinks(
    graph.network,
    nodes,
    (segment) => isOpenThen(2 * segment) || isOpenThen(2 * segment + 1),
  ).map((link) => ({
    ...link,
    fromJunction: joined.junctionOf[link.fromJunction],
    toJunction: joined.junctionOf[link.toJunction],
  }));
  return { of, links, joined };
}

/** Holds trips with the routes that the static equilibrium gives them; those that begin and end at one junction drive on no road and are left out. */
interface RoutedTrips {
  trips: Departure[];
  routes: number[][];
  /** Departures of those who drive on no road, and how many have no way even with all roads open. */
  atEdge: number[];
  cutOff: number;
}

function routedTrips(streets: Streets, all: readonly Departure[], paths: PathFlows): RoutedTrips {
  const routed: RoutedTrips = { trips: [], routes: [], atEdge: [], cutOff: 0 };
  for (const trip of all) {
    const route = routeAcross(streets, paths, trip);
    if (!route) routed.cutOff++;
    else if (route.length === 0) routed.atEdge.push(trip.departS);
    if (!route || route.length === 0) continue;
    routed.trips.push(trip);
    routed.routes.push(route);
  }
  return routed;
}

/** Returns the route of a trip without the roads within junctions. */
function routeAcross({ of: { graph }, joined }: Streets, paths: PathFlows, trip: Departure): number[] | null {
  const route = routeOf(paths, trip, graph.network.segments.length);
  return route?.filter((node) => joined.isWithin[node] === 0) ?? null;
}

/** Holds the routes of all trips in each state, and how near to an equilibrium with queues they are; null: nobody sought that. */
interface FoundWays {
  before: readonly (readonly number[] | null)[];
  /** Null: nothing closes or opens. */
  after: readonly (readonly number[] | null)[] | null;
  search: { before: WaySearch; after: WaySearch } | null;
}

/** Returns whether anything closes, opens or stands under water. */
export const isChanged = ({ opened, roads }: TrafficFlowRequest): boolean =>
  opened.length + roads.closed.length + roads.water.length > 0;

/** Takes the routes of the static equilibria alone: what lies about a study area is not played, and its queues are not known. */
async function staticWays(
  streets: Streets,
  request: TrafficFlowRequest,
  { trips, routes }: RoutedTrips,
  paths: PathFlows,
  pause: Pause,
): Promise<FoundWays | null> {
  if (!isChanged(request)) return { before: routes, after: null, search: null };
  const { after, demand } = streets.of;
  const accuracy = { gap: request.gapRatio, maxRounds: MAX_ROUNDS };
  const search = solveEquilibrium(after.network, demand.table, accuracy, paths);
  const shut = await searched(search, () => pause((1 + HOUR_RATIO) / 2));
  return shut && { before: routes, after: trips.map((trip) => routeAcross(streets, shut.paths, trip)), search: null };
}

/** Seeks routes that know the queues of each state. Where nothing changes on a road that anybody takes, and none becomes quicker, all keep theirs. */
async function queuedWays(
  streets: Streets,
  request: TrafficFlowRequest,
  { trips, routes }: RoutedTrips,
  pause: Pause,
): Promise<FoundWays | null> {
  const { of } = streets;
  const half = isChanged(request) ? (1 - HOUR_RATIO) / 2 : 1 - HOUR_RATIO;
  const open = soughtWays(streets, of.before, rulesOf(of, of.before));
  const before = await searched(seekWays(open, trips, routes, request, 0), (done) => pause(HOUR_RATIO + half * done));
  if (!before) return null;
  if (!isChanged(request)) return { before: before.routes, after: null, search: { before, after: before } };
  const shut = soughtWays(streets, of.after, rulesOf(of, of.after));
  const was = of.before.travelMs;
  const is = of.after.travelMs;
  const isUnchanged = (route: readonly number[] | null) =>
    isOpen(shut.queues, of.after, route) && route?.every((node) => was[node] === is[node]);
  if (before.routes.every(isUnchanged) && is.every((ms, node) => ms >= was[node]))
    return { before: before.routes, after: before.routes, search: { before, after: before } };
  const after = await searched(seekWays(shut, trips, before.routes, request, ROUNDS_BEFORE), (done) =>
    pause(HOUR_RATIO + half * (1 + done)),
  );
  return after && { before: before.routes, after: after.routes, search: { before, after } };
}

/** Plays a search to its end. Null: stopped. */
export async function searched<Found>(
  search: Generator<number, Found>,
  pause: (done: number) => Promise<boolean>,
): Promise<Found | null> {
  for (;;) {
    const next = search.next();
    if (next.done) return next.value;
    if (await pause(next.value)) return null;
  }
}

/** Holds a trip with the directed segments that it goes over in each state; null: there is no way any more. */
interface RoutedTrip {
  departS: number;
  before: readonly number[];
  after: readonly number[] | null;
}

function layOut(
  { of, links: allLinks }: Streets,
  request: TrafficFlowRequest,
  all: readonly Departure[],
  { before: routes, after: detours, search }: FoundWays,
): Omit<FlowCase, 'atEdge' | 'cutOff'> {
  const routed = all.flatMap(({ departS }, i): RoutedTrip[] => {
    const before = routes[i];
    return before ? [{ departS, before, after: detours ? detours[i] : before }] : [];
  });
  const { area, trips } = keptArea(of, request, routed);
  if (trips.length === 0) throw new MessageError(equilibriumMessage('no-trips', {}));
  const used = new Set(trips.flatMap(({ before, after }) => [...before, ...(after ?? [])]));
  const links = allLinks.filter(({ node }) => used.has(node));
  const linkOf = new Map(links.map(({ node }, link) => [node, link]));
  const linked = (route: readonly number[]) => route.map((node) => linkOf.get(node) ?? 0);
  const before = trips.map((trip) => linked(trip.before));
  const after = trips.map((trip) => linked(trip.after ?? trip.before));
  const turns = turnsOf(links, [before, after], S_PER_H / (request.minutes * S_PER_MIN));
  const state = (name: FlowState['name'], roads: RoadsThen, own: readonly number[][]): FlowState => {
    const street = streetNetwork(links, turns, rulesOf(of, roads));
    const isShut = (node: number) => name === 'after' && roads.travelMs[node] >= NO_WAY_MS;
    return {
      name,
      street,
      input: {
        network: street.network,
        classes: [CITY_CAR],
        trips: own.map((route, i) => ({ departS: trips[i].departS, links: route, vehicleClass: 0 })),
        seed: request.seed,
        stepS: STEP_S,
        isImpatient: true,
        closedLinks: links.flatMap(({ node }, link) => (isShut(node) ? [link] : [])),
      },
    };
  };
  const first = state('before', of.before, before);
  return {
    of,
    search,
    states: detours ? [first, state('after', of.after, after)] : [first],
    area,
    trips: {
      all: routed.length,
      played: trips.length,
      stranded: trips.filter(({ after }) => after === null).length,
    },
  };
}

/** Returns the rules of one state; a road that is closed then keeps its free time, for nobody enters it. */
function rulesOf(of: HourCase, { travelMs, capacity }: RoadsThen) {
  const { segments, junctions } = of.graph.network;
  const wideLegs = new Uint8Array(junctions.length);
  for (const { class: kind, from, to } of segments) {
    if (!WIDE.includes(kind)) continue;
    wideLegs[from]++;
    wideLegs[to]++;
  }
  const isSignal = wideLegs.map((legs) => Number(legs >= MIN_WIDE_LEGS));
  const endOf = (node: number) => ((node & 1) === 0 ? segments[node >> 1].to : segments[node >> 1].from);
  for (const [node, end] of capacity.end.entries()) if (end === ENDS.signal) isSignal[endOf(node)] = 1;
  return {
    signalAt: (junction: number) => isSignal[junction] === 1,
    freeS: (node: number) =>
      ([travelMs, of.before.travelMs, of.after.travelMs].find((ms) => ms[node] < NO_WAY_MS)?.[node] ?? NO_WAY_MS) /
      MS_PER_S,
    capacityPerH: (node: number) => capacity.capacity[node],
    hasSignal: (node: number) => capacity.end[node] === ENDS.signal || wideLegs[endOf(node)] >= MIN_WIDE_LEGS,
  };
}
