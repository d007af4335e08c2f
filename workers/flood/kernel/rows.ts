/* Rows of the scratch in which the full scheme keeps what it computes of a tile, and the axes along which it does. */
import { scratch, TILE_BYTES } from './memory';
import { stripFrom } from './tile';

/**
 * A row of the scratch: a tile's own cells with sixteen before and after, at the offsets that they have in a plane's row. Its length is
 * a constant, so that rows beside each other are reached from one pointer.
 */
export const ROW: usize = TILE_BYTES + 128;
/** Rows of the scratch by what they hold, after a word of `lanes.ts`. */
const VELOCITIES: usize = 0;
const SLOPES_X: usize = 8 * ROW;
const SLOPES_Y: usize = 16 * ROW;
const MIDDLES: usize = 24 * ROW;
const FACES_X: usize = 30 * ROW;
const FACES_Y: usize = 38 * ROW;
const SHARES: usize = 54 * ROW;
/** One i32 a row of `SHARES`: whether any of its cells is short of water. */
const SHORTAGES: usize = 58 * ROW;
/** One i32 a row, of eight in turn: whether water is there, or may come in over an edge. */
const WETNESS: usize = SHORTAGES + 16;
/** All bits set where a row's cells are the raster's own, not its rim; as long as a plane's row. */
export const INSIDE: usize = WETNESS + 32;

/** The scratch's first row, where it has offset 0 of the tile's rows. */
let slots: usize = 0;

/** Puts the scratch's rows where their offsets are those of the present tile. */
export function placeRows(): void {
  slots = scratch + 64 - stripFrom;
}

/**
 * An axis is a type, so that a function that has it is written out for each: `u8` is east, where the next cell is in the same rows,
 * `u16` north, where it is in rows of its own.
 */
export function isEast<A>(): bool {
  return sizeof<A>() === 1;
}

/** East velocities, and a `ROW` on the north ones. */
export function velocityRow(r: i32): usize {
  return slots + VELOCITIES + ((<usize>(r & 3)) << 1) * ROW;
}

/** Half slopes of level, depth, normal and transverse velocity, a `ROW` each. */
export function slopeXRow(r: i32): usize {
  return slots + SLOPES_X + ((<usize>(r & 1)) << 2) * ROW;
}

/** The half slopes northward of level, depth, normal and transverse velocity, a `ROW` each; two rows take turns. */
export function slopeYRow(r: i32): usize {
  return slots + SLOPES_Y + ((<usize>(r & 1)) << 2) * ROW;
}

/** Returns the row of second order in the middle of the step: depth, then east and north velocity, a `ROW` each. */
export function middleRow(r: i32): usize {
  return slots + MIDDLES + <usize>(r & 1) * 3 * ROW;
}

/** Fluxes of water, of transverse momentum, and of normal momentum as the cell before loses it and as the cell beyond gains it. */
export function faceXRow(r: i32): usize {
  return slots + FACES_X + ((<usize>(r & 1)) << 2) * ROW;
}

/** The fluxes through the north faces of a row, kinds as in `faceXRow`; four rows take turns. */
export function faceYRow(r: i32): usize {
  return slots + FACES_Y + ((<usize>(r & 3)) << 2) * ROW;
}

/** The shares of what their faces ask that the cells of a row can give; four rows take turns. */
export function shareRow(r: i32): usize {
  return slots + SHARES + <usize>(r & 3) * ROW;
}

/** Where it stands whether any cell of a row is short of water. */
export function shortageOf(r: i32): usize {
  return scratch + SHORTAGES + ((<usize>(r & 3)) << 2);
}

/** Where it stands whether a row has water, or may get some over an edge; eight rows take turns. */
export function wetnessOf(r: i32): usize {
  return scratch + WETNESS + ((<usize>(r & 7)) << 2);
}
