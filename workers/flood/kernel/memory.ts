/*
 * Where everything lies in the one memory that all workers share. `../core/kernel.ts` lays it out and tells each worker once.
 *
 * A plane is one float32 a cell, `strideBytes` a row; pointers are to the first cell of row 0, the rim's. Four rows of dry ground lie
 * before and after the raster's own. A tile is 1,024 cells wide and 64 high; the last of a row and of a column may be less.
 */

/** Standard gravity in m/s² (ISO 80000-3), the same as in the TypeScript core. */
export const GRAVITY: f32 = 9.80665;
/** Metres of depth at and below which a cell counts as dry and has no velocity. */
export const DRY_DEPTH: f32 = 1e-6;

/**
 * Width of a tile, so that what fetches memory ahead has long rows to follow, each a page of a plane: a million cells do not fit into a
 * second cache, and on a Xeon (2026, 2 MB) tiles of 256 cells left the third to be waited for. Pairs in turn: 1.43 times the cells a second
 * in the fast scheme, 1.52 and 1.32 in first and second order; 512 cells 1.15, 1.15, 1.07. Tiles 32 rows high cost 6 % in the full scheme,
 * 16 rows 9 %. A tenth of a million cells wet costs 0.155 of all of them as before, since a tile moves only where its water is.
 */
export const TILE_BYTES: usize = 4096;
/** Rows of a tile, which with `TILE_BYTES` is what a worker takes at a time. */
export const TILE_ROWS: i32 = 64;

/** Bytes from one row of a plane to the next. */
export let strideBytes: usize = 0;
/** Bytes from one plane of a state to the next: depth, level, east and north flow. */
export let planeBytes: usize = 0;
/** How many columns the raster has, as `../core/float32-water.ts` counts them. */
export let columns: usize = 0;
/** How many rows the raster has, as `../core/float32-water.ts` counts them. */
export let rows: i32 = 0;
/** The side of a cell in metres. */
export let cellM: f32 = 0;
/** The order of the full scheme, 1 or 2; 2 reconstructs slopes within cells. */
export let order: i32 = 0;
/** The bed rubs by Chezy's law and not by Manning's: the friction plane then holds g/C². */
export let isChezy: bool = false;
/** Walls run through cells: the planes that tell of it are there. */
let hasCuts: bool = false;
/** The fastest wave of each tile in the last step, a float32 each. */
export let fastest: usize = 0;
/** What all workers do now; `control.ts` has its words. */
export let control: usize = 0;
/** Indices of the tiles to move. */
export let tiles: usize = 0;
/** The terrain's first plane; the others follow it, and their rows are found by `terrainRow`. */
export let bed: usize = 0;
/** Where each row of those planes is read, an i32 each, from the first of the rows before the raster's own. */
let terrainRows: usize = 0;
/** The plain row of each of those planes. */
let plainRows: usize = 0;
/** Pointer to what lies along the inside of each tile's edge, in the fast scheme. */
export let borders: usize = 0;
/** The worst of a run (`maxima.ts`). */
export let worst: usize = 0;
/** The frame that is made now (`frames.ts`). */
export let frame: usize = 0;
/** Edges that are no walls: a row each, sorted by the row of their cell. */
export let edges: usize = 0;
/** Pointer to where each row's open edges begin in `edges`, an i32 each. */
export let edgeStarts: usize = 0;
/** Pointer to the cells beside slanted walls, by row, in the full scheme. */
export let walls: usize = 0;
/** Pointer to where each row's cells beside slanted walls begin in `walls`, an i32 each. */
export let wallStarts: usize = 0;
/** Rows that belong to this worker alone. */
export let scratch: usize = 0;

/** Tells a worker once a run where every plane and list is, and the raster's shape. */
export function layOut(
  stride: usize,
  plane: usize,
  columnCount: usize,
  rowCount: i32,
  cellSize: f32,
  schemeOrder: i32,
  cut: i32,
  chezy: i32,
  controlWords: usize,
  tileList: usize,
  fastestList: usize,
  terrain: usize,
  terrainRowList: usize,
  plainRowList: usize,
  borderList: usize,
  worstPlanes: usize,
  framePlanes: usize,
  edgeList: usize,
  edgeStartList: usize,
  wallList: usize,
  wallStartList: usize,
  scratchRows: usize,
): void {
  strideBytes = stride;
  planeBytes = plane;
  columns = columnCount;
  rows = rowCount;
  cellM = cellSize;
  order = schemeOrder;
  hasCuts = cut !== 0;
  isChezy = chezy !== 0;
  control = controlWords;
  tiles = tileList;
  fastest = fastestList;
  bed = terrain;
  terrainRows = terrainRowList;
  plainRows = plainRowList;
  borders = borderList;
  worst = worstPlanes;
  frame = framePlanes;
  edges = edgeList;
  edgeStarts = edgeStartList;
  walls = wallList;
  wallStarts = wallStartList;
  scratch = scratchRows;
}

/** The address of the first cell of row `r` in a plane; row 0 is the rim, and dry rows lie before it. */
export function row(plane: usize, r: i32): usize {
  return plane + <usize>r * strideBytes;
}

/** Planes of the terrain after the bed: g·n², or g/C² (`isChezy`). */
export const FRICTION: i32 = 0;
/** The plane with the crest elevation of each cell's east face, in metres. */
export const EAST_CREST: i32 = 1;
/** The plane with the crest elevation of each cell's north face, in metres. */
export const NORTH_CREST: i32 = 2;
/** The plane with the share of the rain that each cell catches, 0 to 1. */
const RAIN_CATCH: i32 = 3;
/** Where walls run through cells (`../works/cuts.ts`): of a cell's east and north edge the open part, and 1 over the part of it that holds water. */
export const EAST_OPEN: i32 = 4;
/** The plane with the open part of each cell's north edge, 0 to 1. */
export const NORTH_OPEN: i32 = 5;
/** The plane with 1 over the part of each cell that holds water. */
export const PER_HELD: i32 = 6;

const SPARE_ROWS: i32 = 4;

/**
 * Ground without walls, or all of one kind, has the same plain row again and again: that is then read from one place, which stays in
 * the first cache. Of the memory that a step goes through, 64 bytes a cell in the fast scheme and 68 in the full one, it spares 16:
 * pairs in turn gave 1.16 times the cells a second in the fast scheme, 1.06 and 1.07 in first and second order, with the same bits.
 */
export function terrainRow(plane: i32, r: i32): usize {
  return load<usize>(terrainRows + ((<usize>(plane * (rows + 2 * SPARE_ROWS) + r + SPARE_ROWS)) << 2));
}

/** No face in it has a crest but those on the rim, which are closed; all its cells are as rough, or catch as much, as the first. */
export function isPlain(plane: i32, r: i32): bool {
  return terrainRow(plane, r) === plainRow(plane);
}

/**
 * Returns whether something in the row of one of the last three planes is not 1. Elsewhere all runs as if there were no walls through
 * cells.
 */
export function isCut(plane: i32, r: i32): bool {
  return hasCuts && !isPlain(plane, r);
}

/** The address of the one row that all plain rows of a terrain plane share. */
export function plainRow(plane: i32): usize {
  return plainRows + <usize>plane * strideBytes;
}

/** What each cell of a row catches of `rainM`: without rain any row will do. */
export function caughtRow(r: i32, rainM: f32): usize {
  return terrainRow(RAIN_CATCH, rainM === 0 ? 0 : r);
}
