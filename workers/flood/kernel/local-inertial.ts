/*
 * The hot loop of `../local-inertial.ts`: flows stand on the faces, one state, in place. Two calls a step: `flowTile` moves the flows
 * by the depths, `levelTile` the depths by the flows. What a tile needs of its neighbours as it was before a call, and these may have
 * moved already, they left in their borders in the call before.
 */
import { cubeRoot } from './cube-root';
import { EAST, EDGE_BYTES, edgesFrom, FREE, INFLOW, SOUTH, WEST } from './edges';
import {
  bed,
  borders,
  cellM,
  columns,
  DRY_DEPTH,
  eastCrest,
  friction,
  GRAVITY,
  northCrest,
  planeBytes,
  rainCatch,
  row,
  rows,
  scratch,
  strideBytes,
  TILE_BYTES,
  TILE_ROWS,
} from './memory';
import { first, last, placeTile, stripFrom, stripTo, tilesAcross, touch } from './tile';

const OWN: f32 = 0.9;
const BESIDE: f32 = 0.05;
/** (2/3)^1.5·√g. */
const BRINK: f32 = 1.7046;

/** A tile's borders: rows, then columns. */
const COLUMN_BYTES: usize = 4 * TILE_ROWS;
const DEPTH_SOUTH: usize = 0;
const DEPTH_NORTH: usize = TILE_BYTES;
const FLOW_SOUTH: usize = 2 * TILE_BYTES;
const FLOW_NORTH: usize = 3 * TILE_BYTES;
const DEPTH_WEST: usize = 4 * TILE_BYTES;
const DEPTH_EAST: usize = DEPTH_WEST + COLUMN_BYTES;
const FLOW_WEST: usize = DEPTH_EAST + COLUMN_BYTES;
const FLOW_EAST: usize = FLOW_WEST + COLUMN_BYTES;
const BORDER_BYTES: usize = FLOW_EAST + COLUMN_BYTES;

/** A row of the scratch: a strip with four cells before and after, in which offsets are those of the strip. */
const ROW_BYTES: usize = TILE_BYTES + 64;
const MARGIN: usize = 32;
/** Flows of three rows as they were, and of the row's own to the east. */
const OLD_EAST: usize = 0;
const OLD_NORTH: usize = ROW_BYTES;
/** Depths and shares of four rows, and one i32 each: whether any cell of it is short of water. */
const DEPTHS: usize = 4 * ROW_BYTES;
const SHARES: usize = 8 * ROW_BYTES;
const SHORTAGES: usize = 12 * ROW_BYTES;

let tile: i32 = 0;

/** Bytes of scratch. */
export function localInertialScratch(): usize {
  return 12 * ROW_BYTES + 64;
}

function place(index: i32): void {
  tile = index;
  placeTile(index);
}

/** Where a row of the scratch has its strip's first cell. */
function strip(rowInScratch: usize): usize {
  return scratch + rowInScratch + MARGIN;
}

/** Borders of the tile beside, or 0. */
function beside(dx: i32, dy: i32): usize {
  const across = tilesAcross();
  const x = (tile % across) + dx;
  const y = tile / across + dy;
  if (x < 0 || x >= across || y < 0 || y * TILE_ROWS >= rows) return 0;
  return borders + <usize>(y * across + x) * BORDER_BYTES;
}

function own(): usize {
  return borders + <usize>tile * BORDER_BYTES;
}

function copyStrip(to: usize, from: usize): void {
  memory.copy(to, from, stripTo - stripFrom);
}

/** Of a column border: the value of row r, or 0 beside the raster. */
function columnValue(border: usize, column: usize, r: i32): f32 {
  return border === 0 ? 0 : load<f32>(border + column + ((<usize>(r - first)) << 2));
}

function saveRows(plane: usize, south: usize, north: usize): void {
  copyStrip(own() + south, row(plane, first) + stripFrom);
  copyStrip(own() + north, row(plane, last - 1) + stripFrom);
}

function saveColumns(plane: usize, west: usize, east: usize): void {
  for (let r = first; r < last; r++) {
    const at = own() + ((<usize>(r - first)) << 2);
    store<f32>(at + west, load<f32>(row(plane, r) + stripFrom));
    store<f32>(at + east, load<f32>(row(plane, r) + stripTo - 4));
  }
}

function saveFlows(state: usize): void {
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

/** Flows through the faces between cells A and B of a row, over `q`; `old` is what they were, as is what lies beside. */
function flowRow(
  q: usize,
  old: usize,
  oldBelow: usize,
  oldAbove: usize,
  h: usize,
  z: usize,
  n: usize,
  crest: usize,
  step: usize,
  dtS: f32,
): void {
  const zero = f32x4.splat(0);
  const half = f32x4.splat(0.5);
  const dry = f32x4.splat(DRY_DEPTH);
  const g = f32x4.splat(GRAVITY);
  const dt = f32x4.splat(dtS);
  const perM = f32x4.splat((GRAVITY * dtS) / cellM);
  const end = stripTo - stripFrom;
  for (let i: usize = 0; i < end; i += 16) {
    const hA = v128.load(h + i);
    const rise = f32x4.sub(v128.load(z + step + i), v128.load(z + i));
    const levelB = f32x4.add(v128.load(h + step + i), rise);
    const sill = f32x4.pmax(zero, f32x4.pmax(rise, v128.load(crest + i)));
    const flowing = f32x4.sub(f32x4.pmax(hA, levelB), sill);
    const flows = f32x4.gt(flowing, dry);
    if (!v128.any_true(flows)) {
      v128.store(q + i, zero);
      continue;
    }
    const hf = f32x4.pmax(flowing, dry);
    const before = v128.load(old + i);
    const start = f32x4.add(
      f32x4.mul(f32x4.splat(OWN), before),
      f32x4.mul(f32x4.splat(BESIDE), f32x4.add(v128.load(oldBelow + i), v128.load(oldAbove + i))),
    );
    const pushed = f32x4.sub(start, f32x4.mul(f32x4.mul(perM, hf), f32x4.sub(levelB, hA)));
    const drag = f32x4.mul(half, f32x4.add(v128.load(n + i), v128.load(n + step + i)));
    const squared = f32x4.mul(hf, hf);
    const resisting = f32x4.mul(squared, cubeRoot(hf));
    const slowed = f32x4.mul(f32x4.mul(dt, drag), f32x4.abs(before));
    const most = f32x4.sqrt(f32x4.mul(g, f32x4.mul(squared, hf)));
    const moved = f32x4.div(f32x4.mul(pushed, resisting), f32x4.add(resisting, slowed));
    const flow = f32x4.pmax(f32x4.neg(most), f32x4.pmin(most, moved));
    v128.store(q + i, v128.and(flow, flows));
  }
}

/** One face, as `flowRow` has it, against water outside. */
function stageFlow(h: f32, outsideM: f32, inwards: f32, before: f32, drag: f32, dtS: f32): f32 {
  const hf = max<f32>(h, outsideM);
  if (!(hf > DRY_DEPTH)) return 0;
  const pushed = before - (GRAVITY * hf * dtS * inwards * (h - outsideM)) / cellM;
  const resisting = hf * hf * <f32>Math.cbrt(hf);
  const flow = (pushed * resisting) / (resisting + dtS * drag * abs<f32>(before));
  const most = hf * sqrt<f32>(GRAVITY * hf);
  return max<f32>(-most, min<f32>(most, flow));
}

/** Flows over the edges whose faces lie in a row; x faces start from `oldEast`, y faces from `oldNorth`. */
function edgeFlows(state: usize, faceRow: i32, oldEast: usize, oldNorth: usize, dtS: f32): void {
  for (let edge = edgesFrom(faceRow), end = edgesFrom(faceRow + 1); edge < end; edge += EDGE_BYTES) {
    const at = <usize>load<i32>(edge);
    if (at < stripFrom || at >= stripTo) continue;
    const side = load<i32>(edge, 4);
    const kind = load<i32>(edge, 8);
    const value = load<f32>(edge, 12);
    const cellRow = side === SOUTH ? faceRow + 1 : faceRow;
    const h = load<f32>(row(state, cellRow) + at);
    const inwards: f32 = side === WEST || side === SOUTH ? 1 : -1;
    const face = side === WEST ? at - 4 : at;
    const old = (side <= EAST ? oldEast : oldNorth) + face - stripFrom;
    let flow: f32 = 0;
    if (kind === INFLOW) flow = inwards * value;
    else if (kind === FREE) flow = h > DRY_DEPTH ? -inwards * BRINK * sqrt<f32>(h) * h : 0;
    else flow = stageFlow(h, value, inwards, load<f32>(old), load<f32>(row(friction, cellRow) + at), dtS);
    store<f32>(row(state + (side <= EAST ? 2 : 3) * planeBytes, faceRow) + face, flow);
  }
}

/** Moves the flows of a tile on by a step. */
export function flowTile(index: i32, state: usize, dtS: f32): void {
  place(index);
  const x = state + 2 * planeBytes;
  const y = state + 3 * planeBytes;
  const west = beside(-1, 0);
  const east = beside(1, 0);
  const north = beside(0, 1);
  const south = beside(0, -1);
  const oldEast = strip(OLD_EAST);
  const end = stripTo - stripFrom;
  copyStrip(oldNorthOf(first - 1), south === 0 ? row(y, first - 1) + stripFrom : south + FLOW_NORTH);
  copyStrip(oldNorthOf(first), row(y, first) + stripFrom);
  if (first === 0) edgeFlows(state, -1, oldEast, oldNorthOf(-1), dtS);
  for (let r = first; r < last; r++) {
    for (let plane: usize = 0; plane < 4; plane++) touch(state + plane * planeBytes, r + 2);
    for (let plane: usize = 0; plane < 4; plane++) touch(bed + plane * planeBytes, r + 2);
    copyStrip(oldEast, row(x, r) + stripFrom);
    store<f32>(oldEast - 4, columnValue(west, FLOW_EAST, r));
    store<f32>(oldEast + end, columnValue(east, FLOW_WEST, r));
    const above = r + 1 === last && north !== 0 ? north + FLOW_SOUTH : row(y, r + 1) + stripFrom;
    copyStrip(oldNorthOf(r + 1), above);
    const h = row(state, r) + stripFrom;
    const z = row(bed, r) + stripFrom;
    const n = row(friction, r) + stripFrom;
    flowRow(row(x, r) + stripFrom, oldEast, oldEast - 4, oldEast + 4, h, z, n, row(eastCrest, r) + stripFrom, 4, dtS);
    flowRow(
      row(y, r) + stripFrom,
      oldNorthOf(r),
      oldNorthOf(r - 1),
      oldNorthOf(r + 1),
      h,
      z,
      n,
      row(northCrest, r) + stripFrom,
      strideBytes,
      dtS,
    );
    edgeFlows(state, r, oldEast, oldNorthOf(r), dtS);
  }
  saveRows(state, DEPTH_SOUTH, DEPTH_NORTH);
  saveColumns(state, DEPTH_WEST, DEPTH_EAST);
}

function oldNorthOf(r: i32): usize {
  return strip(OLD_NORTH + <usize>((r + 3) % 3) * ROW_BYTES);
}

function depthsOf(r: i32): usize {
  return strip(DEPTHS + <usize>(r & 3) * ROW_BYTES);
}

function sharesOf(r: i32): usize {
  return strip(SHARES + <usize>(r & 3) * ROW_BYTES);
}

function shortageOf(r: i32): usize {
  return scratch + SHORTAGES + ((<usize>(r & 3)) << 2);
}

/** Depths of a row of the raster before they move, with a cell of either neighbour. */
function depthsBefore(state: usize, r: i32, west: usize, east: usize, south: usize, north: usize): void {
  const depths = depthsOf(r);
  const end = stripTo - stripFrom;
  memory.fill(depths - 16, 0, 16);
  memory.fill(depths + end, 0, 16);
  if (r < first) copyStrip(depths, south + DEPTH_NORTH);
  else if (r === last) copyStrip(depths, north + DEPTH_SOUTH);
  else {
    copyStrip(depths, row(state, r) + stripFrom);
    store<f32>(depths - 4, columnValue(west, DEPTH_EAST, r));
    store<f32>(depths + end, columnValue(east, DEPTH_WEST, r));
  }
}

/** Of what the faces of a row's cells would take out of them in a step, the part that is there. */
function shareRow(state: usize, r: i32, perM: f32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const x = row(state + 2 * planeBytes, r) + stripFrom;
  const y = row(state + 3 * planeBytes, r) + stripFrom;
  const depths = depthsOf(r);
  const shares = sharesOf(r);
  let short = zero;
  const end = stripTo - stripFrom + 16;
  for (let i: usize = 0; i < end + 16; i += 16) {
    const k = i - 16;
    const out = f32x4.mul(
      f32x4.splat(perM),
      f32x4.add(
        f32x4.sub(f32x4.pmax(zero, v128.load(x + k)), f32x4.pmin(zero, v128.load(x + k - 4))),
        f32x4.sub(f32x4.pmax(zero, v128.load(y + k)), f32x4.pmin(zero, v128.load(y + k - strideBytes))),
      ),
    );
    const depth = v128.load(depths + k);
    const lacks = f32x4.gt(out, depth);
    short = v128.or(short, lacks);
    let part = one;
    if (v128.any_true(lacks)) part = v128.bitselect(f32x4.div(depth, out), one, lacks);
    v128.store(shares + k, part);
  }
  // The rim gives what an edge lets in.
  if (stripFrom === 0) store<f32>(shares, 1);
  if (stripTo === strideBytes) store<f32>(shares + ((columns + 1) << 2) - stripFrom, 1);
  store<i32>(shortageOf(r), v128.any_true(short) ? 1 : 0);
}

function wholeShares(r: i32): void {
  const shares = sharesOf(r);
  for (let i: usize = 0; i < stripTo - stripFrom + 32; i += 16) v128.store(shares + i - 16, f32x4.splat(1));
  store<i32>(shortageOf(r), 0);
}

/** Of a flow, its giver's share. */
function passed(q: v128, shareA: v128, shareB: v128): v128 {
  return f32x4.mul(q, v128.bitselect(shareA, shareB, f32x4.ge(q, f32x4.splat(0))));
}

/** Moves the depths of a row; returns the deepest, Infinity where a value is no number. */
function levelRow(state: usize, r: i32, perM: f32, rainM: f32): f32 {
  const zero = f32x4.splat(0);
  const h = row(state, r) + stripFrom;
  const comp = h + planeBytes;
  const x = comp + planeBytes;
  const y = x + planeBytes;
  const caught = row(rainCatch, r) + stripFrom;
  const here = sharesOf(r);
  const south = sharesOf(r - 1);
  const north = sharesOf(r + 1);
  const short = (load<i32>(shortageOf(r - 1)) | load<i32>(shortageOf(r)) | load<i32>(shortageOf(r + 1))) !== 0;
  const per = f32x4.splat(-perM);
  const rain = f32x4.splat(rainM);
  let deepest = zero;
  let bad = zero;
  const end = stripTo - stripFrom;
  for (let i: usize = 0; i < end; i += 16) {
    let e = v128.load(x + i);
    let w = v128.load(x + i - 4);
    let n = v128.load(y + i);
    let s = v128.load(y + i - strideBytes);
    if (short) {
      const share = v128.load(here + i);
      e = passed(e, share, v128.load(here + i + 4));
      w = passed(w, v128.load(here + i - 4), share);
      n = passed(n, share, v128.load(north + i));
      s = passed(s, v128.load(south + i), share);
    }
    const depth = v128.load(h + i);
    const out = f32x4.add(f32x4.sub(e, w), f32x4.sub(n, s));
    const gain = f32x4.add(f32x4.mul(per, out), f32x4.mul(rain, v128.load(caught + i)));
    const more = f32x4.sub(gain, v128.load(comp + i));
    const sum = f32x4.add(depth, more);
    v128.store(comp + i, f32x4.sub(f32x4.sub(sum, depth), more));
    const next = f32x4.pmax(sum, zero);
    v128.store(h + i, next);
    bad = v128.or(bad, f32x4.ne(sum, sum));
    deepest = f32x4.pmax(deepest, next);
  }
  if (stripFrom === 0) clearRim(h);
  if (stripTo === strideBytes) clearRim(h + ((columns + 1) << 2) - stripFrom);
  if (v128.any_true(bad)) return Infinity;
  const low = max<f32>(f32x4.extract_lane(deepest, 0), f32x4.extract_lane(deepest, 1));
  return max<f32>(low, max<f32>(f32x4.extract_lane(deepest, 2), f32x4.extract_lane(deepest, 3)));
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
    const share: f32 = flow < 0 ? load<f32>(sharesOf(cellRow) + at - stripFrom) : 1;
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
    if (r < 0 || r >= rows) wholeShares(r);
    else {
      depthsBefore(state, r, west, east, south, north);
      shareRow(state, r, perM);
    }
    for (let plane: usize = 0; plane < 4; plane++) touch(state + plane * planeBytes, r + 2);
    touch(rainCatch, r + 1);
    if (r <= first) continue;
    if (r === 1) countEdges(state, -1, dtS);
    countEdges(state, r - 1, dtS);
    deepest = max<f32>(deepest, levelRow(state, r - 1, perM, rainM));
  }
  saveFlows(state);
  return deepest > DRY_DEPTH ? sqrt<f32>(GRAVITY * deepest) : 0;
}
