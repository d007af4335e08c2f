import type { Slice } from './twin.ts';

export interface TourSlice {
  /** `held`: a visitor has taken over; it goes on by itself when idle. */
  tour: 'off' | 'playing' | 'held';
  tourIndex: number;
  startTour(index?: number): void;
  stopTour(): void;
  holdTour(): void;
  resumeTour(): void;
  showChapter(index: number): void;
}

export const tourSlice: Slice<TourSlice> = (set) => ({
  tour: 'off',
  tourIndex: 0,
  startTour: (tourIndex = 0) => set({ tour: 'playing', tourIndex }),
  stopTour: () => set({ tour: 'off' }),
  holdTour: () => set(({ tour }) => (tour === 'playing' ? { tour: 'held' } : {})),
  resumeTour: () => set(({ tour }) => (tour === 'held' ? { tour: 'playing' } : {})),
  showChapter: (tourIndex) => set({ tourIndex }),
});
