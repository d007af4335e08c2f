import type { ThemeRequest } from '../../../model/questions/thematic-maps.ts';
import type { TableRead } from '../../../workers/thematic-maps/engine-types.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends ThemeSlice {}
}

/** A map that this browser keeps. */
export interface SavedTheme {
  title: string;
  request: ThemeRequest;
}

interface ThemeSlice {
  /** What is chosen and typed; null: nothing yet. */
  themeForm: ThemeRequest | null;
  /** Columns of the joined table. */
  themeColumns: TableRead['columns'];
  /** Step of the slider that is shown. */
  themeStep: number;
  themesKept: readonly SavedTheme[];
  setThematicMap(part: Partial<Pick<ThemeSlice, 'themeForm' | 'themeColumns' | 'themeStep' | 'themesKept'>>): void;
}

export const themeSlice: Slice<ThemeSlice> = (set) => ({
  themeForm: null,
  themeColumns: [],
  themeStep: 0,
  themesKept: [],
  setThematicMap: (part) => set(part),
});
