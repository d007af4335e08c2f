import type { PlanEdit } from '../../model/plans/plan-edits.ts';
import { shapeKey } from '../../model/plans/plan-edits.ts';
import { GeosArena, loadGeos } from '../shared/geos.ts';
import { allConflicts, type Comparison } from './compare.ts';
import type { EditedPlans } from './edited.ts';
import type { OverlaidShape } from './overlaid-shapes.ts';
import type { BalanceLine, PlanTrial } from './plan-types.ts';
import type { FormerComparison } from './recheck.ts';

/** Compares what edits would leave with what stands before them; neither is decided by it. */
export async function trialOf(
  before: FormerComparison & { comparison: Comparison },
  after: FormerComparison & { comparison: Comparison },
  edits: readonly PlanEdit[],
): Promise<PlanTrial> {
  const conflictsOf = ({ comparison, laid }: { comparison: Comparison; laid: readonly OverlaidShape[] }) =>
    allConflicts(comparison, laid);
  const had = conflictsOf(before);
  const conflicts = conflictsOf(after);
  const idsBefore = new Set(had.map(({ id }) => id));
  const idsAfter = new Set(conflicts.map(({ id }) => id));
  return {
    conflicts,
    vanished: had.flatMap(({ id }) => (idsAfter.has(id) ? [] : [id])),
    arose: conflicts.filter(({ id }) => !idsBefore.has(id)),
    balance: await balanceOf(before.plans, after.plans, edits),
  };
}

/** Areas in the plane, by GEOS. */
async function balanceOf(
  before: EditedPlans,
  after: EditedPlans,
  edits: readonly PlanEdit[],
): Promise<readonly BalanceLine[]> {
  const arena = new GeosArena(await loadGeos());
  const lines = new Map<string, BalanceLine>();
  const add = (plans: EditedPlans, edit: PlanEdit, part: 'beforeM2' | 'afterM2') => {
    const i = plans.numbers.get(shapeKey(edit));
    if (i === undefined || plans.shapes[i].isGone) return;
    const { kind, use } = plans.shapes[i];
    const key = `${kind} ${use}`;
    const line = lines.get(key) ?? { kind, use, beforeM2: 0, afterM2: 0 };
    const shape = arena.shape(...plans.source(i));
    line[part] += arena.area(shape);
    arena.geos.GEOSGeom_destroy(shape);
    lines.set(key, line);
  };
  for (const edit of edits) {
    add(before, edit, 'beforeM2');
    add(after, edit, 'afterM2');
  }
  return [...lines.values()];
}
