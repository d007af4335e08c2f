import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Manifest } from '../../model/city/manifest.ts';
import { PLAN_LIST_FILE, type PlanInfo, parsePlanFeatures, parsePlanList } from '../../model/plans/plan.ts';
import { PLAN_RULES_FILE, type PlanRules } from '../../model/plans/plan-rules.ts';
import { planBytes } from '../../model/plans/plan-text.ts';
import type { PlanInput } from '../model.ts';
import { writeCompressed } from '../tileset/precompress.ts';

/** Writes each plan as GeoJSON and the list of them; what the manifest says of it. No plans: nothing. */
export function writePlans(
  plans: readonly PlanInput[],
  rules: PlanRules | null,
  folder: string,
): Pick<Manifest, 'plans'> {
  if (plans.length === 0) return plansOfManifest(plans, rules);
  const infos = plans.map(({ features, ...stated }): PlanInfo => {
    const file = `plans/${stated.id}.geojson`;
    const bytes = planBytes(features);
    parsePlanFeatures(JSON.parse(new TextDecoder().decode(bytes)), file);
    writeCompressed(join(folder, file), bytes);
    return { ...stated, file, hash: createHash('sha256').update(bytes).digest('hex'), count: features.length };
  });
  const list = parsePlanList({ format: 1, plans: infos });
  writeCompressed(join(folder, PLAN_LIST_FILE), Buffer.from(`${JSON.stringify(list)}\n`));
  if (rules) writeCompressed(join(folder, PLAN_RULES_FILE), Buffer.from(`${JSON.stringify(rules)}\n`));
  return plansOfManifest(plans, rules);
}

/** Without writing them. */
export function plansOfManifest(plans: readonly PlanInput[], rules: PlanRules | null): Pick<Manifest, 'plans'> {
  return plans.length === 0 ? {} : { plans: { count: plans.length, hasRules: rules !== null } };
}
