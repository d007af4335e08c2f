import type { FactOrigin } from '../../model/city/facts.ts';
import type { RasterPlace } from '../../model/city/raster.ts';
import type { DispatchRequest } from '../../model/questions/dispatch.ts';
import type { Resources } from '../../model/resources/resources.ts';
import type { RoadState, SegmentWater } from '../../model/roads/road-state.ts';
import type { TakenLanes, WorksArea } from '../../model/roads/site-works.ts';
import type { VehicleClass } from '../../model/roads/vehicles.ts';
import type { CellValues } from '../../model/runs/cell-values.ts';
import type { DispatchOrder, LeftBehind, ReachFigures, Shipment } from '../../model/tables/dispatch.ts';
import type { Text } from '../../model/text/text.ts';
import type { AnalysisQuestions } from '../shared/analysis.ts';
import type { EngineTypes } from '../shared/engine.ts';
import type { LentLayer } from '../shared/lent-layers.ts';
import type { ClosedSegment } from './closures.ts';
import type { GivenClosure } from './given-closures.ts';
import type { ForcesUsed } from './given-forces.ts';
import type { StockUsed } from './given-stock.ts';

/** What a page must know before it asks for a way. */
export interface RoutingFacts {
  /** Null: the city has no road network. */
  origin: FactOrigin | null;
  segments: number;
  /** Street names that differ, in Chinese order of their code units. */
  streets: readonly Text[];
}

/** Somebody who goes to a place, or to whom somebody goes from it. Points are east and north in metres of the city. */
export interface Journey {
  at: readonly [eastM: number, northM: number];
  vehicle: VehicleClass['id'];
  /** True: from the place to `at`. */
  isAway: boolean;
}

/** A way by road. The legs from the road to where one stands are not in the time. */
export interface Arrival {
  ms: number;
  lengthM: number;
  line: (readonly [eastM: number, northM: number])[];
  /** Whole milliseconds from the start to each point of the line, each road at its own speed. */
  passedMs: number[];
  /** How far the road lies from `at`, and from the place. */
  offM: { at: number; place: number };
}

/** A closure on the way that there would be: the segment, and whether somebody closed it, or the water on it. */
export type Cut = Pick<ClosedSegment, 'id' | 'name' | 'depthM' | 'by'>;

/** A unit where it waits. */
export interface WaitingUnit {
  atM: readonly [eastM: number, northM: number];
  vehicle: VehicleClass['id'];
}

/** Share of a city's residents that some unit reaches within each limit; a null share: there are no residents. */
export interface Coverage {
  limitsMin: readonly number[];
  shares: (number | null)[];
}

/** What crosses between a page and this engine. */
export interface RoutingEngineTypes extends EngineTypes {
  facts: RoutingFacts;
  questions: RoutingQuestions;
}

/** An order that serves a demand, and the route that it takes. */
export interface Served extends DispatchOrder {
  line: Arrival['line'];
  passedMs: Arrival['passedMs'];
}

/** What an analysis came to; places are in the city's plane. */
export type DispatchResult = { hash: string; request: DispatchRequest } & (
  | {
      kind: 'isochrone';
      /** Distance to the road at which it begins; null: no road the vehicle may use is near. */
      offM: number | null;
      figures: ReachFigures[];
      /** Residents farther than 100 m from every road; no minutes hold for them. */
      residentsOff: number;
      /** Null: no building of the city tells its residents. */
      residents: number | null;
      raster: RasterPlace & { classes: Uint8Array<ArrayBuffer>; elevationM: Float32Array<ArrayBuffer> };
    }
  | {
      kind: 'assignment';
      served: Served[];
      /** Units that nobody called. */
      freeUnits: string[];
      sumMs: number;
      latestMs: number;
      /** Weighted sum, and the bound that no plan is below (duality). */
      weightedMs: number;
      boundMs: number;
      violationMs: number;
    }
  | {
      kind: 'transport';
      shipments: (Shipment & { line: Arrival['line'] })[];
      left: LeftBehind[];
      /** Sum of amount × minutes. */
      amountMinutes: number;
    }
);

/** What a page asks of this engine; it plays no runs. */
interface RoutingQuestions extends AnalysisQuestions<DispatchRequest, DispatchResult> {
  /** The quickest way of each journey on roads in such a state, in their order; null where there is none. */
  arrivals(place: Journey['at'], journeys: readonly Journey[], roads?: RoadState): Promise<(Arrival | null)[]>;
  /** Returns for each journey the closures that cut it off; empty where it is not, or no closure is to blame. */
  cuts(place: Journey['at'], journeys: readonly Journey[], roads: RoadState): Promise<Cut[][]>;
  /** Cells of a raster that centre lines pass, for `waterOnRoads`. */
  roadCells(place: RasterPlace): Promise<Int32Array<ArrayBuffer>>;
  /** The worst water along each segment by values of those cells, now and in the run's first sample. */
  waterOnRoads(place: RasterPlace, sample: CellValues, standing: CellValues | null): Promise<SegmentWater[]>;
  /** Ids of the segments that a drawn shape meets. */
  segmentsIn(points: readonly Journey['at'][], kind: 'point' | 'line' | 'ring'): Promise<string[]>;
  /** Ids of the segments of a street by its name in either language. */
  segmentsNamed(name: string): Promise<string[]>;
  /** Returns the residents within a circle, by the middles of buildings; null: no building of the city states its residents. */
  residentsWithin(at: Journey['at'], radiusM: number): Promise<{ residents: number; buildings: number } | null>;
  /** The share of residents that some of these units reaches within each limit on roads in such a state; null: nobody's home is known, or no road. */
  coverage(units: readonly WaitingUnit[], limitsMin: readonly number[], roads: RoadState): Promise<Coverage | null>;
  /** Takes in layers that a person brought or gave a role, in place of those lent before. */
  lend(layers: readonly LentLayer[]): Promise<RoutingFacts>;
  /** What the city's `resources.json` and its layers with the role of forces hold; null: nothing. */
  resources(): Promise<Resources | null>;
  /** Layers gave so much of it; null: nothing. */
  forcesUsed(): Promise<ForcesUsed | null>;
  /** Stores of layers with the role of stock; null: no layer has it. */
  stockUsed(): Promise<StockUsed | null>;
  /** Closures of layers with that role, on the city's roads. */
  givenClosures(): Promise<GivenClosure[]>;
  /** Lanes that works take, by their ids. */
  lanesTaken(areas: readonly WorksArea[]): Promise<Record<string, TakenLanes[]>>;
  /** Segments that are closed to anybody, with why. */
  closures(roads: RoadState): Promise<ClosedSegment[]>;
}
