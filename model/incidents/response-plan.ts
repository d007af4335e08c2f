import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';

/** The roles in which people act in an incident; a role is held by a unit or post, never by the name of a person. */
export const INCIDENT_ROLES = [
  'commander',
  'operations',
  'rescue',
  'medical',
  'traffic',
  'utilities',
  'shelter',
  'information',
] as const;
/** A role of an incident's organisation (GB/T 34312 and local plans name them differently; the list is this project's own). */
export type IncidentRole = (typeof INCIDENT_ROLES)[number];

/** Levels of response, Ⅰ the gravest, as Chinese plans number them. */
export const INCIDENT_LEVELS = [1, 2, 3, 4] as const;

/** The usual kinds of what happens; a plan may name another one. */
export const HAZARDS = ['flood', 'gas', 'fire', 'crowd', 'collapse', 'search', 'other'] as const;
/** A usual kind of what happens. */
export type Hazard = (typeof HAZARDS)[number];

/** How far around its place an incident reaches unless it says so itself, metres: this project's own values, from a cordon to a quarter. */
export const RADIUS_M: Readonly<Record<(typeof HAZARDS)[number], number>> = {
  flood: 1500,
  gas: 500,
  fire: 500,
  crowd: 800,
  collapse: 300,
  search: 3000,
  other: 500,
};

const Id = v.pipe(v.string(), v.regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u, 'letters, digits, . _ - (64 at most)'));
const Words = v.pipe(v.string(), v.minLength(1), v.maxLength(500));
const Text = v.strictObject({ zh: Words, en: Words });
const MINUTES_A_WEEK = 10_080;
const Minutes = v.pipe(v.number(), v.minValue(1 / 60), v.maxValue(MINUTES_A_WEEK));
const MAX_STEPS = 200;

/** When the time of a step begins. */
const Trigger = v.variant('on', [
  v.strictObject({ on: v.literal('opened') }),
  /** Once the level is this or graver: 1 is the gravest. */
  v.strictObject({ on: v.literal('level'), level: v.picklist(INCIDENT_LEVELS) }),
  v.strictObject({ on: v.literal('step-done'), step: Id }),
  /** With the first alarm that joins the incident after it was opened. */
  v.strictObject({ on: v.literal('alarm') }),
  /** With the first result of a run. */
  v.strictObject({ on: v.literal('run-result') }),
]);

const Step = v.strictObject({
  id: Id,
  title: Text,
  owner: v.picklist(INCIDENT_ROLES),
  trigger: Trigger,
  /** From its trigger. */
  limitMin: Minutes,
  /** Its share of the score of time. */
  weight: v.pipe(v.number(), v.minValue(0), v.maxValue(1000)),
  /** The score falls to nothing at (1 + tolerance) × limit. */
  toleranceRatio: v.optional(v.pipe(v.number(), v.minValue(0.01), v.maxValue(100)), 1),
});

/**
 * 预案: what is to be done, by which role and how soon, as data. `response-plan.schema.json` says the same to editors and other programs.
 * Times of steps count from their own triggers.
 */
export const ResponsePlan = v.pipe(
  v.strictObject({
    format: v.literal(1),
    kind: v.literal('response-plan'),
    id: Id,
    title: Text,
    hazard: v.picklist(HAZARDS),
    /** Where the limits are from. */
    source: Text,
    steps: v.pipe(v.array(Step), v.minLength(1), v.maxLength(MAX_STEPS)),
  }),
  v.check(({ steps }) => areStepsNamed(steps), 'each step once, and a trigger that names a step before it'),
);
/** 预案 as data. */
export type ResponsePlan = v.InferOutput<typeof ResponsePlan>;
/** A step of a 预案. */
export type PlanStep = ResponsePlan['steps'][number];

/** A step waits only for one that stands before it: no circle, and one pass from first to last tells all triggers. */
function areStepsNamed(steps: readonly { id: string; trigger: { on: string; step?: string } }[]): boolean {
  const known = new Set<string>();
  for (const { id, trigger } of steps) {
    if (known.has(id)) return false;
    if (trigger.step !== undefined && !known.has(trigger.step)) return false;
    known.add(id);
  }
  return true;
}

/** Reads a plan; an error names the file, the place, what was expected and what came. */
export const parseResponsePlan = (json: unknown, file: string): ResponsePlan => parseAs(ResponsePlan, json, file);
