import type { CrowdNote } from '../../src/city/crowd-note.ts';
import type { CrowdProblem } from '../../src/city/crowd-problem.ts';
import type { Manifest } from '../../src/city/manifest.ts';
import type { AskedCrowd } from './asked.ts';
import type { DensityRaster } from './density.ts';
import type { CrowdFacts } from './facts.ts';
import type { FloodFrames } from './flood-water.ts';
import type { BoxM, CrowdOffer, CrowdSite } from './offer.ts';
import type { CrowdGround, CrowdTold } from './told.ts';

/** A case on a part of the opened city. */
export type AskedCityCrowd = AskedCrowd & { ground: { cellM: number; boxM: BoxM } };

/** The flood run whose water people meet, and its second at which the crowd's run starts. */
export interface AskedWater {
  run: FloodFrames;
  startsAtS: number;
}

/** What the page asks of the worker that walks crowds. One run at a time; `open` first. */
export interface CrowdService {
  /** A thread more for the runs to come: it waits at the other end for an invitation (`shared/crew.ts`). */
  takeHelper(port: MessagePort): Promise<void>;
  /** `baseUrl`: the city's folder, below which everything is read; `kernelUrl`: the compiled walker. */
  open(city: Manifest, baseUrl: string, kernelUrl: string): Promise<CrowdSite>;
  /** What a box of the city offers. */
  offer(boxM: BoxM): Promise<CrowdOffer>;
  /** Lays the case out; what cannot be run is answered, as an error's own words would be all that comes over from a worker. */
  estimate(asked: AskedCityCrowd): Promise<CrowdEstimate | CrowdRefused>;
  /** Resolves when it is over: everyone out, the time up, or stopped. What it computed on the way was told. */
  run(id: string, asked: AskedCityCrowd, water: AskedWater | null, hear: (news: CrowdNews) => void): Promise<CrowdEnd>;
  /** People/m² on the ground at a told frame of a run. */
  density(id: string, frame: number): Promise<DensityRaster>;
  /** Nothing more of this run will be asked for. */
  forget(id: string): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

export interface CrowdEstimate {
  people: number;
  /** If nobody left before the end. */
  steps: number;
  /** At most, by the rate of the last run (before the first one: an assumed one). */
  seconds: number;
  /** At most: frames of the run. */
  memoryBytes: number;
  notes: CrowdNote[];
}

export interface CrowdRefused {
  problems: readonly CrowdProblem[];
}

export type CrowdNews =
  | { kind: 'ground'; ground: CrowdGround }
  | { kind: 'frame'; frame: CrowdTold }
  | { kind: 'progress'; timeS: number; wallS: number };

export interface CrowdEnd {
  isWhole: boolean;
  facts: CrowdFacts;
  /** When each person left, by id; NaN: did not. */
  leftS: Float32Array;
  /** By id: index of the run's exit by which they left, −1. */
  exit: Int32Array;
  queueS: Float32Array;
  /** Times at which lines were crossed: counters, gates, exits. */
  crossings: { id: string; forwardS: number[]; backwardS: number[] }[];
  /** Of the ground, over the told frames. */
  highest: DensityRaster;
  agentUpdates: number;
  wallS: number;
  /** Without shared memory the model walks in float64, and its hash is another. */
  walker: 'kernel' | 'float64';
  hash: string;
}
