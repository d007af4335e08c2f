import * as v from 'valibot';
import { SpaceCase } from './construction-space.ts';
import { SiteCase, WhatIfs } from './construction-what-if.ts';
import { quantity } from './field.ts';
import { File, Id, numberBetween, Text, withDescription } from './parts.ts';
import { SunStudy } from './sun-study.ts';

/**
 * A schedule to be judged as data: a case of `shapan sim construction`. `construction.schema.json` says the same to editors and other
 * programs; `shapan sim construction --schema` writes it from here.
 */

/** Limit in per cent, or of an index. */
const OwnPct = v.optional(quantity({ unit: '%', min: 0, max: 100 }));
const OwnIndex = v.optional(quantity({ min: 0, max: 10, step: 0.01 }));
/** Limits of the points that the plan sets itself, of those of the DCMA assessment that could not be read at their source. */
export const DcmaLimits = v.strictObject({
  highDuration: OwnPct,
  invalidDates: OwnPct,
  resources: OwnPct,
  missed: OwnPct,
  criticalPath: OwnIndex,
  cpli: OwnIndex,
  bei: OwnIndex,
});
export type DcmaLimits = v.InferOutput<typeof DcmaLimits>;

const Seed = v.optional(numberBetween(0, 4_294_967_295), 1);

export const ConstructionCase = v.strictObject({
  format: v.literal(1),
  kind: v.literal('construction'),
  id: Id,
  title: Text,
  schedule: withDescription('Microsoft Project XML, Primavera XER or XML, or CSV, beside the case', File),
  progress: withDescription(
    'Whether work that has begun waits for predecessors that are not done (retained) or goes on (override)',
    v.optional(v.picklist(['retained', 'override'], '"retained" or "override"'), 'retained'),
  ),
  criticalFloatH: withDescription('Total float up to this is critical', v.optional(numberBetween(0, 10_000), 0)),
  dcma: v.optional(
    withDescription(
      'Limits of the points of the DCMA assessment that could not be read at their source: the plan sets them itself',
      DcmaLimits,
    ),
  ),
  resources: v.optional(
    withDescription(
      'Looks for the shortest plan within the limits of the resources, over so many schedules',
      v.strictObject({ schedules: v.optional(numberBetween(1, 10_000_000), 5_000), seed: Seed }),
    ),
  ),
  risk: v.optional(
    withDescription(
      'Draws durations so many times. Where an activity has no estimate of its own: these parts of its duration, if they are given',
      v.strictObject({
        runs: v.optional(numberBetween(10, 1_000_000), 10_000),
        seed: Seed,
        shape: v.optional(v.picklist(['triangular', 'pert'], '"triangular" or "pert"'), 'triangular'),
        spread: v.optional(v.strictObject({ lowRatio: numberBetween(0, 1), highRatio: numberBetween(1, 100) })),
      }),
    ),
  ),
  scenarios: v.optional(
    withDescription(
      'What-ifs: each is the schedule with these differences, and is told with its finish and its cost',
      WhatIfs,
    ),
  ),
  costPerDay: withDescription(
    'Paid for every day that the project takes, in the plan as in each scenario',
    v.optional(numberBetween(0, 1e12), 0),
  ),
  site: v.optional(withDescription('What the works do to their surroundings, day by day', SiteCase)),
  space: v.optional(withDescription('What stands where and when, and what is not to meet', SpaceCase)),
  sunlight: v.optional(
    withDescription('Homes that what is built may shade, and the rule that they are held to', SunStudy),
  ),
});

export type ConstructionCase = v.InferOutput<typeof ConstructionCase>;

/** Parts of a case that the engine is asked about beside the schedule. */
export const ReviewCase = v.pick(ConstructionCase, ['space', 'site', 'scenarios', 'costPerDay', 'resources']);
export type ReviewCase = v.InferOutput<typeof ReviewCase>;
