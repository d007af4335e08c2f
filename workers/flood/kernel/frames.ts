/* What the picture takes of a moment, `../results/frames.ts` in lanes and to the same byte: levels first, on into dry ground, then halves. */

import { localInertialScratch } from './local-inertial';
import {
  bed,
  columns,
  frame,
  order,
  planeBytes,
  row,
  rows,
  scratch,
  strideBytes,
  TILE_BYTES,
  TILE_ROWS,
} from './memory';
import { shallowWaterScratch } from './shallow-water';
import { first, haloFrom, haloTo, last, placeTile, stripFrom, stripTo } from './tile';

/** The float32 next above a millimetre in float64: what is as deep is water. */
const FILM: f32 = 1e-3;
const FAR_FROM_WATER: f32 = -1;
/** How far levels go on into dry ground: as far as a tile sees beside its strip, so that none waits for another. */
const SHORE_CELLS: i32 = 4;

/**
 * In scratch, behind what the schemes keep there from step to step: two rows as they were before a ring, then the tile's levels. A row
 * has four cells of nothing at either end.
 */
const PITCH: usize = TILE_BYTES + 64;
const LEVELS: usize = 2 * PITCH;
const LEVEL_ROWS: i32 = TILE_ROWS + 2 * SHORE_CELLS + 2;

let before: usize = 0;

function schemeScratch(stride: usize): usize {
  return (max<usize>(shallowWaterScratch(stride), localInertialScratch()) + 15) & ~15;
}

/** Bytes of scratch for rows of `stride` bytes, with that of the schemes. */
export function frameScratch(stride: usize): usize {
  return schemeScratch(stride) + LEVELS + <usize>LEVEL_ROWS * PITCH;
}

function startOf(r: i32): usize {
  return before + LEVELS + <usize>(r - first + SHORE_CELLS + 1) * PITCH;
}

/** Where the offset of a row's cell counts from. */
function cellsOf(start: usize): usize {
  return start + 16 - haloFrom;
}

function nothing(): v128 {
  return f32x4.splat(NaN);
}

function low(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

function high(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3));
}

function rounded(lower: v128, higher: v128): v128 {
  return v128.shuffle<f32>(f32x4.demote_f64x2_zero(lower), f32x4.demote_f64x2_zero(higher), 0, 1, 4, 5);
}

/** Outside the raster there is no level. */
function shutRim(levels: usize): void {
  if (haloFrom === 0) store<f32>(levels, NaN);
  if (haloTo < strideBytes) return;
  for (let i = (columns + 1) << 2; i < haloTo; i += 4) store<f32>(levels + i, NaN);
}

function clear(start: usize): void {
  for (let i: usize = 0; i < PITCH; i += 16) v128.store(start + i, nothing());
}

/** Above the base, in float64 and then rounded; NaN where it is dry. */
function levelWet(state: usize, r: i32, base: v128): void {
  const start = startOf(r);
  const levels = cellsOf(start);
  const depths = row(state, r);
  const beds = row(bed, r);
  v128.store(start, nothing());
  v128.store(levels + haloTo, nothing());
  for (let i = haloFrom; i < haloTo; i += 16) {
    const h = v128.load(depths + i);
    const wet = f32x4.ge(h, f32x4.splat(FILM));
    let level = nothing();
    if (v128.any_true(wet)) {
      const z = v128.load(beds + i);
      const lower = f64x2.add(low(h), f64x2.sub(low(z), base));
      const higher = f64x2.add(high(h), f64x2.sub(high(z), base));
      level = v128.bitselect(rounded(lower, higher), level, wet);
    }
    v128.store(levels + i, level);
  }
  shutRim(levels);
}

function known(cells: usize): v128 {
  const west = v128.load(cells - 4);
  const here = v128.load(cells);
  const east = v128.load(cells + 4);
  return v128.or(v128.or(f32x4.eq(west, west), f32x4.eq(here, here)), f32x4.eq(east, east));
}

let sum: f64 = 0;
let count: i32 = 0;

/** False for NaN. */
function isKnown(level: f32): bool {
  return level >= -f32.MAX_VALUE;
}

function take(cells: usize): void {
  for (let p = cells - 4; p <= cells + 4; p += 4) {
    const level = load<f32>(p);
    if (!isKnown(level)) continue;
    sum += level;
    count++;
  }
}

/** Gives a row's cells that have no level the mean of those about them that had one; whether there were any. */
function spreadRow(south: usize, here: usize, north: usize, into: usize): bool {
  let grown = false;
  for (let i = haloFrom; i < haloTo; i += 16) {
    const level = v128.load(here + i);
    const missing = f32x4.ne(level, level);
    if (!v128.any_true(missing)) continue;
    const near = v128.or(v128.or(known(south + i), known(here + i)), known(north + i));
    if (!v128.any_true(v128.and(missing, near))) continue;
    for (let p = i; p < i + 16; p += 4) {
      const own = load<f32>(here + p);
      if (isKnown(own)) continue;
      sum = 0;
      count = 0;
      take(south + p);
      take(here + p);
      take(north + p);
      if (count > 0) store<f32>(into + p, <f32>(sum / <f64>count));
    }
    grown = true;
  }
  if (grown) shutRim(into);
  return grown;
}

/** A ring of cells about those that have a level. What it lacks beyond the tile's sight does not come as far as its strip in four. */
function spread(from: i32, to: i32): bool {
  let south = before;
  let here = south + PITCH;
  let grown = false;
  clear(south);
  for (let r = from; r < to; r++) {
    const start = startOf(r);
    memory.copy(here, start, PITCH);
    const north = cellsOf(start + PITCH);
    if (spreadRow(cellsOf(south), cellsOf(here), north, cellsOf(start))) grown = true;
    const passed = south;
    south = here;
    here = passed;
  }
  return grown;
}

/** Half floats in the lower half of each lane: to nearest, ties to even (`../../shared/half-floats.ts`). */
function halves(x: v128): v128 {
  const rest = v128.and(x, i32x4.splat(0x7fffffff));
  const sign = v128.and(i32x4.shr_u(x, 16), i32x4.splat(0x8000));
  const odd = v128.and(i32x4.shr_u(rest, 13), i32x4.splat(1));
  const usual = i32x4.shr_u(i32x4.add(i32x4.sub(rest, i32x4.splat(0x38000000 - 0xfff)), odd), 13);
  const small = i32x4.sub(f32x4.add(rest, f32x4.splat(0.5)), i32x4.splat(0x3f000000));
  let half = v128.bitselect(small, usual, i32x4.lt_s(rest, i32x4.splat(0x38800000)));
  const great = i32x4.ge_s(rest, i32x4.splat(0x47800000));
  if (v128.any_true(great)) {
    const unknown = i32x4.gt_s(rest, i32x4.splat(0x7f800000));
    half = v128.bitselect(v128.bitselect(i32x4.splat(0x7e00), i32x4.splat(0x7c00), unknown), half, great);
  }
  return v128.or(sign, half);
}

function writeRow(state: usize, r: i32, base: v128): void {
  const depths = row(state, r);
  const beds = row(bed, r);
  const xs = depths + 2 * planeBytes;
  const ys = xs + planeBytes;
  const levels = cellsOf(startOf(r));
  const highestDry = frame + <usize>r * strideBytes;
  const cells = frame + <usize>rows * strideBytes + 2 * <usize>r * strideBytes;
  const flowsOnFaces = order === 0;
  for (let i = stripFrom; i < stripTo; i += 16) {
    let depth = v128.load(depths + i);
    let level = v128.load(levels + i);
    const wet = f32x4.ge(depth, f32x4.splat(FILM));
    let u = f32x4.splat(0);
    let v = f32x4.splat(0);
    if (v128.any_true(wet)) {
      u = v128.load(xs + i);
      v = v128.load(ys + i);
      if (flowsOnFaces) {
        u = f32x4.mul(f32x4.splat(0.5), f32x4.add(u, v128.load(xs + i - 4)));
        v = f32x4.mul(f32x4.splat(0.5), f32x4.add(v, v128.load(ys + i - strideBytes)));
      }
      u = v128.and(f32x4.div(u, depth), wet);
      v = v128.and(f32x4.div(v, depth), wet);
    }
    if (!i32x4.all_true(wet)) {
      const z = v128.load(beds + i);
      const lower = f64x2.sub(low(z), base);
      const higher = f64x2.sub(high(z), base);
      const near = f32x4.eq(level, level);
      const above = rounded(f64x2.sub(low(level), lower), f64x2.sub(high(level), higher));
      const dry = f32x4.min(v128.bitselect(above, f32x4.splat(FAR_FROM_WATER), near), v128.load(highestDry + i));
      depth = v128.bitselect(depth, dry, wet);
      level = v128.bitselect(level, rounded(lower, higher), near);
    }
    const first = v128.or(halves(depth), i32x4.shl(halves(u), 16));
    const second = v128.or(halves(v), i32x4.shl(halves(level), 16));
    v128.store(cells + 2 * i, v128.shuffle<i32>(first, second, 0, 4, 1, 5));
    v128.store(cells + 2 * i + 16, v128.shuffle<i32>(first, second, 2, 6, 3, 7));
  }
}

/** Writes a tile's part of the frame; levels are told above `baseM`. */
export function packTile(index: i32, state: usize, baseM: f32): void {
  placeTile(index);
  before = scratch + schemeScratch(strideBytes);
  const base = f64x2.splat(<f64>baseM);
  const from = max<i32>(0, first - SHORE_CELLS);
  const to = min<i32>(rows, last + SHORE_CELLS);
  clear(startOf(from - 1));
  for (let r = from; r < to; r++) levelWet(state, r, base);
  clear(startOf(to));
  for (let ring = 0; ring < SHORE_CELLS && spread(from, to); ring++) {}
  for (let r = first; r < last; r++) writeRow(state, r, base);
}
