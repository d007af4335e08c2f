import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends CompareSlice {}
}

/**
 * `swipe`: one picture, a line between two sides of its layers and runs. `curtain`: two pictures on one another, the right one seen from
 * that line on, for what one scene cannot hold twice, as a ground that is graded. `split`: two pictures beside one another.
 */
export type CompareMode = 'off' | 'swipe' | 'curtain' | 'split';

/** Each side is a picture of its own, with linked cameras. */
export const hasTwoPictures = (mode: CompareMode): boolean => mode === 'curtain' || mode === 'split';

export interface CompareSlice {
  compare: CompareMode;
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
