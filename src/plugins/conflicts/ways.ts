import { STOCK_PLAN } from '../../../model/plans/plan.ts';
import type { ResolutionWay } from '../../../model/plans/plan-journal.ts';
import type { PlanKind } from '../../../model/plans/plan-kinds.ts';
import { isRigid } from '../../../model/plans/rigid-lines.ts';
import type { PlanConflict, PlanReport } from '../../../workers/plans/plan-types.ts';

/** One side of a conflict. */
export type SideName = 'a' | 'b';

/** Why a side stands before the other: it is a rigid line, it is there already, it is a line of control, it is approved, or it is the later one. */
type WayReason = 'rigid' | 'stands' | 'line' | 'approved' | 'later';

/** A way that is offered for a conflict. */
export interface OfferedWay {
  way: ResolutionWay & { kind: 'give-up' | 'limits' };
  /** Side that has the ground or the limits after it; null: what lies outside is cut off. */
  keeps: SideName | null;
  /** Absent: nothing known speaks for it. */
  reason: WayReason | null;
  /** It changes a rigid line: a proposal must name the approval. */
  needsApproval: boolean;
}

type Facts = Pick<PlanReport, 'plans' | 'rules'>;

/** Two or three ways, the one that the law or the order of plans speaks for first. */
export function offeredWays(conflict: PlanConflict, report: Facts): OfferedWay[] {
  const { a, b } = conflict;
  if (b === null) {
    const way = { kind: 'give-up', side: 'a' } as const;
    return [{ way, keeps: null, reason: null, needsApproval: isRigid(a.kind) }];
  }
  const before = standsBefore(conflict, report);
  const relation = report.rules.find(({ id }) => id === conflict.rule)?.relation;
  const hasLimits =
    a.plan !== STOCK_PLAN && b.plan !== STOCK_PLAN && (relation === 'height' || relation === 'indicators');
  const offered = (kind: 'give-up' | 'limits') =>
    (['a', 'b'] as const).flatMap((keeps): OfferedWay[] => {
      const side = otherOf(keeps);
      // What stands there is changed by no plan: the plan gives way, or the conflict stays.
      if (conflict[side]?.plan === STOCK_PLAN) return [];
      const reason = before?.side === keeps ? before.reason : null;
      return [{ way: { kind, side }, keeps, reason, needsApproval: isRigid(conflict[side]?.kind) }];
    });
  return [...(hasLimits ? offered('limits') : []), ...offered('give-up')].sort(
    (one, other) => rankOf(one) - rankOf(other),
  );
}

const otherOf = (side: SideName): SideName => (side === 'a' ? 'b' : 'a');

const rankOf = ({ reason, needsApproval }: OfferedWay): number => (needsApproval ? 2 : reason ? 0 : 1);

/** The way that is tried by itself; null: none is lawful without an approval, or nothing speaks for one before the other. */
export function presetWay(ways: readonly OfferedWay[]): OfferedWay | null {
  const [first] = ways;
  if (!first || first.needsApproval) return null;
  return first.reason !== null || first.keeps === null || ways.filter((one) => !one.needsApproval).length === 1
    ? first
    : null;
}

/** By which the page knows a way of a conflict. */
export const wayKey = ({ kind, side }: ResolutionWay): string => `${kind} ${side}`;

/** Kinds that say what may be built; all others are lines that such a plan follows. */
const BUILT: readonly PlanKind[] = ['parcel', 'planned-building', 'planned-pipe', 'planned-tunnel', 'basement', 'pile'];

/** The side that the law, or else the order of plans, puts first. */
function standsBefore(
  { a, b }: PlanConflict,
  { plans }: Pick<PlanReport, 'plans'>,
): { side: SideName; reason: WayReason } | null {
  if (b === null) return null;
  const by = (reason: WayReason, isA: boolean, isB: boolean): { side: SideName; reason: WayReason } | null =>
    isA === isB ? null : { side: isA ? 'a' : 'b', reason };
  const [planA, planB] = [a, b].map(({ plan }) => plans.find(({ id }) => id === plan));
  const [fromA, fromB] = [planA, planB].map((plan) => plan?.period?.from ?? '');
  const isLater = fromA !== '' && fromB !== '' && fromA !== fromB;
  return (
    by('stands', a.plan === STOCK_PLAN, b.plan === STOCK_PLAN) ??
    by('rigid', isRigid(a.kind), isRigid(b.kind)) ??
    by('line', !BUILT.includes(a.kind), !BUILT.includes(b.kind)) ??
    by('approved', planA?.status === 'approved', planB?.status === 'approved') ??
    (isLater ? by('later', fromA > fromB, fromB > fromA) : null)
  );
}
