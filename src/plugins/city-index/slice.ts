import type { IndexCard } from '../../../model/city-index/index-card.ts';
import type { Text } from '../../../model/text/text.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends IndexSlice {}
}

/** A value that the twin itself knows, and whence. */
export interface IndexOffer {
  value: number;
  note: Text;
}

export interface IndexSlice {
  /** Null: the tool was not opened, and no card is kept. */
  indexCard: IndexCard | null;
  /** By id of the indicator. */
  indexOffers: Readonly<Record<string, IndexOffer | undefined>>;
  setIndex(part: Partial<Pick<IndexSlice, 'indexCard' | 'indexOffers'>>): void;
}

export const indexSlice: Slice<IndexSlice> = (set) => ({
  indexCard: null,
  indexOffers: {},
  setIndex: (part) => set(part),
});
