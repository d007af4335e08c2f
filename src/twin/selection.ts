import type { Slice } from './twin.ts';

export interface SelectionSlice {
  selectedGid: number | null;
  hoveredGid: number | null;
  select(gid: number | null): void;
  hover(gid: number | null): void;
}

export const selectionSlice: Slice<SelectionSlice> = (set) => ({
  selectedGid: null,
  hoveredGid: null,
  select: (selectedGid) => set({ selectedGid }),
  hover: (hoveredGid) => set({ hoveredGid }),
});
