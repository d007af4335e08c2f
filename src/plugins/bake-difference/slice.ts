import type { Edition } from '../../../model/city/edition.ts';
import type { Slice } from '../../twin/slice.ts';
import type { BakeDifference, ReadDifference } from './read-difference.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends DifferenceSlice {}
}

interface DifferenceSlice {
  /** Things in which two versions of the city differ; null: no file is open. */
  bakeDifferences: readonly BakeDifference[] | null;
  /** How many there are in all; the list of an edition may end before. */
  differenceCounts: ReadDifference['counts'] | null;
  /** The former bake that the city is compared with; null: a file is open, or nothing. */
  differenceEdition: Edition | null;
  /** The layer whose things are coloured and listed, by its id. */
  differenceLayer: string | null;
  setDifferences(part: Partial<Omit<DifferenceSlice, 'setDifferences'>>): void;
}

export const differenceSlice: Slice<DifferenceSlice> = (set) => ({
  bakeDifferences: null,
  differenceCounts: null,
  differenceEdition: null,
  differenceLayer: null,
  setDifferences: (part) => set(part),
});
