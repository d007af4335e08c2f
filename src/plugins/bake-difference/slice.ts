import type { Slice } from '../../twin/slice.ts';
import type { BakeDifference } from './read-difference.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends DifferenceSlice {}
}

interface DifferenceSlice {
  /** Things in which two versions of the city differ; null: no file is open. */
  bakeDifferences: readonly BakeDifference[] | null;
  /** The layer whose things are coloured and listed, by its id. */
  differenceLayer: string | null;
  setDifferences(part: Partial<Pick<DifferenceSlice, 'bakeDifferences' | 'differenceLayer'>>): void;
}

export const differenceSlice: Slice<DifferenceSlice> = (set) => ({
  bakeDifferences: null,
  differenceLayer: null,
  setDifferences: (part) => set(part),
});
