import { RoundsRequest } from '../../model/questions/rounds.ts';
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
import { defineAnalysis, type OwnQuestions } from '../shared/analysis.ts';
import type { Pause } from '../shared/engine.ts';
import { vehicleRoads } from '../shared/vehicle-roads.ts';
import { openWalkedCity, type WalkedCity } from '../shared/walked-city.ts';
import { proofOf, type ToldBy, toldTour } from './answer.ts';
import type { RoundsEngineTypes, RoundsFacts, RoundsResult } from './engine-types.ts';
import { roundsMessage } from './messages.ts';
import { type RoutingAnswer, solveRounds } from './solve-rounds.ts';
import { refusedStop, type StopsCase, stopsCase } from './stops-problem.ts';

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
  return { roads: network && (known.manifest.facts?.roads ?? null), layers };
}

async function analyse(city: WalkedCity, request: RoundsRequest, pause: Pause): Promise<RoundsResult | null> {
  const on = vehicleRoads(city.network, request);
  const found = await stopsCase(city, on, request);
  if (found.problem.nodesOf.length === 0) throw new MessageError(noneServed(found.refused));
  const { aim, searchThousands } = request;
  const work = solveRounds(found.problem, { aim, iterations: THOUSAND * searchThousands });
  let next = work.next();
  for (; !next.done; next = work.next()) if (await pause(TABLE_RATIO + (1 - TABLE_RATIO) * next.value)) return null;
  const content = toldAnswer(found, next.value, stopsTold(found, on, request));
  const hashed = { ...content, closed: on.closed };
  return { request, ...hashed, hash: sha256([new TextEncoder().encode(JSON.stringify(hashed))]) };
}

function toldAnswer({ refused, places, depots }: StopsCase, answer: RoutingAnswer, by: ToldBy) {
  const { plan } = answer;
  const told = plan.tours.map((tour, at) => toldTour(by, tour, at + 1));
  const rounds = told.map(({ round }) => round);
  const left = plan.unserved.map((stop) => refusedStop(places[stop], 'fleet'));
  return {
    rounds,
    visits: told.flatMap(({ visits }) => visits),
    unserved: [...refused, ...left],
    driveMin: rounds.reduce((sum, { driveMin }) => sum + driveMin, 0),
    lengthM: rounds.reduce((sum, { lengthM }) => sum + lengthM, 0),
    proof: proofOf(answer),
    depots: depots.map(({ id, way }) => ({ id, atM: way.at })),
  };
}

function stopsTold(
  { problem, places, ways, depots }: StopsCase,
  { roads }: ReturnType<typeof vehicleRoads>,
  { startH }: RoundsRequest,
): ToldBy {
  const wayOf = (node: number) => (node < ways.length ? ways[node] : depots[node - ways.length].way);
  const none = { lengthM: 0, line: [] };
  return {
    problem,
    startH,
    placeOf: (node) => ({ id: places[node].id, name: places[node].name, atM: places[node].atM }),
    depotOf: (node) => ({ id: depots[node - ways.length].id, name: depots[node - ways.length].name }),
    legOf: (from, to) => roads.route(wayOf(from), wayOf(to)) ?? none,
    alongOf: () => none,
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
