import type { FactOrigin } from '../../model/city/facts.ts';
import type { RasterPlace } from '../../model/city/raster.ts';
import type { SunRules } from '../../model/scenarios/sun-rules.ts';
import type { SunGroundRequest, SunStudyRequest } from '../../model/scenarios/sun-study.ts';
import type { EngineTypes } from '../shared/engine.ts';

/** What crosses between a page and this engine, under one name. */
export interface SunEngineTypes extends EngineTypes {
  facts: SunFacts;
  questions: SunQuestions;
}

/** What a form is made of. */
export interface SunFacts {
  /** Given, inferred; null: the city has no volumes, and nothing can be studied. */
  origin: FactOrigin | null;
  buildings: number;
  /** Layers that are planned, which a scheme may bring. */
  planned: readonly string[];
  uses: readonly string[];
  /** Nobody measured the ground: hills stand before no sun. */
  isFlat: boolean;
}

/** It holds the last study, of which more may be asked. */
interface SunQuestions {
  /** Null: stopped. MessageError where there is nothing to study. */
  study(request: SunStudyRequest, hear: (doneRatio: number) => void): Promise<SunResult | null>;
  /** Hours on the ground of a box. Null: stopped. MessageError where there are no volumes, no ground, or too many cells. */
  ground(request: SunGroundRequest, hear: (doneRatio: number) => void): Promise<SunGround | null>;
  stop(): Promise<void>;
  /** Of the last study, a line a building and storey; empty before there is one. */
  storeysCsv(): Promise<string>;
  /** Who stands before the windows of a building of the last study, and for how many minutes of the band, the most first. */
  takers(building: number, phase: 'before' | 'after'): Promise<SunTaker[]>;
}

/** A building whose windows were looked at. */
export interface SunBuildingRow {
  layer: string;
  /** Row of that layer; −1: the scheme's own. */
  row: number;
  id: string;
  name: { zh: string; en: string };
  use: string | null;
  /** The middle of its box, and the up of its ground. */
  atM: [eastM: number, northM: number, upM: number];
  windows: number;
  /** Windows whose façade could meet the rule were nothing else there. */
  judged: number;
  metBefore: number;
  metAfter: number;
  /** Met the rule before, and do not with the scheme. */
  lost: number;
  /** Of the windows that are lost, the one that keeps least; null: none is. */
  worst: { storey: number; beforeMin: number; afterMin: number } | null;
  storeys: SunStoreyRow[];
}

/** Least and most of the judged windows of a storey. */
export interface SunStoreyRow {
  /** 0: the lowest. */
  storey: number;
  judged: number;
  metBefore: number;
  metAfter: number;
  lost: number;
  leastBeforeMin: number;
  mostBeforeMin: number;
  leastAfterMin: number;
  mostAfterMin: number;
}

/** Windows one by one; arrays of one length but for `placesM`. */
export interface SunWindowRows {
  count: number;
  /** East, north, up, and the façade's outward normal east and north. */
  placesM: Float64Array<ArrayBuffer>;
  /** Into `buildings`. */
  building: Int32Array<ArrayBuffer>;
  storey: Int32Array<ArrayBuffer>;
  facade: Int32Array<ArrayBuffer>;
  beforeMin: Float32Array<ArrayBuffer>;
  afterMin: Float32Array<ArrayBuffer>;
  openMin: Float32Array<ArrayBuffer>;
  /** Width of the bay, and height of the storey, that a window stands for. */
  widthM: Float32Array<ArrayBuffer>;
  heightM: Float32Array<ArrayBuffer>;
}

/** What a study came to. */
export interface SunResult {
  rules: SunRules;
  /** The band on the one clock. */
  fromMs: number;
  toMs: number;
  hasScheme: boolean;
  /** Layers that the scheme brings. */
  planned: readonly string[];
  buildings: SunBuildingRow[];
  windows: SunWindowRows;
  /** What was left out and assumed. */
  counts: { insideParts: number; underGround: number; storeysAssumed: number; pitched: number; blockers: number };
  hash: string;
}

/** `layer` and `id`; the ground; or a building that the scheme adds. */
export interface SunTaker {
  kind: 'building' | 'added' | 'ground';
  layer: string | null;
  id: string | null;
  name: { zh: string; en: string } | null;
  minutes: number;
}

/** Minutes of sun that count, at the middle of each cell of a raster, row-major from the south-west; NaN: built over, or no ground. */
export interface SunGround {
  rules: SunRules;
  place: RasterPlace;
  beforeMin: Float32Array<ArrayBuffer>;
  /** The same as before where there is no scheme. */
  afterMin: Float32Array<ArrayBuffer>;
  /** Of the ground, above the city's datum. */
  elevationM: Float32Array<ArrayBuffer>;
  hasScheme: boolean;
  planned: readonly string[];
  hash: string;
}
