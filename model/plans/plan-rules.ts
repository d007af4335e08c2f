import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import { LAND_USE_CLASSES, type LandUseClass } from './land-use.ts';
import { PIPE_SYSTEMS, PLAN_KIND_NAMES } from './plan-kinds.ts';

const Text = v.object({ zh: v.string(), en: v.string() });
const CLASSES = Object.keys(LAND_USE_CLASSES) as LandUseClass[];

/** Types of conflict, by which a list of them is grouped and coloured. */
const CONFLICT_TYPES = ['line', 'construction', 'use', 'boundary', 'indicator', 'existing', 'underground'] as const;

/** What a shared area must have beside it to be a conflict. */
const PLAN_RELATIONS = [
  'overlap',
  'outside',
  'allowed-codes',
  'crosswalk',
  'height',
  'indicators',
  'depth',
  'difference',
] as const;

/** Which shapes a rule looks at. */
const Side = v.strictObject({
  kinds: v.pipe(v.array(v.picklist(PLAN_KIND_NAMES)), v.minLength(1)),
  /** Only these uses; a shape without a code that the crosswalk knows is none of them. */
  uses: v.optional(v.array(v.picklist(CLASSES))),
  /** All but these uses. */
  notUses: v.optional(v.array(v.picklist(CLASSES))),
  /** Only pipes that carry these. */
  systems: v.optional(v.array(v.picklist(PIPE_SYSTEMS))),
});

const PlanRule = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,32}$/)),
  title: Text,
  type: v.picklist(CONFLICT_TYPES),
  a: Side,
  b: Side,
  relation: v.picklist(PLAN_RELATIONS),
  /** `different`: only shapes of two plans contradict each other. */
  plans: v.optional(v.picklist(['any', 'different']), 'any'),
  /** Free height that must stay between two things underground. */
  clearanceM: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
  /** Free distance in plan that must stay between two things: side b is grown by it before it is laid. */
  distanceM: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1000)), 0),
  severity: v.picklist(['prohibited', 'check', 'negotiate']),
  clause: Text,
  edition: v.string(),
  /** `unverified`: the clause was not read at its source, and gives no verdict. */
  status: v.picklist(['read', 'unverified']),
});

/** A file of rules: what contradicts what, by which clause. */
export const PlanRules = v.strictObject({
  format: v.literal(1),
  edition: v.string(),
  rules: v.pipe(v.array(PlanRule), v.minLength(1), v.maxLength(200)),
});

/** A rule by which shapes of plans contradict each other. */
export type PlanRule = v.InferOutput<typeof PlanRule>;
/** One side of a rule. */
export type PlanRuleSide = PlanRule['a'];
/** Rules with their edition. */
export type PlanRules = v.InferOutput<typeof PlanRules>;
/** What kind of contradiction a conflict is. */
export type ConflictType = (typeof CONFLICT_TYPES)[number];
/** How serious a conflict is by its rule. */
export type PlanSeverity = PlanRule['severity'];

/** A city's own rules, in place of those of the program. */
export const PLAN_RULES_FILE = 'plans/rules.json';

/** Reads a file of rules; an error names the rule and the field that is wrong. */
export const parsePlanRules = (json: unknown, file: string): PlanRules => parseAs(PlanRules, json, file);
