import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { cityFilesIn, nodeMachine } from '../../cli/sim/engine-machine.ts';
import { TrafficFlowRequest } from '../../model/questions/traffic-flow.ts';
import type { FlowTotals } from '../../model/tables/traffic-flow.ts';
import type { DelayNetwork } from '../../workers/traffic/assignment/delay-network.ts';
import { solveQueues } from '../../workers/traffic/dynamic/queue-equilibrium.ts';
import { loadQueues } from '../../workers/traffic/dynamic/queue-loading.ts';
import type { QueueNetwork } from '../../workers/traffic/dynamic/queue-network.ts';
import { engine } from '../../workers/traffic/flow/engine.ts';
import { atLeast, atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const CITIES = resolve(import.meta.dirname, '../../../../public/city');
/** A radius about the whole demo city: vehicles take the routes of the static equilibrium there. */
const WHOLE_CITY_M = 50_000;

/** Seconds over the way in, the short road with the bottleneck, the long road and the way out, and the headway of the bottleneck. */
const FREE_S = [10, 100, 400, 10];
const BOTTLENECK_S = 3;

/** Two roads between two junctions; the short one lets 1,200 an hour out at its end. */
export function bottleneck(): QueueNetwork {
  const turns = 4;
  return {
    freeS: Float64Array.from(FREE_S),
    room: new Int32Array(4).fill(5000),
    waveS: new Float64Array(4),
    entryHeadwayS: new Float64Array(4),
    queues: 4,
    turnFirst: Int32Array.from([0, 2, 3, 4, 4]),
    turnTo: Int32Array.from([1, 2, 3, 3]),
    turnQueue: Int32Array.from([0, 1, 2, 3]),
    turnLastQueue: Int32Array.from([0, 1, 2, 3]),
    headwayS: Float64Array.from([0, 0, BOTTLENECK_S, 0]),
    waitS: new Float64Array(turns),
    cycleS: new Float64Array(turns),
    greenFromS: new Float64Array(turns),
    greenForS: new Float64Array(turns),
  };
}

/** Vertices before and after each road. */
const GRAPH: DelayNetwork = {
  vertices: 4,
  from: Int32Array.from([0, 1, 1, 2]),
  to: Int32Array.from([1, 2, 2, 3]),
  free: Float64Array.from(FREE_S),
  slope: new Float64Array(4),
  power: 4,
};

/**
 * One vehicle every 2 s for an hour, all by the short road at first. Its queue grows by 1/6 a second; after 600 s the wait is the 300 s that the long
 * road takes more. From then on the short road takes the 1,200 an hour that it lets out and the long road the other 600: 500 vehicles, and
 * the mean is 120 + (300 · 150 + 1500 · 300) / 1800 = 395 s.
 */
function twoRoutes(): Verdict[] {
  const network = bottleneck();
  const trips = Array.from({ length: 1800 }, (_, i) => ({
    departS: 2 * i,
    begin: { roads: [0], seconds: [0] },
    end: { roads: [3], seconds: [0] },
    sink: 3,
    roads: [0, 1, 3],
  }));
  const search = solveQueues({
    trips,
    layOut: () => network,
    turns: network,
    graph: GRAPH,
    perTripH: 1,
    seed: 1,
    endS: 7200,
    gap: 0.001,
    maxRounds: 60,
    firstRound: 0,
  });
  let next = search.next();
  while (!next.done) next = search.next();
  const { routes, gap } = next.value;
  const driven = trips.map(({ departS }, i) => ({ departS, roads: routes[i] ?? [] }));
  const { arriveS } = loadQueues(network, driven, 7200);
  const meanS = arriveS.reduce((sum, one, i) => sum + one - trips[i].departS, 0) / trips.length;
  const long = routes.filter((roads) => roads?.includes(2)).length;
  const early = routes.filter((roads, i) => trips[i].departS < 500 && roads?.includes(2)).length;
  return [
    atMost(`traffic-flow.twoRoutes: ${long} take the long road, off 500, %`, Math.abs(long / 5 - 100), 5),
    atMost(`traffic-flow.twoRoutes: mean ${meanS.toFixed(1)} s, off 395, %`, Math.abs(meanS / 3.95 - 100), 2),
    atMost('traffic-flow.twoRoutes: take the long road before it pays', early, 5),
    atMost('traffic-flow.twoRoutes: relative gap', gap, 0.03),
  ];
}

/** A whole hour of the demo city on routes that know the queues, and on those that do not: the same people at the same seconds. */
async function morning(): Promise<Verdict[]> {
  const machine = nodeMachine(engine.id, 0, false);
  const questions = engine.questions(await engine.open(cityFilesIn('chengchuan', CITIES), machine));
  const ask = async (areaM: number): Promise<FlowTotals> => {
    const result = await questions.analyse(v.parse(TrafficFlowRequest, { minutes: 60, areaM }), () => {});
    if (!result) throw new Error('expected an answer');
    return result.states[0];
  };
  const unaware = await ask(WHOLE_CITY_M);
  const queued = await ask(0);
  await machine.close();
  const [before, after] = [unaware, queued].map(
    ({ arrived, driving, waiting, kmPerH }) =>
      `${arrived} arrived, ${driving} driving, ${waiting} waiting, ${kmPerH.toFixed(1)} km/h`,
  );
  const seconds = ({ driving, waiting }: FlowTotals) => driving + waiting;
  return [
    exactly('traffic-flow.morning: trips differ from those of the static routes', queued.trips - unaware.trips, 0),
    atLeast(
      `traffic-flow.morning: ${after}; more arrive than by static routes (${before})`,
      queued.arrived - unaware.arrived,
      0,
    ),
    atMost(
      'traffic-flow.morning: on the road or waiting at the end, against static routes',
      seconds(queued) / seconds(unaware),
      1,
    ),
    atLeast('traffic-flow.morning: mean speed against static routes', queued.kmPerH / unaware.kmPerH, 1),
    exactly('traffic-flow.morning: gridlocks', queued.gridlocks, 0),
    atMost(`traffic-flow.morning: relative gap after ${queued.rounds} rounds`, queued.gapRatio ?? 1, 0.1),
  ];
}

/** Ways that know the queues: a dynamic equilibrium that is known, and the morning of the demo city. */
export const WAYS: ValidationCase[] = [
  { name: 'traffic-flow.twoRoutes', quick: true, run: async () => twoRoutes() },
  {
    name: 'traffic-flow.morning',
    quick: false,
    missing: () => (existsSync(resolve(CITIES, 'chengchuan/manifest.json')) ? null : 'the demo city is not baked'),
    run: morning,
  },
];
