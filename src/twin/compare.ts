import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends CompareSlice {}
}

export interface CompareSlice {
  /** `swipe`: one picture, a line between two sides. `split`: two pictures with linked cameras. */
  compare: 'off' | 'swipe' | 'split';
  swipeRatio: number;
  setCompare(mode: CompareSlice['compare']): void;
  setSwipe(ratio: number): void;
}

export const compareSlice: Slice<CompareSlice> = (set) => ({
  compare: 'off',
  swipeRatio: 0.5,
  setCompare: (compare) => set({ compare }),
  setSwipe: (ratio) => set({ swipeRatio: Math.min(1, Math.max(0, ratio)) }),
});
