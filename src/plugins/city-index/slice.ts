import type { CardKind, IndexCard, YearValues } from '../../../model/city-index/index-card.ts';
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
  indexCards: Readonly<Record<CardKind, IndexCard>> | null;
  /** The one on screen, and the year whose values it shows. */
  indexKind: CardKind;
  indexYear: number;
  /** By id of the basis. */
  indexOffers: Readonly<Record<string, IndexOffer | undefined>>;
  setIndex(part: Partial<Omit<IndexSlice, 'setIndex'>>): void;
}

export const indexSlice: Slice<IndexSlice> = (set) => ({
  indexCards: null,
  indexKind: 'published',
  indexYear: new Date().getFullYear(),
  indexOffers: {},
  setIndex: (part) => set(part),
});

/** Returns the card on screen; null before the tool was opened. */
export const shownCard = ({ indexCards, indexKind }: Pick<IndexSlice, 'indexCards' | 'indexKind'>): IndexCard | null =>
  indexCards?.[indexKind] ?? null;

const NO_VALUES: YearValues = {};

/** Returns the values of the year on screen. */
export const shownValues = (state: Pick<IndexSlice, 'indexCards' | 'indexKind' | 'indexYear'>): YearValues =>
  shownCard(state)?.years[state.indexYear] ?? NO_VALUES;
