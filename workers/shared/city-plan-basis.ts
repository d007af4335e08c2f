import { countryOf } from '../../model/city/country.ts';
import { planBasisOf } from '../../model/plans/base-basis.ts';
import { PLAN_CROSSWALK_FILE, parseCrosswalk } from '../../model/plans/crosswalk.ts';
import type { PlanBasis } from '../../model/plans/plan-basis.ts';
import { PLAN_RULES_FILE, parsePlanRules } from '../../model/plans/plan-rules.ts';
import type { CityFiles } from './engine.ts';

/** What a city judges plans by: its own rules and crosswalk where its package has them, otherwise the program's for its country. */
export async function cityPlanBasis(city: CityFiles): Promise<PlanBasis> {
  const { plans } = city.manifest;
  const { rules, crosswalk } = planBasisOf(countryOf(city.manifest));
  return {
    rules: plans?.hasRules ? parsePlanRules(await city.readJson(PLAN_RULES_FILE), PLAN_RULES_FILE) : rules,
    crosswalk: plans?.hasCrosswalk
      ? parseCrosswalk(await city.readJson(PLAN_CROSSWALK_FILE), PLAN_CROSSWALK_FILE)
      : crosswalk,
  };
}
