/* No cell gives more than it holds. Most rows have no cell that would: there no share is written or read. */
import { kept } from './lanes';
import { columns, isCut, PER_HELD, row, strideBytes, terrainRow } from './memory';
import { faceXRow, faceYRow, ROW, shareRow, shortageOf } from './rows';
import { haloFrom, haloTo } from './tile';

/** What the faces of four cells would take out of them in a step. */
export function outOf(east: v128, west: v128, north: v128, south: v128, per: v128, zero: v128): v128 {
  const alongX = f32x4.sub(f32x4.pmax(east, zero), f32x4.pmin(west, zero));
  const alongY = f32x4.sub(f32x4.pmax(north, zero), f32x4.pmin(south, zero));
  return f32x4.mul(per, f32x4.add(alongX, alongY));
}

/** Whether any cell of the row would give more than it holds, so that its shares are to be read. */
function isShort(r: i32): bool {
  return load<i32>(shortageOf(r)) !== 0;
}

/** A row that gives nothing, or of a rim, of which all that it gives is there. */
export function enough(r: i32): void {
  store<i32>(shortageOf(r), 0);
}

/** Rows of whole cells, and those with some that a wall runs through, as types, for each of which a loop is written out. */
type Uncut = u8;
type Cut = u16;

/** Whether a loop is the one for rows that walls run through; the compiler writes out one for each kind. */
export function isCutKind<C>(): bool {
  return sizeof<C>() === 2;
}

/** Looks a row over for cells of whose water the faces would take more than there is. */
export function lookOver(state: usize, r: i32, perM: f32): void {
  if (isCut(PER_HELD, r)) lookOverKind<Cut>(state, r, perM);
  else lookOverKind<Uncut>(state, r, perM);
}

function lookOverKind<C>(state: usize, r: i32, perM: f32): void {
  const zero = f32x4.splat(0);
  const per = kept(perM);
  let h = row(state, r) + haloFrom;
  let x = faceXRow(r) + haloFrom - 16;
  let y = faceYRow(r) + haloFrom;
  let south = faceYRow(r - 1) + haloFrom;
  let perHeld = terrainRow(isCutKind<C>() ? PER_HELD : 0, r) + haloFrom;
  let short = zero;
  for (const end = h + haloTo - haloFrom; h < end; h += 16, x += 16, y += 16, south += 16) {
    let out = outOf(v128.load(x, 16), v128.load(x, 12), v128.load(y), v128.load(south), per, zero);
    if (isCutKind<C>()) {
      out = f32x4.mul(out, v128.load(perHeld));
      perHeld += 16;
    }
    short = v128.or(short, f32x4.gt(out, v128.load(h)));
  }
  const some = v128.any_true(short);
  store<i32>(shortageOf(r), some ? 1 : 0);
  if (some) writeShares<C>(state, r, perM);
}

/** Writes the part that is there of what its faces would take out of each cell. */
function writeShares<C>(state: usize, r: i32, perM: f32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const per = f32x4.splat(perM);
  const h = row(state, r);
  const x = faceXRow(r);
  const y = faceYRow(r);
  const south = faceYRow(r - 1);
  const share = shareRow(r);
  const perHeld = terrainRow(isCutKind<C>() ? PER_HELD : 0, r);
  for (let i = haloFrom; i < haloTo; i += 16) {
    let out = outOf(v128.load(x + i), v128.load(x + i - 4), v128.load(y + i), v128.load(south + i), per, zero);
    if (isCutKind<C>()) out = f32x4.mul(out, v128.load(perHeld + i));
    const depth = v128.load(h + i);
    v128.store(share + i, v128.bitselect(f32x4.div(depth, out), one, f32x4.gt(out, depth)));
  }
  // The rim gives what an edge lets in.
  if (haloFrom === 0) store<f32>(share, 1);
  if (haloTo === strideBytes) store<f32>(share + (columns + 1) * 4, 1);
}

function wholeShares(r: i32): void {
  const share = shareRow(r);
  for (let i = haloFrom; i < haloTo; i += 16) v128.store(share + i, f32x4.splat(1));
}

/** Limits the fluxes of the faces within a row. */
export function limitX(r: i32): void {
  if (isShort(r)) limitRow(faceXRow(r), shareRow(r), shareRow(r) + 4);
}

/** Limits the fluxes of the faces between a row and the next. */
export function limitY(r: i32): void {
  if (!isShort(r) && !isShort(r + 1)) return;
  if (!isShort(r)) wholeShares(r);
  if (!isShort(r + 1)) wholeShares(r + 1);
  limitRow(faceYRow(r), shareRow(r), shareRow(r + 1));
}

/** Scales water and transverse momentum of a row of faces, between cells A and B, by the share of the giver. */
function limitRow(faces: usize, shareA: usize, shareB: usize): void {
  const zero = f32x4.splat(0);
  for (let i = haloFrom; i < haloTo; i += 16) {
    const mass = v128.load(faces + i);
    const part = v128.bitselect(v128.load(shareA + i), v128.load(shareB + i), f32x4.ge(mass, zero));
    v128.store(faces + i, f32x4.mul(mass, part));
    v128.store(faces + i, f32x4.mul(v128.load(faces + i, ROW), part), ROW);
  }
}
