import type { Slice, TwinState } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends HiddenBuildingsSlice {}
}

/** A closed line in plan, ENU metres. */
type Outline = readonly (readonly [eastM: number, northM: number])[];

interface HiddenBuildingsSlice {
  /** Outlines whose buildings give way to a project, by who asks for it. */
  clearings: Readonly<Record<string, Outline>>;
  /** Clears for an owner in place of what was cleared for it; null: nothing. */
  hideBuildings(owner: string, outlineM: Outline | null): void;
}

export const hiddenBuildingsSlice: Slice<HiddenBuildingsSlice> = (set) => ({
  clearings: {},
  hideBuildings: (owner, outlineM) =>
    set(({ clearings: { [owner]: _, ...others } }) => ({
      clearings: outlineM ? { [owner]: outlineM, ...others } : others,
    })),
});

/** The one outline that is cleared: of those that are asked for, the last. */
export function hiddenOutline({ clearings }: Pick<TwinState, 'clearings'>): Outline | null {
  return Object.values(clearings).at(0) ?? null;
}
