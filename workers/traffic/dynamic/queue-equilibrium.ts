import type { DelayNetwork } from '../assignment/delay-network.ts';
import { CHANCE, chanceOf } from '../micro/hash-chance.ts';
import { loadQueues } from './queue-loading.ts';
import { type QueueNetwork, turnOf } from './queue-network.ts';
import { roadTimesOf } from './road-times.ts';
import { type RoadEnds, TimedWays, WayBounds } from './timed-ways.ts';

/** Describes a trip that looks for its way: where and when it begins, where it ends, and the roads that it takes to begin with. */
export interface SeekingTrip {
  departS: number;
  begin: RoadEnds;
  end: RoadEnds;
  /** Vertex of the place at its end. */
  sink: number;
  /** Null: no way is known yet. */
  roads: readonly number[] | null;
}

/** Says what ways are sought on, and when the search ends. */
interface SeekingCase {
  trips: readonly SeekingTrip[];
  /** Lays the queues out for so many an hour on each turn. */
  layOut: (perH: Float64Array) => QueueNetwork;
  /** Turns of the road graph, as those of the queues. */
  turns: Pick<QueueNetwork, 'turnFirst' | 'turnTo'>;
  graph: DelayNetwork;
  /** Trips an hour that each stands for. */
  perTripH: number;
  seed: number;
  endS: number;
  gap: number;
  maxRounds: number;
  /** Trips change in this part of them, a half in the first round, a third in the second, and so on, from this round on. */
  firstRound: number;
}

/** Holds the ways that were found. */
export interface QueueEquilibrium {
  /** Null: there is none. */
  routes: (readonly number[] | null)[];
  /** Part of all time that trips could still save by other ways, and how that went by round. */
  gap: number;
  gaps: number[];
  /** Mean seconds of a trip in the loading; who has not arrived counts until its end. */
  meanS: number[];
  unfinished: number[];
}

/** At least this part of the trips is looked at to measure the gap, and all where there are few. */
const MEASURED_RATIO = 0.2;
const ALL_MEASURED = 2000;
/** Nobody changes his way for less. */
const WORTH_RATIO = 0.01;
const WORTH_S = 2;
/** A trip that could save half of its time changes as soon as a round lets it; one that could save less has so much less chance. */
const EAGERNESS = 2;
/** Trips between two looks at whether anybody asked to stop. */
const TRIPS_AT_ONCE = 500;

/**
 * Searches ways of which nobody finds a quicker one when queues grow and spill back as trips go (dynamic user equilibrium for fixed departures): each
 * round loads all trips on queues, takes the times by instant and turn from there, and lets a falling part of the trips change to the way that is quickest
 * by those (method of successive averages; Magnanti and Perakis 1997). Who may change in a round is a hash of trip and round, so that trips elsewhere
 * that change nothing change nobody. The ways of the round with the least gap are kept, of those in which everybody who has a way was on the road. Yields how much is done, 0 … 1.
 */
export function* solveQueues(of: SeekingCase): Generator<number, QueueEquilibrium> {
  const routes = of.trips.map(({ roads }) => roads);
  const bounds = new WayBounds(of.layOut(flowsOf(of, routes)), of.graph);
  const found: QueueEquilibrium = { routes: [], gap: Number.POSITIVE_INFINITY, gaps: [], meanS: [], unfinished: [] };
  for (let round = 0; round < of.maxRounds; round++) {
    const before = routes.slice();
    const gap = yield* seekRound(of, routes, round, bounds, found);
    found.gaps.push(gap);
    const isWhole = before.every((roads, trip) => roads !== null || routes[trip] === null);
    if (!isWhole) continue;
    if (gap < found.gap) {
      found.gap = gap;
      found.routes = before;
    }
    if (gap <= of.gap) break;
  }
  return found;
}

function* seekRound(
  of: SeekingCase,
  routes: (readonly number[] | null)[],
  round: number,
  bounds: WayBounds,
  found: QueueEquilibrium,
): Generator<number, number> {
  const { trips, seed, maxRounds } = of;
  const network = of.layOut(flowsOf(of, routes));
  const onRoad = trips.flatMap(({ departS }, i) => {
    const roads = routes[i];
    return roads ? [{ departS, roads }] : [];
  });
  const loading = loadQueues(network, onRoad, of.endS);
  note(found, onRoad, loading.arriveS, of.endS);
  yield round / maxRounds;
  const ways = new TimedWays(network, roadTimesOf(network, loading), bounds);
  const share = 1 / (of.firstRound + round + 2);
  const measured = trips.length <= ALL_MEASURED ? 1 : Math.max(share, MEASURED_RATIO);
  const sums = { own: 0, least: 0 };
  for (const [trip, { departS, begin, end, sink }] of trips.entries()) {
    if (trip % TRIPS_AT_ONCE === 0) yield (round + trip / trips.length) / maxRounds;
    const chance = chanceOf(seed, trip, of.firstRound + round, CHANCE.swap);
    const own = routes[trip];
    if (own && chance >= measured) continue;
    const best = ways.find(begin, end, sink, departS);
    if (!own || !best) {
      routes[trip] = best?.roads ?? null;
      continue;
    }
    const seconds = ways.secondsOf(own, begin, end, departS);
    sums.own += seconds;
    sums.least += Math.min(seconds, best.seconds);
    const gainRatio = (seconds - best.seconds) / seconds;
    const isWorth = seconds - best.seconds > WORTH_S && gainRatio > WORTH_RATIO;
    if (isWorth && chance < share * Math.min(1, EAGERNESS * gainRatio)) routes[trip] = best.roads;
  }
  return sums.own > 0 ? 1 - sums.least / sums.own : 0;
}

/** Returns the vehicles an hour that make each turn. */
function flowsOf({ turns, perTripH }: SeekingCase, routes: readonly (readonly number[] | null)[]): Float64Array {
  const perH = new Float64Array(turns.turnTo.length);
  for (const roads of routes)
    if (roads) for (let at = 1; at < roads.length; at++) perH[turnOf(turns, roads[at - 1], roads[at])] += perTripH;
  return perH;
}

function note(
  found: QueueEquilibrium,
  trips: readonly { departS: number }[],
  arriveS: Float64Array,
  endS: number,
): void {
  let sumS = 0;
  let unfinished = 0;
  for (const [trip, { departS }] of trips.entries()) {
    sumS += Math.min(arriveS[trip], endS) - departS;
    if (arriveS[trip] === Number.POSITIVE_INFINITY) unfinished++;
  }
  found.meanS.push(trips.length > 0 ? sumS / trips.length : 0);
  found.unfinished.push(unfinished);
}
