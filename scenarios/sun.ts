import * as v from 'valibot';
import { Id, Text, withDescription } from '../model/questions/parts.ts';
import { SUN_RULES, SunRules } from '../model/scenarios/sun-rules.ts';
import { SunStudyRequest } from '../model/scenarios/sun-study.ts';
import { parseCase } from './faults.ts';

/** A study as data: the engine's request, its rule whole or by its id. */
export const SunStudy = v.strictObject({
  ...SunStudyRequest.entries,
  rules: withDescription(
    'A rule of the program by its id, or one of its own',
    v.union([v.picklist(SUN_RULES.map(({ id }) => id)), SunRules]),
  ),
});
export type SunStudy = v.InferOutput<typeof SunStudy>;

/**
 * A study of sunlight as data: a case of `shapan sim sun`. `sun.schema.json` says the same to editors and other programs;
 * `shapan sim sun --schema` writes it from here.
 */
export const SunCase = v.strictObject({
  format: v.literal(1),
  kind: v.literal('sun'),
  id: Id,
  title: Text,
  city: withDescription('A baked city, by its id', Id),
  study: SunStudy,
});
export type SunCase = v.InferOutput<typeof SunCase>;

/** A case by its schema; its errors name the file, the place, what was expected and what came. */
export const parseSunCase = (json: unknown, file: string): SunCase => parseCase(SunCase, json, file);

/** What the engine is asked: a rule that was named by its id stands there whole. */
export function sunRequestOf(study: SunStudy): SunStudyRequest {
  const { rules } = study;
  const whole = typeof rules === 'string' ? SUN_RULES.find(({ id }) => id === rules) : rules;
  if (!whole) throw new Error(`${String(rules)}: expected a rule of SUN_RULES`);
  return { ...study, rules: whole };
}
