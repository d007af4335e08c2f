import type { FactOrigin } from '../../model/city/facts.ts';
import type { PopulationUsed } from '../../model/city/people.ts';
import type { RasterPlace } from '../../model/city/raster.ts';
import type { OutdoorHeatRequest } from '../../model/questions/outdoor-heat.ts';
import type { HeatClass, HeatOfHour, HotPlace, PlacedTree, SurfaceWarmth } from '../../model/tables/heat.ts';
import type { Text } from '../../model/text/text.ts';
import type { AnalysisQuestions } from '../shared/analysis.ts';
import type { EngineTypes } from '../shared/engine.ts';
import type { LentLayer } from '../shared/lent-layers.ts';

/** What crosses between a page and this engine. */
export interface HeatEngineTypes extends EngineTypes {
  facts: HeatFacts;
  questions: AnalysisQuestions<OutdoorHeatRequest, HeatResult> & {
    /** Takes in layers that a person brought or gave a role, in place of those lent before; answers what a form is made of now. */
    lend(layers: readonly LentLayer[]): Promise<HeatFacts>;
  };
}

/** What a form is made of. */
export interface HeatFacts {
  /** Null: the city has no volumes of buildings. */
  buildings: FactOrigin | null;
  /** Nobody measured the ground. */
  isFlat: boolean;
  /** What says what lies on the ground: a raster of classes, or layers of green, water and roads; null: nothing does. */
  cover: 'grid' | 'layers' | null;
  /** Trees of the city's layers. */
  trees: number;
  /** Layers that are planned or under construction, which may stand afterwards. */
  planned: string[];
  /** Which population will be counted. */
  population: { state: PopulationUsed['state']; label: Text | null };
}

/** Felt and radiant temperatures of each hour on a raster, tenths of °C; −32768: a building, water, or outside the area. */
export type HeatRaster = RasterPlace & {
  elevationM: Float32Array;
  utciTenths: Int16Array[];
  radiantTenths: Int16Array[];
  /** Felt temperatures before the change; null: nothing changes. */
  beforeTenths: Int16Array[] | null;
  /** Hours with strong heat stress or more, of those asked for. */
  strongHours: Uint8Array;
};

/** What a map of outdoor heat came to. */
export interface HeatResult {
  request: OutdoorHeatRequest;
  areaM2: number;
  residents: number;
  hours: HeatOfHour[];
  /** The hour with the highest mean of the index. */
  worstHour: number;
  classes: HeatClass[];
  surfaces: SurfaceWarmth[];
  hottest: HotPlace[];
  /** Mean hours with strong heat stress or more: over the ground, and by resident. */
  strongHours: { ground: number; residents: number | null };
  /** Mean change of the index at the worst hour over the ground and by resident; null: nothing changes. */
  change: { groundK: number; residentsK: number | null } | null;
  placed: PlacedTree[];
  /** What was counted: trees in sight, of them without a crown or height of their own; cells whose cover nobody knows. */
  used: { population: PopulationUsed; trees: number; treesAssumed: number; unknownCoverPct: number };
  raster: HeatRaster;
  hash: string;
}
