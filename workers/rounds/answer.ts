import type { Point } from '../../model/geo/plane/point.ts';
import type { RoundVisit } from '../../model/tables/rounds.ts';
import { S_PER_H, S_PER_MIN } from '../../model/time.ts';
import type { DrawnRound, RoundsProof } from './engine-types.ts';
import type { RoutingProblem, Tour } from './routing-problem.ts';
import type { RoutingAnswer } from './solve-rounds.ts';
import type { StopPlace } from './stop-places.ts';
import { LOAD_PARTS } from './stops-problem.ts';
import { timetableOf } from './timetable.ts';

/** What a tour is told with: who its stops and depots are, and the way between two nodes. */
export interface ToldBy {
  problem: RoutingProblem;
  startH: number;
  placeOf(node: number): Pick<StopPlace, 'id' | 'name' | 'atM'>;
  depotOf(node: number): { id: string; name: { zh: string; en: string } };
  /** The way from leaving one node to arriving at another. */
  legOf(from: number, to: number): { lengthM: number; line: readonly Point[] };
  /** The way along a node itself; a place has none. */
  alongOf(node: number): { lengthM: number; line: readonly Point[] };
}

/** A tour as rows and a line. */
export function toldTour(by: ToldBy, tour: Tour, vehicle: number): { round: DrawnRound; visits: RoundVisit[] } {
  const { problem, startH } = by;
  const { depot, nodes, driveS } = tour;
  const { leavesS, visits, backS } = timetableOf(problem, tour);
  const clockS = (atS: number) => startH * S_PER_H + atS;
  let load = 0;
  const rows = visits.map(({ node, arrivesS, beginsS, endsS }, at): RoundVisit => {
    load += problem.demand[problem.stopOf[node]];
    return {
      vehicle,
      order: at + 1,
      ...by.placeOf(node),
      arrivesS: clockS(arrivesS),
      waitMin: (beginsS - arrivesS) / S_PER_MIN,
      beginsS: clockS(beginsS),
      endsS: clockS(endsS),
      load: load / LOAD_PARTS,
    };
  });
  const stations = [depot, ...nodes, depot];
  const ways = stations.slice(1).flatMap((node, at) => [by.legOf(stations[at], node), by.alongOf(node)]);
  const round: DrawnRound = {
    vehicle,
    depot: by.depotOf(depot),
    stops: nodes.length,
    leavesS: clockS(leavesS),
    backS: clockS(backS),
    driveMin: driveS / S_PER_MIN,
    workMin: nodes.reduce((sum, node) => sum + problem.serviceS[node], 0) / S_PER_MIN,
    waitMin: rows.reduce((sum, { waitMin }) => sum + waitMin, 0),
    lengthM: ways.reduce((sum, { lengthM }) => sum + lengthM, 0),
    load: load / LOAD_PARTS,
    line: ways.flatMap(({ line }) => line),
  };
  return { round, visits: rows };
}

/** What is proven, in minutes. */
export function proofOf({ driveS, boundS, leastTours, isProven }: RoutingAnswer): RoundsProof {
  const gapPct = boundS >= driveS ? 0 : boundS === 0 ? 100 : (100 * (driveS - boundS)) / boundS;
  return { leastVehicles: leastTours, boundMin: boundS / S_PER_MIN, gapPct, isProven };
}
