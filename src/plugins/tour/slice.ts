import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends TourSlice {}
}

export interface TourSlice {
  /** `held`: a visitor has taken over; it goes on by itself when idle. */
  tour: 'off' | 'playing' | 'held';
  tourIndex: number;
  /** How far the shown chapter is, 0–1, and while held the seconds to its going on (null: nobody has counted yet); the view reports both. */
  tourProgressRatio: number;
  tourResumeInS: number | null;
  startTour(index?: number): void;
  stopTour(): void;
  holdTour(): void;
  resumeTour(): void;
  showChapter(index: number): void;
  reportTour(progressRatio: number, resumeInS: number | null): void;
}

export const tourSlice: Slice<TourSlice> = (set) => ({
  tour: 'off',
  tourIndex: 0,
  tourProgressRatio: 0,
  tourResumeInS: null,
  startTour: (tourIndex = 0) => set({ tour: 'playing', tourIndex, tourProgressRatio: 0, tourResumeInS: null }),
  stopTour: () => set({ tour: 'off' }),
  holdTour: () => set(({ tour }) => (tour === 'playing' ? { tour: 'held' } : {})),
  resumeTour: () => set(({ tour }) => (tour === 'held' ? { tour: 'playing', tourResumeInS: null } : {})),
  showChapter: (tourIndex) => set({ tourIndex, tourProgressRatio: 0 }),
  reportTour: (tourProgressRatio, tourResumeInS) => set({ tourProgressRatio, tourResumeInS }),
});
