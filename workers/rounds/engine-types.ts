import type { FactOrigin } from '../../model/city/facts.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { RoundsRequest } from '../../model/questions/rounds.ts';
import type { RoadClass } from '../../model/roads/road-network.ts';
import type { RoundVisit, UnservedStop, VehicleRound } from '../../model/tables/rounds.ts';
import type { AnalysisQuestions } from '../shared/analysis.ts';
import type { EngineTypes } from '../shared/engine.ts';
import type { LentLayer } from '../shared/lent-layers.ts';
import type { ServingLayer } from '../shared/serving-things.ts';
import type { ClosedWays } from '../shared/walked-city.ts';

/** What crosses between a page and this engine. */
export interface RoundsEngineTypes extends EngineTypes {
  facts: RoundsFacts;
  questions: AnalysisQuestions<RoundsRequest, RoundsResult> & {
    /** Takes in layers that a person brought or gave a role, in place of those lent before; answers what a form is made of now. */
    lend(layers: readonly LentLayer[]): Promise<RoundsFacts>;
  };
}

/** What a form is made of. */
export interface RoundsFacts {
  /** Null: the city has no road network. */
  roads: FactOrigin | null;
  layers: readonly ServingLayer[];
  /** Streets that can be asked for, by class. */
  streets: readonly { road: RoadClass; count: number; lengthM: number }[];
}

/** A tour with its line on the map. */
export interface DrawnRound extends VehicleRound {
  line: Point[];
}

/** How good the tours are for certain. */
export interface RoundsProof {
  /** Fewer vehicles cannot serve the same stops. */
  leastVehicles: number;
  /** No tours for the same stops drive less; asked for the fewest vehicles, none with no more vehicles. */
  boundMin: number;
  /** By how much the driving may be above the least, in per cent of the bound; 0 where it is proven. */
  gapPct: number;
  /** Nothing better by what was asked for: stops served, then vehicles (where they count), then driving. */
  isProven: boolean;
}

/** What tours came to. */
export interface RoundsResult {
  request: RoundsRequest;
  rounds: DrawnRound[];
  visits: RoundVisit[];
  unserved: UnservedStop[];
  /** Driving along streets counts with that between them; work at stops is none. */
  driveMin: number;
  lengthM: number;
  proof: RoundsProof;
  depots: { id: string; atM: Point }[];
  closed: ClosedWays;
  hash: string;
}
