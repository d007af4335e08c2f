import { isInRing } from '../../../model/geo/plane/ring.ts';
import type { Evacuation, TrafficFlowRequest } from '../../../model/questions/traffic-flow.ts';
import { MessageError } from '../../../model/text/message.ts';
import { MIN_PER_H, S_PER_MIN } from '../../../model/time.ts';
import { NO_WAY_MS } from '../../shared/hierarchy.ts';
import type { WalkedCity } from '../../shared/walked-city.ts';
import { type Counted, type NamedZone, zonesOf } from '../demand/zones.ts';
import { type HourCase, type OpenRoads, openRoads, placeZones } from '../hour-case.ts';
import { equilibriumMessage } from '../messages.ts';
import { CHANCE, chanceOf } from '../micro/hash-chance.ts';
import type { Departure } from './departures.ts';

/** Zones of an area are no wider, so that vehicles set out where their people live. */
const MAX_ZONE_M = 250;

/** Makes the trips of who leaves an area by car: from the homes within to the first junctions beyond its edge. @throws MessageError where nobody can. */
export async function evacuationCase(
  city: WalkedCity,
  request: TrafficFlowRequest,
  evacuation: Evacuation,
): Promise<HourCase> {
  if (!city.network) throw new MessageError(equilibriumMessage('no-roads', {}));
  const { homes } = await city.population();
  const { ringM } = evacuation;
  const isIn = (at: readonly [number, number]) => isInRing(ringM, at[0], at[1]);
  const inside = homes.flatMap(({ atM, residents }): Counted[] =>
    residents > 0 && isIn(atM) ? [{ atM, count: residents }] : [],
  );
  const roads = openRoads(city, request);
  const zones = zonesOf(inside, [], city.files.manifest.extentM, Math.min(request.zoneM, MAX_ZONE_M));
  const placed = placeZones(zones, roads);
  if (placed.zones.length === 0) throw new MessageError(equilibriumMessage('nobody-leaves', {}));
  const exits = exitsOf(roads, isIn);
  if (exits.count === 0) throw new MessageError(equilibriumMessage('no-exit', {}));
  const sink = roads.traffic.addSink(exits.junctions);
  const within = city.network.junctions.map(isIn);
  const sources = placed.places.map((place) => roads.traffic.addSource(place, (junction) => within[junction] === true));
  const departures = leaving(placed.zones, evacuation, request.seed);
  if (departures.length === 0) throw new MessageError(equilibriumMessage('nobody-leaves', {}));
  const hours = (evacuation.overMin + (evacuation.stages - 1) * evacuation.stageMin) / MIN_PER_H;
  const trips = new Float64Array(sources.length);
  for (const { pair } of departures) trips[pair] += 1 / hours;
  const residents = placed.zones.reduce((sum, zone) => sum + zone.residents, 0);
  const all = inside.reduce((sum, { count }) => sum + count, 0);
  return {
    graph: roads.graph,
    before: {
      travelMs: roads.beforeMs,
      capacity: roads.before,
      network: roads.traffic.network(roads.beforeMs, roads.before),
    },
    after: {
      travelMs: roads.afterMs,
      capacity: roads.after,
      network: roads.traffic.network(roads.afterMs, roads.after),
    },
    zones: placed.zones,
    zoneM: zones.cellM,
    edgeRoads: 0,
    demand: {
      table: {
        origins: Int32Array.from(sources),
        firstPair: Int32Array.from({ length: sources.length + 1 }, (_, row) => row),
        destination: new Int32Array(sources.length).fill(sink),
        trips,
      },
      pairs: { from: Int32Array.from(sources.keys()), to: new Int32Array(sources.length) },
      between: trips.reduce((sum, one) => sum + one, 0),
      within: 0,
      outside: 0,
    },
    workplaces: { places: [], from: 'residents', label: null },
    residents,
    residentsOff: all - residents,
    jobs: 0,
    jobsOff: 0,
    apart: roads.apart,
    evacuation: { residents, residentsOff: all - residents, exits: exits.count, departures },
  };
}

/** Finds the first junctions outside of the area, and how many roads lead to them from within. */
function exitsOf(
  { graph: { network }, beforeMs, afterMs }: OpenRoads,
  isIn: (at: readonly [number, number]) => boolean,
): { junctions: Set<number>; count: number } {
  const within = network.junctions.map(isIn);
  const junctions = new Set<number>();
  const roads = new Set<number>();
  for (let node = 0; node < beforeMs.length; node++) {
    if (beforeMs[node] >= NO_WAY_MS && afterMs[node] >= NO_WAY_MS) continue;
    const { from, to } = network.segments[node >> 1];
    const [start, end] = (node & 1) === 0 ? [from, to] : [to, from];
    if (!within[start] || within[end]) continue;
    junctions.add(end);
    roads.add(node >> 1);
  }
  return { junctions, count: roads.size };
}

/** Lists the vehicles of each zone in order of departure: each of chance that hangs on its zone and number alone. */
function leaving(
  zones: readonly NamedZone[],
  { ringM, carRatio, peoplePerCar, overMin, stages, stageMin }: Evacuation,
  seed: number,
): Departure[] {
  const east = ringM.reduce((sum, [x]) => sum + x, 0) / ringM.length;
  const north = ringM.reduce((sum, [, y]) => sum + y, 0) / ringM.length;
  const offM = zones.map(({ atM: [x, y] }) => Math.sqrt((x - east) * (x - east) + (y - north) * (y - north)));
  const farthestM = offM.reduce((most, one) => Math.max(most, one), 1);
  const all: Departure[] = [];
  for (const [pair, { residents }] of zones.entries()) {
    const wanted = (residents * carRatio) / peoplePerCar;
    const whole = Math.floor(wanted);
    const count = whole + Number(chanceOf(seed, pair, 0, CHANCE.arrival) < wanted - whole);
    const stage = Math.min(stages - 1, Math.floor((stages * offM[pair]) / farthestM));
    for (let trip = 1; trip <= count; trip++)
      all.push({
        pair,
        departS: S_PER_MIN * (stage * stageMin + overMin * middleChance(seed, pair, trip)),
        choice: chanceOf(seed, pair, trip, CHANCE.route),
      });
  }
  return all.sort((a, b) => a.departS - b.departS || a.pair - b.pair || a.choice - b.choice);
}

/** Returns the middle one of three chances: a part of 3u² − 2u³ is below u, an S-curve that needs neither sine nor root. */
function middleChance(seed: number, pair: number, trip: number): number {
  const [a, b, c] = [0, 1, 2].map((draw) => chanceOf(seed, pair, 3 * trip + draw, CHANCE.arrival));
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
