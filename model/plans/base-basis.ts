import type { CityCountry } from '../city/country.ts';
import { jsonHash } from '../text/json-hash.ts';
import { BASE_CROSSWALK } from './base-crosswalk.ts';
import { BASE_PLAN_RULES } from './base-rules.ts';
import type { PlanBasis } from './plan-basis.ts';
import type { PlanRules } from './plan-rules.ts';

/** Plans in China are judged by this project's own basis where neither the city nor a planner brings another. */
export const BASE_PLAN_BASIS: PlanBasis = { rules: BASE_PLAN_RULES, crosswalk: BASE_CROSSWALK };

/** The program's rules of conflicts by the country whose law they quote (ISO 3166-1). */
export const PLAN_RULE_PACKS: ReadonlyMap<string, PlanRules> = new Map([['CN', BASE_PLAN_RULES]]);

/** No rule contradicts anything: the rules of a city whose country has no pack, until a planner chooses one or opens his own. */
export const NO_PLAN_RULES: PlanRules = {
  format: 1,
  name: { zh: '没有规则（未收录该国规则）', en: 'No rules (none are known for the country)' },
  edition: '0',
  rules: [],
};

/** The program's basis for a city of a country; null: nobody knows its country. */
export const planBasisOf = (country: CityCountry | null): PlanBasis => ({
  rules: (country && PLAN_RULE_PACKS.get(country.code)) ?? NO_PLAN_RULES,
  crosswalk: BASE_CROSSWALK,
});

/** The country whose pack a set of rules is; null: it is a set of somebody's own. */
export function packCountryOf(rules: PlanRules): string | null {
  const hash = jsonHash(rules);
  for (const [country, pack] of PLAN_RULE_PACKS) if (pack === rules || jsonHash(pack) === hash) return country;
  return null;
}
