import type { FactOrigin } from '../../model/city/facts.ts';
import type { PopulationUsed } from '../../model/city/people.ts';
import type { RasterPlace } from '../../model/city/raster.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { DistrictsRequest } from '../../model/questions/districts.ts';
import type { District, DistrictSquare, DivisionLevel } from '../../model/tables/districts.ts';
import type { Text } from '../../model/text/text.ts';
import type { AnalysisQuestions } from '../shared/analysis.ts';
import type { EngineTypes } from '../shared/engine.ts';
import type { LentLayer } from '../shared/lent-layers.ts';
import type { ServingLayer } from '../shared/serving-things.ts';

/** What crosses between a page and this engine. */
export interface DistrictsEngineTypes extends EngineTypes {
  facts: DistrictsFacts;
  questions: AnalysisQuestions<DistrictsRequest, DistrictsResult> & {
    /** Takes in layers that a person brought or gave a role, in place of those lent before; answers what a form is made of now. */
    lend(layers: readonly LentLayer[]): Promise<DistrictsFacts>;
  };
}

/** What a form is made of. */
export interface DistrictsFacts {
  /** Null: the city has no road network, so that nobody can walk to a place. */
  roads: FactOrigin | null;
  layers: readonly ServingLayer[];
  /** Layers of areas that can be the districts of today. */
  areas: readonly { id: string; label: Text; count: number }[];
  /** Nobody measured the ground: slopes change nothing. */
  isFlat: boolean;
  population: { state: PopulationUsed['state']; label: Text | null };
}

/** How a city was divided. */
export interface DistrictsResult {
  request: DistrictsRequest;
  districts: District[];
  /** Null: there were no districts. */
  before: DivisionLevel | null;
  after: DivisionLevel;
  /** Whether every district is within the tolerance. */
  isBalanced: boolean;
  /** People or things whose district is another one; and those whose district of today was in pieces, or who were in none. */
  moved: number;
  loose: number;
  /** All people or things that are shared out, and those beyond the ground that is divided. */
  amount: number;
  offLoad: number;
  /** The most that lives on one square: below it nothing can be balanced. */
  largestSquare: number;
  /** Areas of the layer, or places, that have no square of their own and get no district. */
  leftOut: number;
  squares: number;
  /**
   * Load × minutes to the place, changes counted, and what no division within the tolerance is below; null: distances are measured to middles
   * that move, and nothing is proven of those.
   */
  proof: { value: number; bound: number; gapPct: number } | null;
  list: DistrictSquare[];
  /** Polygons of each district, rings open. */
  outlines: Point[][][][];
  /** Number of the colour of each cell. */
  raster: RasterPlace & { values: Float32Array; elevationM: Float32Array };
  used: { population: PopulationUsed };
  hash: string;
}
