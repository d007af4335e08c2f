import type { UnmeasuredHeight } from '../../model/city/height-origin.ts';
import type { LandUseClass } from '../../model/plans/land-use.ts';
import type { PlanInfo } from '../../model/plans/plan.ts';
import type { BasisStamps, PlanBasis } from '../../model/plans/plan-basis.ts';
import type { PlanEdit } from '../../model/plans/plan-edits.ts';
import type { PlanKind } from '../../model/plans/plan-kinds.ts';
import type { ConflictType, PlanRule, PlanSeverity } from '../../model/plans/plan-rules.ts';
import type { SliverPolicy } from '../../model/plans/slivers.ts';

/** One side of a conflict. */
export interface ConflictSide {
  /** Id of the plan, and of the shape in it. */
  plan: string;
  shape: string;
  kind: PlanKind;
  /** By the crosswalk, or as the plan says it; null: neither does. */
  use: LandUseClass | null;
  /** As the plan has them. */
  name?: string;
  code?: string;
  /** Height of the building that is there. */
  heightM?: number;
  /** On what it rests where nobody measured it. */
  heightFrom?: UnmeasuredHeight;
  heightMaxM?: number;
  farMax?: number;
}

/** Where two plans contradict each other. */
export interface PlanConflict {
  /** Id made of the rule and the two shapes: the same in every run. */
  id: string;
  rule: string;
  type: ConflictType;
  severity: PlanSeverity;
  a: ConflictSide;
  /** Null: what is left of a. */
  b: ConflictSide | null;
  areaM2: number;
  ellipsoidalM2: number;
  meanWidthM: number;
  /** A point in it. */
  at: [lonDeg: number, latDeg: number];
  /** GeoJSON's nesting, rings closed. */
  coordinates: [lonDeg: number, latDeg: number][][][];
}

/** How many conflicts there are, and how many of them are prohibited. */
export interface ConflictCount {
  all: number;
  prohibited: number;
}

/** Sums of one rule, all in m². */
export interface RuleTally {
  rule: string;
  count: number;
  areaM2: number;
  droppedCount: number;
  droppedM2: number;
  /** Σ(A∩B) + Σ(A−B) against Σ A, over the shapes that were laid. */
  ownM2: number;
  sharedM2: number;
  leftM2: number;
  /** Ground that several B cover: in the sum of what is shared it counts so often. */
  twiceM2: number;
  /** Largest error of one shape's balance, and of the sum. */
  offM2: number;
  errorRatio: number;
}

/** Something that the run leaves out or takes for granted. */
export type PlanNote =
  | { code: 'invalid'; plan: string; count: number; example: string; isRepaired: boolean }
  | { code: 'no-code'; plan: string; count: number; example: string }
  | { code: 'unknown-code'; plan: string; count: number; example: string }
  /** Edits that were made from another edition of a shape: none of them is in force. */
  | { code: 'stale'; plan: string; count: number; example: string };

/** What plans are compared by. */
export interface PlanRequest {
  /** Ids of plans, `STOCK_PLAN` for what stands and lies in the city; null: all plans, and no stock. */
  plans: readonly string[] | null;
  /** Ids of rules; null: all. */
  rules: readonly string[] | null;
  slivers: SliverPolicy;
  /** Invalid shapes are made valid by GEOS, and counted; otherwise they are left out, and counted. */
  isRepairing: boolean;
  /** Shapes as resolutions leave them, one a shape at most; absent: as published. */
  edits?: readonly PlanEdit[];
  /** Rules and crosswalk in place of the city's; absent: those. */
  basis?: PlanBasis;
}

/** What a comparison came to. */
export interface PlanReport {
  plans: readonly PlanInfo[];
  /** In force: asked for and switched on. */
  rules: readonly PlanRule[];
  /** All rules and the crosswalk, whole: whoever has the result can compute it again. */
  basis: PlanBasis;
  /** Their names, editions and hashes. */
  by: BasisStamps;
  /** The plane of all areas. */
  plane: string;
  request: Omit<PlanRequest, 'basis'>;
  conflicts: readonly PlanConflict[];
  /** Conflicts of the plans as they were published, before any edit. */
  published: ConflictCount;
  tallies: readonly RuleTally[];
  notes: readonly PlanNote[];
  /** Shapes that were compared. */
  shapes: number;
  /** Hash of the plans, the rules, the crosswalk and the request; and hash of the conflicts. */
  inputHash: string;
  hash: string;
}

/** Ground of one kind and use before and after a trial. */
export interface BalanceLine {
  kind: PlanKind;
  use: LandUseClass | null;
  beforeM2: number;
  afterM2: number;
}

/** What edits would change, which nobody decided yet. */
export interface PlanTrial {
  /** All that there would be. */
  conflicts: readonly PlanConflict[];
  /** Ids of those that would be gone. */
  vanished: readonly string[];
  /** Those that would be new. */
  arose: readonly PlanConflict[];
  /** Ground of the shapes that would change, by kind and use. */
  balance: readonly BalanceLine[];
}
