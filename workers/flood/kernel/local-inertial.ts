/*
 * The hot loop of `../core/local-inertial.ts`: flows stand on the faces, one state, in place. Two calls a step: `flowTile`
 * (`inertial-flows.ts`) moves the flows by the depths, `levelTile` the depths by the flows. What a tile needs of its neighbours as it
 * was before a call, and these may have moved already, they left in their borders (`borders.ts`) in the call before.
 *
 * Tried and lost: the x and the y faces in two loops with copies of what stood on them, and shares of every row (30 million cells a
 * second where this did 54), touching every cache line two rows ahead (−20 %; of each row its beginning is another thing: `touch`), the
 * root of the critical flow in every turn (0 to −5 %), the depths of a tile as soon as the flows about it have moved, for it lies in the
 * second cache still (+3 %, with tiles 32 rows high and every worker waiting for others: not worth it).
 *
 * With one kind of ground, and without shares, crests, compensation, the critical flow and the flows beside, which is the reference's
 * prototype (flood.md, section 2), the same loops did 291 where this, before `touch`, did 218 and in the caches 377 where this did 244.
 */
import {
  beside,
  columnValue,
  DEPTH_EAST,
  DEPTH_NORTH,
  DEPTH_SOUTH,
  DEPTH_WEST,
  FIRST_ROW,
  place,
  ROW_BYTES,
  SHARES,
  SHORTAGES,
  saveFlows,
  strip,
} from './borders';
import { EAST, EDGE_BYTES, edgesFrom, SOUTH, WEST } from './edges';
import { highest, kept, touch, touched } from './lanes';
import {
  caughtRow,
  cellM,
  columns,
  DRY_DEPTH,
  EAST_OPEN,
  GRAVITY,
  isCut,
  NORTH_OPEN,
  PER_HELD,
  planeBytes,
  row,
  rows,
  scratch,
  strideBytes,
  terrainRow,
} from './memory';
import { isCutKind, outOf } from './shares';
import { first, last, stripFrom, stripTo } from './tile';

/** Bytes of scratch that the fast scheme needs for each worker: rows of old flows and of shares, and their marks. */
export function localInertialScratch(): usize {
  return FIRST_ROW + SHORTAGES + 16;
}

function sharesOf(r: i32): usize {
  return strip(SHARES + <usize>(r & 3) * ROW_BYTES);
}

function shortageOf(r: i32): usize {
  return scratch + FIRST_ROW + SHORTAGES + ((<usize>(r & 3)) << 2);
}

function isShort(r: i32): bool {
  return load<i32>(shortageOf(r)) !== 0;
}

/** Rows of whole cells, and those with some that a wall runs through (`isCutKind`). */
type Uncut = u8;
type Cut = u16;

function isCutRow(r: i32): bool {
  return isCut(PER_HELD, r) || isCut(EAST_OPEN, r) || isCut(NORTH_OPEN, r) || isCut(NORTH_OPEN, r - 1);
}

/** Returns the part that is there of what its faces would take in a step out of the cell at an offset in its row. */
function shareOf(state: usize, r: i32, at: usize, depth: f32, perM: f32): f32 {
  const x = row(state + 2 * planeBytes, r) + at;
  const y = x + planeBytes;
  let east = load<f32>(x);
  let west = load<f32>(x - 4);
  let north = load<f32>(y);
  let south = load<f32>(y - strideBytes);
  let per = perM;
  if (isCutRow(r)) {
    east *= load<f32>(terrainRow(EAST_OPEN, r) + at);
    west *= load<f32>(terrainRow(EAST_OPEN, r) + at - 4);
    north *= load<f32>(terrainRow(NORTH_OPEN, r) + at);
    south *= load<f32>(terrainRow(NORTH_OPEN, r - 1) + at);
    per *= load<f32>(terrainRow(PER_HELD, r) + at);
  }
  const out = per * (max<f32>(0, east) - min<f32>(0, west) + max<f32>(0, north) - min<f32>(0, south));
  return out > depth ? depth / out : 1;
}

/**
 * Looks a row over, with a cell of either neighbour, for cells that would give more than they hold: most rows have none, and then no
 * share is written or read. `depths` are those before the step, and so are those of the neighbours' cells.
 */
function lookOver<C>(state: usize, r: i32, depths: usize, west: usize, east: usize, perM: f32): void {
  const zero = f32x4.splat(0);
  const per = kept(perM);
  const end = stripTo - stripFrom;
  const rowX = row(state + 2 * planeBytes, r) + stripFrom;
  const rowY = rowX + planeBytes;
  let h = depths;
  let x = rowX - 16;
  let y = rowY;
  let south = y - strideBytes;
  let short = zero;
  if (isCutKind<C>()) placeCuts(r);
  for (const until = h + end; h < until; ) {
    const out = isCutKind<C>()
      ? outOfCut(x + 16, y, south, h - depths, per, zero)
      : outOf(v128.load(x, 16), v128.load(x, 12), v128.load(y), v128.load(south), per, zero);
    short = v128.or(short, f32x4.gt(out, v128.load(h)));
    h += 16;
    x += 16;
    y += 16;
    south += 16;
  }
  const westShare: f32 = west === 0 ? 1 : shareOf(state, r, stripFrom - 4, columnValue(west, DEPTH_EAST, r), perM);
  const eastShare: f32 = east === 0 ? 1 : shareOf(state, r, stripTo, columnValue(east, DEPTH_WEST, r), perM);
  const some = v128.any_true(short) || westShare < 1 || eastShare < 1;
  store<i32>(shortageOf(r), some ? 1 : 0);
  if (some) writeShares<C>(r, depths, rowX, rowY, westShare, eastShare, perM);
}

/** Addresses of the row at hand, where its strip begins: open parts of its faces, and 1 over the part of its cells that holds water. */
let openEast: usize = 0;
let openNorth: usize = 0;
let openSouth: usize = 0;
let perHeld: usize = 0;

function placeCuts(r: i32): void {
  openEast = terrainRow(EAST_OPEN, r) + stripFrom;
  openNorth = terrainRow(NORTH_OPEN, r) + stripFrom;
  openSouth = terrainRow(NORTH_OPEN, r - 1) + stripFrom;
  perHeld = terrainRow(PER_HELD, r) + stripFrom;
}

/** What goes through the open part of four faces. */
function through(flow: v128, open: usize): v128 {
  return f32x4.mul(flow, v128.load(open));
}

/** `outOf` where walls run through cells; `at` counts from the strip's begin. */
function outOfCut(x: usize, y: usize, south: usize, at: usize, per: v128, zero: v128): v128 {
  const out = outOf(
    through(v128.load(x), openEast + at),
    through(v128.load(x - 4), openEast + at - 4),
    through(v128.load(y), openNorth + at),
    through(v128.load(south), openSouth + at),
    per,
    zero,
  );
  return f32x4.mul(out, v128.load(perHeld + at));
}

function writeShares<C>(r: i32, h: usize, x: usize, y: usize, westShare: f32, eastShare: f32, perM: f32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const per = kept(perM);
  const shares = sharesOf(r);
  const end = stripTo - stripFrom;
  for (let i: usize = 0; i < end; i += 16) {
    const southOf = y + i - strideBytes;
    const out = isCutKind<C>()
      ? outOfCut(x + i, y + i, southOf, i, per, zero)
      : outOf(v128.load(x + i), v128.load(x + i - 4), v128.load(y + i), v128.load(southOf), per, zero);
    const depth = v128.load(h + i);
    v128.store(shares + i, v128.bitselect(f32x4.div(depth, out), one, f32x4.gt(out, depth)));
  }
  store<f32>(shares - 4, westShare);
  store<f32>(shares + end, eastShare);
  // The rim gives what an edge lets in.
  if (stripFrom === 0) store<f32>(shares, 1);
  if (stripTo === strideBytes) store<f32>(shares + ((columns + 1) << 2) - stripFrom, 1);
}

/** Sets the shares of a row that is not short to 1, where one beside it is. */
function wholeShares(r: i32): void {
  if (isShort(r)) return;
  const shares = sharesOf(r);
  for (let i: usize = 0; i < stripTo - stripFrom + 32; i += 16) v128.store(shares + i - 16, f32x4.splat(1));
}

/** Returns a flow times its giver's share. */
function passed(q: v128, shareA: v128, shareB: v128): v128 {
  return f32x4.mul(q, v128.bitselect(shareA, shareB, f32x4.ge(q, f32x4.splat(0))));
}

/** What the faces of a row take out of its cells, where some pass a share alone. */
type Whole = u8;
type Shared = u16;

/** Moves the depths of a row; returns the deepest, Infinity where a value is no number. */
function levelRow<S, C>(state: usize, r: i32, perM: f32, rainM: f32): f32 {
  const zero = f32x4.splat(0);
  const per = kept(-perM);
  const rain = kept(rainM);
  const begin = row(state, r) + stripFrom;
  let h = begin;
  let comp = h + planeBytes;
  let x = comp + planeBytes - 16;
  let y = x + planeBytes + 16;
  let south = y - strideBytes;
  let caught = caughtRow(r, rainM) + stripFrom;
  let here = sharesOf(r) - 16;
  let shareSouth = sharesOf(r - 1);
  let shareNorth = sharesOf(r + 1);
  let deepest = zero;
  let bad = zero;
  const span = stripTo - stripFrom;
  const end = h + span;
  let at: usize = 0;
  if (isCutKind<C>()) placeCuts(r);
  touched(
    touch(h + 2 * strideBytes, span) |
      touch(comp + strideBytes, span) |
      touch(x + 2 * strideBytes, span) |
      touch(y + 2 * strideBytes, span),
  );
  while (h < end) {
    let e = v128.load(x, 16);
    let w = v128.load(x, 12);
    let n = v128.load(y);
    let s = v128.load(south);
    let perCell = per;
    if (isCutKind<C>()) {
      e = through(e, openEast + at);
      w = through(w, openEast + at - 4);
      n = through(n, openNorth + at);
      s = through(s, openSouth + at);
      perCell = f32x4.mul(per, v128.load(perHeld + at));
      at += 16;
    }
    if (sizeof<S>() === 2) {
      const share = v128.load(here, 16);
      e = passed(e, share, v128.load(here, 20));
      w = passed(w, v128.load(here, 12), share);
      n = passed(n, share, v128.load(shareNorth));
      s = passed(s, v128.load(shareSouth), share);
      here += 16;
      shareSouth += 16;
      shareNorth += 16;
    }
    const depth = v128.load(h);
    const out = f32x4.add(f32x4.sub(e, w), f32x4.sub(n, s));
    const gain = f32x4.add(f32x4.mul(perCell, out), f32x4.mul(rain, v128.load(caught)));
    const more = f32x4.sub(gain, v128.load(comp));
    const sum = f32x4.add(depth, more);
    v128.store(comp, f32x4.sub(f32x4.sub(sum, depth), more));
    const next = f32x4.pmax(sum, zero);
    v128.store(h, next);
    bad = v128.or(bad, f32x4.ne(sum, sum));
    deepest = f32x4.pmax(deepest, next);
    h += 16;
    comp += 16;
    x += 16;
    y += 16;
    south += 16;
    caught += 16;
  }
  if (stripFrom === 0) clearRim(begin);
  if (stripTo === strideBytes) clearRim(begin + ((columns + 1) << 2) - stripFrom);
  return v128.any_true(bad) ? Infinity : highest(deepest);
}

function levelOf(state: usize, r: i32, perM: f32, rainM: f32): f32 {
  return isCutRow(r) ? levelKind<Cut>(state, r, perM, rainM) : levelKind<Uncut>(state, r, perM, rainM);
}

function levelKind<C>(state: usize, r: i32, perM: f32, rainM: f32): f32 {
  if (!isShort(r - 1) && !isShort(r) && !isShort(r + 1)) return levelRow<Whole, C>(state, r, perM, rainM);
  for (let k = r - 1; k <= r + 1; k++) wholeShares(k);
  return levelRow<Shared, C>(state, r, perM, rainM);
}

/** Where the depths of a row stand as they were before the step. */
function depthsOf(state: usize, r: i32, south: usize, north: usize): usize {
  if (r < first) return south + DEPTH_NORTH;
  return r === last ? north + DEPTH_SOUTH : row(state, r) + stripFrom;
}

function clearRim(h: usize): void {
  store<f32>(h, 0);
  store<f32>(h + planeBytes, 0);
}

/** Notes what came in over the edges whose faces lie in a row. */
function countEdges(state: usize, faceRow: i32, dtS: f32): void {
  for (let edge = edgesFrom(faceRow), end = edgesFrom(faceRow + 1); edge < end; edge += EDGE_BYTES) {
    const at = <usize>load<i32>(edge);
    if (at < stripFrom || at >= stripTo) continue;
    const side = load<i32>(edge, 4);
    const cellRow = side === SOUTH ? faceRow + 1 : faceRow;
    const inwards: f32 = side === WEST || side === SOUTH ? 1 : -1;
    const face = side === WEST ? at - 4 : at;
    const flow = inwards * load<f32>(row(state + (side <= EAST ? 2 : 3) * planeBytes, faceRow) + face);
    const share: f32 = flow < 0 && isShort(cellRow) ? load<f32>(sharesOf(cellRow) + at - stripFrom) : 1;
    store<f64>(edge, load<f64>(edge, 16) + <f64>(flow * share) * <f64>dtS, 16);
  }
}

/** Moves the depths of a tile on by a step; returns its fastest wave. */
export function levelTile(index: i32, state: usize, dtS: f32, rainM: f32): f32 {
  place(index);
  const perM = dtS / cellM;
  const west = beside(-1, 0);
  const east = beside(1, 0);
  const south = beside(0, -1);
  const north = beside(0, 1);
  let deepest: f32 = 0;
  for (let r = first - 1; r <= last; r++) {
    if (r < 0 || r >= rows) store<i32>(shortageOf(r), 0);
    else {
      const depths = depthsOf(state, r, south, north);
      const westOf: usize = r < first || r === last ? 0 : west;
      const eastOf: usize = r < first || r === last ? 0 : east;
      if (isCutRow(r)) lookOver<Cut>(state, r, depths, westOf, eastOf, perM);
      else lookOver<Uncut>(state, r, depths, westOf, eastOf, perM);
    }
    if (r <= first) continue;
    if (r === 1) countEdges(state, -1, dtS);
    countEdges(state, r - 1, dtS);
    deepest = max<f32>(deepest, levelOf(state, r - 1, perM, rainM));
  }
  saveFlows(state);
  return deepest > DRY_DEPTH ? sqrt<f32>(GRAVITY * deepest) : 0;
}
