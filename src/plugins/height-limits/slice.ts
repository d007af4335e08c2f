import type { HeightLimit } from '../../../model/questions/height-limits.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends HeightSlice {}
}

interface HeightSlice {
  heightLimits: readonly HeightLimit[];
  heightPlanned: readonly string[];
  setHeights(part: Partial<Pick<HeightSlice, 'heightLimits' | 'heightPlanned'>>): void;
}

export const heightSlice: Slice<HeightSlice> = (set) => ({
  heightLimits: [],
  heightPlanned: [],
  setHeights: (part) => set(part),
});
