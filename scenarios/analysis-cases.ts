import * as v from 'valibot';
import { AirRequest } from '../model/questions/air.ts';
import { DispatchRequest } from '../model/questions/dispatch.ts';
import { DistrictsRequest } from '../model/questions/districts.ts';
import { HeightLimitRequest } from '../model/questions/height-limits.ts';
import { NoiseRequest } from '../model/questions/noise.ts';
import { OutdoorHeatRequest } from '../model/questions/outdoor-heat.ts';
import { Id, Text, withDescription } from '../model/questions/parts.ts';
import { PipeRequest } from '../model/questions/pipe-network.ts';
import { RoundsRequest } from '../model/questions/rounds.ts';
import { ServiceAreaRequest } from '../model/questions/service-areas.ts';
import { SiteSelectionRequest } from '../model/questions/site-selection.ts';
import { SunStudy } from '../model/questions/sun-study.ts';
import { TerrainRequest } from '../model/questions/terrain-analysis.ts';
import { ThemeRequest } from '../model/questions/thematic-maps.ts';
import { TrafficRequest } from '../model/questions/traffic.ts';
import { TrafficFlowRequest } from '../model/questions/traffic-flow.ts';
import { ViewRequest } from '../model/questions/view-analysis.ts';
import { parseCase } from './faults.ts';

const head = <Kind extends string>(kind: Kind) => ({
  format: v.literal(1),
  kind: v.literal(kind),
  id: Id,
  title: Text,
  city: withDescription('A baked city, by its id', Id),
});

const analysisCase = <Kind extends string, Request extends v.GenericSchema>(kind: Kind, analysis: Request) =>
  v.strictObject({ ...head(kind), analysis });

/** Cases of analyses by their kind, as `shapan sim <kind>` and the page read them; `<kind>.schema.json` says the same to editors and other programs. */
export const ANALYSIS_CASES = {
  sun: v.strictObject({ ...head('sun'), study: SunStudy }),
  view: analysisCase('view', ViewRequest),
  height: analysisCase('height', HeightLimitRequest),
  pipe: analysisCase('pipe', PipeRequest),
  dispatch: analysisCase('dispatch', DispatchRequest),
  terrain: analysisCase('terrain', TerrainRequest),
  service: analysisCase('service', ServiceAreaRequest),
  siting: analysisCase('siting', SiteSelectionRequest),
  districts: analysisCase('districts', DistrictsRequest),
  rounds: analysisCase('rounds', RoundsRequest),
  noise: analysisCase('noise', NoiseRequest),
  theme: analysisCase('theme', ThemeRequest),
  traffic: analysisCase('traffic', TrafficRequest),
  'traffic-flow': analysisCase('traffic-flow', TrafficFlowRequest),
  air: analysisCase('air', AirRequest),
  heat: analysisCase('heat', OutdoorHeatRequest),
} as const;

export type AnalysisKind = keyof typeof ANALYSIS_CASES;
export type AnalysisCase<Kind extends AnalysisKind = AnalysisKind> = v.InferOutput<(typeof ANALYSIS_CASES)[Kind]>;

/** A case by its schema; its errors name the file, the place, what was expected and what came. */
export const parseAnalysisCase = <Kind extends AnalysisKind>(kind: Kind, json: unknown, file: string) =>
  parseCase<(typeof ANALYSIS_CASES)[Kind]>(ANALYSIS_CASES[kind], json, file);
