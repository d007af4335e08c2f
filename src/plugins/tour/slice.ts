import type { Tour } from '../../../model/tours/tour.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends TourSlice {}
}

/** A moment of a tour that is to be filmed: its chapter, and how far that is, 0–1. The view takes each `serial` once. */
export interface TourShot {
  readonly serial: number;
  readonly tour: Tour;
  readonly index: number;
  readonly ratio: number;
}

export interface TourSlice {
  /** `held`: a visitor has taken over; it goes on by itself when idle. */
  tour: 'off' | 'playing' | 'held';
  /** Tours beside the city's own: those of this browser and those that come with the program for this city. */
  otherTours: readonly Tour[];
  /** Which tour is chosen; null: the first that there is. */
  tourId: string | null;
  tourIndex: number;
  /** How far the shown chapter is, 0–1, and while held the seconds to its going on (null: nobody has counted yet); the view reports both. */
  tourProgressRatio: number;
  tourResumeInS: number | null;
  /** Null: no tour is being filmed. */
  tourShot: TourShot | null;
  /** The last moment at which the picture stands; the view reports it. */
  posedTourSerial: number;
  /** Chapters are read aloud by the browser's voice. */
  isNarrated: boolean;
  listTours(tours: readonly Tour[]): void;
  chooseTour(id: string): void;
  startTour(index?: number): void;
  stopTour(): void;
  holdTour(): void;
  resumeTour(): void;
  showChapter(index: number): void;
  reportTour(progressRatio: number, resumeInS: number | null): void;
  poseTour(shot: Omit<TourShot, 'serial'> | null): void;
  reportPosedTour(serial: number): void;
  narrate(isOn: boolean): void;
}

/** Serials of moments, never given twice: a film that is begun again waits for its own. */
let shots = 0;

export const tourSlice: Slice<TourSlice> = (set) => ({
  tour: 'off',
  otherTours: [],
  tourId: null,
  tourIndex: 0,
  tourProgressRatio: 0,
  tourResumeInS: null,
  tourShot: null,
  posedTourSerial: 0,
  isNarrated: false,
  listTours: (otherTours) => set({ otherTours }),
  chooseTour: (tourId) => set({ tourId, tourIndex: 0, tourProgressRatio: 0 }),
  startTour: (tourIndex = 0) => set({ tour: 'playing', tourIndex, tourProgressRatio: 0, tourResumeInS: null }),
  stopTour: () => set({ tour: 'off' }),
  holdTour: () => set(({ tour }) => (tour === 'playing' ? { tour: 'held' } : {})),
  resumeTour: () => set(({ tour }) => (tour === 'held' ? { tour: 'playing', tourResumeInS: null } : {})),
  showChapter: (tourIndex) => set({ tourIndex, tourProgressRatio: 0 }),
  reportTour: (tourProgressRatio, tourResumeInS) => set({ tourProgressRatio, tourResumeInS }),
  poseTour: (shot) => set({ tourShot: shot && { ...shot, serial: ++shots } }),
  reportPosedTour: (posedTourSerial) => set({ posedTourSerial }),
  narrate: (isNarrated) => set({ isNarrated }),
});
