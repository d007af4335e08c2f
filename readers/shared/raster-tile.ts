import type { Crs } from '../../model/geo/crs.ts';
import type { ValueUnit } from './value-unit.ts';

/** A raster as it lies in its file, turned so that its rows run from the north-west: values at the middles of cells, NaN = none. */
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
  /** With the scale and offset of the file; in its unit. */
  values: Float32Array;
  /** Null where the file says nothing of it. */
  unit: ValueUnit | null;
  /** The vertical system of the values, where the file names one. */
  vertical: string | null;
}

/** Above this many values a raster would not fit in memory beside the rest of a bake. */
export const MAX_NODES = 64_000_000;
