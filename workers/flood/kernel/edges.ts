/* The raster's edges that are no walls. */
import { edgeStarts, edges } from './memory';

/** An edge that is no wall: its cell's offset in the row, its side, what lies beyond and how much; water that entered, m² so far; its depth, and how far the edge's bed is above the cell's. */
export const EDGE_BYTES: usize = 32;
/** The west side of the raster, as the record of an open edge numbers it. */
export const WEST: i32 = 0;
/** The east side of the raster, as the record of an open edge numbers it. */
export const EAST: i32 = 1;
/** The south side of the raster, as the record of an open edge numbers it. */
export const SOUTH: i32 = 2;
/** Beyond the edge is a brink, over which water falls and nothing enters. */
export const FREE: i32 = 1;
/** Beyond the edge a water level is given, in metres. */
export const STAGE: i32 = 2;

/** The address of the first open edge in a row of faces; −1 is the raster's south edge. */
export function edgesFrom(faceRow: i32): usize {
  return edges + <usize>load<i32>(edgeStarts + ((<usize>(faceRow + 1)) << 2)) * EDGE_BYTES;
}

/** Over the edge a unit discharge comes in, in m²/s. */
export const INFLOW: i32 = 3;
