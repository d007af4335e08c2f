import type { Crs } from '../../model/geo/crs.ts';

/** A raster as it lies in its file: row-major from the north-west, values at the middles of cells, NaN = none. */
export interface RasterTile {
  file: string;
  crs: Crs;
  columns: number;
  rows: number;
  /** Coordinates of the north-western value. */
  x0: number;
  y0: number;
  /** East and south from value to value, in the system's units. */
  stepX: number;
  stepY: number;
  values: Float32Array;
}

/** Above this many values a raster would not fit in memory beside the rest of a bake. */
export const MAX_NODES = 64_000_000;
