import type { CrowdNote } from '../../model/scenarios/crowd-note.ts';
import type { Estimate } from '../shared/engine.ts';
import type { BoxM, CrowdSite, CrowdSiteOptions } from './offer.ts';
import type { OpenedPlan } from './plan/plan-file.ts';
import type { CrowdCaseRequest, PlanFloor } from './request.ts';
import type { DensityRaster } from './results/density.ts';
import type { CrowdFacts } from './results/facts.ts';
import type { CrowdGround, PackedCrowdFrame } from './results/frame-encoder.ts';

/** What crosses between a page and this engine, under one name. */
export interface CrowdEngineTypes {
  facts: CrowdSite;
  request: CrowdRequest;
  estimate: CrowdEstimate;
  opening: CrowdGround;
  frame: PackedCrowdFrame;
  result: CrowdRunResult;
  questions: CrowdQuestions;
  runQuestions: CrowdRunQuestions;
}

/** A case on a part of the opened city, or on a floor plan that stands in it. */
export type CrowdRequest = CrowdCaseRequest & {
  ground: { cellM: number } & ({ kind?: 'city'; boxM: BoxM } | { kind: 'plan'; floors: PlanFloor[] });
};

/** What a page may ask of the engine beside playing. */
export interface CrowdQuestions {
  /** What a box of the city offers. */
  offer(boxM: BoxM): CrowdSiteOptions;
  /** A floor plan out of a GeoJSON, WKT or DXF. */
  plan(bytes: Uint8Array, file: string): OpenedPlan;
}

/** What a page may ask of a run. */
export interface CrowdRunQuestions {
  /** People/m² on the ground at a frame that was sent. */
  density(frame: number): DensityRaster;
}

/** Steps if nobody left before the end; seconds at most, by the rate of the last run (before the first one: an assumed one). */
export interface CrowdEstimate extends Estimate {
  people: number;
  steps: number;
  notes: CrowdNote[];
  /** Ids of the ways out that nobody can walk to. */
  exitsLeftOut: string[];
}

/** What a run came to: everyone out, the time up, or cut short. */
export interface CrowdRunResult {
  facts: CrowdFacts;
  /** When each person left, by id; NaN: did not. */
  leftS: Float32Array;
  /** By id: index of the run's exit by which they left, −1. */
  exit: Int32Array;
  queueS: Float32Array;
  /** Times at which lines were crossed: counters, gates, exits. */
  crossings: { id: string; forwardS: number[]; backwardS: number[] }[];
  /** Highest density of the ground, over the frames. */
  highest: DensityRaster;
  agentUpdates: number;
  /** Without shared memory the model walks in float64, and its hash is another. */
  walker: 'kernel' | 'float64';
  hash: string;
}
