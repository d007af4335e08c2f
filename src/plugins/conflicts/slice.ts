import type { BasisPart } from '../../../model/plans/read-basis-file.ts';
import type { SliverPolicy } from '../../../model/plans/slivers.ts';
import type { BalanceLine } from '../../../workers/plans/plan-types.ts';
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

/** A resolution that is being tried; the controller holds its edits. */
type PlanDraft =
  | { kind: 'none' }
  /** The way that is tried, by its key. */
  | { kind: 'making'; way: string }
  | { kind: 'failed'; reason: Reason }
  /** The way would change this; nothing is decided by it. */
  | { kind: 'made'; way: string; effect: WayEffect };

/** What a way would change. */
export interface WayEffect {
  /** Conflicts that would be gone and new, by id. */
  vanished: readonly string[];
  arose: readonly string[];
  balance: readonly BalanceLine[];
  /** It changes a rigid line: a proposal must name the approval. */
  needsApproval: boolean;
  wallMs: number;
}

/** What became of weighing an offered way. */
export type WayOutcome = { kind: 'failed'; reason: Reason } | { kind: 'weighed'; effect: WayEffect };

/** The record of decisions as it is kept; the controller holds it, `serial` growing with each change. */
interface PlanRecord {
  serial: number;
  /** Null: not read yet. */
  keeper: 'hub' | 'page' | null;
  failure: Reason | null;
}

/** The blueprint as it was last made, of the record of that serial; the controller holds it. */
type BlueprintState =
  | { kind: 'none' }
  | { kind: 'making' }
  | { kind: 'failed'; reason: Reason }
  | { kind: 'made'; record: number };

/** Two versions of a plan against each other; the controller holds what came of it. */
type VersionCheck = { kind: 'none' } | { kind: 'making' } | { kind: 'failed'; reason: Reason } | { kind: 'made' };

/** How a severity is marked in lists. */
export const SEVERITY_MARKS = { prohibited: 'severe', check: 'open', negotiate: 'waits' } as const;

interface PlanCheckSlice {
  planCheck: PlanCheck;
  planFilter: PlanFilter;
  /** Plans that take no part in the comparison, by id. */
  plansLeftOut: readonly string[];
  /** What stands and lies in the city takes part; null: where one plan alone is to be compared. */
  comparesStock: boolean | null;
  /** In place of that of the rules; null: that. */
  planSlivers: SliverPolicy | null;
  /** Invalid shapes are made valid before they are compared. */
  repairsPlans: boolean;
  /** Conflicts are drawn. */
  showsConflicts: boolean;
  /** The plans were compared for the city's first card, and nobody has opened a tool of conflicts yet: nothing is drawn. */
  isPlanGlance: boolean;
  /** The one that is looked at, by its id. */
  conflictShown: string | null;
  /** Buildings over their limit of height; null: nobody looked yet. */
  overLimitCount: number | null;
  /** The decision whose history is unfolded, by its conflict's id. */
  decisionShown: string | null;
  /** The conflict that is being resolved, by its id. */
  conflictResolved: string | null;
  planDraft: PlanDraft;
  /** Offered ways of that conflict that were weighed, by their keys. */
  planWays: Readonly<Record<string, WayOutcome>>;
  planRecord: PlanRecord;
  planBlueprint: BlueprintState;
  /** A shape is being drawn: changes with each move of a corner; null: none is. */
  planDrawing: number | null;
  planVersions: VersionCheck;
  /** The change that is looked at, by its number. */
  changeShown: number | null;
  /** Plans that are drawn, by id; the controller holds their shapes, the serial growing with each that is there. */
  plansDrawn: readonly string[];
  planDrawnSerial: number;
  /** Shapes stand up to their height limit. */
  extrudesPlans: boolean;
  /** The shape whose card is open, by its number in the drawn plan. */
  planShape: { plan: string; shape: number } | null;
  /** Only plans that are in force on the shown day are compared and drawn. */
  plansAtDate: boolean;
  /** The shown day in the city, an ISO date. */
  planDay: string;
  /** The rules and the crosswalk that the controller holds: changes with each edit. */
  planBasis: number;
  basisPart: BasisPart;
  /** Plans that were opened here: changes with each. */
  planOpened: number;
  setPlanCheck(part: Partial<Omit<PlanCheckSlice, 'setPlanCheck'>>): void;
}

/** All that is listed. */
export const EVERY_CONFLICT: PlanFilter = { rule: null, plan: null, severity: null };

export const planCheckSlice: Slice<PlanCheckSlice> = (set) => ({
  planCheck: { kind: 'idle' },
  planFilter: EVERY_CONFLICT,
  plansLeftOut: [],
  comparesStock: null,
  planSlivers: null,
  repairsPlans: false,
  showsConflicts: true,
  isPlanGlance: false,
  conflictShown: null,
  overLimitCount: null,
  decisionShown: null,
  conflictResolved: null,
  planDraft: { kind: 'none' },
  planWays: {},
  planRecord: { serial: 0, keeper: null, failure: null },
  planBlueprint: { kind: 'none' },
  planDrawing: null,
  planVersions: { kind: 'none' },
  changeShown: null,
  plansDrawn: [],
  planDrawnSerial: 0,
  extrudesPlans: false,
  planShape: null,
  plansAtDate: false,
  planDay: '',
  planBasis: 0,
  basisPart: 'rules',
  planOpened: 0,
  setPlanCheck: (part) => set(part),
});
