import type { FactOrigin } from '../../model/city/facts.ts';
import type { RasterPlace } from '../../model/city/raster.ts';
import type { SunRules } from '../../model/questions/sun-rules.ts';
import type { SunGroundRequest, SunStudy, SunStudyRequest } from '../../model/questions/sun-study.ts';
import type { AnalysisQuestions } from '../shared/analysis.ts';
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
interface SunQuestions extends AnalysisQuestions<SunStudy, SunResult> {
  /** Hours on the ground of a box. Null: stopped. MessageError where there are no volumes, no ground, or too many cells. */
  ground(request: SunGroundRequest, hear: (doneRatio: number) => void): Promise<SunGround | null>;
  /** Returns what shades the windows of a building of the last study, and for how many minutes of the band, the most first. */
  takers(building: number, phase: 'before' | 'after'): Promise<SunObstruction[]>;
  /** The sun over the band as a window of the last study sees it; null: it has none of that row. */
  fan(row: number): Promise<SunFan | null>;
  /** The same at any point, before and with a scheme. MessageError where there are no volumes. */
  fanAt(request: SunFanRequest): Promise<SunFan>;
}

/**
 * What becomes of a ray to a window: it counts; it comes along the façade at less than the rule's angle and does not count; something stands
 * before it; the façade looks away from the sun.
 */
export type SunReach = 'lit' | 'flat' | 'shaded' | 'behind';

/** A point of what is drawn; on the ground its own raster says how high. */
export interface SunFanRequest extends Pick<SunStudyRequest, 'year' | 'rules' | 'scheme'> {
  atM: readonly [eastM: number, northM: number, upM: number];
  isGround: boolean;
}

/** What a point of a fan lies on; an `object` stands before no sun itself: a tree, a deck. */
export type FanSurface = 'wall' | 'roof' | 'ground' | 'object';

/** Rays from a point to the sun over a band; while the sun is down there is none. */
export interface SunFan {
  /** Into the study's windows; null: any point. */
  row: number | null;
  surface: FanSurface;
  /** Height above the point that was picked: a pitched roof counts up to its ridge. */
  liftedM: number;
  atM: [eastM: number, northM: number, upM: number];
  rays: SunRayReach[];
}

/** A ray to the sun, and what becomes of it today and with the scheme. */
export interface SunRayReach {
  atMs: number;
  /** True solar time, which the band is of: 9.5 is half past nine. */
  solarHour: number;
  /** The unit vector to the sun. */
  to: [east: number, north: number, up: number];
  before: SunReach;
  after: SunReach;
}

/** A building whose windows were looked at. */
export interface SunBuildingRow {
  layer: string;
  /** Row of that layer; −1: the scheme's own. */
  row: number;
  id: string;
  name: { zh: string; en: string };
  use: string | null;
  /** As its layer states or the baker inferred; null: nobody says. */
  dwellings: number | null;
  /** The middle of its box, and the up of its ground. */
  atM: [eastM: number, northM: number, upM: number];
  windows: number;
  /** Windows whose façade could meet the rule were nothing else there. */
  judged: number;
  metBefore: number;
  metAfter: number;
  /** Met the rule before, and do not with the scheme. */
  lost: number;
  /** Lost window that has the fewest minutes left; null: none is lost. */
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
interface SunWindowRows {
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
  /** Into the dwellings; −1: of a building that is no home. */
  dwelling: Int32Array<ArrayBuffer>;
}

/** Dwellings one by one, in arrays of one length. Nobody drew them: `workers/sun/dwellings.ts` says how homes are divided. */
export interface SunDwellings {
  count: number;
  /** How many are held to the rule, meet it today and with what is planned, and lose it. */
  counts: { judged: number; metBefore: number; metAfter: number; lost: number };
  /** Into `buildings`. */
  building: Int32Array<ArrayBuffer>;
  /** Its lowest; 0 is the building's lowest. */
  storey: Int32Array<ArrayBuffer>;
  /** Counted from the west or, where 1 in `isAlongNorth`, from the south, of so many on the storey. */
  place: Int32Array<ArrayBuffer>;
  ofStorey: Int32Array<ArrayBuffer>;
  isAlongNorth: Uint8Array<ArrayBuffer>;
  /** The most that a window of it has; NaN: none looks where it could meet the rule. */
  beforeMin: Float32Array<ArrayBuffer>;
  afterMin: Float32Array<ArrayBuffer>;
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
  dwellings: SunDwellings;
  /** What was left out and assumed. */
  counts: { insideParts: number; underGround: number; storeysAssumed: number; pitched: number; blockers: number };
  hash: string;
}

/** `layer` and `id`; the ground; or a building that the scheme adds. */
export interface SunObstruction {
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
  /** Elevation of the ground above the city's datum. */
  elevationM: Float32Array<ArrayBuffer>;
  hasScheme: boolean;
  planned: readonly string[];
  hash: string;
}
