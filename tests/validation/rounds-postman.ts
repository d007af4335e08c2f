import type { RoundsRequest } from '../../model/questions/rounds.ts';
import type { RoadNetwork } from '../../model/roads/road-network.ts';
import { assignmentBound } from '../../workers/rounds/assignment-bound.ts';
import { legalLegs } from '../../workers/rounds/legal-legs.ts';
import { matchingBound } from '../../workers/rounds/matching-bound.ts';
import { planDriveS } from '../../workers/rounds/routing-problem.ts';
import { solveRounds } from '../../workers/rounds/solve-rounds.ts';
import { streetsCase } from '../../workers/rounds/streets-case.ts';
import { NO_WAY_MS } from '../../workers/shared/hierarchy.ts';
import { seeded } from '../../workers/shared/random.ts';
import { type VehicleRoads, vehicleRoads } from '../../workers/shared/vehicle-roads.ts';
import type { WalkedCity } from '../../workers/shared/walked-city.ts';
import { finished } from './rounds-made.ts';
import { exactly, type ValidationCase, type Verdict } from './verdict.ts';

const INSTANCES = 450;
const SIDE = 4;
const SPACING_M = 100;
/** Stands for the depot in a search. */
const HOME = -1;

/** Streets of a grid of 4 by 4 junctions, each there or not, some of one way; those that are to be driven along are primary roads. 36 km/h. */
function madeNetwork(random: () => number): RoadNetwork {
  const junctions = Array.from({ length: SIDE * SIDE }, (_, at): [number, number] => [
    SPACING_M * (at % SIDE),
    SPACING_M * Math.floor(at / SIDE),
  ]);
  const pairs = junctions.flatMap((_, at) => [
    ...(at % SIDE < SIDE - 1 ? [[at, at + 1]] : []),
    ...(at + SIDE < junctions.length ? [[at, at + SIDE]] : []),
  ]);
  let wanted = 0;
  const segments = pairs.flatMap(([from, to], at) => {
    if (random() < 0.15) return [];
    const isWanted = wanted < 7 && random() < 0.35;
    if (isWanted) wanted++;
    return [
      {
        id: `s${at}`,
        name: { zh: `s${at}`, en: `s${at}` },
        class: isWanted ? ('primary' as const) : ('local' as const),
        form: 'ground' as const,
        lanes: 2,
        widthM: 6,
        speedKmPerH: 36,
        direction: random() < 0.2 ? ('along' as const) : ('both' as const),
        isPrivate: false,
        clearanceM: null,
        weightLimitT: null,
        from,
        to,
        points: [junctions[from], junctions[to]],
        assumed: [],
      },
    ];
  });
  return { format: 1, junctions, segments, turnBans: [] };
}

/**
 * Seconds of the shortest way from a depot over all wanted streets and back, by Dijkstra over where one is and what is done: a search of its
 * own over directed segments, without the table, the orders or the bounds of the engine. Null: there is none.
 */
function shortestWalkS(
  { graph, roads }: VehicleRoads,
  depotSegment: number,
  wanted: readonly number[][],
): number | null {
  const stepMs = (node: number) => roads.travelMs(node);
  const leaving = (node: number) => [...graph.to].filter((_, arc) => graph.from[arc] === node);
  const whole = (1 << wanted.length) - 1;
  const doneBy = (node: number) => wanted.reduce((mask, nodes, at) => mask | (nodes.includes(node) ? 1 << at : 0), 0);
  const best = new Map<string, number>();
  const open: { ms: number; node: number; mask: number }[] = [];
  const push = (ms: number, node: number, mask: number) => {
    const key = `${node} ${mask}`;
    const isShut = ms >= NO_WAY_MS || (node !== HOME && stepMs(node) >= NO_WAY_MS);
    if (isShut || ms >= (best.get(key) ?? Number.POSITIVE_INFINITY)) return;
    best.set(key, ms);
    open.push({ ms, node, mask });
  };
  // The depot is at the end of the centre line of its street: one leaves onwards at once, or back over the whole of it. Who comes home over
  // that street does not inspect it by that.
  const along = 2 * depotSegment;
  const back = along + 1;
  if (stepMs(along) < NO_WAY_MS) for (const next of leaving(along)) push(0, next, 0);
  if (stepMs(back) < NO_WAY_MS) for (const next of leaving(back)) push(stepMs(back), next, 0);
  while (open.length > 0) {
    open.sort((a, b) => b.ms - a.ms);
    const top = open.pop();
    if (!top || top.ms > (best.get(`${top.node} ${top.mask}`) ?? 0)) continue;
    const { ms, node, mask } = top;
    if (node === HOME) return ms / 1000;
    if (mask === whole && node === along) push(ms + stepMs(along), HOME, mask);
    if (mask === whole && node === back) push(ms, HOME, mask);
    for (const next of leaving(node)) push(ms + stepMs(node), next, mask | doneBy(node));
  }
  return null;
}

async function postmen(): Promise<Verdict[]> {
  const random = seeded(17);
  const wrong = { longer: 0, shorter: 0, assignment: 0, pairing: 0, junctions: 0, begins: 0, unproven: 0 };
  let compared = 0;
  for (let round = 0; round < INSTANCES; round++) {
    const network = madeNetwork(random);
    const passes: 'each' | 'once' = round % 3 === 0 ? 'each' : 'once';
    const wanted = [...network.segments.keys()].filter((at) => network.segments[at].class === 'primary');
    if (wanted.length === 0 || (passes === 'each' && wanted.length > 5)) continue;
    const on = vehicleRoads(network, { vehicle: 'car' });
    const depotSegment = wanted[0];
    const request = requestAt(network.junctions[network.segments[depotSegment].to]);
    const task = { by: 'streets' as const, classes: ['primary' as const], passes, inspectKmPerH: 120 };
    const city = { known: {} } as unknown as WalkedCity;
    const found = await streetsCase(city, on, { ...request, task }, task);
    const { problem } = found.context;
    const depotWay = found.depots[0].way;
    if (found.refused.length > 0 || depotWay.segment !== depotSegment || depotWay.share !== 1) continue;
    const nodesOf = wanted.flatMap((at) => {
      const nodes = [2 * at, 2 * at + 1].filter((node) => on.roads.travelMs(node) < NO_WAY_MS);
      return passes === 'once' ? [nodes] : nodes.map((node) => [node]);
    });
    const leastS = shortestWalkS(on, depotSegment, nodesOf);
    const answer = finished(solveRounds(problem, { aim: 'time', iterations: 1, begins: found.begins }));
    const alongS = problem.nodesOf.reduce((sum, [node]) => sum + problem.serviceS[node], 0);
    if (leastS === null || answer.plan.unserved.length > 0) continue;
    compared++;
    const emptyS = leastS - alongS;
    if (answer.driveS > emptyS) wrong.longer++;
    if (answer.driveS < emptyS) wrong.shorter++;
    if (!answer.isProven) wrong.unproven++;
    if ((assignmentBound(problem, legalLegs(problem), 1, 1) ?? 0) > emptyS) wrong.assignment++;
    if (passes === 'once' && matchingBound(problem, 1, 1) > emptyS) wrong.pairing++;
    if (found.knownBoundS > emptyS) wrong.junctions++;
    if (found.begins.some((plan) => plan.unserved.length === 0 && planDriveS(plan) < emptyS)) wrong.begins++;
  }
  const named = (what: string, count: number) => exactly(`rounds.postman: ${what}`, count, 0);
  return [
    { case: 'rounds.postman: instances compared', value: String(compared), mark: '≥ 150', pass: compared >= 150 },
    named('longer than the shortest walk', wrong.longer),
    named('shorter than the shortest walk', wrong.shorter),
    named('answers without a proof', wrong.unproven),
    named('assignment bounds above the shortest', wrong.assignment),
    named('bounds by pairing ends above the shortest', wrong.pairing),
    named('bounds by pairing junctions above the shortest', wrong.junctions),
    named('plans to begin from below the shortest', wrong.begins),
  ];
}

const requestAt = ([eastM, northM]: readonly [number, number]): Omit<RoundsRequest, 'task'> => ({
  depots: { by: 'points', pointsM: [[eastM, northM]] },
  vehicles: 1,
  capacity: 0,
  startH: 8,
  shiftMin: 1440,
  aim: 'time',
  vehicle: 'car',
  reachM: 200,
  searchThousands: 1,
});

export const POSTMAN: ValidationCase = { name: 'rounds.postman', quick: true, run: postmen };
