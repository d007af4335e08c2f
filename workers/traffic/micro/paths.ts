import type { MicroNetwork } from './network.ts';

/** Describes a halt on the way, as of a bus: on which link of the path, in which lane, where its front stands and for how long. */
export interface StopInput {
  pathIndex: number;
  lane: number;
  positionM: number;
  durationS: number;
}

/** Describes one trip. */
export interface TripInput {
  departS: number;
  /** Links from the first to the last, by index. */
  links: readonly number[];
  /** Index among the run's vehicle classes. */
  vehicleClass: number;
  /** Speed on entering the network; as fast as is safe where it is not given. */
  departMps?: number;
  stops?: readonly StopInput[];
}

/**
 * Holds the paths that trips share. Trips of one path have no copy of their own: a vehicle knows only its place in `pathLink`. For each lane
 * of each link of a path stand the movement to take from it and how far one gets without another change of lane.
 */
export interface PathTable {
  /** First place of each path in `pathLink`, and one past the last. */
  readonly pathStart: Int32Array;
  readonly pathLink: Int32Array;
  /** First entry of each place in the two tables by lane. */
  readonly placeStart: Int32Array;
  readonly movementOf: Int32Array;
  readonly reachM: Float32Array;
  /** Path of each trip at its beginning; after each halt the next path, which has the halt no more. */
  readonly tripPath: Int32Array;
}

/** Holds a distinct path: its links, the halts that are still to come, and the groups of lanes that it may use. */
interface Path {
  links: readonly number[];
  stops: readonly StopInput[];
  permits: number;
}

/** A vehicle whose lane leads so far along its route needs no change of lane yet. */
const FAR_M = 1e6;

/** Nobody changes lanes on a shorter link where it can be done before. */
const WEAVE_M = 30;

/** Finds the distinct paths of trips and what each lane of them is good for. */
export function tabulatePaths(net: MicroNetwork, trips: readonly TripInput[], permitsOf: readonly number[]): PathTable {
  const index = new Map<string, number>();
  const kept: Path[] = [];
  const tripPath = Int32Array.from(trips, (trip) => {
    const permits = permitsOf[trip.vehicleClass];
    const { links, stops = [] } = trip;
    const halts = stops.map(({ pathIndex, lane, positionM }) => `${pathIndex}:${lane}:${positionM}`);
    const key = `${permits}|${links.join(' ')}|${halts.join(' ')}`;
    const known = index.get(key);
    if (known !== undefined) return known;
    const first = kept.length;
    index.set(key, first);
    for (let served = 0; served <= stops.length; served++) kept.push({ links, stops: stops.slice(served), permits });
    return first;
  });
  const pathStart = new Int32Array(kept.length + 1);
  for (const [path, { links }] of kept.entries()) pathStart[path + 1] = pathStart[path] + links.length;
  const pathLink = Int32Array.from(kept.flatMap(({ links }) => links));
  const placeStart = new Int32Array(pathLink.length + 1);
  for (let place = 0; place < pathLink.length; place++)
    placeStart[place + 1] = placeStart[place] + lanesOf(net, pathLink[place]);
  const entries = placeStart[pathLink.length];
  const table: PathTable = {
    pathStart,
    pathLink,
    placeStart,
    movementOf: new Int32Array(entries).fill(-1),
    reachM: new Float32Array(entries),
    tripPath,
  };
  for (const [path, of] of kept.entries()) fillPath(net, table, path, of);
  return table;
}

const lanesOf = (net: MicroNetwork, link: number): number => net.linkFirstLane[link + 1] - net.linkFirstLane[link];

/** Fills one path from its end: a lane is worth its own length and what the best lane that it leads to is worth. */
function fillPath(net: MicroNetwork, table: PathTable, path: number, { stops, permits }: Path): void {
  const { pathStart, pathLink, placeStart, movementOf, reachM } = table;
  const last = pathStart[path + 1] - 1;
  for (let place = last; place >= pathStart[path]; place--) {
    const isShort = place < last && net.input.links[pathLink[place + 1]].lengthM < WEAVE_M;
    const firstLane = net.linkFirstLane[pathLink[place]];
    const stop = stops.find(({ pathIndex }) => pathIndex === place - pathStart[path]);
    for (let lane = 0; lane < lanesOf(net, pathLink[place]); lane++) {
      const entry = placeStart[place] + lane;
      const isOpen = (net.lanePermits[firstLane + lane] & permits) !== 0;
      if (place === last) reachM[entry] = isOpen ? FAR_M : 0;
      else if (isOpen) chooseMovement(net, table, { place, lane, path });
      if (stop && stop.lane !== lane) {
        reachM[entry] = Math.min(reachM[entry], stop.positionM - 1);
        movementOf[entry] = -1;
      }
    }
    if (isShort) keepOffDeadEnds(net, table, place, last);
  }
}

/** Chooses among the ways from a lane to the next link that which gets farthest; equal ones go round by path, so that no lane is left empty. */
function chooseMovement(
  net: MicroNetwork,
  table: PathTable,
  { place, lane, path }: { place: number; lane: number; path: number },
): void {
  const { pathLink, placeStart, movementOf, reachM } = table;
  const from = net.linkFirstLane[pathLink[place]] + lane;
  const entry = placeStart[place] + lane;
  const nextFirstLane = net.linkFirstLane[pathLink[place + 1]];
  const candidates: { movement: number; reachM: number }[] = [];
  for (let at = net.laneMovementStart[from]; at < net.laneMovementStart[from + 1]; at++) {
    const movement = net.laneMovements[at];
    const to = endLaneOf(net, movement);
    if (net.laneLink[to] !== pathLink[place + 1]) continue;
    const reach = reachM[placeStart[place + 1] + to - nextFirstLane];
    if (reach > 0) candidates.push({ movement, reachM: reach });
  }
  const own = net.laneLengthM[from];
  if (candidates.length === 0) {
    reachM[entry] = own;
    return;
  }
  const best = Math.max(...candidates.map((candidate) => candidate.reachM));
  const equal = candidates.filter((candidate) => candidate.reachM === best);
  const chosen = equal[path % equal.length];
  movementOf[entry] = chosen.movement;
  reachM[entry] = Math.min(FAR_M, own + net.laneLengthM[net.linkLanes + chosen.movement] + best);
}

/**
 * Ends lanes whose best way leads onto a lane of a short link that does not go on, where another lane of the same link leads well: on so short a link two
 * vehicles that have to swap stand side by side and neither can fall back, so who has to change does it before.
 */
function keepOffDeadEnds(net: MicroNetwork, table: PathTable, place: number, last: number): void {
  const { pathLink, placeStart, movementOf, reachM } = table;
  const from = net.linkFirstLane[pathLink[place]];
  const nextFirst = net.linkFirstLane[pathLink[place + 1]];
  const leads = (entry: number) =>
    movementOf[entry] >= 0 &&
    (place + 1 === last || movementOf[placeStart[place + 1] + endLaneOf(net, movementOf[entry]) - nextFirst] >= 0);
  const entries = Array.from(
    { length: placeStart[place + 1] - placeStart[place] },
    (_, lane) => placeStart[place] + lane,
  );
  if (!entries.some(leads)) return;
  for (const entry of entries) {
    if (movementOf[entry] < 0 || leads(entry)) continue;
    movementOf[entry] = -1;
    reachM[entry] = net.laneLengthM[from];
  }
}

/** Returns the lane of a link that a movement ends on, beyond any place where vehicles wait within the junction. */
function endLaneOf(net: MicroNetwork, movement: number): number {
  let to = net.movementTo[movement];
  while (to >= net.linkLanes) to = net.movementTo[to - net.linkLanes];
  return to;
}
