import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends TrafficSlice {}
}

export interface TrafficSlice {
  trafficShown: boolean;
  showTraffic(trafficShown: boolean): void;
}

export const trafficSlice: Slice<TrafficSlice> = (set) => ({
  trafficShown: false,
  showTraffic: (trafficShown) => set({ trafficShown }),
});
