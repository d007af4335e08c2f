import type { TrafficFlowRequest } from '../../../model/questions/traffic-flow.ts';
import { S_PER_H, S_PER_MIN } from '../../../model/time.ts';
import { NO_WAY_MS } from '../../shared/hierarchy.ts';
import type { DelayNetwork } from '../assignment/delay-network.ts';
import { type QueueEquilibrium, type SeekingTrip, solveQueues } from '../dynamic/queue-equilibrium.ts';
import { findTurn } from '../dynamic/queue-network.ts';
import { StreetQueues } from '../dynamic/street-queues.ts';
import type { RoadEnds } from '../dynamic/timed-ways.ts';
import type { HourCase, RoadsThen } from '../hour-case.ts';
import { type JoinedJunctions, reachedFrom, turnsAcross } from '../network/joined-junctions.ts';
import type { StreetLink } from '../street/street-links.ts';
import type { StreetRules } from '../street/street-network.ts';
import type { Departure } from './departures.ts';

/** Rounds of a search, and the part of all time that trips may still save when it ends. */
const MAX_ROUNDS = 10;
const GAP_RATIO = 0.01;
/** Queues are loaded for so long after the last trip has set out. */
const AFTER_S = 1800;

/** Holds the streets on which ways are sought: links of all directed segments that anybody may drive on, and which junctions are one. */
export interface Streets {
  of: HourCase;
  links: readonly StreetLink[];
  joined: JoinedJunctions;
}

/** Holds what a search in one state of the roads works on. */
interface SoughtWays {
  roads: RoadsThen;
  queues: StreetQueues;
  ends: (departure: Departure) => Pick<SeekingTrip, 'begin' | 'end' | 'sink'>;
}

/** Prepares a search in one state of the roads. */
export function soughtWays({ of, links, joined }: Streets, roads: RoadsThen, rules: StreetRules): SoughtWays {
  const { waitS } = roads.capacity;
  const turns = turnsAcross(of.graph, joined, roads.travelMs);
  return {
    roads,
    queues: new StreetQueues(turns, links, { ...rules, waitS: (node) => waitS[node], isWithin: joined.isWithin }),
    ends: endsOf(of, roads, joined),
  };
}

/** Finds the roads by which places are left and reached. */
function endsOf(
  { graph, demand: { table } }: HourCase,
  { network, travelMs }: RoadsThen,
  { isWithin }: JoinedJunctions,
): SoughtWays['ends'] {
  const next: number[][] = Array.from({ length: graph.nodes }, () => []);
  const last: number[][] = Array.from({ length: graph.nodes }, () => []);
  for (const [arc, from] of graph.from.entries()) {
    next[from].push(graph.to[arc]);
    last[graph.to[arc]].push(from);
  }
  const leaving = roadsBy(network, network.from, graph.nodes);
  const entering = roadsBy(network, network.to, graph.nodes);
  const origin = new Int32Array(table.trips.length);
  for (const [row, vertex] of table.origins.entries())
    origin.fill(vertex, table.firstPair[row], table.firstPair[row + 1]);
  const begins = new Map<number, RoadEnds>();
  const ends = new Map<number, RoadEnds>();
  const about = (roads: readonly number[] | undefined, by: readonly (readonly number[])[]) =>
    [...reachedFrom(roads ?? [], by, isWithin, travelMs)].filter((road) => travelMs[road] < NO_WAY_MS);
  for (let link = graph.nodes; link < network.from.length; link++) {
    join(begins, network.from[link], about(leaving.get(network.to[link]), next), network.free[link]);
    join(ends, network.to[link], about(entering.get(network.from[link]), last), network.free[link]);
  }
  const none: RoadEnds = { roads: [], seconds: [] };
  return ({ pair }) => ({
    begin: begins.get(origin[pair]) ?? none,
    end: ends.get(table.destination[pair]) ?? none,
    sink: table.destination[pair],
  });
}

function roadsBy({ free }: DelayNetwork, vertexOf: Int32Array, roads: number): Map<number, number[]> {
  const by = new Map<number, number[]>();
  for (let road = 0; road < roads; road++) {
    if (free[road] === Number.POSITIVE_INFINITY) continue;
    const own = by.get(vertexOf[road]);
    if (own) own.push(road);
    else by.set(vertexOf[road], [road]);
  }
  return by;
}

function join(all: Map<number, RoadEnds>, place: number, roads: readonly number[], seconds: number): void {
  if (roads.length === 0) return;
  const known = all.get(place) ?? { roads: [], seconds: [] };
  all.set(place, { roads: [...known.roads, ...roads], seconds: [...known.seconds, ...roads.map(() => seconds)] });
}

/** Searches the ways of all departures; a route that is closed is sought anew. */
export function seekWays(
  { roads, queues, ends }: SoughtWays,
  departures: readonly Departure[],
  routes: readonly (readonly number[] | null)[],
  { seed, minutes }: TrafficFlowRequest,
  firstRound: number,
): Generator<number, QueueEquilibrium> {
  return solveQueues({
    trips: departures.map((departure, i) => ({
      departS: departure.departS,
      ...ends(departure),
      roads: isOpen(queues, roads, routes[i]) ? routes[i] : null,
    })),
    layOut: (perH) => queues.network(roads.travelMs, perH),
    turns: queues,
    graph: roads.network,
    perTripH: S_PER_H / (minutes * S_PER_MIN),
    seed,
    endS: minutes * S_PER_MIN + AFTER_S,
    gap: GAP_RATIO,
    maxRounds: MAX_ROUNDS,
    firstRound,
  });
}

/** Returns whether all roads of a route and all turns between them are open. */
export function isOpen(queues: StreetQueues, { travelMs }: RoadsThen, route: readonly number[] | null): boolean {
  return (
    route?.every(
      (road, at) => travelMs[road] < NO_WAY_MS && (at === 0 || findTurn(queues, route[at - 1], road) >= 0),
    ) === true
  );
}
