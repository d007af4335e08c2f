/* The fast scheme's tile and what it leaves along the inside of its edge for the tiles beside it. */
import { borders, planeBytes, row, rows, scratch, TILE_BYTES, TILE_ROWS } from './memory';
import { first, last, placeTile, stripFrom, stripTo, tilesAcross } from './tile';

/** A tile's borders: rows, then columns. */
const COLUMN_BYTES: usize = 4 * TILE_ROWS;
/** Offset in a tile's borders of the depths of its southernmost row. */
export const DEPTH_SOUTH: usize = 0;
/** Offset in a tile's borders of the depths of its northernmost row. */
export const DEPTH_NORTH: usize = TILE_BYTES;
/** Offset in a tile's borders of the north flows of its southernmost row. */
export const FLOW_SOUTH: usize = 2 * TILE_BYTES;
/** Offset in a tile's borders of the north flows of its northernmost row. */
export const FLOW_NORTH: usize = 3 * TILE_BYTES;
/** Offset in a tile's borders of the depths of its westernmost column. */
export const DEPTH_WEST: usize = 4 * TILE_BYTES;
/** Offset in a tile's borders of the depths of its easternmost column. */
export const DEPTH_EAST: usize = DEPTH_WEST + COLUMN_BYTES;
/** Offset in a tile's borders of the east flows of its westernmost column. */
export const FLOW_WEST: usize = DEPTH_EAST + COLUMN_BYTES;
/** Offset in a tile's borders of the east flows of its easternmost column. */
export const FLOW_EAST: usize = FLOW_WEST + COLUMN_BYTES;
/** Bytes of all borders of one tile: four rows and four columns of float32. */
const BORDER_BYTES: usize = FLOW_EAST + COLUMN_BYTES;

/** The scratch: a word of `lanes.ts`, then rows, each a strip with four cells before and after. */
export const FIRST_ROW: usize = 64;
/** Bytes of a row of the scratch: a tile's strip and margins that keep loads beside it inside the row. */
export const ROW_BYTES: usize = TILE_BYTES + 64;
/** Bytes before the strip in a row of the scratch. */
const MARGIN: usize = 32;
/** North flows of the row below as they were, and of a row with edges the east flows. */
export const OLD_NORTH: usize = 0;
/** Offset of the row that keeps east flows as they were, for rows that have open edges. */
export const OLD_EAST: usize = ROW_BYTES;
/** Shares of four rows, which are there where a cell is short of water: an i32 each says so. */
export const SHARES: usize = 2 * ROW_BYTES;
/** Offset of the marks that tell which of the four rows of shares are filled. */
export const SHORTAGES: usize = 6 * ROW_BYTES;

let tile: i32 = 0;

/** Makes a tile the one that this worker moves now. */
export function place(index: i32): void {
  tile = index;
  placeTile(index);
}

/** Where a row of the scratch has its strip's first cell. */
export function strip(rowInScratch: usize): usize {
  return scratch + FIRST_ROW + rowInScratch + MARGIN;
}

/** Borders of the tile beside, or 0. */
export function beside(dx: i32, dy: i32): usize {
  const across = tilesAcross();
  const x = (tile % across) + dx;
  const y = tile / across + dy;
  if (x < 0 || x >= across || y < 0 || y * TILE_ROWS >= rows) return 0;
  return borders + <usize>(y * across + x) * BORDER_BYTES;
}

/** The address of the borders of the worker's present tile. */
function own(): usize {
  return borders + <usize>tile * BORDER_BYTES;
}

/** Copies the present tile's part of one row to another place. */
export function copyStrip(to: usize, from: usize): void {
  memory.copy(to, from, stripTo - stripFrom);
}

/** Returns the value of row r of a column border, or 0 beside the raster. */
export function columnValue(border: usize, column: usize, r: i32): f32 {
  return border === 0 ? 0 : load<f32>(border + column + ((<usize>(r - first)) << 2));
}

/** Keeps the southernmost and northernmost row of a plane in the tile's borders, for the tiles beside it. */
export function saveRows(plane: usize, south: usize, north: usize): void {
  copyStrip(own() + south, row(plane, first) + stripFrom);
  copyStrip(own() + north, row(plane, last - 1) + stripFrom);
}

/** Keeps the westernmost and easternmost column of a plane in the tile's borders, for the tiles beside it. */
export function saveColumns(plane: usize, west: usize, east: usize): void {
  for (let r = first; r < last; r++) {
    const at = own() + ((<usize>(r - first)) << 2);
    store<f32>(at + west, load<f32>(row(plane, r) + stripFrom));
    store<f32>(at + east, load<f32>(row(plane, r) + stripTo - 4));
  }
}

/** Keeps the flows along the inside of the tile's edge, which the tiles beside it read in the next step. */
export function saveFlows(state: usize): void {
  saveColumns(state + 2 * planeBytes, FLOW_WEST, FLOW_EAST);
  saveRows(state + 3 * planeBytes, FLOW_SOUTH, FLOW_NORTH);
}

/** After a state was loaded. */
export function readTile(index: i32, state: usize): void {
  place(index);
  saveFlows(state);
}

/** A tile that came to rest: no flow is left in it. */
export function stillTile(index: i32, state: usize): void {
  place(index);
  for (let r = first; r < last; r++) {
    memory.fill(row(state + 2 * planeBytes, r) + stripFrom, 0, stripTo - stripFrom);
    memory.fill(row(state + 3 * planeBytes, r) + stripFrom, 0, stripTo - stripFrom);
  }
  memory.fill(own(), 0, BORDER_BYTES);
}
