import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import { quantity } from '../questions/field.ts';
import { type Message, MessageError } from '../text/message.ts';
import { requirement } from '../text/requirements.ts';
import { checked, faultMessages } from '../text/schema-faults.ts';
import { planMessage } from './plan-messages.ts';

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

const Id = v.pipe(v.string(), v.regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u, requirement('id')));
const Words = v.pipe(v.string(), v.minLength(1), v.maxLength(500));
const Text = v.strictObject({ zh: Words, en: Words });
const MINUTES_A_WEEK = 10_080;
/** Steps of a plan at most. */
export const MAX_STEPS = 200;
const MAX_WORDS = 100;
const MAX_ABOVE = 1e9;
/** 2: triggers with delays and conditions, and steps that wait for one that stands after them. 3: alarms whose value reaches a set point. */
const PLAN_FORMATS = [1, 2, 3] as const;
const MAX_UNIT = 20;

/** What the stream of an alarm reads while the alarm stands: its highest value is this or more, or its lowest this or less. */
export const Reach = v.strictObject({
  side: v.picklist(['above', 'below']),
  value: quantity({ min: -MAX_ABOVE, max: MAX_ABOVE, step: 0.01, word: 'responsePlans.reachValue' }),
  /** UCUM, as the stream has it: streams of other units are not meant. */
  unit: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_UNIT)),
});

/** After what begins it, so many minutes pass before its time begins. */
export const AfterMin = quantity({ unit: 'min', min: 0, max: MINUTES_A_WEEK, word: 'responsePlans.afterMin' });
const after = { afterMin: v.optional(AfterMin) };

/** A figure of a run is above it. */
export const Above = quantity({ min: 0, max: MAX_ABOVE, word: 'responsePlans.above' });

/** When the time of a step begins. */
const Trigger = v.variant('on', [
  /** With `hazard` only in an incident of that kind; `afterMin` counts from the opening, whenever the plan was taken. */
  v.strictObject({ on: v.literal('opened'), hazard: v.optional(v.picklist(HAZARDS)), ...after }),
  /** Once the level is this or graver: 1 is the gravest. */
  v.strictObject({ on: v.literal('level'), level: v.picklist(INCIDENT_LEVELS), ...after }),
  /** `afterMin` counts from when that step was done. */
  v.strictObject({ on: v.literal('step-done'), step: Id, ...after }),
  /** With the first alarm that joins the incident after it was opened: of this priority or graver, with these words in its title, or once its value reaches a point. */
  v.strictObject({
    on: v.literal('alarm'),
    priority: v.optional(v.picklist(INCIDENT_LEVELS)),
    words: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_WORDS))),
    reach: v.optional(Reach),
    ...after,
  }),
  /** With the first result of a run: with `figure`, the first that has that figure above `above` (0 unless told). */
  v.strictObject({
    on: v.literal('run-result'),
    figure: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_WORDS))),
    above: v.optional(Above),
    ...after,
  }),
]);
/** When the time of a step begins. */
export type PlanTrigger = v.InferOutput<typeof Trigger>;

export const PlanStep = v.strictObject({
  id: Id,
  title: Text,
  owner: v.picklist(INCIDENT_ROLES),
  trigger: Trigger,
  /** From its trigger. */
  limitMin: quantity({
    unit: 'min',
    min: 1 / 60,
    max: MINUTES_A_WEEK,
    shown: [0.1, MINUTES_A_WEEK],
    word: 'responsePlans.limit',
  }),
  /** Its share of the score of time. */
  weight: quantity({ min: 0, max: 1000, word: 'responsePlans.weight' }),
  /** The score falls to nothing at (1 + tolerance) × limit. */
  toleranceRatio: quantity({
    unit: '×',
    min: 0.01,
    max: 100,
    step: 0.1,
    usual: 1,
    word: 'responsePlans.tolerance',
  }),
});

const Plan = v.strictObject({
  format: v.picklist(PLAN_FORMATS),
  kind: v.literal('response-plan'),
  id: Id,
  title: Text,
  hazard: v.picklist(HAZARDS),
  /** Where the limits are from. */
  source: Text,
  steps: v.pipe(v.array(PlanStep), v.minLength(1), v.maxLength(MAX_STEPS)),
});

/**
 * 预案: what is to be done, by which role and how soon, as data. `response-plan.schema.json` says the same to editors and other programs.
 * Times of steps count from their own triggers.
 */
export const ResponsePlan = v.pipe(
  Plan,
  v.check((plan) => stepFaults(plan.steps, '').length === 0, requirement('steps')),
);
/** 预案 as data. */
export type ResponsePlan = v.InferOutput<typeof ResponsePlan>;
/** A step of a 预案. */
export type PlanStep = v.InferOutput<typeof PlanStep>;

/** Steps by id, each with the step that it waits for; null: none. */
type Waits = ReadonlyMap<string, string | null>;

/** What no schema says of steps: an id that is there twice, one that waits for a step that is not there, and circles, each named once. */
function stepFaults(steps: readonly { id: string; trigger: { on: string; step?: string } }[], file: string): Message[] {
  const waits = new Map<string, string | null>();
  const faults: Message[] = [];
  for (const { id, trigger } of steps) {
    if (waits.has(id)) faults.push(planMessage('step-twice', { file, step: id }));
    waits.set(id, trigger.step ?? null);
  }
  for (const [step, waited] of waits)
    if (waited !== null && !waits.has(waited)) faults.push(planMessage('no-step', { file, step, waited }));
  return [...faults, ...circles(waits).map((ids) => planMessage('circle', { file, steps: ids.join(' → ') }))];
}

/** Steps that wait for each other, each circle from its first step round to it again. */
function circles(waits: Waits): string[][] {
  const seen = new Set<string>();
  const found: string[][] = [];
  for (const id of waits.keys()) {
    const way: string[] = [];
    for (let at: string | null = id; at !== null && !seen.has(at); at = waits.get(at) ?? null) {
      seen.add(at);
      way.push(at);
    }
    const closing = waits.get(way.at(-1) ?? '') ?? '';
    if (way.includes(closing)) found.push([...way.slice(way.indexOf(closing)), closing]);
  }
  return found;
}

/** All that is wrong with a plan, by file, step and field; empty: it can be used. */
export function planFaults(json: unknown, file: string): Message[] {
  const result = checked(Plan, json);
  if (result.success) return stepFaults(result.output.steps, file);
  const byStep = new Map<string, v.BaseIssue<unknown>[]>();
  for (const issue of result.issues) {
    const label = stepLabel(issue);
    byStep.set(label, [...(byStep.get(label) ?? []), issue]);
  }
  return [...byStep].flatMap(([label, issues]) => faultMessages(issues, label === '' ? file : `${file}#${label}`));
}

/** The step that an issue is about, by its id where it has one, else by its place from 1; empty: none. */
function stepLabel({ path }: v.BaseIssue<unknown>): string {
  const [list, one] = path ?? [];
  if (list?.key !== 'steps' || !one) return '';
  const step: unknown = one.value;
  const id = typeof step === 'object' && step !== null ? Reflect.get(step, 'id') : null;
  return typeof id === 'string' && id !== '' ? id : String(Number(one.key) + 1);
}

/** Reads a plan; an error names the file, the step, the field, what was expected and what came, and steps that wait in a circle. */
export function parseResponsePlan(json: unknown, file: string): ResponsePlan {
  const faults = planFaults(json, file);
  if (faults.length > 0) throw new MessageError(...faults);
  return parseAs(ResponsePlan, json, file);
}

/** Whether an older program can read it: no delays, no conditions, each step after the one that it waits for. */
function isFirstFormat(steps: readonly PlanStep[]): boolean {
  const known = new Set<string>();
  for (const { id, trigger } of steps) {
    const { on: _, level: __, step, ...more } = { level: 0, step: undefined, ...trigger };
    if (Object.values(more).some((value) => value !== undefined)) return false;
    if (step !== undefined && !known.has(step)) return false;
    known.add(id);
  }
  return true;
}

const hasReach = (steps: readonly PlanStep[]): boolean =>
  steps.some(({ trigger }) => trigger.on === 'alarm' && trigger.reach !== undefined);

/** The plan as it is kept, exported and written into logs: of the lowest format that says it, without fields that say nothing. */
export const plainPlan = (plan: ResponsePlan): ResponsePlan =>
  parseAs(
    ResponsePlan,
    JSON.parse(JSON.stringify({ ...plan, format: hasReach(plan.steps) ? 3 : isFirstFormat(plan.steps) ? 1 : 2 })),
    'response-plan',
  );

/** The text of its file. */
export const responsePlanText = (plan: ResponsePlan): string => `${JSON.stringify(plainPlan(plan), null, 2)}\n`;
