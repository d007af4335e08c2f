import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends ClockSlice {}
}

export interface ClockSlice {
  /** UTC milliseconds; shown in the city's zone. Sun, shadow and windows follow it. */
  shownTimeMs: number;
  /** Somebody, a link, a run or a recording set the shown time; until then a desk shows the time that suits it (`restTime`). */
  isTimeChosen: boolean;
  /** The time that the page began with: a morning by the sun over the city. */
  readonly freshTimeMs: number;
  playing: boolean;
  /** Shown seconds a second. */
  rate: number;
  showTime(timeMs: number): void;
  /** Shows a time that nobody chose. */
  restTime(timeMs: number): void;
  /** Gives up the chosen time: the desk shows its own again. */
  leaveTime(): void;
  play(playing: boolean): void;
  setRate(rate: number): void;
}

export const clockSlice =
  (startMs: number): Slice<ClockSlice> =>
  (set) => ({
    shownTimeMs: startMs,
    isTimeChosen: false,
    freshTimeMs: startMs,
    playing: false,
    rate: 60,
    showTime: (shownTimeMs) =>
      set((state) =>
        state.shownTimeMs === shownTimeMs && state.isTimeChosen ? state : { shownTimeMs, isTimeChosen: true },
      ),
    restTime: (shownTimeMs) =>
      set((state) =>
        state.shownTimeMs === shownTimeMs && !state.isTimeChosen ? state : { shownTimeMs, isTimeChosen: false },
      ),
    leaveTime: () => set({ isTimeChosen: false, playing: false }),
    play: (playing) => set({ playing }),
    setRate: (rate) => set({ rate }),
  });
