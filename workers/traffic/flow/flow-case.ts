import type { TrafficFlowRequest } from '../../../model/questions/traffic-flow.ts';
import { MessageError } from '../../../model/text/message.ts';
import { MS_PER_S, S_PER_H, S_PER_MIN } from '../../../model/time.ts';
import type { Pause } from '../../shared/analysis.ts';
import { NO_WAY_MS } from '../../shared/hierarchy.ts';
import type { WalkedCity } from '../../shared/walked-city.ts';
import { type Equilibrium, solveEquilibrium } from '../assignment/equilibrium.ts';
import type { PathFlows } from '../assignment/path-flows.ts';
import { type HourCase, hourCase, type RoadsThen } from '../hour-case.ts';
import { equilibriumMessage } from '../messages.ts';
import type { MicroInput } from '../micro/state.ts';
import { CITY_CAR } from '../micro/vehicle-class.ts';
import { ENDS } from '../network/road-capacity.ts';
import { streetLinks } from '../street/street-links.ts';
import { type StreetNetwork, streetNetwork, turnsOf } from '../street/street-network.ts';
import { type Departure, departures, routeOf } from './departures.ts';
import { keptArea, type StudyArea } from './study-area.ts';

/** Seconds of a step: longer ones cost capacity. */
const STEP_S = 0.5;
/** A signal is supposed where so many roads of these classes meet; a network that joins an expressway there has it on one level. */
const WIDE: readonly string[] = ['motorway', 'expressway', 'primary', 'secondary', 'tertiary'];
const MIN_WIDE_LEGS = 3;
/** Rounds of the search for routes: they share the trips out, and the vehicles find out what that is worth. */
const MAX_ROUNDS = 20;

/** Holds one state of the roads as it is driven. */
export interface FlowState {
  name: 'before' | 'after';
  street: StreetNetwork;
  input: MicroInput;
}

/** Holds everything that a run plays. */
export interface FlowCase {
  of: HourCase;
  /** Only the state before where nothing closes or opens. */
  states: readonly FlowState[];
  /** Null: the whole city is played. */
  area: StudyArea | null;
  /** Trips of the window of the whole city, those played, and those without any way afterwards. */
  trips: { all: number; played: number; stranded: number };
}

/** Makes what is played of a question: trips of an hour with their routes, and the streets that they use. Null: stopped. */
export async function flowCase(city: WalkedCity, request: TrafficFlowRequest, pause: Pause): Promise<FlowCase | null> {
  const of = await hourCase(city, request, (doneRatio) => pause(0.4 * doneRatio));
  if (!of) return null;
  const segments = of.graph.network.segments.length;
  const { table } = of.demand;
  const accuracy = { gap: request.gapRatio, maxRounds: MAX_ROUNDS };
  const all = departures(table.trips, request.minutes, request.seed);
  const before = await searched(solveEquilibrium(of.before.network, table, accuracy), pause, 0.4);
  if (!before) return null;
  const routes = routesOf(before.paths, all, segments);
  const isChanged = request.opened.length + request.roads.closed.length + request.roads.water.length > 0;
  const after =
    isChanged && (await searched(solveEquilibrium(of.after.network, table, accuracy, before.paths), pause, 0.7));
  if (after === null) return null;
  const detours = after ? routesOf(after.paths, all, segments) : null;
  return layOut(of, request, all, routes, detours);
}

const routesOf = (paths: PathFlows, all: readonly Departure[], segments: number): (number[] | null)[] =>
  all.map((departure) => routeOf(paths, departure, segments));

/** Plays a search to its end. Null: stopped. */
async function searched(
  search: Generator<number, Equilibrium>,
  pause: Pause,
  doneRatio: number,
): Promise<Equilibrium | null> {
  for (;;) {
    const next = search.next();
    if (next.done) return next.value;
    if (await pause(doneRatio)) return null;
  }
}

/** Holds a trip with the directed segments that it goes over in each state; null: there is no way any more. */
interface RoutedTrip {
  departS: number;
  before: readonly number[];
  after: readonly number[] | null;
}

function layOut(
  of: HourCase,
  request: TrafficFlowRequest,
  all: readonly Departure[],
  routes: readonly (number[] | null)[],
  detours: readonly (number[] | null)[] | null,
): FlowCase {
  const routed = all.flatMap(({ departS }, i): RoutedTrip[] => {
    const before = routes[i];
    return before && before.length > 0 ? [{ departS, before, after: detours ? detours[i] : before }] : [];
  });
  const { area, trips } = keptArea(of, request, routed);
  if (trips.length === 0) throw new MessageError(equilibriumMessage('no-trips', {}));
  const nodes = [...new Set(trips.flatMap(({ before, after }) => [...before, ...(after ?? [])]))].sort((a, b) => a - b);
  const linkOf = new Map(nodes.map((node, link) => [node, link]));
  const linked = (route: readonly number[]) => route.map((node) => linkOf.get(node) ?? 0);
  const isDriven = (segment: number) =>
    [of.before, of.after].some(({ travelMs }) =>
      [2 * segment, 2 * segment + 1].some((node) => travelMs[node] < NO_WAY_MS),
    );
  const links = streetLinks(of.graph.network, nodes, isDriven);
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
        closedLinks: nodes.flatMap((node, link) => (isShut(node) ? [link] : [])),
      },
    };
  };
  const first = state('before', of.before, before);
  return {
    of,
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
  const endOf = (node: number) => ((node & 1) === 0 ? segments[node >> 1].to : segments[node >> 1].from);
  return {
    freeS: (node: number) =>
      ([travelMs, of.before.travelMs, of.after.travelMs].find((ms) => ms[node] < NO_WAY_MS)?.[node] ?? NO_WAY_MS) /
      MS_PER_S,
    capacityPerH: (node: number) => capacity.capacity[node],
    hasSignal: (node: number) => capacity.end[node] === ENDS.signal || wideLegs[endOf(node)] >= MIN_WIDE_LEGS,
  };
}
