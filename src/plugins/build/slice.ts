import type { Reason } from '../../twin/failure.ts';
import type { Slice } from '../../twin/slice.ts';
import type { Excavation } from '../../twin/underground.ts';
import type { BuildTab } from './review-slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends BuildSlice {}
}

export type BuildStatus =
  | { kind: 'none' }
  | { kind: 'reading'; file: string }
  | { kind: 'failed'; file: string; reason: Reason }
  /** `serial` grows with each plan that was opened: whoever shows it asks the desk for its facts. */
  | { kind: 'open'; file: string; serial: number };

/** What the elements' colours tell: how far they are, or how they stand against the baseline. */
type BuildColours = 'state' | 'baseline';

export interface BuildSlice {
  plan: BuildStatus;
  buildColours: BuildColours;
  /** Two linked pictures: as it went and will go, and beside it as the baseline planned it. */
  plannedBeside: boolean;
  /** The open plan is the city's own. */
  isCityPlan: boolean;
  /** A link asks for the city's own plan, on whichever desk. */
  wantsCityPlan: boolean;
  /** The tab that a link names, until its plan is open. */
  wantedTab: BuildTab | null;
  /** The activity that bars and elements both mark, by the number that elements name it by. */
  planTask: number | null;
  /** What the open plan digs; ground and tiles are cut along it. */
  planPit: Excavation | null;
  /** What a finding is about: the bars show these rows alone. */
  planFocus: { finding: string; rows: number[] } | null;
  /** Grows whenever heights of elements were read; they lie with the plug-in. */
  elementHeights: number;
  setPlan(plan: BuildStatus): void;
  pickTask(task: number | null): void;
  digPlan(pit: Excavation | null): void;
  colourBuild(by: BuildColours): void;
  showPlannedBeside(isOn: boolean): void;
  focusPlan(focus: BuildSlice['planFocus']): void;
}

export const buildSlice: Slice<BuildSlice> = (set) => ({
  plan: { kind: 'none' },
  buildColours: 'state',
  plannedBeside: false,
  isCityPlan: false,
  wantsCityPlan: false,
  wantedTab: null,
  planFocus: null,
  planTask: null,
  planPit: null,
  elementHeights: 0,
  setPlan: (plan) => set({ plan, planFocus: null, planTask: null }),
  pickTask: (planTask) => set({ planTask }),
  digPlan: (planPit) => set({ planPit }),
  colourBuild: (buildColours) => set({ buildColours }),
  showPlannedBeside: (plannedBeside) =>
    set(plannedBeside ? { plannedBeside, compare: 'split', viewCount: 2 } : { plannedBeside, compare: 'off' }),
  focusPlan: (planFocus) => set({ planFocus }),
});
