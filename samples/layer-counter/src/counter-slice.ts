import type { Slice } from 'shapan-plugin/twin/slice';

interface CounterState {
  /** Hidden layers are counted too. */
  countsHidden: boolean;
  countHidden(countsHidden: boolean): void;
}

declare module 'shapan-plugin/twin/slice' {
  interface TwinState extends CounterState {}
}

/** The part of the twin's state that this plug-in brings. */
export const counterSlice: Slice<CounterState> = (set) => ({
  countsHidden: false,
  countHidden: (countsHidden) => set({ countsHidden }),
});
