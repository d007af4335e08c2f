import * as v from 'valibot';
import { Scenario, SiteCase } from './construction-scenarios.ts';
import { SpaceCase } from './construction-space.ts';
import { faultsOf, faultsText } from './faults.ts';
import { ScenarioError } from './scenario.ts';
import { between, File, Id, many, Text, told } from './schema-words.ts';

/**
 * A schedule to be judged as data: a case of `shapan sim construction`. `construction.schema.json` says the same to editors and other
 * programs; `shapan sim construction --schema` writes it from here.
 */

const Seed = v.optional(between(0, 4_294_967_295), 1);

export const ConstructionCase = v.strictObject({
  format: v.literal(1),
  kind: v.literal('construction'),
  id: Id,
  title: Text,
  schedule: told('Microsoft Project XML, Primavera XER or XML, or CSV, beside the case', File),
  progress: told(
    'Whether work that has begun waits for predecessors that are not done (retained) or goes on (override)',
    v.optional(v.picklist(['retained', 'override'], '"retained" or "override"'), 'retained'),
  ),
  criticalFloatH: told('Total float up to this is critical', v.optional(between(0, 10_000), 0)),
  resources: v.optional(
    told(
      'Looks for the shortest plan within the limits of the resources, over so many schedules',
      v.strictObject({ schedules: v.optional(between(1, 10_000_000), 5_000), seed: Seed }),
    ),
  ),
  risk: v.optional(
    told(
      'Draws durations so many times. Where an activity has no estimate of its own: these parts of its duration, if they are given',
      v.strictObject({
        runs: v.optional(between(10, 1_000_000), 10_000),
        seed: Seed,
        shape: v.optional(v.picklist(['triangular', 'pert'], '"triangular" or "pert"'), 'triangular'),
        spread: v.optional(v.strictObject({ lowRatio: between(0, 1), highRatio: between(1, 100) })),
      }),
    ),
  ),
  scenarios: v.optional(
    told(
      'What-ifs: each is the schedule with these differences, and is told with its finish and its cost',
      many(Scenario, 0, 200),
    ),
  ),
  costPerDay: told(
    'Paid for every day that the project takes, in the plan as in each scenario',
    v.optional(between(0, 1e12), 0),
  ),
  site: v.optional(told('What the works do to their surroundings, day by day', SiteCase)),
  space: v.optional(told('What stands where and when, and what is not to meet', SpaceCase)),
});

export type ConstructionCase = v.InferOutput<typeof ConstructionCase>;

export const parseConstructionCase = (json: unknown, file = 'case.json'): ConstructionCase =>
  parsed(ConstructionCase, json, file);

/** One what-if, as a form has it: to the same rules as in a case. */
export const parseWhatIf = (json: unknown, name: string): Scenario => parsed(Scenario, json, name);

function parsed<T extends v.GenericSchema>(schema: T, json: unknown, file: string): v.InferOutput<T> {
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  throw new ScenarioError(faultsText(faultsOf(result.issues), file));
}
