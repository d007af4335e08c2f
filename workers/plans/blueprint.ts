import type { PlanInfo } from '../../model/plans/plan.ts';
import type { BasisStamps } from '../../model/plans/plan-basis.ts';
import { shapeKey } from '../../model/plans/plan-edits.ts';
import { type Decision, decisionsOf, editsOf, headOf, type Journal } from '../../model/plans/plan-journal.ts';
import { sha256 } from '../../model/sha256.ts';
import { editedPlans, type PublishedPlans, stateOf } from './edited.ts';
import type { ConflictCount } from './plan-types.ts';

/** A signed decision as it stands in a blueprint and in its report. */
interface BlueprintDecision {
  conflict: string;
  rule: string;
  /** Edition and hash of the rules that the conflict was found by; null: it was signed before hashes were kept. */
  edition: string;
  rulesHash: string | null;
  areaM2: number;
  way: string;
  /** Number of the approval by which a rigid line changes. */
  approval: string | null;
  shapes: string[];
  proposedBy: string;
  proposedMs: number;
  signedBy: string;
  signedMs: number;
  /** Party that vouches for the signer's name: the hub by its login, or on the page nobody. */
  by: 'hub' | 'page';
}

/** Conflicts of all plans, by the slivers of the rules: of the plans as published, and those that the signed decisions leave open. */
export interface BlueprintProgress {
  found: ConflictCount;
  open: ConflictCount;
}

/** 蓝图: all plans after all signed decisions, as one. */
export interface Blueprint extends BasisStamps, BlueprintProgress {
  plans: readonly Pick<PlanInfo, 'id' | 'name' | 'authority' | 'version' | 'status' | 'hash'>[];
  decisions: readonly BlueprintDecision[];
  /** Shapes that a decision changed, and all. */
  changed: number;
  shapes: number;
  /** Signed conflicts whose shapes are others now than those that were signed: none of their edits is in it. */
  left: readonly string[];
  /** Hash of the journal's last entry. */
  head: string;
  /** Hash of the plans, the rules, the crosswalk, the conflicts left open, the signatures and every shape. */
  hash: string;
  /** GeoJSON, a shape a line. */
  geoJson: string;
}

const encoder = new TextEncoder();

/** The same for the same plans and journal, wherever it is made. */
export function blueprintOf(
  published: PublishedPlans,
  infos: readonly PlanInfo[],
  { rules, crosswalk }: BasisStamps,
  journal: Journal,
  { found, open }: BlueprintProgress,
): Blueprint {
  const signed = [...decisionsOf(journal).values()].filter(({ state }) => state === 'signed');
  const { edits, loose } = editsOf(signed, ['signed']);
  const edited = editedPlans(published, edits);
  const changed = new Set([...edited.edits.keys()]);
  const stale = new Set(edited.stale.map(shapeKey));
  const lines: string[] = [];
  for (const { plan, id, isGone } of edited.shapes) {
    if (isGone) continue;
    const key = shapeKey({ plan: infos[plan].id, shape: id });
    const state = stateOf(published, edited, key);
    if (!state) continue;
    const properties = { plan: infos[plan].id, ...state.properties, ...(changed.has(key) ? { isResolved: true } : {}) };
    lines.push(JSON.stringify({ type: 'Feature', id, properties, geometry: state.geometry }));
  }
  const plans = infos.map(({ id, name, authority, version, status, hash }) => ({
    id,
    name,
    authority,
    version,
    status,
    hash,
  }));
  const decisions = signed.flatMap(decisionLine);
  const head = headOf(journal);
  const stated = { plans, rules, crosswalk, found, open, decisions };
  const hash = sha256([
    encoder.encode(`${JSON.stringify(stated)}\n`),
    ...lines.map((line) => encoder.encode(`${line}\n`)),
  ]);
  const top = JSON.stringify({ kind: 'blueprint', ...stated, head, hash });
  const isLeft = ({ conflict, proposal }: Decision) =>
    loose.includes(conflict) || proposal?.act.edits.some((edit) => stale.has(shapeKey(edit)));
  return {
    ...stated,
    changed: changed.size,
    shapes: lines.length,
    left: signed.filter(isLeft).map(({ conflict }) => conflict),
    head,
    hash,
    geoJson: `{"type":"FeatureCollection","shapan":${top},"features":[\n${lines.join(',\n')}\n]}\n`,
  };
}

function decisionLine({ conflict, facts, proposal, verdict }: Decision): BlueprintDecision[] {
  if (!proposal || !verdict) return [];
  const { way, edits } = proposal.act;
  return [
    {
      conflict,
      rule: facts.rule,
      edition: facts.edition,
      rulesHash: facts.rulesHash ?? null,
      areaM2: facts.areaM2,
      approval: proposal.act.approval ?? null,
      way: way.kind === 'code' ? `${way.kind} ${way.side} ${way.code}` : `${way.kind} ${way.side}`,
      shapes: edits.map(({ plan, shape }) => `${plan}/${shape}`),
      proposedBy: proposal.who,
      proposedMs: proposal.atMs,
      signedBy: verdict.who,
      signedMs: verdict.atMs,
      by: verdict.by,
    },
  ];
}
