import { RoundsRequest } from '../../model/questions/rounds.ts';
import { ROAD_CLASSES } from '../../model/roads/road-network.ts';
import { sha256 } from '../../model/sha256.ts';
import { type DataTable, parametersOf, tableOf } from '../../model/tables/data-table.ts';
import {
  ROUND_VISIT,
  UNSERVED_REASONS,
  UNSERVED_STOP,
  type UnservedStop,
  VEHICLE_ROUND,
} from '../../model/tables/rounds.ts';
import { MessageError } from '../../model/text/message.ts';
import { S_PER_MIN } from '../../model/time.ts';
import { defineAnalysis, type OwnQuestions } from '../shared/analysis.ts';
import type { Pause } from '../shared/engine.ts';
import { vehicleRoads } from '../shared/vehicle-roads.ts';
import { openWalkedCity, type WalkedCity } from '../shared/walked-city.ts';
import { lineLengthM } from '../shared/way-index.ts';
import { describeTour, proofOf } from './answer.ts';
import type { RoundsEngineTypes, RoundsFacts, RoundsResult } from './engine-types.ts';
import { roundsMessage } from './messages.ts';
import { type RoundsCase, refusedStop } from './rounds-case.ts';
import { type RoutingAnswer, solveRounds } from './solve-rounds.ts';
import { stopsCase } from './stops-case.ts';
import { streetsCase } from './streets-case.ts';

/** Part of the whole that the table of times takes, for the bar of progress. */
const TABLE_RATIO = 0.1;
const THOUSAND = 1000;

/** Sends vehicles to stops by the roads of a city, with a proof of how good their tours are. */
export const engine = defineAnalysis({
  id: 'rounds',
  question: RoundsRequest,
  open: openWalkedCity,
  facts: factsOf,
  analyse,
  tables: tablesOf,
  figures: ({ request, rounds, visits: _, unserved, depots: __, hash: ___, ...figures }) => ({
    task: request.task.by,
    aim: request.aim,
    vehicles: rounds.length,
    stops: rounds.reduce((sum, { stops }) => sum + stops, 0),
    unserved: countedReasons(unserved),
    ...figures,
  }),
  more: (city): OwnQuestions<RoundsEngineTypes> => ({
    async lend(layers) {
      await city.lend(layers);
      return factsOf(city);
    },
  }),
});

function factsOf({ known, network, layers }: WalkedCity): RoundsFacts {
  return { roads: network && (known.manifest.facts?.roads ?? null), layers, streets: streetsOf(network) };
}

/** Streets by class, in the order of their classes. */
function streetsOf(network: WalkedCity['network']): RoundsFacts['streets'] {
  const counted = ROAD_CLASSES.map((road) => {
    const own = network?.segments.filter((segment) => segment.class === road) ?? [];
    return { road, count: own.length, lengthM: own.reduce((sum, { points }) => sum + lineLengthM(points), 0) };
  });
  return counted.filter(({ count }) => count > 0);
}

async function analyse(city: WalkedCity, request: RoundsRequest, pause: Pause): Promise<RoundsResult | null> {
  const on = vehicleRoads(city.network, request);
  const { task } = request;
  const found =
    task.by === 'stops' ? await stopsCase(city, on, request, task) : await streetsCase(city, on, request, task);
  const { problem } = found.context;
  if (problem.nodesOf.length === 0) throw new MessageError(noneServed(found.refused));
  const { aim, searchThousands } = request;
  const { begins, knownBoundS } = found;
  const work = solveRounds(problem, { aim, iterations: THOUSAND * searchThousands, begins, knownBoundS });
  let next = work.next();
  for (; !next.done; next = work.next()) if (await pause(TABLE_RATIO + (1 - TABLE_RATIO) * next.value)) return null;
  const content = { ...describeAnswer(found, next.value, task.by === 'streets'), closed: on.closed };
  return { request, ...content, hash: sha256([new TextEncoder().encode(JSON.stringify(content))]) };
}

/** Rows, lines and proof of an answer; `isDriven`: the work itself is driving. */
function describeAnswer({ context, refused, servedOf, depots }: RoundsCase, answer: RoutingAnswer, isDriven: boolean) {
  const { plan } = answer;
  const { serviceS } = context.problem;
  const described = plan.tours.map((tour, at) => describeTour(context, tour, at + 1));
  const rounds = described.map(({ round }) => round);
  const workS = isDriven ? plan.tours.flatMap(({ nodes }) => nodes).reduce((sum, node) => sum + serviceS[node], 0) : 0;
  return {
    rounds,
    visits: described.flatMap(({ visits }) => visits),
    unserved: [...refused, ...plan.unserved.map((stop) => refusedStop(servedOf(stop), 'fleet'))],
    driveMin: (answer.driveS + workS) / S_PER_MIN,
    lengthM: rounds.reduce((sum, { lengthM }) => sum + lengthM, 0),
    proof: proofOf(answer, workS),
    depots: depots.map(({ id, way }) => ({ id, atM: way.at })),
  };
}

function noneServed(refused: readonly UnservedStop[]) {
  const counted = Object.entries(countedReasons(refused)).filter(([, count]) => count > 0);
  return roundsMessage('none-served', { reasons: counted.map(([why, count]) => `${why} ${count}`).join(', ') });
}

const countedReasons = (unserved: readonly UnservedStop[]): Record<string, number> =>
  Object.fromEntries(UNSERVED_REASONS.map((why) => [why, unserved.filter((one) => one.why === why).length]));

function tablesOf(result: RoundsResult): Record<string, DataTable> {
  const { request, rounds, visits, unserved, driveMin, lengthM, proof, closed, hash } = result;
  return {
    rounds: tableOf(VEHICLE_ROUND, rounds),
    visits: tableOf(ROUND_VISIT, visits),
    unserved: tableOf(UNSERVED_STOP, unserved),
    parameters: parametersOf([
      ['request', JSON.stringify(request)],
      ['vehicles', rounds.length],
      ['least_vehicles', proof.leastVehicles],
      ['drive_min', driveMin],
      ['bound_min', proof.boundMin],
      ['gap_pct', proof.gapPct],
      ['proven', proof.isProven ? 'yes' : 'no'],
      ['length_m', lengthM],
      ...Object.entries(countedReasons(unserved)).map(([why, count]): [string, number] => [`unserved_${why}`, count]),
      ['closed_ways', closed.ways],
      ['unknown_closed', closed.unknown.join(' ')],
      ['hash', hash],
    ]),
  };
}
