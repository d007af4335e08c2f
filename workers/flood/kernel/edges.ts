/* The raster's edges that are no walls. */
import { edgeStarts, edges } from './memory';

/** An edge that is no wall: its cell's offset in the row, its side, what lies beyond and how much; water that entered, m² so far. */
export const EDGE_BYTES: usize = 24;
export const WEST: i32 = 0;
export const EAST: i32 = 1;
export const SOUTH: i32 = 2;
export const FREE: i32 = 1;
export const STAGE: i32 = 2;

export function edgesFrom(faceRow: i32): usize {
  return edges + <usize>load<i32>(edgeStarts + ((<usize>(faceRow + 1)) << 2)) * EDGE_BYTES;
}
export const INFLOW: i32 = 3;
