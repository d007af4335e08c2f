import * as v from 'valibot';
import { quantity } from '../questions/field.ts';
import { jsonHash } from '../text/json-hash.ts';
import { LAND_USE_CLASSES, type LandUseClass } from './land-use.ts';
import { BasedOn, Edition, type EditionStamp, PlanText, parseNamed, refuseSameEdition } from './plan-edition.ts';
import { PIPE_SYSTEMS, PLAN_KIND_NAMES } from './plan-kinds.ts';
import { DEFAULT_SLIVERS, type SliverPolicy } from './slivers.ts';

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

/** How serious a conflict is. */
export const PLAN_SEVERITIES = ['prohibited', 'check', 'negotiate'] as const;

export const PlanRule = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,32}$/)),
  title: Text,
  type: v.picklist(CONFLICT_TYPES),
  a: Side,
  b: Side,
  relation: v.picklist(PLAN_RELATIONS),
  /** `different`: only shapes of two plans contradict each other. */
  plans: v.optional(v.picklist(['any', 'different']), 'any'),
  /** Free height that must stay between two things underground. */
  clearanceM: quantity({ unit: 'm', min: 0, max: 100, step: 0.05, usual: 0, word: 'conflicts.clearance' }),
  /** Free distance in plan that must stay between two things: side b is grown by it before it is laid. */
  distanceM: quantity({ unit: 'm', min: 0, max: 1000, step: 0.1, usual: 0, word: 'conflicts.distance' }),
  severity: v.picklist(PLAN_SEVERITIES),
  clause: Text,
  edition: v.string(),
  /** `unverified`: the clause was not read at its source, and gives no verdict. */
  status: v.picklist(['read', 'unverified']),
  /** It is there and not asked. */
  isOff: v.optional(v.boolean(), false),
});

/**
 * Bounds of an overlap that is too small to be a conflict: it is below the area and, in its mean width, below the width. Above its bounds places
 * that people see would be dropped.
 */
export const Slivers = v.strictObject({
  minAreaM2: quantity({ unit: 'm²', min: 0, max: 200, step: 0.1, word: 'conflicts.minArea' }),
  minWidthM: quantity({ unit: 'm', min: 0, max: 5, step: 0.05, word: 'conflicts.minWidth' }),
});

/** A file of rules: what contradicts what, by which clause. */
export const PlanRules = v.strictObject({
  format: v.literal(1),
  name: v.optional(PlanText, { zh: '多规冲突规则', en: 'Rules of plan conflicts' }),
  edition: Edition,
  basedOn: v.optional(BasedOn),
  /** Absent: the program's. */
  slivers: v.optional(Slivers),
  rules: v.pipe(v.array(PlanRule), v.maxLength(200)),
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

/** What a comparison by these rules drops as too small. */
export const sliversOf = ({ slivers }: PlanRules): SliverPolicy => slivers ?? DEFAULT_SLIVERS;

/** A city's own rules, in place of those of the program. */
export const PLAN_RULES_FILE = 'plans/rules.json';

const idOf = (item: object): string => ('id' in item && typeof item.id === 'string' ? item.id : '');

/** Reads a file of rules; an error names the rule by its number and id, and the field that is wrong. */
export const parsePlanRules = (json: unknown, file: string): PlanRules =>
  parseNamed(PlanRules, json, file, 'rules', idOf);

/** The same, where they are to stand in place of others: content that differs needs an edition that does. */
export function parseOwnRules(json: unknown, file: string, shipped: PlanRules): PlanRules {
  const own = parsePlanRules(json, file);
  refuseSameEdition(rulesStamp(own), rulesStamp(shipped), file);
  return own;
}

/** What a result that was computed by them says of them. */
export const rulesStamp = (rules: PlanRules): EditionStamp => ({
  name: rules.name,
  edition: rules.edition,
  hash: jsonHash(rules),
});
