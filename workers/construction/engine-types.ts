import type { LayerInfo } from '../../model/city/manifest.ts';
import type { CityFrame, ModelPlace } from '../../model/city/model-place.ts';
import type { DcmaLimits, ReviewCase } from '../../model/questions/construction.ts';
import type { WhatIf } from '../../model/questions/construction-what-if.ts';
import type { NoiseLimits } from '../../model/questions/site-noise.ts';
import type { RasterSample } from '../../model/runs/field.ts';
import type { EngineTypes } from '../shared/engine.ts';
import type { HelperPort } from '../shared/helper-line.ts';
import type { LinkReport } from './linking/link-report.ts';
import type { LinkFile } from './linking/link-rules.ts';
import type { ModelFacts } from './model/model-facts.ts';
import type { ModelLayer } from './model/model-layer.ts';
import type { PlanFacts } from './plan-facts.ts';
import type { ProposedLink } from './review/propose-links.ts';
import type { PlanChange, Remedies } from './review/remedies.ts';
import type { FacadeRow, ReviewFrame, SpaceCheckResult } from './review/review.ts';
import type { SiteReport } from './site/site-days.ts';
import type { SiteClosure, WorksSpan } from './site/works-spans.ts';
import type { ScenarioRow } from './what-if/compare-scenarios.ts';
import type { ScheduleFormat } from './write/losses.ts';
import type { WrittenSchedule } from './write/schedule-file.ts';

/** What crosses between a page and this engine, under one name. */
export interface ConstructionEngineTypes extends EngineTypes {
  facts: null;
  questions: ConstructionQuestions;
}

/** What a page asks of this engine, which holds the open plan and the open model; it plays no runs. */
export interface ConstructionQuestions {
  /** Reads and judges a schedule file; rejects with a sentence that names file, place, expected, got. */
  open(bytes: Uint8Array, file: string): Promise<PlanFacts>;
  /** Takes the model that the page's worker of models posts to `port`, in place of the one before. */
  takeModel(port: HelperPort & { close(): void }, file: string, inputHash: string): Promise<ModelFacts>;
  /** The model as a layer at a place. CrsError where its system is not known. */
  layModel(wish: ModelOptions): Promise<PlacedModel>;
  /** The same layer at another place: only what hangs on the place is told. */
  moveModel(place: ModelPlace, frame: CityFrame): Promise<ModelMove>;
  /** Reads the rows of a layer of the city, for its links. */
  takeLayer(layer: LayerInfo): Promise<void>;
  /** Rules and confirmed links against the open plan and a layer that was taken; null: the open model. */
  reportLinks(file: LinkFile, layerId: string | null): Promise<LinkReport>;
  /** The same with all that its rules link now, confirmed. */
  confirmLinks(file: LinkFile, layerId: string | null): Promise<LinkFile>;
  /** ScheduleError names the place, what was expected and what came. */
  parseLinks(text: string, file: string): Promise<LinkFile>;
  /** What the open plan's case says of space, site and what-ifs; forgotten with the plan. */
  takeCase(theCase: ReviewCase, files: { name: string; bytes: Uint8Array }[]): Promise<void>;
  /** What meets what, of the case or else of the open model; null: stopped. */
  checkSpace(frame: ReviewFrame, hear: (doneRatio: number) => void): Promise<SpaceCheckResult | null>;
  /** The last check as BIM Collaboration Format. */
  writeBcf(version: '2.1' | '3.0', language: 'zh' | 'en', createdIso: string): Promise<Uint8Array>;
  /** When the works of a site take their ground, by the dates of a schedule that need not be the open one. */
  worksOf(bytes: Uint8Array, file: string, closures: readonly SiteClosure[]): Promise<WorksSpan[]>;
  /** The open plan, with what was accepted, as a file; where the format has a place for it, with what is linked. */
  writeSchedule(format: ScheduleFormat, links: LinkFile): Promise<WrittenSchedule>;
  /** In place of those of the case, of a plan without a case too; ScheduleError where one cannot be applied to the plan. */
  setScenarios(scenarios: readonly WhatIf[]): Promise<void>;
  /** The plan and its scenarios; null: stopped. */
  compare(hear: (doneRatio: number) => void): Promise<ScenarioRow[] | null>;
  /** The plan within its resources, beside what logic alone says; null: stopped. */
  level(hear: (doneRatio: number) => void): Promise<ScenarioRow | null>;
  /** The plan judged anew by limits of its own, for the points whose limit nobody read at its source. */
  setLimits(limits: DcmaLimits): Promise<PlanFacts>;
  /** Levels of noise that the city holds its sites to, in place of those of the case; null: those of the case. Forgotten with the plan. */
  setNoiseLimits(limits: NoiseLimits | null): Promise<void>;
  /** What the site does to its neighbours by day; a scenario by id, null: the plan. Null without a site. */
  effect(scenario: string | null): Promise<SiteReport | null>;
  facadesOn(scenario: string | null, day: number): Promise<FacadeRow[]>;
  /** What is dug on a day, as a sample of a field; null: no pit is open. */
  pitSample(scenario: string | null, day: number): Promise<RasterSample | null>;
  /** Links that the plan lacks. */
  propose(): Promise<ProposedLink[]>;
  /** What to mend, with the effect of each change and of all these links on the finish; null: stopped. */
  remedies(links: readonly { from: number; to: number }[], hear: (doneRatio: number) => void): Promise<Remedies | null>;
  /** The plan judged anew with these changes, none: as its file has it. */
  accept(changes: readonly PlanChange[]): Promise<PlanFacts>;
  /** Ends a check or a comparison. */
  stop(): Promise<void>;
}

interface ModelOptions {
  /** Never used before. */
  layerId: string;
  gidBase: number;
  place: ModelPlace;
  frame: CityFrame;
}

interface PlacedModel extends ModelLayer {
  enuFromModel: number[];
}

interface ModelMove {
  enuFromModel: number[];
  boundsM: LayerInfo['boundsM'];
  /** As the layer's file of places. */
  places: Uint8Array<ArrayBuffer>;
}
