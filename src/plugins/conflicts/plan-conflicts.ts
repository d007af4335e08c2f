import * as v from 'valibot';
import { parseAs } from '../../../model/city/grid.ts';

const Text = v.pipe(v.string(), v.maxLength(300));
const Finite = v.pipe(v.number(), v.finite());

const PlanConflicts = v.object({
  rules: v.array(v.object({ id: Text, nameZh: Text, layer: Text, zone: Text })),
  toleranceM2: Finite,
  conflicts: v.pipe(
    v.array(
      v.object({
        id: Text,
        rule: Text,
        shape: Text,
        zone: Text,
        areaM2: Finite,
        kind: v.picklist(['primary', 'consequent']),
        /** East and north, metres of the city's origin. */
        at: v.tuple([Finite, Finite]),
      }),
    ),
    v.maxLength(100_000),
  ),
});

/** Which shapes of plans contradict each other, by which rule, and where: `conflicts.json` of a city that has one. */
export type PlanConflicts = v.InferOutput<typeof PlanConflicts>;
export type PlanConflict = PlanConflicts['conflicts'][number];

export const parsePlanConflicts = (json: unknown): PlanConflicts => parseAs(PlanConflicts, json, 'conflicts.json');

/** Conflicts by rule, in the order of the rules, the largest first; rules without a conflict are left out. */
export function byRule({
  rules,
  conflicts,
}: PlanConflicts): { rule: PlanConflicts['rules'][number]; found: PlanConflict[] }[] {
  return rules
    .map((rule) => ({
      rule,
      found: conflicts.filter((conflict) => conflict.rule === rule.id).sort((a, b) => b.areaM2 - a.areaM2),
    }))
    .filter(({ found }) => found.length > 0);
}

/** Reads a city's conflicts; null: it has no such file, as any city may. */
export async function readPlanConflicts(cityUrl: string): Promise<PlanConflicts | null> {
  const response = await fetch(new URL('conflicts.json', cityUrl));
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`conflicts.json: expected 200, got ${response.status}`);
  return parsePlanConflicts(await response.json());
}
