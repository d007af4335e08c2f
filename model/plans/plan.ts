import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import { UNMEASURED } from '../city/height-origin.ts';
import { CODE_SYSTEMS, type CodeSystem, LAND_USE_CLASSES, type LandUseClass } from './land-use.ts';
import { PIPE_SYSTEMS, PLAN_KIND_NAMES, PLAN_STATUSES } from './plan-kinds.ts';

const Text = v.object({ zh: v.string(), en: v.string() });
const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(128));
const Finite = v.pipe(v.number(), v.finite());
const Degrees = v.pipe(v.number(), v.minValue(-180), v.maxValue(180));

const SYSTEMS = Object.keys(CODE_SYSTEMS) as CodeSystem[];
const CLASSES = Object.keys(LAND_USE_CLASSES) as LandUseClass[];

/** What is known of a plan as a whole. */
const PlanInfo = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/)),
  authority: Text,
  name: Text,
  version: v.string(),
  status: v.picklist(PLAN_STATUSES),
  /** ISO dates. */
  period: v.optional(v.object({ from: v.optional(v.string()), to: v.optional(v.string()) })),
  /** Which system its codes are of. */
  codes: v.optional(v.picklist(SYSTEMS), 'mnr-2023'),
  source: v.object({ name: Text, licence: v.string(), date: v.optional(v.string()), crs: v.string() }),
  /** GeoJSON in WGS 84, below the city's folder. */
  file: v.pipe(v.string(), v.regex(/^plans\/[a-z0-9-]+\.geojson$/)),
  /** SHA-256 of the file, hexadecimal. */
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  count: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

/** `plans/plans.json` of a city: which authorities plan what. */
const PlanList = v.object({ format: v.literal(1), plans: v.pipe(v.array(PlanInfo), v.maxLength(64)) });

/** A plan: whose, which version, how far approved, from which file. */
export type PlanInfo = v.InferOutput<typeof PlanInfo>;
/** The plans of a city. */
type PlanList = v.InferOutput<typeof PlanList>;

/** Characters of a shape's id; what makes it one of its kind comes behind. */
export const MAX_SHAPE_ID = 120;

/** Id of what stands and lies in a city, where it is compared like a plan. */
export const STOCK_PLAN = 'stock';

/** Reads what is known of a plan; an error names the field that is wrong. */
export const parsePlanInfo = (json: unknown, file: string): PlanInfo => parseAs(PlanInfo, json, file);

/** Where the list of a city's plans lies. */
export const PLAN_LIST_FILE = 'plans/plans.json';

/** Reads the list of a city's plans; an error names the field that is wrong. */
export const parsePlanList = (json: unknown, file = PLAN_LIST_FILE): PlanList => parseAs(PlanList, json, file);

/** What a planner writes of a shape: each is a limit, absent where the plan says nothing. */
const PlanProperties = v.object({
  kind: v.picklist(PLAN_KIND_NAMES),
  name: v.optional(v.string()),
  nameEn: v.optional(v.string()),
  /** Code in the plan's code system. */
  code: v.optional(v.string()),
  /** Use of a shape that exists and has no code. */
  use: v.optional(v.picklist(CLASSES)),
  /** Height of what is built there, from its ground. */
  heightM: v.optional(Finite),
  /** On what a height rests that nobody measured. */
  heightFrom: v.optional(v.picklist(UNMEASURED)),
  /** What a pipe carries. */
  system: v.optional(v.picklist(PIPE_SYSTEMS)),
  farMax: v.optional(Finite),
  heightMaxM: v.optional(Finite),
  densityMaxPct: v.optional(Finite),
  greenMinPct: v.optional(Finite),
  setbackM: v.optional(Finite),
  /** Top and bottom of an underground shape, from the ground, negative downwards. */
  topM: v.optional(Finite),
  bottomM: v.optional(Finite),
  /** Beginnings of the codes that a zone of uses allows. */
  allowedCodes: v.optional(v.array(v.string())),
});

const Ring = v.pipe(v.array(v.pipe(v.array(Degrees), v.minLength(2))), v.minLength(4));

/** One shape of a plan, as GeoJSON. */
export const PlanFeature = v.object({
  type: v.literal('Feature'),
  id: Id,
  properties: PlanProperties,
  geometry: v.variant('type', [
    v.object({ type: v.literal('Polygon'), coordinates: v.array(Ring) }),
    v.object({ type: v.literal('MultiPolygon'), coordinates: v.array(v.array(Ring)) }),
  ]),
});

const PlanFeatures = v.object({
  type: v.literal('FeatureCollection'),
  features: v.pipe(v.array(PlanFeature), v.maxLength(500_000)),
});

/** What a plan says of one of its shapes. */
export type PlanProperties = v.InferOutput<typeof PlanProperties>;
/** The shapes of a plan, as GeoJSON. */
export type PlanFeatures = v.InferOutput<typeof PlanFeatures>;
/** One shape of a plan. */
export type PlanFeature = PlanFeatures['features'][number];

/** Reads the shapes of a plan; an error names the feature and the field that is wrong. */
export const parsePlanFeatures = (json: unknown, file: string): PlanFeatures => parseAs(PlanFeatures, json, file);
