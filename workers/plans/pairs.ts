import Flatbush from 'flatbush';
import type { LandUseClass } from '../../model/plans/land-use.ts';
import type { PlanRule, PlanRuleSide } from '../../model/plans/plan-rules.ts';
import type { SliverPolicy } from '../../model/plans/slivers.ts';
import type { OverlayJob } from './overlay.ts';
import type { PlanShape } from './shapes.ts';

/** Number of pairs that make one job: some 20 ms, after which a run can be stopped. */
const PAIRS_A_JOB = 400;

/** Shapes of one side of a rule. */
function chosen(shapes: readonly PlanShape[], { kinds, uses, notUses, systems }: PlanRuleSide): number[] {
  const has = (list: readonly LandUseClass[], use: LandUseClass | null) => use !== null && list.includes(use);
  const out: number[] = [];
  for (const [i, { kind, use, system, isGone }] of shapes.entries()) {
    if (isGone) continue;
    if (!kinds.includes(kind)) continue;
    if (uses && !has(uses, use)) continue;
    if (notUses && has(notUses, use)) continue;
    if (systems && !(system && systems.includes(system))) continue;
    out.push(i);
  }
  return out;
}

/** Two sides of a rule that are laid over each other at once. */
export interface Sides {
  a: readonly number[];
  b: readonly number[];
}

/**
 * What a rule compares: its two sides, or of a difference each plan with each other plan. Empty: a side has no shape, so that the rule says
 * nothing of these plans.
 */
export function sidesOf(rule: PlanRule, shapes: readonly PlanShape[]): Sides[] {
  const a = chosen(shapes, rule.a);
  const b = chosen(shapes, rule.b);
  if (a.length === 0 || b.length === 0) return [];
  if (rule.relation !== 'difference') return [{ a, b }];
  const plans = [...new Set([...a, ...b].map((i) => shapes[i].plan))];
  const of = (list: readonly number[], plan: number) => list.filter((i) => shapes[i].plan === plan);
  return plans
    .flatMap((one) => plans.filter((other) => other !== one).map((other) => ({ a: of(a, one), b: of(b, other) })))
    .filter((sides) => sides.a.length > 0 && sides.b.length > 0);
}

/** Whether two shapes that share ground contradict each other by what they say. */
function contradicts(rule: PlanRule, a: PlanShape, b: PlanShape): boolean {
  switch (rule.relation) {
    case 'overlap':
      return true;
    case 'outside':
    case 'difference':
      return false;
    case 'allowed-codes': {
      const { allowedCodes } = b;
      const { code } = a;
      return code !== undefined && allowedCodes !== undefined && !allowedCodes.some((start) => code.startsWith(start));
    }
    case 'crosswalk':
      return a.use !== null && b.use !== null && a.use !== b.use;
    case 'height':
      return isAbove(a.heightM ?? a.heightMaxM, b.heightMaxM);
    case 'indicators':
      return INDICATORS.some((name) => a[name] !== undefined && b[name] !== undefined && a[name] !== b[name]);
    case 'depth':
      return isAtOneLevel(a, b, rule.clearanceM);
  }
}

const isAbove = (a: number | undefined, b: number | undefined): boolean => a !== undefined && b !== undefined && a > b;

const INDICATORS = ['farMax', 'heightMaxM', 'densityMaxPct', 'greenMinPct'] as const;

/** Underground: levels that are not stated may be any. */
function isAtOneLevel(a: PlanShape, b: PlanShape, clearanceM: number): boolean {
  const low = Number.NEGATIVE_INFINITY;
  return (a.bottomM ?? low) < (b.topM ?? 0) + clearanceM && (a.topM ?? 0) > (b.bottomM ?? low) - clearanceM;
}

/** Candidates by their boxes, cut into jobs whose shapes lie beside each other. */
export function jobsOf(
  rule: PlanRule,
  shapes: readonly PlanShape[],
  boxes: Float64Array,
  sides: Sides,
  options: { slivers: SliverPolicy; isRepairing: boolean },
): OverlayJob[] {
  const find = finderOf(sides.b, boxes, rule.distanceM);
  const wantsLeft = rule.relation === 'outside' || rule.relation === 'difference';
  // A pair of the same kind is met from both sides: it counts once, with the earlier plan first.
  const isOnce = !wantsLeft && rule.plans === 'different' && rule.a.kinds.some((kind) => rule.b.kinds.includes(kind));
  const mayMeet = (a: number, b: number) => {
    if (a === b) return false;
    if (rule.plans === 'any') return true;
    return isOnce ? shapes[a].plan < shapes[b].plan : shapes[a].plan !== shapes[b].plan;
  };
  const jobs: OverlayJob[] = [];
  let draft: { a: number[]; start: number[]; b: number[]; isWanted: number[] } = emptyDraft();
  const flush = () => {
    if (draft.a.length === 0) return;
    jobs.push({
      a: Uint32Array.from(draft.a),
      start: Uint32Array.from(draft.start),
      b: Uint32Array.from(draft.b),
      isWanted: Uint8Array.from(draft.isWanted),
      wantsLeft,
      growM: rule.distanceM,
      ...options,
    });
    draft = emptyDraft();
  };
  for (const a of inRows(sides.a, boxes)) {
    const near = find(a).filter((b) => mayMeet(a, b));
    if (near.length === 0 && !wantsLeft) continue;
    draft.a.push(a);
    for (const b of near) {
      draft.b.push(b);
      draft.isWanted.push(contradicts(rule, shapes[a], shapes[b]) ? 1 : 0);
    }
    draft.start.push(draft.b.length);
    if (draft.b.length + draft.a.length > PAIRS_A_JOB) flush();
  }
  flush();
  return jobs;
}

const emptyDraft = () => ({ a: [], start: [0], b: [], isWanted: [] });

/** Shapes whose box comes so near to that of a shape, by their order. */
function finderOf(list: readonly number[], boxes: Float64Array, reachM: number): (shape: number) => number[] {
  if (list.length === 0) return () => [];
  const index = new Flatbush(list.length);
  for (const i of list) index.add(boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]);
  index.finish();
  return (a) =>
    index
      .search(boxes[4 * a] - reachM, boxes[4 * a + 1] - reachM, boxes[4 * a + 2] + reachM, boxes[4 * a + 3] + reachM)
      .map((k) => list[k])
      .sort((one, other) => one - other);
}

/** Number of rows of shapes that are worked off one after the other. */
const ROWS = 64;

/** Neighbours one after the other, there and back in rows from the south: a job then holds few shapes of the other side. */
function inRows(list: readonly number[], boxes: Float64Array): number[] {
  let south = Number.POSITIVE_INFINITY;
  let north = Number.NEGATIVE_INFINITY;
  for (const i of list) {
    south = Math.min(south, boxes[4 * i + 1]);
    north = Math.max(north, boxes[4 * i + 1]);
  }
  const rowM = (north - south) / ROWS || 1;
  const rowOf = (i: number) => Math.floor((boxes[4 * i + 1] - south) / rowM);
  return [...list].sort((i, j) => {
    const row = rowOf(i);
    return row - rowOf(j) || (row % 2 === 0 ? 1 : -1) * (boxes[4 * i] - boxes[4 * j]) || i - j;
  });
}
