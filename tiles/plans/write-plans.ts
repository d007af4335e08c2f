import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Manifest } from '../../model/city/manifest.ts';
import { type Crosswalk, PLAN_CROSSWALK_FILE } from '../../model/plans/crosswalk.ts';
import { PLAN_LIST_FILE, type PlanInfo, parsePlanFeatures, parsePlanList } from '../../model/plans/plan.ts';
import { basisText } from '../../model/plans/plan-basis.ts';
import { PLAN_RULES_FILE, type PlanRules } from '../../model/plans/plan-rules.ts';
import { planBytes } from '../../model/plans/plan-text.ts';
import type { PlanInput } from '../model.ts';
import { writeCompressed } from '../tileset/precompress.ts';

/** What a city has of its own, to judge plans by: also those that its planners open. */
interface OwnBasis {
  rules: PlanRules | null;
  crosswalk: Crosswalk | null;
}

/** Writes each plan as GeoJSON, the list of them and what they are judged by; what the manifest says of it. */
export function writePlans(plans: readonly PlanInput[], own: OwnBasis, folder: string): Pick<Manifest, 'plans'> {
  const stated = plansOfManifest(plans, own);
  if (!stated.plans) return stated;
  const infos = plans.map(({ features, ...stated }): PlanInfo => {
    const file = `plans/${stated.id}.geojson`;
    const bytes = planBytes(features);
    parsePlanFeatures(JSON.parse(new TextDecoder().decode(bytes)), file);
    writeCompressed(join(folder, file), bytes);
    return { ...stated, file, hash: createHash('sha256').update(bytes).digest('hex'), count: features.length };
  });
  const list = parsePlanList({ format: 1, plans: infos });
  writeCompressed(join(folder, PLAN_LIST_FILE), Buffer.from(`${JSON.stringify(list)}\n`));
  const { rules, crosswalk } = own;
  if (rules) writeCompressed(join(folder, PLAN_RULES_FILE), Buffer.from(basisText(rules)));
  if (crosswalk) writeCompressed(join(folder, PLAN_CROSSWALK_FILE), Buffer.from(basisText(crosswalk)));
  return stated;
}

/** Without writing them. */
export function plansOfManifest(plans: readonly PlanInput[], { rules, crosswalk }: OwnBasis): Pick<Manifest, 'plans'> {
  if (plans.length === 0 && !rules && !crosswalk) return {};
  return { plans: { count: plans.length, hasRules: rules !== null, hasCrosswalk: crosswalk !== null } };
}
