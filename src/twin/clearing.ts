import type { Slice, TwinState } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends ClearingSlice {}
}

/** A closed line in plan, ENU metres. */
type Outline = readonly (readonly [eastM: number, northM: number])[];

interface ClearingSlice {
  /** Outlines whose buildings give way to a project, by who asks for it. */
  clearings: Readonly<Record<string, Outline>>;
  /** Clears for an owner in place of what was cleared for it; null: nothing. */
  putClearing(owner: string, outlineM: Outline | null): void;
}

export const clearingSlice: Slice<ClearingSlice> = (set) => ({
  clearings: {},
  putClearing: (owner, outlineM) =>
    set(({ clearings: { [owner]: _, ...others } }) => ({
      clearings: outlineM ? { [owner]: outlineM, ...others } : others,
    })),
});

/** The one outline that is cleared: of those that are asked for, the last. */
export function shownClearing({ clearings }: Pick<TwinState, 'clearings'>): Outline | null {
  return Object.values(clearings).at(0) ?? null;
}
