import type { PopulationUsed } from '../../../model/city/people.ts';
import type { TrafficFlowRequest } from '../../../model/questions/traffic-flow.ts';
import type { TrafficFrame, TrafficOpening } from '../../../model/roads/traffic-frame.ts';
import type { DataTable } from '../../../model/tables/data-table.ts';
import type { EvacuationResult } from '../../../model/tables/evacuation.ts';
import type { RoadFault } from '../../../model/tables/road-faults.ts';
import type { FlowQueue, FlowTotals } from '../../../model/tables/traffic-flow.ts';
import type { Text } from '../../../model/text/text.ts';
import type { AnalysisQuestions } from '../../shared/analysis.ts';
import type { Estimate } from '../../shared/engine.ts';
import type { LentLayer } from '../../shared/lent-layers.ts';
import type { EquilibriumFacts, InferredTraffic } from '../engine-types.ts';
import type { FirstAnswer } from './first-answer.ts';
import type { StudyArea } from './study-area.ts';

/** What crosses between a page and the engine that plays single vehicles. */
export interface FlowEngineTypes {
  facts: EquilibriumFacts;
  request: TrafficFlowRequest;
  estimate: Estimate;
  opening: FlowOpening;
  frame: TrafficFrame;
  result: FlowResult;
  questions: AnalysisQuestions<TrafficFlowRequest, FlowResult> & {
    /** Answers at once what a static assignment says of the hour, while vehicles are still to be played; null: stopped. */
    firstAnswer(request: TrafficFlowRequest): Promise<FirstAnswer | null>;
    /** Takes in layers that a person brought or gave a role, in place of those lent before. */
    lend(layers: readonly LentLayer[]): Promise<EquilibriumFacts>;
  };
  runQuestions: { tables(): Promise<Record<string, DataTable>> };
}

/** Tells what frames are read by, and which states of the roads they hold. */
export interface FlowOpening extends TrafficOpening {
  states: readonly FlowTotals['state'][];
  notes: readonly { code: string; values: object }[];
}

/** Tells what a run came to. */
export interface FlowResult {
  request: TrafficFlowRequest;
  states: FlowTotals[];
  /** Longest first. */
  queues: FlowQueue[];
  /** Roads of each ring that blocks itself, of the state before and of that after. */
  gridlocks: { state: FlowTotals['state']; roads: Text[] }[];
  area: StudyArea | null;
  /** What is wrong with the road network as the city has it. */
  faults: RoadFault[];
  trips: { all: number; played: number; stranded: number };
  /** Tells who has left the area of an evacuation; null: none was asked for. */
  evacuation: EvacuationResult | null;
  signals: number;
  inferred: InferredTraffic;
  used: { population: PopulationUsed };
  /** Seconds that were played. */
  playedS: number;
  hash: string;
}
