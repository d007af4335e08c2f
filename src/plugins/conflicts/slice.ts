import { type SliverPolicy, USUAL_SLIVERS } from '../../../model/plans/slivers.ts';
import type { Reason } from '../../twin/failure.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends PlanCheckSlice {}
}

/** A comparison of plans in the worker; the controller holds what it came to, `serial` growing with each. */
type PlanCheck =
  | { kind: 'idle' }
  | { kind: 'running'; doneRatio: number }
  | { kind: 'failed'; reason: Reason }
  | { kind: 'done'; serial: number };

/** Which conflicts are listed and drawn; null: all. */
export interface PlanFilter {
  rule: string | null;
  plan: string | null;
  severity: string | null;
}

interface PlanCheckSlice {
  planCheck: PlanCheck;
  planFilter: PlanFilter;
  planSlivers: SliverPolicy;
  /** Invalid shapes are made valid before they are compared. */
  repairsPlans: boolean;
  /** Conflicts are drawn. */
  showsConflicts: boolean;
  /** The one that is looked at, by its id. */
  conflictShown: string | null;
  setPlanCheck(part: Partial<Omit<PlanCheckSlice, 'setPlanCheck'>>): void;
}

/** All that is listed. */
export const EVERY_CONFLICT: PlanFilter = { rule: null, plan: null, severity: null };

export const planCheckSlice: Slice<PlanCheckSlice> = (set) => ({
  planCheck: { kind: 'idle' },
  planFilter: EVERY_CONFLICT,
  planSlivers: USUAL_SLIVERS,
  repairsPlans: false,
  showsConflicts: true,
  conflictShown: null,
  setPlanCheck: (part) => set(part),
});
