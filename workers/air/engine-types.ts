import type { AirLimit } from '../../model/air/substances.ts';
import type { PopulationUsed } from '../../model/city/people.ts';
import type { RasterPlace } from '../../model/city/raster.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { AirRequest, ReleaseRequest, TraceRequest } from '../../model/questions/air.ts';
import type { LimitReach, ReachedHome, TracedGround, TracedReading } from '../../model/tables/air.ts';
import type { Text } from '../../model/text/text.ts';
import type { AnalysisQuestions } from '../shared/analysis.ts';
import type { EngineTypes } from '../shared/engine.ts';
import type { LentLayer } from '../shared/lent-layers.ts';
import type { StabilityClass } from './briggs.ts';
import type { WindUsed } from './given-wind.ts';

/** What crosses between a page and this engine. */
export interface AirEngineTypes extends EngineTypes {
  facts: AirFacts;
  questions: AnalysisQuestions<AirRequest, AirResult> & {
    /** Takes in layers that a person brought or gave a role, in place of those lent before; answers what a form is made of now. */
    lend(layers: readonly LentLayer[]): Promise<AirFacts>;
  };
}

/** What a form is made of. */
export interface AirFacts {
  /** Which population will be counted; its figures are known once it is spread. */
  population: { state: PopulationUsed['state']; label: Text | null };
  /** The layer that tells the weather; null: none does. */
  weather: Text | null;
}

/** A value a cell on the ground; below −1e29: none. */
export interface AirRaster extends RasterPlace {
  values: Float32Array;
  elevationM: Float32Array;
}

/** A gas that is heavier than air where it leaves, and how far it flows as such. */
export interface DenseReach {
  /** How often the limit of slumping is reached; above 1 it slumps. */
  timesLimit: number;
  /** As far as the curves of Britter and McQuaid go; before that the map of the plume does not hold. */
  untilM: number | null;
  /** Distances of limits by the same curves; null: less than they tell of. */
  limits: { id: string; farM: number | null }[];
}

/** What a release came to. */
export interface ReleaseResult {
  kind: 'release';
  request: ReleaseRequest;
  stability: StabilityClass;
  /** At the height where the gas leaves. */
  windMps: number;
  riseM: number;
  /** As it was computed with, at 10 m. */
  wind10Mps: number;
  windFromDeg: number;
  /** Limits that the map is coloured by, from low to high. */
  mapLimits: AirLimit[];
  limits: LimitReach[];
  /** Edges of the ground above each of the map's limits. */
  outlines: { id: string; ringM: Point[] }[];
  /** The highest concentration that a cell of the map has, and its toxic load in (mg/m³)ⁿ·min; null: n is not known here. */
  highest: { mgPerM3: number; eastM: number; northM: number; load: number | null; loadExponent: number | null };
  dense: DenseReach | null;
  /** The gas leaves colder than the air, from its liquid: droplets may make it heavier than it is. */
  isCold: boolean;
  residents: number;
  buildings: number;
  homes: ReachedHome[];
  /** `wind` is null where the question states it. */
  used: { population: PopulationUsed; wind: WindUsed | null };
  raster: AirRaster;
  hash: string;
}

/** Where a source may be. */
export interface TraceResult {
  kind: 'trace';
  request: TraceRequest;
  grounds: TracedGround[];
  rateGps: [low: number, high: number];
  backgroundMgPerM3: number;
  /** Mean squared distance of readings from the model, in their scatter: far above 1 it does not fit. */
  misfit: number;
  readings: TracedReading[];
  /** Middle of the ground, by odds, to look at; the source is anywhere in the ground. */
  middleM: [eastM: number, northM: number];
  /** Odds, in per cent, of ground that is likelier than the cell. */
  raster: AirRaster;
  hash: string;
}

/** What the air came to. */
export type AirResult = ReleaseResult | TraceResult;
