import * as v from 'valibot';
import { ClearanceRules } from '../pipes/clearance-rules.ts';
import { PIPE_SYSTEMS } from '../plans/plan-kinds.ts';
import { choice, quantity } from './field.ts';
import { Name, Place } from './parts.ts';

const System = v.picklist(PIPE_SYSTEMS);

/** A pipe by its layer and id, or the nearest one to a place (east and north of the city's origin), of one system where told. */
const PipeStart = v.variant('by', [
  v.strictObject({ by: v.literal('id'), layer: Name, id: Name }),
  v.strictObject({ by: v.literal('place'), atM: Place, system: v.optional(System) }),
]);
export type PipeStart = v.InferOutput<typeof PipeStart>;

/** What lies above a pipe, below it, or all that hangs together with it. */
export const TraceRequest = v.strictObject({
  kind: v.literal('trace'),
  pipe: PipeStart,
  way: choice({ up: 'pipes.way_up', down: 'pipes.way_down', all: 'pipes.way_all' }, { word: 'pipes.way' }),
});

/** A pipe that bursts: the valves to close, and who has no supply then. */
export const BurstRequest = v.strictObject({
  kind: v.literal('burst'),
  pipe: PipeStart,
  /** `assumed`: a valve on each pipe of every junction of three or more where the data has none. */
  valves: choice(
    { given: 'pipes.valves_given', assumed: 'pipes.valves_assumed' },
    { usual: 'given', word: 'pipes.valves' },
  ),
  /** Ids of given valves that do not close. */
  broken: v.optional(v.pipe(v.array(Name), v.maxLength(200)), []),
  /** Where it is fed from; none: the ends of the widest pipes of its part, which is an assumption. */
  sourcesM: v.optional(v.pipe(v.array(Place), v.maxLength(50)), []),
  /** A building is a customer of the nearest pipe of the system within so many metres of its walls. */
  reachM: quantity({ min: 1, max: 1000, step: 10, unit: 'm', usual: 100, word: 'pipes.reach' }),
});

/** What is held against the table of clearances. */
export const CLEARANCE_CHECKS = ['crossing', 'beside', 'building', 'cover', 'parcel', 'road'] as const;

/** All pipes, or those of some systems, against each other and what is beside them. */
export const ClearanceRequest = v.strictObject({
  kind: v.literal('clearance'),
  /** At least one pipe of a pair is of these. */
  systems: v.optional(v.pipe(v.array(System), v.minLength(1)), [...PIPE_SYSTEMS]),
  checks: v.optional(v.pipe(v.array(v.picklist(CLEARANCE_CHECKS)), v.minLength(1)), [...CLEARANCE_CHECKS]),
  /** Layers of pipes and of buildings that are planned and count too. */
  planned: v.optional(v.pipe(v.array(Name), v.maxLength(100)), []),
  /** The table that pipes are held against; absent: the city's own, else that of its country. */
  rules: v.optional(ClearanceRules),
});

/** A question to a city's pipe network. */
export const PipeRequest = v.variant('kind', [TraceRequest, BurstRequest, ClearanceRequest]);
export type PipeRequest = v.InferOutput<typeof PipeRequest>;
export type TraceRequest = v.InferOutput<typeof TraceRequest>;
export type BurstRequest = v.InferOutput<typeof BurstRequest>;
export type ClearanceRequest = v.InferOutput<typeof ClearanceRequest>;
/** One check of clearances. */
export type ClearanceCheck = (typeof CLEARANCE_CHECKS)[number];
