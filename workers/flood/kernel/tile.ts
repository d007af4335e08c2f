/* The tile that a worker moves now. */
import { rows, strideBytes, TILE_BYTES, TILE_ROWS } from './memory';

/** The southernmost of the tile's rows. */
export let first: i32 = 0;
/** The row north of the tile's last one. */
export let last: i32 = 0;
/** Its cells of a row, and what they take beside them: four on either side. Offsets in a row. */
export let stripFrom: usize = 0;
/** The offset in a row behind the tile's last cell. */
export let stripTo: usize = 0;
/** The offset in a row of the first cell that the tile reads, four before its own where there are any. */
export let haloFrom: usize = 0;
/** The offset in a row behind the last cell that the tile reads. */
export let haloTo: usize = 0;

/** How many tiles stand beside each other in the raster; the last may be narrower. */
export function tilesAcross(): i32 {
  return <i32>((strideBytes + TILE_BYTES - 1) / TILE_BYTES);
}

/** Sets the rows and offsets of the tile with this index, counted eastward and then northward from the south-west. */
export function placeTile(tile: i32): void {
  const across = tilesAcross();
  first = (tile / across) * TILE_ROWS;
  last = min<i32>(rows, first + TILE_ROWS);
  stripFrom = <usize>(tile % across) * TILE_BYTES;
  stripTo = min<usize>(strideBytes, stripFrom + TILE_BYTES);
  haloFrom = stripFrom === 0 ? 0 : stripFrom - 16;
  haloTo = min<usize>(strideBytes, stripTo + 16);
}

/** Leaves out what of its rows lies outside. */
export function narrowTile(from: usize, to: usize): void {
  stripFrom = max<usize>(stripFrom, from);
  stripTo = max<usize>(stripFrom, min<usize>(stripTo, to));
  haloFrom = stripFrom === 0 ? 0 : stripFrom - 16;
  haloTo = min<usize>(strideBytes, stripTo + 16);
}
