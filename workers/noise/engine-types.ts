import type { FactOrigin } from '../../model/city/facts.ts';
import type { CountsUsed, WeatherUsed } from '../../model/city/given-data.ts';
import type { PopulationUsed } from '../../model/city/people.ts';
import type { RasterPlace } from '../../model/city/raster.ts';
import type { NoiseRequest } from '../../model/questions/noise.ts';
import type { NoiseBand, NoiseExcess } from '../../model/tables/noise.ts';
import type { Text } from '../../model/text/text.ts';
import type { AnalysisQuestions } from '../shared/analysis.ts';
import type { EngineTypes } from '../shared/engine.ts';
import type { LentLayer } from '../shared/lent-layers.ts';

/** What crosses between a page and this engine. */
export interface NoiseEngineTypes extends EngineTypes {
  facts: NoiseFacts;
  questions: AnalysisQuestions<NoiseRequest, NoiseResult> & {
    /** Takes in layers that a person brought or gave a role, in place of those lent before; answers what a form is made of now. */
    lend(layers: readonly LentLayer[]): Promise<NoiseFacts>;
  };
}

/** What a form is made of. */
export interface NoiseFacts {
  /** Null: the city has no road network. */
  roads: FactOrigin | null;
  /** Nobody measured the ground. */
  isFlat: boolean;
  /** The city says what lies on its ground. */
  hasLandCover: boolean;
  /** Which population will be counted. */
  population: { state: PopulationUsed['state']; label: Text | null };
  /** A layer tells counted traffic. */
  hasCounts: boolean;
  /** The layer that tells the weather; null: none does. */
  weather: Text | null;
}

/** Levels on a raster, dB(A); below −1e29: a building or outside the area. */
export type NoiseRaster = RasterPlace & {
  values: Float32Array;
  elevationM: Float32Array;
  /** After minus before; null: nothing changes. */
  changeDb: Float32Array | null;
};

/** Buildings that have a façade quieter than their loudest by the directive's 20 dB, and who lives there. */
interface QuietSide {
  buildings: number;
  residents: number;
  residentsBefore: number | null;
}

/** What a map of noise came to. */
export interface NoiseResult {
  request: NoiseRequest;
  points: number;
  facades: number;
  residents: number;
  buildings: number;
  bands: NoiseBand[];
  excess: NoiseExcess[];
  quiet: QuietSide;
  /** Mean change of the loudest façades by resident, dB; null: nothing changes. */
  meanChangeDb: number | null;
  /** Roads in reach, and those of them whose traffic somebody counted. */
  roads: { audible: number; counted: number; unknown: string[] };
  /** Levels are as uncertain as this where traffic is inferred; 0: all of it was counted. */
  spreadDb: number;
  paths: { direct: number; reflected: number; isKept: boolean };
  /** Which of the city's data were taken; null: none, so that traffic is inferred and the weather is that of the question. */
  used: { population: PopulationUsed; counts: CountsUsed | null; weather: WeatherUsed | null };
  raster: NoiseRaster;
  hash: string;
}
