import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends ClockSlice {}
}

export interface ClockSlice {
  /** UTC milliseconds; shown in the city's zone. Sun, shadow and windows follow it. */
  shownTimeMs: number;
  playing: boolean;
  /** Shown seconds a second. */
  rate: number;
  showTime(timeMs: number): void;
  play(playing: boolean): void;
  setRate(rate: number): void;
}

export const clockSlice =
  (startMs: number): Slice<ClockSlice> =>
  (set) => ({
    shownTimeMs: startMs,
    playing: false,
    rate: 60,
    showTime: (shownTimeMs) => set((state) => (state.shownTimeMs === shownTimeMs ? state : { shownTimeMs })),
    play: (playing) => set({ playing }),
    setRate: (rate) => set({ rate }),
  });
