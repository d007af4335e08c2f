import { isInRing } from '../../model/geo/plane/ring.ts';
import type { RoundsRequest } from '../../model/questions/rounds.ts';
import type { RoadSegment } from '../../model/roads/road-network.ts';
import { MessageError } from '../../model/text/message.ts';
import { S_PER_H } from '../../model/time.ts';
import { NO_WAY_MS } from '../shared/hierarchy.ts';
import type { Stretch } from '../shared/router.ts';
import type { VehicleRoads } from '../shared/vehicle-roads.ts';
import type { WalkedCity } from '../shared/walked-city.ts';
import type { Served } from './answer.ts';
import { type DepotPlace, depotsOf } from './depots.ts';
import { cutCycle, patchedCycle } from './giant-tour.ts';
import { roundsMessage } from './messages.ts';
import { postman } from './postman.ts';
import { fleetOf, partServable, type RoundsCase, refusedStop, secondsOf } from './rounds-case.ts';
import type { RoutingProblem } from './routing-problem.ts';
import { subProblem } from './sub-problem.ts';

/** Passes at most: their table of times has twice as many rows and columns. */
const MAX_PASSES = 1000;

/** A question about streets. */
type StreetsTask = Extract<RoundsRequest['task'], { by: 'streets' }>;

/** A street that is to be driven along, in any of its directed segments. */
interface Pass {
  segment: number;
  nodes: number[];
}

/** Finds the streets that are to be driven along, and what keeps one from being driven at all. */
export async function streetsCase(
  city: WalkedCity,
  on: VehicleRoads,
  request: RoundsRequest,
  task: StreetsTask,
): Promise<RoundsCase> {
  const { graph, roads } = on;
  const { segments } = graph.network;
  const wanted = [...segments.keys()].filter((segment) => isWanted(segments[segment], task));
  const passes = wanted.flatMap((segment) => passesOf(on, segment, task.passes));
  if (passes.length > MAX_PASSES)
    throw new MessageError(roundsMessage('too-many-streets', { count: passes.length, most: MAX_PASSES }));
  if (wanted.length === 0) throw new MessageError(roundsMessage('no-street', { classes: task.classes.join(', ') }));
  const depots = await depotsOf(city, on, request);
  const whole = problemOf(on, { ...request, capacity: 0 }, task, passes, depots);
  const { kept, refused } = partServable(whole);
  const { problem } = subProblem(whole, kept, []);
  const along = kept.flatMap((stop) => passes[stop].nodes);
  const stretches: Stretch[] = [...along, ...depots.map(({ way }) => way)];
  const servedOf = (stop: number) => servedStreet(segments[passes[stop].segment]);
  return {
    context: {
      problem,
      startH: request.startH,
      servedAt: (node) => servedOf(kept[problem.stopOf[node]]),
      depotOf: (node) => depots[node - along.length],
      legOf: (from, to) => roads.stretchRoute(stretches[from], stretches[to]) ?? { lengthM: 0, line: [] },
      alongOf(node) {
        const { points } = segments[along[node] >> 1];
        return { lengthM: graph.lengthM[along[node] >> 1], line: isAlong(along[node]) ? points : points.toReversed() };
      },
    },
    depots,
    servedOf: (stop) => servedOf(kept[stop]),
    refused: [
      ...wanted
        .filter((segment) => !roads.isOpen(segment))
        .map((segment) => refusedStop(servedStreet(segments[segment]), 'way')),
      ...refused.map(([stop, why]) => refusedStop(servedOf(stop), why)),
    ],
    ...startOf(on, problem, along, task),
  };
}

/** A plan to begin from, and what is known of all plans: of the order of a postman's walk and of the best assignment in its directions. */
function startOf(
  on: VehicleRoads,
  problem: RoutingProblem,
  along: readonly number[],
  { passes }: StreetsTask,
): Pick<RoundsCase, 'begins' | 'knownBoundS'> {
  if (problem.nodesOf.length === 0) return { begins: [], knownBoundS: 0 };
  const numbers = new Map(along.map((directed, node) => [directed, node]));
  if (passes === 'each')
    return { begins: [cutCycle(problem, patchedCycle(problem, [...numbers.values()]))], knownBoundS: 0 };
  const streets = problem.nodesOf.map(([node]) => along[node] >> 1);
  const { boundMs, order } = postman(on, streets);
  // A street of one way may be walked against it: it is then driven its own way.
  const cycle = order.map((directed) => numbers.get(directed) ?? numbers.get(directed ^ 1) ?? 0);
  return {
    begins: [cutCycle(problem, cycle), cutCycle(problem, patchedCycle(problem, cycle))],
    knownBoundS: secondsOf(boundMs),
  };
}

function isWanted({ class: road, points }: RoadSegment, { classes, within }: StreetsTask): boolean {
  if (!classes.includes(road)) return false;
  if (!within) return true;
  const [x, y] = middleOf(points);
  return isInRing(within, x, y);
}

/** The point half of the way along a line. */
function middleOf(points: RoadSegment['points']): readonly [eastM: number, northM: number] {
  const lengths = points.slice(1).map(([x, y], at) => Math.hypot(x - points[at][0], y - points[at][1]));
  let leftM = lengths.reduce((sum, one) => sum + one, 0) / 2;
  for (const [at, lengthM] of lengths.entries()) {
    if (leftM <= lengthM && lengthM > 0) {
      const [fromX, fromY] = points[at];
      const [toX, toY] = points[at + 1];
      return [fromX + ((toX - fromX) * leftM) / lengthM, fromY + ((toY - fromY) * leftM) / lengthM];
    }
    leftM -= lengthM;
  }
  return points[0];
}

/** Even numbers of directed segments run along the centre line. */
const isAlong = (node: number): boolean => (node & 1) === 0;

/** A street is passed once in any direction that is open, or once in each. */
function passesOf({ roads }: VehicleRoads, segment: number, passes: StreetsTask['passes']): Pass[] {
  const open = [2 * segment, 2 * segment + 1].filter((node) => roads.travelMs(node) < NO_WAY_MS);
  if (open.length === 0) return [];
  return passes === 'once' ? [{ segment, nodes: open }] : open.map((node) => ({ segment, nodes: [node] }));
}

const servedStreet = ({ id, name, points }: RoadSegment): Served => ({ id, name, atM: middleOf(points) });

function problemOf(
  { graph, roads }: VehicleRoads,
  request: RoundsRequest,
  { inspectKmPerH }: StreetsTask,
  passes: readonly Pass[],
  depots: readonly DepotPlace[],
): RoutingProblem {
  const stretches: Stretch[] = [...passes.flatMap(({ nodes }) => nodes), ...depots.map(({ way }) => way)];
  const fleet = fleetOf(request);
  let next = 0;
  const nodesOf = passes.map(({ nodes }) => nodes.map(() => next++));
  const stopOf = new Int32Array(stretches.length).fill(-1);
  for (const [stop, nodes] of nodesOf.entries()) for (const node of nodes) stopOf[node] = stop;
  // Metres by km/h, times 3600, are milliseconds.
  const inspectMs = (node: number) => (graph.lengthM[node >> 1] * S_PER_H) / inspectKmPerH;
  return {
    ...fleet,
    nodes: stretches.length,
    driveS: roads.stretchTable(stretches).map(secondsOf),
    nodesOf,
    stopOf,
    serviceS: Int32Array.from(stretches, (stretch) =>
      typeof stretch === 'number' ? Math.ceil(Math.max(roads.travelMs(stretch), inspectMs(stretch)) / 1000) : 0,
    ),
    opensS: new Int32Array(passes.length),
    closesS: new Int32Array(passes.length).fill(fleet.shiftS),
    demand: new Float64Array(passes.length),
    depots: depots.map((_, at) => next + at),
  };
}
