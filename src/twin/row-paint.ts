import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends RowPaintSlice {}
}

/** Classes of an analysis on the rows of a layer, over whatever colours it wears. */
export interface RowPaint {
  readonly layerId: string;
  /** A class a row; those beyond the tokens take the last one, which stands for what has no value. */
  readonly classes: Uint8Array;
  readonly tokens: readonly string[];
}

interface RowPaintSlice {
  rowPaint: RowPaint | null;
  paintRows(paint: RowPaint | null): void;
}

export const rowPaintSlice: Slice<RowPaintSlice> = (set) => ({
  rowPaint: null,
  paintRows: (rowPaint) => set({ rowPaint }),
});
