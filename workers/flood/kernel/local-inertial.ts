/*
 * The hot loop of `../local-inertial.ts`: flows stand on the faces, one state, in place. Two calls a step: `flowTile`
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
import { caughtRow, cellM, columns, DRY_DEPTH, GRAVITY, planeBytes, row, rows, scratch, strideBytes } from './memory';
import { outOf } from './shares';
import { first, last, stripFrom, stripTo } from './tile';

/** Bytes of scratch. */
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

/** Of what its faces would take out of a cell in a step, the part that is there. */
function shareOf(depth: f32, x: usize, y: usize, perM: f32): f32 {
  const alongX = max<f32>(0, load<f32>(x)) - min<f32>(0, load<f32>(x - 4));
  const alongY = max<f32>(0, load<f32>(y)) - min<f32>(0, load<f32>(y - strideBytes));
  const out = perM * (alongX + alongY);
  return out > depth ? depth / out : 1;
}

/**
 * Looks a row over, with a cell of either neighbour, for cells that would give more than they hold: most rows have none, and then no
 * share is written or read. `depths` are those before the step, and so are those of the neighbours' cells.
 */
function lookOver(state: usize, r: i32, depths: usize, west: usize, east: usize, perM: f32): void {
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
  for (const until = h + end; h < until; ) {
    const out = outOf(v128.load(x, 16), v128.load(x, 12), v128.load(y), v128.load(south), per, zero);
    short = v128.or(short, f32x4.gt(out, v128.load(h)));
    h += 16;
    x += 16;
    y += 16;
    south += 16;
  }
  const westShare: f32 = west === 0 ? 1 : shareOf(columnValue(west, DEPTH_EAST, r), rowX - 4, rowY - 4, perM);
  const eastShare: f32 = east === 0 ? 1 : shareOf(columnValue(east, DEPTH_WEST, r), rowX + end, rowY + end, perM);
  const some = v128.any_true(short) || westShare < 1 || eastShare < 1;
  store<i32>(shortageOf(r), some ? 1 : 0);
  if (some) writeShares(r, depths, rowX, rowY, westShare, eastShare, perM);
}

function writeShares(r: i32, h: usize, x: usize, y: usize, westShare: f32, eastShare: f32, perM: f32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const per = kept(perM);
  const shares = sharesOf(r);
  const end = stripTo - stripFrom;
  for (let i: usize = 0; i < end; i += 16) {
    const south = v128.load(y + i - strideBytes);
    const out = outOf(v128.load(x + i), v128.load(x + i - 4), v128.load(y + i), south, per, zero);
    const depth = v128.load(h + i);
    v128.store(shares + i, v128.bitselect(f32x4.div(depth, out), one, f32x4.gt(out, depth)));
  }
  store<f32>(shares - 4, westShare);
  store<f32>(shares + end, eastShare);
  // The rim gives what an edge lets in.
  if (stripFrom === 0) store<f32>(shares, 1);
  if (stripTo === strideBytes) store<f32>(shares + ((columns + 1) << 2) - stripFrom, 1);
}

/** Of a row that is not short, where one beside it is. */
function wholeShares(r: i32): void {
  if (isShort(r)) return;
  const shares = sharesOf(r);
  for (let i: usize = 0; i < stripTo - stripFrom + 32; i += 16) v128.store(shares + i - 16, f32x4.splat(1));
}

/** Of a flow, its giver's share. */
function passed(q: v128, shareA: v128, shareB: v128): v128 {
  return f32x4.mul(q, v128.bitselect(shareA, shareB, f32x4.ge(q, f32x4.splat(0))));
}

/** What the faces of a row take out of its cells, where some pass a share alone. */
type Whole = u8;
type Shared = u16;

/** Moves the depths of a row; returns the deepest, Infinity where a value is no number. */
function levelRow<S>(state: usize, r: i32, perM: f32, rainM: f32): f32 {
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
    const gain = f32x4.add(f32x4.mul(per, out), f32x4.mul(rain, v128.load(caught)));
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
  if (!isShort(r - 1) && !isShort(r) && !isShort(r + 1)) return levelRow<Whole>(state, r, perM, rainM);
  for (let k = r - 1; k <= r + 1; k++) wholeShares(k);
  return levelRow<Shared>(state, r, perM, rainM);
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
    else
      lookOver(
        state,
        r,
        depthsOf(state, r, south, north),
        r < first || r === last ? 0 : west,
        r < first || r === last ? 0 : east,
        perM,
      );
    if (r <= first) continue;
    if (r === 1) countEdges(state, -1, dtS);
    countEdges(state, r - 1, dtS);
    deepest = max<f32>(deepest, levelOf(state, r - 1, perM, rainM));
  }
  saveFlows(state);
  return deepest > DRY_DEPTH ? sqrt<f32>(GRAVITY * deepest) : 0;
}
