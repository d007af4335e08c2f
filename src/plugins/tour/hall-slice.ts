import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends HallSlice {}
}

interface HallSlice {
  /** It is quiet, and nobody woke the hall. */
  isHallDark: boolean;
  darkenHall(isHallDark: boolean): void;
}

export const hallSlice: Slice<HallSlice> = (set) => ({
  isHallDark: false,
  darkenHall: (isHallDark) => set({ isHallDark }),
});
