import type { Reason } from './failure.ts';
import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends BaseMapSlice {}
}

export interface BaseMapSlice {
  /** Which of the city's base maps covers the ground, by its id; null: the city's own map. */
  baseMap: string | null;
  /** Why its pictures do not come; null while they do. */
  baseMapFault: Reason | null;
  showBaseMap(id: string | null): void;
  reportBaseMap(fault: Reason | null): void;
}

export const baseMapSlice: Slice<BaseMapSlice> = (set) => ({
  baseMap: null,
  baseMapFault: null,
  showBaseMap: (baseMap) => set({ baseMap, baseMapFault: null }),
  reportBaseMap: (baseMapFault) => set({ baseMapFault }),
});
