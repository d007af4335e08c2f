import type { FactOrigin } from '../../model/city/facts.ts';
import type { PopulationUsed } from '../../model/city/people.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { TrafficRequest } from '../../model/questions/traffic.ts';
import type { RoadFault } from '../../model/tables/road-faults.ts';
import type { LateZone, LoadedRoad, RoadLevel } from '../../model/tables/traffic.ts';
import type { Text } from '../../model/text/text.ts';
import type { AnalysisQuestions } from '../shared/analysis.ts';
import type { EngineTypes } from '../shared/engine.ts';
import type { LentLayer } from '../shared/lent-layers.ts';
import type { RoadShape } from '../shared/segments-in.ts';
import type { CountComparison } from './compared-counts.ts';
import type { Workplaces } from './demand/workplaces.ts';

/** What crosses between a page and this engine. */
export interface EquilibriumEngineTypes extends EngineTypes {
  facts: EquilibriumFacts;
  questions: AnalysisQuestions<TrafficRequest, TrafficResult> & {
    /** Takes in layers that a person brought or gave a role, in place of those lent before; answers what a form is made of now. */
    lend(layers: readonly LentLayer[]): Promise<EquilibriumFacts>;
    /** Returns the ids of the segments for cars that a shape meets. */
    segmentsIn(points: readonly Point[], kind: RoadShape): Promise<string[]>;
    /** Lists what is wrong with the city's road network; none in a city without one. */
    roadFaults(): Promise<RoadFault[]>;
  };
}

/** What a form is made of. */
export interface EquilibriumFacts {
  /** Null: the city has no road network. */
  roads: FactOrigin | null;
  population: { state: PopulationUsed['state']; label: Text | null };
}

/** All trips of the hour in one state of the roads. */
export interface HourTotals {
  /** Hours that all cars drive. */
  carHours: number;
  /** Minutes of a trip on average, of those that find a way. */
  meanMin: number;
  /** Trips an hour that find no way; they are in no other figure. */
  stranded: number;
  /** Segments by their level, of the fuller direction. */
  levels: Record<RoadLevel, number>;
  /** Part of all time that trips could still save by other ways. */
  gapRatio: number;
  rounds: number;
}

/** How the trips of the hour came about. */
export interface DemandTotals {
  /** Residents within reach of a road, and others who are left out. */
  residents: number;
  residentsOff: number;
  jobs: number;
  jobsOff: number;
  zones: number;
  zoneM: number;
  edgeRoads: number;
  /** Trips by car an hour between zones, those that stay in one, and those over the edge. */
  trips: number;
  within: number;
  outside: number;
}

/** What was not given and filled in by a rule; counts are of segments for cars, or junctions. */
export interface InferredTraffic {
  segments: number;
  lanes: number;
  speeds: number;
  directions: number;
  signals: number;
  /** Segments for cars that do not hang together with the rest: nobody begins or ends there. */
  apart: number;
  jobs: Workplaces['from'];
  jobsLabel: Text | null;
}

/** People in cars who are later by more than so many minutes. */
export interface LateBand {
  overMin: number;
  people: number;
}

/** Tells who is late when roads close or open. */
export interface TrafficResult {
  request: TrafficRequest;
  before: HourTotals;
  after: HourTotals;
  /** Minutes more a trip, of trips that find a way before and after; and all minutes more of people in cars by resident. */
  laterMinPerTrip: number;
  laterMinPerResident: number;
  /** Hours more that all cars drive, and by how much that may be off because neither search is exact. */
  laterCarHours: number;
  uncertainCarHours: number;
  late: LateBand[];
  /** People in cars who are sooner by more than a minute. */
  sooner: number;
  demand: DemandTotals;
  inferred: InferredTraffic;
  /** Segments that are closed to cars afterwards and were open. */
  closed: number;
  /** Roads that anybody drives on before or after, or that closed, in the order of the network. */
  roads: LoadedRoad[];
  zones: LateZone[];
  /** The hour as it is now beside counted traffic; null: no layer tells any. */
  counts: CountComparison | null;
  /** What is wrong with the road network as the city has it. */
  faults: RoadFault[];
  used: { population: PopulationUsed };
  hash: string;
}
