/*
 * The hot loop of `../core/shallow-water.ts` in AssemblyScript: the same arithmetic in float32 with four cells to a lane, over one memory
 * that several workers share. `../core/kernel.ts` lays the memory out and calls it. Here is the order of it; `slopes.ts`, `faces.ts`,
 * `shares.ts` and `update.ts` have its parts, `rows.ts` what they hand to each other.
 *
 * A plane is one float32 a cell, `strideBytes` a row; all pointers given are to the first cell of row 0. Four rows of dry ground lie
 * before and after the raster's own. A pass reads the state `from` and writes `to`, tile by tile; whatever lies between two tiles is
 * computed anew by both, from the same numbers, so that the bits are the same whoever moves which tile when.
 *
 * Tried and lost: touching every cache line ahead (−10 %), or where each row and page begins (`touch` in `lanes.ts`: −6 % in second order).
 *
 * Levels are never formed: at 400 m above the sea float32 knows them to .03 mm (2^-15 m), and a film of rain is thinner. Faces are
 * computed in differences of bed and of depth.
 */
import { countEdges, edgeFlux, isSouth } from './edge-fluxes';
import { EDGE_BYTES, edgesFrom } from './edges';
import { faceRow, isSecond, narrowFaces, noFaces } from './faces';
import { kept } from './lanes';
import {
  bed,
  cellM,
  columns,
  DRY_DEPTH,
  EAST_CREST,
  EAST_OPEN,
  isCut,
  NORTH_CREST,
  NORTH_OPEN,
  order,
  planeBytes,
  row,
  rows,
  scratch,
  strideBytes,
  terrainRow,
} from './memory';
import { middleOf } from './middle';
import {
  faceXRow,
  faceYRow,
  INSIDE,
  middleRow,
  placeRows,
  ROW,
  slopeXRow,
  slopeYRow,
  velocityRow,
  wetnessOf,
} from './rows';
import { enough, limitX, limitY, lookOver } from './shares';
import { alongWalls } from './slanted-walls';
import { slopeRow } from './slopes';
import { first, haloFrom, haloTo, last, narrowTile, placeTile, stripFrom, stripTo } from './tile';
import { updateRow } from './update';

/** Orders and axes as types, for each of which a function is written out: `isSecond` and `isEast` ask for them. */
type FirstOrder = u8;
type SecondOrder = u16;
type East = u8;
type North = u16;

let hasInside = false;

/** Bytes of scratch for rows of `stride` bytes. */
export function shallowWaterScratch(stride: usize): usize {
  return INSIDE + 2 * stride;
}

/** Once a worker. */
function markInside(): void {
  for (let column: usize = 1; column <= columns; column++) store<i32>(scratch + INSIDE + (column << 2), -1);
  hasInside = true;
}

/** East and north velocity of a row: nothing where it is dry. */
function velocityOf(state: usize, r: i32): void {
  const dry = kept(DRY_DEPTH);
  const one = kept(1);
  let calm = i32x4.splat(-1);
  let h = row(state, r) + haloFrom;
  let x = h + 2 * planeBytes;
  let y = x + planeBytes;
  let u = velocityRow(r) + haloFrom;
  for (const end = h + haloTo - haloFrom; h < end; h += 16, x += 16, y += 16, u += 16) {
    const depth = v128.load(h);
    const perH = v128.and(f32x4.div(one, f32x4.pmax(depth, dry)), f32x4.gt(depth, dry));
    calm = v128.and(calm, f32x4.le(depth, dry));
    v128.store(u, f32x4.mul(v128.load(x), perH));
    v128.store(u, f32x4.mul(v128.load(y), perH), ROW);
  }
  const mayEnter = r >= 0 && r < rows && edgesFrom(r === 0 ? -1 : r) < edgesFrom(r + 1);
  store<i32>(wetnessOf(r), !i32x4.all_true(calm) || mayEnter ? 1 : 0);
}

function isWet(r: i32): bool {
  return load<i32>(wetnessOf(r)) !== 0;
}

/** Nothing can move into a row or out of it. */
function isStill(r: i32): bool {
  return !isWet(r - 1) && !isWet(r) && !isWet(r + 1);
}

/** Moves a tile on by a step, from the state `from` to `to`. Returns its fastest wave. */
export function moveTile(tile: i32, from: usize, to: usize, dtS: f32, rainM: f32): f32 {
  placeTile(tile);
  if (rainM === 0) narrowToWater(from, to);
  placeRows();
  if (!hasInside) markInside();
  return order === 1 ? moveRows<FirstOrder>(from, to, dtS, rainM) : moveRows<SecondOrder>(from, to, dtS, rainM);
}

function isWetAt(depth: usize): bool {
  return !i32x4.all_true(f32x4.le(v128.load(depth), f32x4.splat(DRY_DEPTH)));
}

/** Where water is, or may come in, and four cells beside it: there the tile moves. What lies west and east of that is copied. */
function narrowToWater(state: usize, to: usize): void {
  let west = haloTo;
  let east = haloFrom;
  for (let r = first - 1; r <= last && (west > haloFrom || east < haloTo); r++) {
    const depth = row(state, r);
    for (let i = haloFrom; i < west; i += 16) if (isWetAt(depth + i)) west = i;
    for (let i = haloTo; i > east; i -= 16) if (isWetAt(depth + i - 16)) east = i;
  }
  for (let edge = edgesFrom(first - 1), end = edgesFrom(last); edge < end; edge += EDGE_BYTES) {
    const at = <usize>load<i32>(edge) & ~15;
    if (at < haloFrom || at >= haloTo) continue;
    west = min<usize>(west, at);
    east = max<usize>(east, at + 16);
  }
  const from = stripFrom;
  const until = stripTo;
  narrowTile(west < 16 ? 0 : west - 16, east + 16);
  for (let r = first; r < last; r++) {
    copyCells(r, state, to, from, stripFrom);
    copyCells(r, state, to, stripTo, until);
  }
}

/** A tile in which all stands still: the state that is written next holds the same water. */
export function copyTile(tile: i32, from: usize, to: usize): void {
  placeTile(tile);
  for (let plane: usize = 0; plane < 4; plane++) {
    for (let r = first; r < last; r++) {
      const source = row(from + plane * planeBytes, r) + stripFrom;
      memory.copy(row(to + plane * planeBytes, r) + stripFrom, source, stripTo - stripFrom);
    }
  }
}

function moveRows<O>(from: usize, to: usize, dtS: f32, rainM: f32): f32 {
  const perM = dtS / cellM;
  let wave: f32 = 0;
  for (let r = first - 3; r < first; r++) velocityOf(from, r);
  if (isSecond<O>()) middles(from, first - 2, dtS, perM);
  for (let r = first - 2; r <= last; r++) {
    velocityOf(from, r + 2);
    if (isSecond<O>()) middles(from, r + 1, dtS, perM);
    facesOf<O>(from, r);
    if (r < first - 1) continue;
    if (r < 0 || r >= rows || isStill(r)) enough(r);
    else lookOver(from, r, perM);
    limitX(r);
    if (r < first) continue;
    limitY(r - 1);
    if (r === 0) countEdges(-1, dtS);
    if (r === first) continue;
    const still = rainM === 0 && isStill(r - 1);
    if (still) copyCells(r - 1, from, to, stripFrom, stripTo);
    else wave = max<f32>(wave, updateRow(r - 1, from, to, dtS, perM, rainM));
    countEdges(r - 1, dtS);
  }
  return wave;
}

/** Cells of a row without water as they were. */
function copyCells(r: i32, from: usize, to: usize, west: usize, east: usize): void {
  if (west >= east) return;
  for (let plane: usize = 0; plane < 4; plane++) {
    memory.copy(row(to + plane * planeBytes, r) + west, row(from + plane * planeBytes, r) + west, east - west);
  }
}

/** How the state rises within the cells of a row, and what it is there in the middle of the step. */
function middles(state: usize, r: i32, dtS: f32, perM: f32): void {
  if (isStill(r)) return;
  const h = row(state, r);
  const z = row(bed, r);
  const here = velocityRow(r);
  const east = terrainRow(EAST_CREST, r);
  slopeRow<East>(slopeXRow(r), h, h, h, z, z, z, here, here, here, east - 4, east);
  slopeRow<North>(
    slopeYRow(r),
    h,
    h - strideBytes,
    h + strideBytes,
    z,
    z - strideBytes,
    z + strideBytes,
    here,
    velocityRow(r - 1),
    velocityRow(r + 1),
    terrainRow(NORTH_CREST, r - 1),
    terrainRow(NORTH_CREST, r),
  );
  middleOf(state, r, dtS, perM);
}

function facesOf<O>(state: usize, r: i32): void {
  if (!isWet(r) && !isWet(r + 1)) {
    noFaces(faceXRow(r));
    noFaces(faceYRow(r));
    return;
  }
  const z = row(bed, r);
  const h = isSecond<O>() ? middleRow(r) : row(state, r);
  const hNorth = isSecond<O>() ? middleRow(r + 1) : row(state, r + 1);
  const here = isSecond<O>() ? middleRow(r) + ROW : velocityRow(r);
  const north = isSecond<O>() ? middleRow(r + 1) + ROW : velocityRow(r + 1);
  const slopes = slopeXRow(r);
  faceRow<O, East>(faceXRow(r), h, h, z, z, here, here, slopes, slopes, terrainRow(EAST_CREST, r));
  const crest = terrainRow(NORTH_CREST, r);
  faceRow<O, North>(faceYRow(r), h, hNorth, z, z + strideBytes, here, north, slopeYRow(r), slopeYRow(r + 1), crest);
  if (isCut(EAST_OPEN, r)) narrowFaces(faceXRow(r), terrainRow(EAST_OPEN, r));
  if (isCut(NORTH_OPEN, r)) narrowFaces(faceYRow(r), terrainRow(NORTH_OPEN, r));
  alongWalls(r, h, here);
  for (let edge = edgesFrom(r), end = edgesFrom(r + 1); edge < end; edge += EDGE_BYTES) {
    const at = <usize>load<i32>(edge);
    if (at < haloFrom || at >= haloTo) continue;
    if (isSouth(edge)) edgeFlux(edge, r, hNorth, north);
    else edgeFlux(edge, r, h, here);
  }
}
