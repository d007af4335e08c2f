import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends SelectionSlice {}
}

export interface SelectionSlice {
  /** Where the selected object lies in this bake; null while nothing is selected, or while `selectedId` is looked up. */
  selectedGid: number | null;
  /** Its id for life, as links carry it; null until the catalogue has told it. */
  selectedId: string | null;
  hoveredGid: number | null;
  select(gid: number | null): void;
  hover(gid: number | null): void;
}

export const selectionSlice: Slice<SelectionSlice> = (set) => ({
  selectedGid: null,
  selectedId: null,
  hoveredGid: null,
  select: (selectedGid) => set({ selectedGid, selectedId: null }),
  hover: (hoveredGid) => set({ hoveredGid }),
});
