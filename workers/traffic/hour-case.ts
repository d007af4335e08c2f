import type { TrafficRequest } from '../../model/questions/traffic.ts';
import { VEHICLES } from '../../model/roads/vehicles.ts';
import { MessageError } from '../../model/text/message.ts';
import type { Pause } from '../shared/engine.ts';
import { NO_WAY_MS } from '../shared/hierarchy.ts';
import { CLOSED, conditionsOf, type RoadGraph, roadGraphOf, segmentNumbers, travelMs } from '../shared/road-graph.ts';
import { REACH_M } from '../shared/segments-in.ts';
import type { WalkedCity } from '../shared/walked-city.ts';
import { WayIndex, type WayPlace } from '../shared/way-index.ts';
import type { DelayNetwork } from './assignment/delay-network.ts';
import { type DemandEnd, type TripDemand, tripDemand } from './demand/trip-demand.ts';
import { type Workplaces, workplacesOf } from './demand/workplaces.ts';
import { type Counted, type NamedZone, type Zones, zonesOf } from './demand/zones.ts';
import type { Departure } from './flow/departures.ts';
import { equilibriumMessage } from './messages.ts';
import { edgeRoads } from './network/edge-roads.ts';
import { withOpened } from './network/opened-roads.ts';
import { type RoadCapacity, roadCapacity } from './network/road-capacity.ts';
import { TrafficGraph } from './network/traffic-graph.ts';

/** Roads on which no trip begins or ends. */
const NO_FRONTAGE: readonly string[] = ['motorway', 'expressway', 'link'];

/** One state of the roads. */
export interface RoadsThen {
  travelMs: Int32Array;
  capacity: RoadCapacity;
  network: DelayNetwork;
}

/** Everything that the two searches of one question need. */
export interface HourCase {
  graph: RoadGraph;
  before: RoadsThen;
  after: RoadsThen;
  /** Zones that have a road, in the order of the first places of the demand; edge roads follow. */
  zones: NamedZone[];
  zoneM: number;
  edgeRoads: number;
  demand: TripDemand;
  workplaces: Workplaces;
  residents: number;
  residentsOff: number;
  jobs: number;
  jobsOff: number;
  apart: number;
  /** Null: the trips of the hour are driven, and nobody is evacuated. */
  evacuation: EvacuationCase | null;
}

/** Tells who leaves an area. */
interface EvacuationCase {
  /** Residents whose home has a road in reach, and others. */
  residents: number;
  residentsOff: number;
  /** Roads that leave the area. */
  exits: number;
  departures: readonly Departure[];
}

/** Makes the hour of a question: roads before and after, zones and their trips. Null: stopped. @throws MessageError where the city lacks what it takes. */
export async function hourCase(city: WalkedCity, request: TrafficRequest, pause: Pause): Promise<HourCase | null> {
  if (!city.network) throw new MessageError(equilibriumMessage('no-roads', {}));
  const { homes } = await city.population();
  const residents = homes.flatMap(({ atM, residents: count }): Counted[] => (count > 0 ? [{ atM, count }] : []));
  if (residents.length === 0) throw new MessageError(equilibriumMessage('no-residents', {}));
  const workplaces = await workplacesOf(city.known, residents);
  const roads = openRoads(city, request);
  const zones = zonesOf(residents, workplaces.places, city.files.manifest.extentM, request.zoneM);
  const placed = placeZones(zones, roads);
  if (placed.zones.length < 2) throw new MessageError(equilibriumMessage('no-trips', {}));
  const sum = (list: readonly { residents: number; jobs: number }[], kind: 'residents' | 'jobs') =>
    list.reduce((total, one) => total + one[kind], 0);
  const gates = edgeRoads(roads.graph.network, (node) => roads.beforeMs[node] < NO_WAY_MS, roads.before.capacity);
  const ends = demandEnds(placed, gates, roads.traffic, request);
  const before = roads.traffic.network(roads.beforeMs, roads.before);
  const demand = await tripDemand(before, ends, request, pause);
  if (!demand) return null;
  if (demand.between === 0) throw new MessageError(equilibriumMessage('no-trips', {}));
  return {
    graph: roads.graph,
    before: { travelMs: roads.beforeMs, capacity: roads.before, network: before },
    after: {
      travelMs: roads.afterMs,
      capacity: roads.after,
      network: roads.traffic.network(roads.afterMs, roads.after),
    },
    zones: placed.zones,
    zoneM: zones.cellM,
    edgeRoads: gates.length,
    demand,
    workplaces,
    residents: sum(placed.zones, 'residents'),
    residentsOff: sum(zones.list, 'residents') - sum(placed.zones, 'residents'),
    jobs: sum(placed.zones, 'jobs'),
    jobsOff: sum(zones.list, 'jobs') - sum(placed.zones, 'jobs'),
    apart: roads.apart,
    evacuation: null,
  };
}

/** Roads before and after for cars. */
export interface OpenRoads {
  graph: RoadGraph;
  traffic: TrafficGraph;
  beforeMs: Int32Array;
  afterMs: Int32Array;
  before: RoadCapacity;
  after: RoadCapacity;
  isJoined: Uint8Array;
  /** Segments for cars that do not hang together with the rest. */
  apart: number;
}

export function openRoads({ network }: WalkedCity, { roads, opened, greenRatio }: TrafficRequest): OpenRoads {
  if (!network) throw new MessageError(equilibriumMessage('no-roads', {}));
  const [car] = VEHICLES;
  const isDriven = (ms: Int32Array, segment: number) => ms[2 * segment] < NO_WAY_MS || ms[2 * segment + 1] < NO_WAY_MS;
  const today = travelMs(roadGraphOf(network), car);
  const met = new Set(network.segments.flatMap(({ from, to }, i) => (isDriven(today, i) ? [from, to] : [])));
  const graph = roadGraphOf(withOpened(network, opened, (junction) => met.has(junction)));
  const { segments } = graph.network;
  const openMs = travelMs(graph, car);
  const missing = Uint8Array.from(segments, (_, i) => (i < network.segments.length ? 0 : CLOSED));
  const beforeMs = travelMs(graph, car, { closed: missing });
  const { unknown, ...conditions } = conditionsOf(graph, segmentNumbers(graph), roads);
  if (unknown.length > 0)
    throw new MessageError(equilibriumMessage('unknown-segment', { id: unknown[0], count: unknown.length }));
  const traffic = new TrafficGraph(graph, openMs);
  const isJoined = traffic.joined(beforeMs);
  const joined = (segment: number) => isJoined[2 * segment] === 1 || isJoined[2 * segment + 1] === 1;
  return {
    graph,
    traffic,
    beforeMs,
    afterMs: travelMs(graph, car, conditions),
    before: roadCapacity(graph.network, (segment) => isDriven(beforeMs, segment), greenRatio),
    after: roadCapacity(graph.network, (segment) => isDriven(openMs, segment), greenRatio),
    isJoined,
    apart: segments.filter((_, i) => isDriven(beforeMs, i) && !joined(i)).length,
  };
}

/** Finds the road of each zone; zones without one in reach are left out. */
export function placeZones(
  { list }: Zones,
  { graph, isJoined }: OpenRoads,
): { zones: NamedZone[]; places: WayPlace[] } {
  const { segments } = graph.network;
  const index = new WayIndex(segments.map(({ points }) => points));
  const isReached = (i: number) =>
    (isJoined[2 * i] === 1 || isJoined[2 * i + 1] === 1) && !NO_FRONTAGE.includes(segments[i].class);
  const isNamed = (i: number) => isReached(i) && segments[i].name.zh !== '';
  const zones: NamedZone[] = [];
  const places: WayPlace[] = [];
  for (const [number, zone] of list.entries()) {
    const place = index.placeOf(zone.atM, REACH_M, isReached);
    if (!place) continue;
    const named = index.placeOf(zone.atM, REACH_M, isNamed);
    const own = String(number + 1);
    zones.push({ ...zone, name: named ? segments[named.segment].name : { zh: own, en: own } });
    places.push(place);
  }
  return { zones, places };
}

/** Says how many trips begin and end where: homes and jobs by the hour, and the edge its part of both. */
function demandEnds(
  { zones, places }: ReturnType<typeof placeZones>,
  gates: ReturnType<typeof edgeRoads>,
  traffic: TrafficGraph,
  { tripsPerPerson, carRatio, peoplePerCar, hourRatio, outsideRatio, hour }: TrafficRequest,
): DemandEnd[] {
  const total = (list: readonly number[]) => list.reduce((sum, one) => sum + one, 0);
  const residents = total(zones.map((zone) => zone.residents));
  const jobs = total(zones.map((zone) => zone.jobs));
  const inPerH = total(gates.map((gate) => gate.inPerH));
  const outPerH = total(gates.map((gate) => gate.outPerH));
  const trips = (residents * tripsPerPerson * carRatio * hourRatio) / peoplePerCar;
  const comeIn = inPerH > 0 ? (trips * outsideRatio) / 2 : 0;
  const goOut = outPerH > 0 ? (trips * outsideRatio) / 2 : 0;
  const [start, end] = hour === 'morning' ? (['residents', 'jobs'] as const) : (['jobs', 'residents'] as const);
  const amount = { residents, jobs };
  return [
    ...zones.map(
      (zone, i): DemandEnd => ({
        ...traffic.addEnd({ place: places[i] }),
        begins: ((trips - comeIn) * zone[start]) / amount[start],
        ends: ((trips - goOut) * zone[end]) / amount[end],
        isEdge: false,
      }),
    ),
    ...gates.map(
      (gate): DemandEnd => ({
        ...traffic.addEnd({ junction: gate.junction }),
        begins: inPerH > 0 ? (comeIn * gate.inPerH) / inPerH : 0,
        ends: outPerH > 0 ? (goOut * gate.outPerH) / outPerH : 0,
        isEdge: true,
      }),
    ),
  ];
}
