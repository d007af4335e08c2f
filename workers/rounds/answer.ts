import type { Point } from '../../model/geo/plane/point.ts';
import type { RoundVisit } from '../../model/tables/rounds.ts';
import { S_PER_H, S_PER_MIN } from '../../model/time.ts';
import type { DepotPlace } from './depots.ts';
import type { DrawnRound, RoundsProof } from './engine-types.ts';
import { LOAD_PARTS, type RoutingProblem, type Tour } from './routing-problem.ts';
import type { RoutingAnswer } from './solve-rounds.ts';
import { timetableOf } from './timetable.ts';

/** A place or a street that is to be served, as rows name it. */
export type Served = Pick<RoundVisit, 'id' | 'name' | 'atM'>;

/** A tour is described with this: who its stops and depots are, and the way between two nodes. */
export interface TourContext {
  problem: RoutingProblem;
  startH: number;
  servedAt(node: number): Served;
  depotOf(node: number): Pick<DepotPlace, 'id' | 'name'>;
  /** The way from leaving one node to arriving at another. */
  legOf(from: number, to: number): { lengthM: number; line: readonly Point[] };
  /** The way along a node itself; a place has none. */
  alongOf(node: number): { lengthM: number; line: readonly Point[] };
}

/** A tour as rows and a line. */
export function describeTour(
  by: TourContext,
  tour: Tour,
  vehicle: number,
): { round: DrawnRound; visits: RoundVisit[] } {
  const { problem, startH } = by;
  const { depot, nodes, driveS } = tour;
  const { leavesS, visits, backS } = timetableOf(problem, tour);
  const clockS = (atS: number) => startH * S_PER_H + atS;
  let load = 0;
  const rows = visits.map(({ node, arrivesS, beginsS, endsS }, at): RoundVisit => {
    const { id, name, atM } = by.servedAt(node);
    load += problem.demand[problem.stopOf[node]];
    return {
      vehicle,
      order: at + 1,
      id,
      name,
      atM,
      arrivesS: clockS(arrivesS),
      waitMin: (beginsS - arrivesS) / S_PER_MIN,
      beginsS: clockS(beginsS),
      endsS: clockS(endsS),
      load: load / LOAD_PARTS,
    };
  });
  const stations = [depot, ...nodes, depot];
  const legs = stations.slice(1).map((node, at) => by.legOf(stations[at], node));
  const ways = legs.flatMap((leg, at) => (at < nodes.length ? [leg, by.alongOf(nodes[at])] : [leg]));
  const round: DrawnRound = {
    vehicle,
    depot: { id: by.depotOf(depot).id, name: by.depotOf(depot).name },
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

/**
 * What is proven, in minutes. `workS`: what is driven whatever the tours are, which counts to the driving and to its bound; 0 where work at
 * stops is no driving.
 */
export function proofOf({ driveS, boundS, leastTours, isProven }: RoutingAnswer, workS: number): RoundsProof {
  const leastS = boundS + workS;
  const gapPct = boundS >= driveS ? 0 : (100 * (driveS - boundS)) / Math.max(1, leastS);
  return { leastVehicles: leastTours, boundMin: leastS / S_PER_MIN, gapPct, isProven };
}
