import type { FloodNote } from '../../src/city/flood-note.ts';
import type { Manifest, Text } from '../../src/city/manifest.ts';
import type { SiteGauge } from './city/gauges.ts';
import type { AskedFlood } from './city.ts';
import type { DrainsLaid, DrainsSeen } from './drains/seen.ts';
import type { Impact, Totals } from './impact.ts';
import type { KeptRain, RainFile, RainGrids } from './kept-rain.ts';
import type { Ledger } from './ledger.ts';
import type { Maxima } from './maxima.ts';
import type { Hyetograph } from './rain.ts';
import type { Gap } from './works/gaps.ts';
import type { Place } from './works.ts';

/** A what-if as the page asks it: rain that it handed in before is called by its id. */
export type PageFlood = Omit<AskedFlood, 'rain'> & { rain: AskedFlood['rain'] | KeptRain };

/** What the page asks of the worker that plays floods. One run at a time; `open` first. */
export interface FloodService {
  /** A thread more for the runs to come: it waits at the other end for an invitation (`shared/crew.ts`). */
  takeHelper(port: MessagePort): Promise<void>;
  /** `baseUrl`: the city's folder, below which everything is read; `kernelUrl`: the compiled solver. */
  open(city: Manifest, baseUrl: string, kernelUrl: string): Promise<Site>;
  /** Reads grids of rain and keeps them for the runs to come; refuses what is none, by file and line. */
  readRain(files: RainFile[]): Promise<RainGrids>;
  /** Refuses what cannot be run, in words; `fromS`: what lies before need not be computed again. */
  estimate(asked: PageFlood, fromS: number): Promise<Estimate>;
  /**
   * Resolves when it is over: played to its end or stopped. What it computed on the way was told. A branch takes only walls, breaches,
   * pumps and inlets from what is asked, and tells only what comes after its moment.
   */
  run(id: string, asked: PageFlood, branch: FloodBranch | null, hear: (news: FloodNews) => void): Promise<FloodEnd>;
  /** No branch of this run will be asked for. */
  forget(id: string): Promise<void>;
  pause(): Promise<void>;
  /** Goes on; with other walls when it is asked other ones than before. */
  resume(asked: PageFlood): Promise<void>;
  stop(): Promise<void>;
}

/** Where a run leaves another one: at one of its frames. */
export interface FloodBranch {
  of: string;
  timeS: number;
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
  breaches: { id: string; label: Text; at: Place; chainageM: number; beginH: number; returnYears: number }[];
  gauges: SiteGauge[];
}

export interface Estimate {
  cells: number;
  steps: number;
  /** By the rate that this machine reached when the tool was opened, or in the last run. */
  seconds: number;
  /** State and frames of the run. */
  memoryBytes: number;
  notes: FloodNote[];
}

export type FloodNews =
  | { kind: 'ground'; ground: FloodGround }
  | { kind: 'frame'; frame: FloodTold }
  | { kind: 'progress'; timeS: number; wallS: number };

export interface FloodGround {
  columns: number;
  rows: number;
  cellM: number;
  westM: number;
  southM: number;
  baseM: number;
  bedElevationM: Float32Array;
  /** Of a storm that is not the same everywhere its mean over the box. */
  rain: Hyetograph;
  /** Those in the box. */
  gauges: SiteGauge[];
  notes: FloodNote[];
  drains: DrainsLaid | null;
}

/** An instant with what it means. */
export interface FloodTold {
  timeS: number;
  cells: Uint16Array;
  drains: DrainsSeen | null;
  /** Levees that are open. */
  gaps: Gap[];
  ledger: Ledger;
  totals: Totals;
  /** Level at each gauge in the box. */
  gaugesM: Record<string, number>;
}

export interface FloodEnd {
  isWhole: boolean;
  maxima: Maxima;
  /** AIDR H1 to H6 as 1 to 6, NaN where it never was wet. */
  hazard: Float32Array;
  impact: Impact;
  steps: number;
  wallS: number;
  hash: string;
}
