import type { LayerInfo } from '../../model/city/manifest.ts';
import type { RasterPlace } from '../../model/city/raster.ts';
import type { ThemeRequest } from '../../model/questions/thematic-maps.ts';
import type { Text } from '../../model/text/text.ts';
import type { AnalysisQuestions } from '../shared/analysis.ts';
import type { EngineTypes } from '../shared/engine.ts';

/** What crosses between a page and this engine. */
export interface ThemeEngineTypes extends EngineTypes {
  facts: ThemeFacts;
  questions: AnalysisQuestions<ThemeRequest, ThemeResult> & {
    /** A layer that a person brought, in place of one of its id: its files by their paths in it. */
    bring(layer: LayerInfo, files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): Promise<void>;
    /** A file of a table, UTF-8 or GB 18030: its text, and its columns. */
    readTable(bytes: Uint8Array<ArrayBuffer>, file: string): Promise<TableRead>;
  };
}

/** A table before it is joined. */
export interface TableRead {
  csv: string;
  rows: number;
  /** `isNumber`: most of its cells that say something are numbers. */
  columns: { name: string; isNumber: boolean }[];
}

/** What a form is made of beside the layers of the city. */
export interface ThemeFacts {
  hasDistricts: boolean;
}

/** A class of the legend: numbers from … to (the highest also holds its end), or a word; `count`: units, a figure a step of the slider. */
export interface ThemeClass {
  from: number | null;
  to: number | null;
  /** Null: a class of numbers, or all words that have no class of their own. */
  word: Text | null;
  counts: number[];
}

/** A unit by its name, for lists. */
export interface NamedUnit {
  id: string;
  name: Text;
  atM: [eastM: number, northM: number];
  /** At the last step. */
  value: number | null;
  word: Text | null;
  class: number;
}

/** What a thematic map came to. Arrays of a step have an entry a unit: a row of the painted layer, a cell, or a district. */
export interface ThemeResult {
  request: ThemeRequest;
  /** The layer whose rows the units are; null: cells or districts. */
  layer: string | null;
  /** One entry, empty, where there is no slider. */
  times: string[];
  values: Float64Array[];
  classes: Uint8Array[];
  /** Ascending, inside (min, max]. */
  breaks: number[];
  legend: ThemeClass[];
  /** Units without a value, a figure a step. */
  missing: number[];
  /** Spread of all values of all steps; null: words, or no values. */
  spread: {
    min: number;
    max: number;
    mean: number;
    /** Goodness of variance fit: 1 less the squared differences from class means over those from the mean of all. */
    fitRatio: number;
    histogram: { from: number; to: number; counts: number[] };
  } | null;
  /** Things of the layer, those without the number or word that is shown, and those outside of all units. */
  things: { count: number; withoutValue: number; outside: number };
  /** Counts of the table: its rows, those whose key nothing in the layer has, and keys that come twice (the first counts). */
  join: { rows: number; unmatched: number; doubled: number } | null;
  /** UCUM of the number that is shown. */
  unit: string;
  /** East, north and up of each unit; its area, 0 where it has none. */
  placesM: Float64Array;
  areasM2: Float64Array;
  /** Cells of the picture and whose they are, −1 nobody's; null: the layer itself is painted. */
  sheet: { place: RasterPlace; unitOf: Int32Array; elevationM: Float32Array } | null;
  /** Highest first, no more than `MAX_NAMED`. */
  named: NamedUnit[];
  hash: string;
}

/** Greatest number of units that are named; all are in the table. */
export const MAX_NAMED = 1000;
