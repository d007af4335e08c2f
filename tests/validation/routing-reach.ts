import type { RoadNetwork } from '../../model/roads/road-network.ts';
import { VEHICLES } from '../../model/roads/vehicles.ts';
import { NO_ROAD, nearestRoads, reachRaster } from '../../workers/road-routes/isochrone.ts';
import { NO_WAY_MS } from '../../workers/shared/hierarchy.ts';
import { seeded } from '../../workers/shared/random.ts';
import { CLOSED, roadGraphOf, travelMs } from '../../workers/shared/road-graph.ts';
import { Router } from '../../workers/shared/router.ts';
import { atLeast, atMost, exactly, type Verdict } from './verdict.ts';

const ROUNDS = 10;
const LIMITS_MS = [180_000, 300_000, 480_000, 600_000];
/** Cells of each round whose nearest road is looked for among all pieces of all roads. */
const CELLS = 300;
/** A road's points are 8 m apart: the nearest of them is at most half of that farther off than the road. */
const HALF_STEP_M = 4;

interface From {
  segment: number;
  share: number;
}

/**
 * When each directed segment is entered, by relaxing all turns until nothing changes (Bellman and Ford). Turns are read off the network: at the end of
 * a segment one goes on into each other one that begins there, back only where the road ends, and not where a ban says so.
 */
function enteredMs(
  { segments, junctions, turnBans }: RoadNetwork,
  travel: Int32Array,
  { segment, share }: From,
): Float64Array {
  const entered = new Float64Array(2 * segments.length).fill(Number.POSITIVE_INFINITY);
  const byId = new Map(segments.map(({ id }, i) => [id, i]));
  const bans = turnBans.map(({ from, via, to }) => [byId.get(from), via, byId.get(to)].join());
  const at: number[][] = junctions.map(() => []);
  for (const [i, { from, to }] of segments.entries()) {
    at[from].push(2 * i);
    at[to].push(2 * i + 1);
  }
  const turns: [from: number, to: number][] = [];
  for (let node = 0; node < entered.length; node++) {
    const { from, to } = segments[node >> 1];
    const end = node % 2 === 0 ? to : from;
    for (const next of at[end]) {
      const isBack = next >> 1 === node >> 1 && next !== node;
      if (isBack && at[end].length > 1) continue;
      if (!bans.includes([node >> 1, end, next >> 1].join())) turns.push([node, next]);
    }
  }
  const startMs = (node: number) => {
    if (node >> 1 !== segment || travel[node] >= NO_WAY_MS) return Number.POSITIVE_INFINITY;
    return Math.round(travel[node] * (node % 2 === 0 ? 1 - share : share));
  };
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const [node, next] of turns) {
      const ms = Math.min(startMs(node), travel[node] < NO_WAY_MS ? entered[node] + travel[node] : Infinity);
      if (ms >= entered[next]) continue;
      entered[next] = ms;
      isChanged = true;
    }
  }
  return entered;
}

/** When a place on a segment is come to, either way along it, or straight from a start on the same one. */
function reachedMs(travel: Int32Array, entered: Float64Array, from: From, segment: number, share: number): number {
  const along = entered[2 * segment] + travel[2 * segment] * share;
  const against = entered[2 * segment + 1] + travel[2 * segment + 1] * (1 - share);
  const isSame = from.segment === segment;
  const node = 2 * segment + (share >= from.share ? 0 : 1);
  const straight = isSame ? travel[node] * Math.abs(share - from.share) : Infinity;
  const ways = [
    travel[2 * segment] < NO_WAY_MS ? along : Infinity,
    travel[2 * segment + 1] < NO_WAY_MS ? against : Infinity,
    isSame && travel[node] < NO_WAY_MS ? straight : Infinity,
  ];
  return Math.min(...ways);
}

/** From a place to each piece of each road. */
function nearestM({ segments }: RoadNetwork, x: number, y: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const { points } of segments)
    for (let k = 1; k < points.length; k++) {
      const [ax, ay] = points[k - 1];
      const [bx, by] = points[k];
      const squareM2 = (bx - ax) ** 2 + (by - ay) ** 2;
      const t = squareM2 > 0 ? ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / squareM2 : 0;
      const part = Math.min(1, Math.max(0, t));
      nearest = Math.min(nearest, Math.hypot(ax + part * (bx - ax) - x, ay + part * (by - ay) - y));
    }
  return nearest;
}

/** Where on the ground a share of a segment lies. */
function pointAt({ segments }: RoadNetwork, lengthM: number, segment: number, share: number): [number, number] {
  const { points } = segments[segment];
  let leftM = share * lengthM;
  for (let k = 1; k < points.length; k++) {
    const [ax, ay] = points[k - 1];
    const [bx, by] = points[k];
    const pieceM = Math.hypot(bx - ax, by - ay);
    if (leftM <= pieceM || k === points.length - 1) {
      const t = pieceM > 0 ? Math.min(1, leftM / pieceM) : 0;
      return [ax + t * (bx - ax), ay + t * (by - ay)];
    }
    leftM -= pieceM;
  }
  return [points[0][0], points[0][1]];
}

/** Isochrones under ten sets of random closures: every cell's class by Bellman and Ford, and whether its road is the nearest there is. */
export function reachAgainstBellmanFord(of: string, network: RoadNetwork): Verdict[] {
  const graph = roadGraphOf(network);
  const router = new Router(graph);
  const nearest = nearestRoads(graph);
  const random = seeded(42);
  let cells = 0;
  let wrong = 0;
  let reached = 0;
  let fartherM = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const vehicle = VEHICLES[round % VEHICLES.length];
    const closed = Uint8Array.from(network.segments, () => (random() < round / 40 ? CLOSED : 0));
    const travel = travelMs(graph, vehicle, { closed });
    const from = {
      segment: Math.floor(random() * network.segments.length),
      share: random(),
      offM: 0,
      at: [0, 0] as const,
    };
    const { classes } = reachRaster(nearest, router.for(vehicle, { closed }), from, LIMITS_MS);
    const entered = enteredMs(network, travel, from);
    for (const [cell, found] of classes.entries()) {
      const segment = nearest.segment[cell];
      if (segment < 0) {
        if (found !== NO_ROAD) wrong++;
        continue;
      }
      cells++;
      const ms = reachedMs(travel, entered, from, segment, nearest.share[cell]);
      const limit = LIMITS_MS.findIndex((each) => ms <= each);
      if (found !== (limit < 0 ? LIMITS_MS.length : limit)) wrong++;
      if (limit >= 0) reached++;
    }
    for (let k = 0; k < CELLS; k++) {
      const cell = Math.floor(random() * classes.length);
      if (nearest.segment[cell] < 0) continue;
      const x = nearest.westM + ((cell % nearest.columns) + 0.5) * nearest.cellM;
      const y = nearest.southM + (Math.floor(cell / nearest.columns) + 0.5) * nearest.cellM;
      const [px, py] = pointAt(
        network,
        graph.lengthM[nearest.segment[cell]],
        nearest.segment[cell],
        nearest.share[cell],
      );
      fartherM = Math.max(fartherM, Math.hypot(px - x, py - y) - nearestM(network, x, y));
    }
  }
  return [
    exactly(`${of}: cells whose class is other than by Bellman and Ford`, wrong, 0),
    atLeast(`${of}: cells beside roads`, cells, 10_000),
    atLeast(`${of}: of them reached within the limits`, reached, 1000),
    atMost(`${of}: a cell’s road is farther than the nearest one, m`, fartherM, HALF_STEP_M),
  ];
}
