import type { FactOrigin } from '../../model/city/facts.ts';
import type { PipeSystem } from '../../model/city/pipe-system.ts';
import type { ClearanceRules } from '../../model/pipes/clearance-rules.ts';
import type { BurstRequest, ClearanceRequest, PipeRequest, TraceRequest } from '../../model/questions/pipe-network.ts';
import type {
  ClearanceFinding,
  Customer,
  PipeItem,
  SystemNear,
  ValveItem,
  ValvesToClose,
} from '../../model/tables/pipe-network.ts';
import type { AnalysisQuestions } from '../shared/analysis.ts';
import type { EngineTypes } from '../shared/engine.ts';
import type { AxisPoint } from './graph.ts';

/** What crosses between a page and this engine. */
export interface PipeEngineTypes extends EngineTypes {
  facts: PipeFacts;
  questions: PipeQuestions;
}

/** What a page asks of this engine; it plays no runs. */
interface PipeQuestions extends AnalysisQuestions<PipeRequest, PipeResult> {
  /** Pipes and valves within a radius of a place, the nearest system first; null: the city has no pipe network. */
  near(atM: readonly [number, number], radiusM: number): Promise<SystemNear[] | null>;
  /**
   * The valves to close about the pipe of a system that is nearest to a place, and who has no supply then. It is not the analysis whose
   * tables can be had. MessageError where no pipe is near, or the system flows by its fall.
   */
  valvesToClose(atM: readonly [number, number], system: PipeSystem): Promise<ValvesToClose | null>;
}

/** How whole the network of a layer is. */
export interface PipeLayerFacts {
  layer: string;
  system: PipeSystem | null;
  pieces: number;
  lengthM: number;
  /** Parts that hang together, and pieces outside the largest. */
  parts: number;
  apart: number;
  /** Ends that nothing joins. */
  ends: number;
  /** Pieces whose direction is only as they are drawn. */
  drawn: number;
  valves: number;
}

/** What a form is made of. */
export interface PipeFacts {
  /** Null: the city has no pipe network. */
  origin: FactOrigin | null;
  layers: readonly PipeLayerFacts[];
  /** The city's own table, else that of its country; null: neither is known. */
  rules: ClearanceRules | null;
  hasOwnRules: boolean;
  /** Layers of pipes and buildings that are planned. */
  planned: readonly string[];
}

/** A line to draw, and what it is. */
export interface PipeLine {
  line: AxisPoint[];
  part: 'start' | 'traced' | 'section' | 'cut-off' | 'gap';
}

interface TraceResult {
  kind: 'trace';
  request: TraceRequest;
  start: PipeItem;
  /** From the nearest on. */
  pipes: PipeItem[];
  lengthM: number;
  endsM: AxisPoint[];
  assumed: number;
}

interface BurstResult {
  kind: 'burst';
  request: BurstRequest;
  start: PipeItem;
  isIsolated: boolean;
  close: ValveItem[];
  /** Around the section beside those to close: nothing is fed from behind them. */
  idle: ValveItem[];
  /** Sources, and whether anybody told them. */
  sourcesM: AxisPoint[];
  areSourcesAssumed: boolean;
  sourcesInside: number;
  /** Valves that the system has in the data. */
  valvesKnown: number;
  section: PipeItem[];
  sectionM: number;
  cutOff: PipeItem[];
  cutOffM: number;
  unfed: number;
  customers: Customer[];
  residents: number;
  /** Buildings farther than the reach from any pipe of the system. */
  unserved: number;
}

interface ClearanceResult {
  kind: 'clearance';
  request: ClearanceRequest;
  edition: string;
  /** The most excess first. */
  findings: ClearanceFinding[];
  pipes: number;
  /** Pipes whose system nothing tells, and those that hang in the air: not checked. */
  unknown: number;
  exposed: number;
  /** Pipes in the land of planned streets, and how much of them; null: no plan has streets, or nobody asked. */
  streets: { pipes: number; lengthM: number } | null;
}

/** What an analysis of the network came to. */
export type PipeResult = (TraceResult | BurstResult | ClearanceResult) & { lines: PipeLine[]; hash: string };
export type { BurstResult, ClearanceResult, TraceResult };
