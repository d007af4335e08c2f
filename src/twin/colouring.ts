import type { BreakMethod } from '../../model/city/catalogue.ts';
import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends ColouringSlice {}
}

/** Which rows of a layer stay: a range of a number, or values of a code. Rows outside are hidden. */
export type Filter =
  | { layerId: string; attribute: string; kind: 'range'; min: number; max: number }
  | { layerId: string; attribute: string; kind: 'values'; values: string[] };

export interface ColouringSlice {
  /** The attribute that colours its layer; one at a time, with its legend. `method` parts a number into classes. */
  colouring: { layerId: string; attribute: string; method?: BreakMethod } | null;
  filters: Filter[];
  colourBy(layerId: string, attribute: string | null, method?: BreakMethod): void;
  setFilter(filter: Filter): void;
  dropFilter(layerId: string, attribute: string): void;
}

export const colouringSlice: Slice<ColouringSlice> = (set) => {
  const without = (filters: Filter[], layerId: string, attribute: string) =>
    filters.filter((filter) => filter.layerId !== layerId || filter.attribute !== attribute);
  return {
    colouring: null,
    filters: [],
    colourBy: (layerId, attribute, method) =>
      set({ colouring: attribute === null ? null : { layerId, attribute, ...(method ? { method } : {}) } }),
    setFilter: (filter) =>
      set(({ filters }) => ({ filters: [...without(filters, filter.layerId, filter.attribute), filter] })),
    dropFilter: (layerId, attribute) => set(({ filters }) => ({ filters: without(filters, layerId, attribute) })),
  };
};
