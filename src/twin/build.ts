import type { Slice } from './twin.ts';

export type BuildStatus =
  | { kind: 'none' }
  | { kind: 'reading'; file: string }
  | { kind: 'failed'; file: string; reason: string }
  /** `serial` grows with each plan that was opened: whoever shows it asks the desk for its facts. */
  | { kind: 'open'; file: string; serial: number };

/** What the elements' colours tell: how far they are, or how they stand against the baseline. */
export type BuildColours = 'state' | 'baseline';

export interface BuildSlice {
  plan: BuildStatus;
  buildColours: BuildColours;
  /** What a finding is about: the bars show these rows alone. */
  planFocus: { finding: string; rows: number[] } | null;
  setPlan(plan: BuildStatus): void;
  colourBuild(by: BuildColours): void;
  focusPlan(focus: BuildSlice['planFocus']): void;
}

export const buildSlice: Slice<BuildSlice> = (set) => ({
  plan: { kind: 'none' },
  buildColours: 'state',
  planFocus: null,
  setPlan: (plan) => set({ plan, planFocus: null }),
  colourBuild: (buildColours) => set({ buildColours }),
  focusPlan: (planFocus) => set({ planFocus }),
});
