import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends TrafficSlice {}
}

export interface TrafficSlice {
  trafficShown: boolean;
  /** Trains and boats on their lines. */
  tracksShown: boolean;
  showTraffic(trafficShown: boolean): void;
  showTracks(tracksShown: boolean): void;
}

export const trafficSlice: Slice<TrafficSlice> = (set) => ({
  trafficShown: false,
  tracksShown: false,
  showTraffic: (trafficShown) => set({ trafficShown }),
  showTracks: (tracksShown) => set({ tracksShown }),
});
