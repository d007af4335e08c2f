import type { Text } from '../../model/city/manifest.ts';
import type { FloodQuestion, RainGrids } from '../../model/questions/flood.ts';
import type { FloodNote } from '../../model/scenarios/flood-note.ts';
import type { Estimate as AnyEstimate } from '../shared/engine.ts';
import type { SiteGauge } from './city/gauges.ts';
import type { DrawnCatchment, NearInlet } from './city/questions.ts';
import type { Ledger } from './core/ledger.ts';
import type { DrainFrame, DrainGeometry } from './drains/seen.ts';
import type { FloodResult } from './flood.ts';
import type { Hyetograph } from './rain/rain.ts';
import type { RainFile } from './rain/rain-grid-cache.ts';
import type { Exposed, Impact, Totals } from './results/impact.ts';
import type { Maxima } from './results/maxima.ts';
import type { RunAbout } from './results/result-file.ts';
import type { Gap } from './works/gaps.ts';
import type { Place } from './works/works.ts';

/** What crosses between a page and this engine, under one name. */
export interface FloodEngineTypes {
  facts: Site;
  request: FloodQuestion;
  estimate: Estimate;
  opening: FloodGround;
  frame: FloodFrameFacts;
  result: FloodRunResult;
  questions: FloodQuestions;
  runQuestions: object;
}

/** What a page may ask of the engine beside playing. */
export interface FloodQuestions {
  /** Reads grids of rain and keeps them for the runs to come; refuses what is none, by file and line. */
  readRain(files: RainFile[]): RainGrids;
  /** A finished run out of its file; refuses one of another city. */
  openRun(file: RainFile): Promise<OpenedRun>;
  /** What drains through a place, by the ground alone. */
  catchment(at: Place): DrawnCatchment;
  /** Ground above the city's datum. */
  bedElevations(places: Place[]): number[];
  nearestInlet(at: Place): NearInlet | null;
  /** Rates of the rain that a question asks for; the mean over its box where it does not fall alike. */
  rainRates(question: FloodQuestion): Hyetograph;
}

/** Small facts of a city's grid and works. */
export interface Site {
  area: { westM: number; southM: number; eastM: number; northM: number };
  cellM: number;
  stormYears: number[] | null;
  riverYears: number[];
  riverPeakH: number;
  riverEndH: number;
  hasDrains: boolean;
  supplies: string[];
  /** Pumps of the storm drains; absent where they are not known. */
  pumps?: { at: Place; rateM3ps: number; supply: string | null }[];
  breaches: {
    id: string;
    label: Text;
    at: Place;
    chainageM: number;
    beginH: number;
    returnYears: number;
    /** Its ends along the levee when it is widest; null: nobody knows. */
    gap: [Place, Place] | null;
  }[];
  gauges: SiteGauge[];
}

/** Seconds by the rate that this machine reached when the tool was opened, or in the last run; memory of state and frames. */
export interface Estimate extends AnyEstimate {
  cells: number;
  steps: number;
  notes: FloodNote[];
}

/** What frames of a run are read by. */
export interface FloodGround {
  columns: number;
  rows: number;
  cellM: number;
  westM: number;
  southM: number;
  baseM: number;
  bedElevationM: Float32Array;
  /** Rain over the box; the mean of a storm that is not the same everywhere. */
  rain: Hyetograph;
  /** Those in the box. */
  gauges: SiteGauge[];
  notes: FloodNote[];
  drains: DrainGeometry | null;
  /** Which of those that a flood can hurt the city's data tell; none told in records from before. */
  exposed?: Exposed;
}

/** An instant with what it means. */
export interface FloodFrameFacts {
  timeS: number;
  cells: Uint16Array;
  drains: DrainFrame | null;
  /** Levees that are open. */
  gaps: Gap[];
  ledger: Ledger;
  totals: Totals;
  /** Level at each gauge in the box. */
  gaugesM: Record<string, number>;
}

/** What a run came to, whole or cut short. */
export interface FloodRunResult {
  maxima: Maxima;
  impact: Impact;
  steps: number;
  hash: string;
  /** What only the finished run knows of itself. */
  notes: FloodNote[];
}

/** A run out of its file, as one that was played here: frames, maxima, and whom they hurt by this city's own lists. */
export interface OpenedRun {
  about: RunAbout;
  scheme: FloodResult['scheme'];
  opening: FloodGround;
  frames: FloodFrameFacts[];
  result: FloodRunResult;
}
