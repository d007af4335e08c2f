import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Manifest } from '../../model/city/manifest.ts';
import {
  PLAN_LIST_FILE,
  type PlanFeature,
  type PlanInfo,
  parsePlanFeatures,
  parsePlanList,
} from '../../model/plans/plan.ts';
import { PLAN_RULES_FILE, type PlanRules } from '../../model/plans/plan-rules.ts';
import type { PlanInput } from '../model.ts';
import { writeCompressed } from '../tileset/precompress.ts';

/** 0.001 mm. */
const DEGREE_DIGITS = 1e11;

/** Writes each plan as GeoJSON and the list of them; what the manifest says of it. No plans: nothing. */
export function writePlans(
  plans: readonly PlanInput[],
  rules: PlanRules | null,
  folder: string,
): Pick<Manifest, 'plans'> {
  if (plans.length === 0) return plansOfManifest(plans, rules);
  const infos = plans.map(({ features, ...stated }): PlanInfo => {
    const file = `plans/${stated.id}.geojson`;
    const bytes = Buffer.from(collectionOf(features));
    parsePlanFeatures(JSON.parse(bytes.toString('utf8')), file);
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

/** One feature a line, so that two versions can be compared. */
function collectionOf(features: readonly PlanFeature[]): string {
  const lines = features.map((feature) => JSON.stringify(feature, rounded)).join(',\n');
  return `{"type":"FeatureCollection","features":[\n${lines}\n]}\n`;
}

function rounded(key: string, value: unknown): unknown {
  if (key !== 'coordinates') return value;
  const round = (deep: unknown): unknown =>
    typeof deep === 'number' ? Math.round(deep * DEGREE_DIGITS) / DEGREE_DIGITS : (deep as unknown[]).map(round);
  return round(value);
}
