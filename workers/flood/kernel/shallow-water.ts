/*
 * The hot loop of `../shallow-water.ts` in AssemblyScript: the same arithmetic in float32 with four cells to a lane, over one memory
 * that several workers share. `../kernel.ts` lays the memory out and calls it.
 *
 * A plane is one float32 a cell, `strideBytes` a row; all pointers given are to the first cell of row 0. Four rows of dry ground lie
 * before and after the raster's own. A pass reads the state `from` and writes `to`, tile by tile; whatever lies between two tiles is
 * computed anew by both, from the same numbers, so that the bits are the same whoever moves which tile when.
 *
 * Tried and lost: tiles 128 cells wide (−8 %: no prefetcher follows pieces of rows so short), 1,024 wide (+3 %, but a tenth of a city
 * wet then costs a third of all of it), touching cache lines ahead as the fast scheme does (−10 %: this one computes, that one waits),
 * constants that V8 would keep in registers (0 %), scratch rows of the raster's length (−10 %).
 *
 * Levels are never formed: at 400 m above the sea float32 knows them to 3 cm. Faces are computed in differences of bed and of depth.
 */

import { cubeRoot } from './cube-root';
import { EAST, EDGE_BYTES, edgesFrom, FREE, SOUTH, STAGE, WEST } from './edges';
import {
  bed,
  cellM,
  columns,
  DRY_DEPTH,
  eastCrest,
  friction,
  GRAVITY,
  northCrest,
  order,
  planeBytes,
  rainCatch,
  row,
  rows,
  scratch,
  strideBytes,
  TILE_BYTES,
} from './memory';
import { first, haloFrom, haloTo, last, narrowTile, placeTile, stripFrom, stripTo } from './tile';

const HALF_GRAVITY: f32 = 4.903325;
const THETA: f32 = 1.5;
/** Crests at or above are walls. */
const CLOSED: f32 = 1e29;

/**
 * A row of the scratch: a tile's own cells with sixteen before and after, at the offsets that they have in a plane's row. Its length is
 * a constant, so that rows beside each other are reached from one pointer.
 */
const ROW: usize = TILE_BYTES + 128;
/** Rows of the scratch by what they hold. */
const VELOCITIES: usize = 0;
const SLOPES_X: usize = 8 * ROW;
const SLOPES_Y: usize = 12 * ROW;
const FACES_X: usize = 20 * ROW;
const FACES_Y: usize = 28 * ROW;
const SHARES: usize = 44 * ROW;
/** One i32 a row of `SHARES`: whether any of its cells is short of water. */
const SHORTAGES: usize = 48 * ROW;
/** One i32 a row, of eight in turn: whether water is there, or may come in over an edge. */
const WETNESS: usize = SHORTAGES + 16;
/** All bits set where a row's cells are the raster's own, not its rim; as long as a plane's row. */
const INSIDE: usize = WETNESS + 32;

/** The scratch's first row, where it has offset 0 of the tile's rows. */
let slots: usize = 0;

/** Order as a type, for which a function is written out once: what the first order does not need is not in its loops. */
type FirstOrder = u8;
type SecondOrder = u16;

function isSecond<O>(): bool {
  return sizeof<O>() === 2;
}

/** Bytes of scratch for rows of `stride` bytes. */
export function shallowWaterScratch(stride: usize): usize {
  return INSIDE + 2 * stride;
}

export function takeScratch(): void {
  for (let column: usize = 1; column <= columns; column++) store<i32>(scratch + INSIDE + (column << 2), -1);
}

function velocityRow(r: i32): usize {
  return slots + VELOCITIES + ((<usize>(r & 3)) << 1) * ROW;
}

function slopeYRow(r: i32): usize {
  return slots + SLOPES_Y + ((<usize>(r & 1)) << 2) * ROW;
}

function faceXRow(r: i32): usize {
  return slots + FACES_X + ((<usize>(r & 1)) << 2) * ROW;
}

function faceYRow(r: i32): usize {
  return slots + FACES_Y + ((<usize>(r & 3)) << 2) * ROW;
}

function shareRow(r: i32): usize {
  return slots + SHARES + <usize>(r & 3) * ROW;
}

function shortageOf(r: i32): usize {
  return scratch + SHORTAGES + ((<usize>(r & 3)) << 2);
}

/** East and north velocity of a row: nothing where it is dry. */
function velocityOf(state: usize, r: i32): void {
  const depth = row(state, r);
  const x = depth + 2 * planeBytes;
  const y = depth + 3 * planeBytes;
  const u = velocityRow(r);
  const dry = f32x4.splat(DRY_DEPTH);
  const one = f32x4.splat(1);
  let calm = i32x4.splat(-1);
  const end = haloTo;
  for (let i = haloFrom; i < end; i += 16) {
    const h = v128.load(depth + i);
    const wet = f32x4.gt(h, dry);
    calm = v128.and(calm, f32x4.le(h, dry));
    const perH = v128.and(f32x4.div(one, f32x4.pmax(h, dry)), wet);
    v128.store(u + i, f32x4.mul(v128.load(x + i), perH));
    v128.store(u + i, f32x4.mul(v128.load(y + i), perH), ROW);
  }
  const mayEnter = r >= 0 && r < rows && edgesFrom(r === 0 ? -1 : r) < edgesFrom(r + 1);
  store<i32>(wetnessOf(r), !i32x4.all_true(calm) || mayEnter ? 1 : 0);
}

function wetnessOf(r: i32): usize {
  return scratch + WETNESS + ((<usize>(r & 7)) << 2);
}

function isWet(r: i32): bool {
  return load<i32>(wetnessOf(r)) !== 0;
}

/** Nothing can move into a row or out of it. */
function isStill(r: i32): bool {
  return !isWet(r - 1) && !isWet(r) && !isWet(r + 1);
}

/** Half the limited slope: generalised minmod of the rises behind and ahead. */
function halfSlope(behind: v128, ahead: v128): v128 {
  const a = f32x4.abs(behind);
  const b = f32x4.abs(ahead);
  const least = f32x4.pmin(
    f32x4.mul(f32x4.splat(THETA * 0.5), f32x4.pmin(a, b)),
    f32x4.mul(f32x4.splat(0.25), f32x4.add(a, b)),
  );
  const sign = v128.and(behind, i32x4.splat(0x80000000));
  const turns = i32x4.shr_s(v128.xor(behind, ahead), 31);
  return v128.andnot(v128.or(least, sign), turns);
}

/**
 * Half slopes of level, depth, normal and transverse velocity for a row, into four rows at `out`. Next to dry ground the state is
 * constant but for the depth, which there follows the bed.
 */
function slopeRow(
  out: usize,
  h: usize,
  hBelow: usize,
  hAbove: usize,
  z: usize,
  zBelow: usize,
  zAbove: usize,
  u: usize,
  uBelow: usize,
  uAbove: usize,
  v: usize,
  vBelow: usize,
  vAbove: usize,
  crestBelow: usize,
  crestAbove: usize,
): void {
  const dry = f32x4.splat(DRY_DEPTH);
  const closed = f32x4.splat(CLOSED);
  const zero = f32x4.splat(0);
  const end = haloTo;
  for (let i = haloFrom; i < end; i += 16) {
    const hi = v128.load(h + i);
    const hb = v128.load(hBelow + i);
    const ha = v128.load(hAbove + i);
    const zi = v128.load(z + i);
    const dz0 = f32x4.sub(zi, v128.load(zBelow + i));
    const dz1 = f32x4.sub(v128.load(zAbove + i), zi);
    const dh0 = f32x4.sub(hi, hb);
    const dh1 = f32x4.sub(ha, hi);
    const wet = f32x4.gt(f32x4.pmin(hi, f32x4.pmin(hb, ha)), dry);
    const level = halfSlope(f32x4.add(dh0, dz0), f32x4.add(dh1, dz1));
    const least = f32x4.pmax(f32x4.pmin(zero, dz0), f32x4.pmin(zero, dz1));
    const most = f32x4.pmin(f32x4.pmax(zero, dz0), f32x4.pmax(zero, dz1));
    const rise = f32x4.pmin(most, f32x4.pmax(least, f32x4.sub(level, halfSlope(dh0, dh1))));
    const deeper = f32x4.pmax(f32x4.neg(hi), f32x4.pmin(hi, f32x4.sub(level, rise)));
    const open = f32x4.lt(f32x4.pmax(v128.load(crestBelow + i), v128.load(crestAbove + i)), closed);
    const fall = v128.and(f32x4.neg(halfSlope(dz0, dz1)), open);
    const shore = f32x4.pmax(f32x4.neg(hi), f32x4.pmin(hi, fall));
    v128.store(out + i, v128.and(f32x4.add(rise, deeper), wet));
    v128.store(out + i, v128.bitselect(deeper, shore, wet), ROW);
    const ui = v128.load(u + i);
    const vi = v128.load(v + i);
    const du = halfSlope(f32x4.sub(ui, v128.load(uBelow + i)), f32x4.sub(v128.load(uAbove + i), ui));
    const dv = halfSlope(f32x4.sub(vi, v128.load(vBelow + i)), f32x4.sub(v128.load(vAbove + i), vi));
    v128.store(out + i, v128.and(du, wet), 2 * ROW);
    v128.store(out + i, v128.and(dv, wet), 3 * ROW);
  }
}

/** More than the weight of still water on a wall that water runs against. */
function thrust(h: v128, towards: v128): v128 {
  const c = f32x4.sqrt(f32x4.mul(f32x4.splat(GRAVITY), h));
  const push = f32x4.mul(f32x4.mul(h, c), towards);
  return f32x4.pmax(push, f32x4.mul(f32x4.splat(-HALF_GRAVITY), f32x4.mul(h, h)));
}

/**
 * Fluxes through the faces between a row of cells A and a row of cells B beyond them, into four rows at `out`: water, transverse
 * momentum, normal momentum as A loses it and as B gains it.
 */
function faceRow<O>(
  out: usize,
  hA: usize,
  hB: usize,
  zA: usize,
  zB: usize,
  uA: usize,
  uB: usize,
  vA: usize,
  vB: usize,
  slopesA: usize,
  slopesB: usize,
  crest: usize,
): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const half = f32x4.splat(0.5);
  const quarter = f32x4.splat(0.25);
  const tiny = f32x4.splat(1e-20);
  const g = f32x4.splat(GRAVITY);
  const halfG = f32x4.splat(HALF_GRAVITY);
  const dry = f32x4.splat(DRY_DEPTH);
  const end = haloTo;
  for (let i = haloFrom; i < end; i += 16) {
    const hAi = v128.load(hA + i);
    const hBi = v128.load(hB + i);
    const wetA = f32x4.gt(hAi, dry);
    const wetB = f32x4.gt(hBi, dry);
    if (!v128.any_true(v128.or(wetA, wetB))) {
      v128.store(out + i, zero);
      v128.store(out + i, zero, ROW);
      v128.store(out + i, zero, 2 * ROW);
      v128.store(out + i, zero, 3 * ROW);
      continue;
    }
    // Depths at the face, and the bed there, both above A's own bed.
    let hL = hAi;
    let hR = hBi;
    let zR = f32x4.sub(v128.load(zB + i), v128.load(zA + i));
    let riseA = zero;
    let riseB = zero;
    let uLeft = v128.load(uA + i);
    let uRight = v128.load(uB + i);
    if (isSecond<O>()) {
      const shA = v128.load(slopesA + i, ROW);
      const shB = v128.load(slopesB + i, ROW);
      hL = f32x4.add(hAi, shA);
      hR = f32x4.sub(hBi, shB);
      riseA = f32x4.sub(v128.load(slopesA + i), shA);
      riseB = f32x4.sub(shB, v128.load(slopesB + i));
      zR = f32x4.add(zR, riseB);
      uLeft = f32x4.add(uLeft, v128.load(slopesA + i, 2 * ROW));
      uRight = f32x4.sub(uRight, v128.load(slopesB + i, 2 * ROW));
    }
    const sill = f32x4.pmax(f32x4.pmax(riseA, zR), v128.load(crest + i));
    const overL = v128.and(f32x4.pmax(zero, f32x4.add(hL, f32x4.sub(riseA, sill))), wetA);
    const overR = v128.and(f32x4.pmax(zero, f32x4.add(hR, f32x4.sub(zR, sill))), wetB);
    // HLLC. A dry side takes the speed of the front that the other would send into it: then the speeds of all cases are one.
    const cL = f32x4.sqrt(f32x4.mul(g, overL));
    const cR = f32x4.sqrt(f32x4.mul(g, overR));
    const dryL = f32x4.eq(overL, zero);
    const dryR = f32x4.eq(overR, zero);
    const uL = v128.bitselect(f32x4.sub(uRight, f32x4.add(cR, cR)), uLeft, dryL);
    const uR = v128.bitselect(f32x4.add(uLeft, f32x4.add(cL, cL)), uRight, dryR);
    const cStar = f32x4.pmax(
      zero,
      f32x4.add(f32x4.mul(half, f32x4.add(cL, cR)), f32x4.mul(quarter, f32x4.sub(uL, uR))),
    );
    const uStar = f32x4.add(f32x4.mul(half, f32x4.add(uL, uR)), f32x4.sub(cL, cR));
    // Clamped at 0 the middle formula is the one-sided flux as well.
    const sL = f32x4.pmin(zero, f32x4.pmin(f32x4.sub(uL, cL), f32x4.sub(uStar, cStar)));
    const sR = f32x4.pmax(zero, f32x4.pmax(f32x4.add(uR, cR), f32x4.add(uStar, cStar)));
    const massL = f32x4.mul(overL, uL);
    const massR = f32x4.mul(overR, uR);
    const weightL = f32x4.mul(halfG, f32x4.mul(overL, overL));
    const weightR = f32x4.mul(halfG, f32x4.mul(overR, overR));
    const normalL = f32x4.add(f32x4.mul(massL, uL), weightL);
    const normalR = f32x4.add(f32x4.mul(massR, uR), weightR);
    const perWidth = f32x4.div(one, f32x4.pmax(f32x4.sub(sR, sL), tiny));
    const left = f32x4.mul(sR, perWidth);
    const right = f32x4.mul(sL, perWidth);
    const middle = f32x4.mul(sL, left);
    const mass = f32x4.add(
      f32x4.sub(f32x4.mul(left, massL), f32x4.mul(right, massR)),
      f32x4.mul(middle, f32x4.sub(overR, overL)),
    );
    const normal = f32x4.add(
      f32x4.sub(f32x4.mul(left, normalL), f32x4.mul(right, normalR)),
      f32x4.mul(middle, f32x4.sub(massR, massL)),
    );
    let vL = v128.load(vA + i);
    let vR = v128.load(vB + i);
    if (isSecond<O>()) {
      vL = f32x4.add(vL, v128.load(slopesA + i, 3 * ROW));
      vR = f32x4.sub(vR, v128.load(slopesB + i, 3 * ROW));
    }
    v128.store(out + i, mass);
    v128.store(out + i, f32x4.mul(mass, v128.bitselect(vL, vR, f32x4.ge(mass, zero))), ROW);
    // The bed takes or gives the rest of the momentum, and walls do.
    let bedL = f32x4.sub(f32x4.mul(halfG, f32x4.mul(hL, hL)), weightL);
    let bedR = f32x4.sub(f32x4.mul(halfG, f32x4.mul(hR, hR)), weightR);
    if (isSecond<O>()) {
      bedL = f32x4.add(bedL, f32x4.mul(g, f32x4.mul(hAi, riseA)));
      bedR = f32x4.add(bedR, f32x4.mul(g, f32x4.mul(hBi, riseB)));
    }
    let below = f32x4.add(normal, bedL);
    let above = f32x4.add(normal, bedR);
    if (v128.any_true(v128.or(dryL, dryR))) {
      below = f32x4.add(below, v128.and(thrust(hL, uLeft), dryL));
      above = f32x4.add(above, v128.and(thrust(hR, f32x4.neg(uRight)), dryR));
    }
    v128.store(out + i, below, 2 * ROW);
    v128.store(out + i, above, 3 * ROW);
  }
}

/** No flux through the faces of a row. */
function noFaces(out: usize): void {
  for (let k: usize = 0; k < 4; k++) memory.fill(out + k * ROW + haloFrom, 0, haloTo - haloFrom);
}

/** Where the face of an edge stands in its row of faces. */
function edgeFace(edge: usize): usize {
  const at = <usize>load<i32>(edge);
  return load<i32>(edge, 4) === WEST ? at - 4 : at;
}

function edgeFaces(edge: usize, r: i32): usize {
  return load<i32>(edge, 4) <= EAST ? faceXRow(r) : faceYRow(r);
}

/** What an edge takes out of its cell and how it pushes back, over what `faceRow` left there. `../shallow-water.ts` has it in words. */
function edgeFlux(edge: usize, state: usize, r: i32): void {
  const at = <usize>load<i32>(edge);
  const side = load<i32>(edge, 4);
  const kind = load<i32>(edge, 8);
  const value = load<f32>(edge, 12);
  const cellRow = side === SOUTH ? r + 1 : r;
  const h = load<f32>(row(state, cellRow) + at);
  const u = load<f32>(velocityRow(cellRow) + at);
  const v = load<f32>(velocityRow(cellRow) + at, ROW);
  const inwards: f32 = side === WEST || side === SOUTH ? 1 : -1;
  const normal = side <= EAST ? u : v;
  const along = side <= EAST ? v : u;
  const outMps = -inwards * normal;
  let out: f32 = 0;
  let push: f32 = 0;
  if (kind <= STAGE) {
    stageFlux(h, outMps, kind === FREE ? 0 : value);
    out = edgeOut;
    push = edgePush;
  } else {
    const depth = max<f32>(h, <f32>Math.cbrt((<f64>value * <f64>value) / <f64>GRAVITY));
    out = -value;
    push = depth > 0 ? (value * value) / depth + HALF_GRAVITY * depth * depth : 0;
  }
  const mass = -inwards * out;
  const face = edgeFaces(edge, r) + edgeFace(edge);
  store<f32>(face, mass);
  store<f32>(face, out > 0 ? mass * along : 0, ROW);
  store<f32>(face, push, 2 * ROW);
  store<f32>(face, push, 3 * ROW);
}

let edgeOut: f32 = 0;
let edgePush: f32 = 0;

/** HLL against still water of the depth outside, that the wave going out carries along. */
function stageFlux(h: f32, u: f32, hOut: f32): void {
  const cL = sqrt<f32>(GRAVITY * h);
  const cR = sqrt<f32>(GRAVITY * hOut);
  edgeOut = edgePush = 0;
  if (h <= 0 && hOut <= 0) return;
  const uOut = u + 2 * (cL - cR);
  const cStar = max<f32>(0, (cL + cR) / 2 + (u - uOut) / 4);
  const uStar = (u + uOut) / 2 + cL - cR;
  let sL = h <= 0 ? uOut - 2 * cR : hOut <= 0 ? u - cL : min<f32>(u - cL, uStar - cStar);
  let sR = hOut <= 0 ? u + 2 * cL : h <= 0 ? uOut + cR : max<f32>(uOut + cR, uStar + cStar);
  sL = min<f32>(sL, 0);
  sR = max<f32>(sR, 0);
  if (sR === sL) return;
  const massL = h * u;
  const massR = hOut * uOut;
  const normalL = massL * u + HALF_GRAVITY * h * h;
  const normalR = massR * uOut + HALF_GRAVITY * hOut * hOut;
  edgeOut = (sR * massL - sL * massR + sL * sR * (hOut - h)) / (sR - sL);
  edgePush = (sR * normalL - sL * normalR + sL * sR * (massR - massL)) / (sR - sL);
}

/** Of what the faces of a row would take out of its cells in a step, the part that is there. */
function shareOf(state: usize, r: i32, perM: f32): void {
  const h = row(state, r);
  const x = faceXRow(r);
  const y = faceYRow(r);
  const yBelow = faceYRow(r - 1);
  const share = shareRow(r);
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  let short = zero;
  const end = haloTo;
  for (let i = haloFrom; i < end; i += 16) {
    const out = f32x4.mul(
      f32x4.splat(perM),
      f32x4.add(
        f32x4.sub(f32x4.pmax(zero, v128.load(x + i)), f32x4.pmin(zero, v128.load(x + i - 4))),
        f32x4.sub(f32x4.pmax(zero, v128.load(y + i)), f32x4.pmin(zero, v128.load(yBelow + i))),
      ),
    );
    const depth = v128.load(h + i);
    const lacks = f32x4.gt(out, depth);
    short = v128.or(short, lacks);
    let part = one;
    if (v128.any_true(lacks)) part = v128.bitselect(f32x4.div(depth, out), one, lacks);
    v128.store(share + i, part);
  }
  if (haloFrom === 0) store<f32>(share, 1);
  if (haloTo === strideBytes) store<f32>(share + (columns + 1) * 4, 1);
  store<i32>(shortageOf(r), v128.any_true(short) ? 1 : 0);
}

/** All that a rim row gives is there. */
function wholeShare(r: i32): void {
  const share = shareRow(r);
  for (let i = haloFrom; i < haloTo; i += 16) v128.store(share + i, f32x4.splat(1));
  store<i32>(shortageOf(r), 0);
}

/** Scales water and transverse momentum of a row of faces, between cells A and B, by the share of the giver. */
function limitRow(faces: usize, shareA: usize, shareB: usize): void {
  const zero = f32x4.splat(0);
  const end = haloTo;
  for (let i = haloFrom; i < end; i += 16) {
    const mass = v128.load(faces + i);
    const part = v128.bitselect(v128.load(shareA + i), v128.load(shareB + i), f32x4.ge(mass, zero));
    v128.store(faces + i, f32x4.mul(mass, part));
    v128.store(faces + i, f32x4.mul(v128.load(faces + i, ROW), part), ROW);
  }
}

/** One step of Euler, to a state of its own. */
export const WHOLE: i32 = 0;
/** The first step of Heun: its compensation holds what rounding took from this step alone. */
export const FIRST: i32 = 1;
/** The second, averaged with the state that the first came from, over it. */
const SECOND: i32 = 2;

/**
 * A row's new state. Depth is summed with Kahan's compensation (Commun. ACM 8 (1965) 40), for 2 mm of rain in an hour on 2 m of
 * water is less than half a unit of its last place. Returns the fastest wave of the row, 0 when dry, Infinity where a value is no number.
 */
function updateRow(r: i32, from: usize, to: usize, base: usize, stage: i32, dtS: f32, perM: f32, rainM: f32): f32 {
  const zero = f32x4.splat(0);
  const half = f32x4.splat(0.5);
  const two = f32x4.splat(2);
  const one = f32x4.splat(1);
  const dry = f32x4.splat(DRY_DEPTH);
  const per = f32x4.splat(perM);
  const fourDt = f32x4.splat(4 * dtS);
  const x = faceXRow(r);
  const y = faceYRow(r);
  const s = faceYRow(r - 1);
  const pc = planeBytes;
  const px: usize = 2 * planeBytes;
  const py: usize = 3 * planeBytes;
  const source = row(from, r);
  const target = row(to, r);
  const start = row(base, r);
  const n = row(friction, r);
  const caught = row(rainCatch, r);
  const within = scratch + INSIDE;
  let swiftest = zero;
  let bad = zero;
  const end = stripTo;
  for (let i = stripFrom; i < end; i += 16) {
    const h = v128.load(source + i);
    const out = f32x4.add(
      f32x4.sub(v128.load(x + i), v128.load(x + i - 4)),
      f32x4.sub(v128.load(y + i), v128.load(s + i)),
    );
    const gain = f32x4.neg(f32x4.mul(per, out));
    const rain = f32x4.mul(f32x4.splat(rainM), v128.load(caught + i));
    const comp = v128.load(source + pc + i);
    let depth = f32x4.add(h, gain);
    const stepped = depth;
    if (stage === FIRST) {
      v128.store(target + pc + i, f32x4.sub(f32x4.sub(depth, h), gain));
    } else if (stage === WHOLE) {
      const more = f32x4.sub(f32x4.add(gain, rain), comp);
      depth = f32x4.add(h, more);
      v128.store(target + pc + i, f32x4.sub(f32x4.sub(depth, h), more));
    } else {
      const h0 = v128.load(start + i);
      const gains = f32x4.add(f32x4.sub(f32x4.sub(h, h0), comp), gain);
      const more = f32x4.sub(f32x4.add(f32x4.mul(half, gains), rain), v128.load(start + pc + i));
      depth = f32x4.add(h0, more);
      v128.store(target + pc + i, f32x4.sub(f32x4.sub(depth, h0), more));
    }
    depth = f32x4.pmax(depth, zero);
    v128.store(target + i, depth);
    const wet = f32x4.gt(stepped, dry);
    const lossX = f32x4.add(
      f32x4.sub(v128.load(x + i, 2 * ROW), v128.load(x + i - 4, 3 * ROW)),
      f32x4.sub(v128.load(y + i, ROW), v128.load(s + i, ROW)),
    );
    const lossY = f32x4.add(
      f32x4.sub(v128.load(y + i, 2 * ROW), v128.load(s + i, 3 * ROW)),
      f32x4.sub(v128.load(x + i, ROW), v128.load(x + i - 4, ROW)),
    );
    let qx = f32x4.sub(v128.load(source + px + i), f32x4.mul(per, lossX));
    let qy = f32x4.sub(v128.load(source + py + i), f32x4.mul(per, lossY));
    const safe = f32x4.pmax(stepped, dry);
    const q = f32x4.sqrt(f32x4.add(f32x4.mul(qx, qx), f32x4.mul(qy, qy)));
    const perS = f32x4.div(f32x4.mul(v128.load(n + i), q), f32x4.mul(f32x4.mul(safe, safe), cubeRoot(safe)));
    const kept = f32x4.div(two, f32x4.add(one, f32x4.sqrt(f32x4.add(one, f32x4.mul(fourDt, perS)))));
    qx = v128.and(f32x4.mul(qx, kept), wet);
    qy = v128.and(f32x4.mul(qy, kept), wet);
    if (stage === SECOND) {
      qx = f32x4.mul(half, f32x4.add(qx, v128.load(start + px + i)));
      qy = f32x4.mul(half, f32x4.add(qy, v128.load(start + py + i)));
    }
    v128.store(target + px + i, qx);
    v128.store(target + py + i, qy);
    const all = f32x4.add(qx, f32x4.add(qy, depth));
    bad = v128.or(bad, f32x4.ne(all, all));
    if (stage === FIRST) continue;
    const speed = f32x4.div(f32x4.pmax(f32x4.abs(qx), f32x4.abs(qy)), f32x4.pmax(depth, dry));
    const wave = f32x4.add(speed, f32x4.sqrt(f32x4.mul(f32x4.splat(GRAVITY), depth)));
    swiftest = f32x4.pmax(swiftest, v128.and(wave, v128.and(f32x4.gt(depth, dry), v128.load(within + i))));
  }
  for (let plane: usize = 0; plane < 4; plane++) {
    if (stripFrom === 0) store<f32>(target + plane * planeBytes, 0);
    if (stripTo === strideBytes) store<f32>(target + plane * planeBytes + (columns + 1) * 4, 0);
  }
  if (v128.any_true(bad)) return Infinity;
  const low = max<f32>(f32x4.extract_lane(swiftest, 0), f32x4.extract_lane(swiftest, 1));
  return max<f32>(low, max<f32>(f32x4.extract_lane(swiftest, 2), f32x4.extract_lane(swiftest, 3)));
}

/** Notes what came in over the edges whose faces lie in a row. */
function countEdges(faceRow: i32, lengthM: f64): void {
  for (let edge = edgesFrom(faceRow), end = edgesFrom(faceRow + 1); edge < end; edge += EDGE_BYTES) {
    const at = <usize>load<i32>(edge);
    if (at < stripFrom || at >= stripTo) continue;
    const side = load<i32>(edge, 4);
    const mass = load<f32>(edgeFaces(edge, faceRow) + edgeFace(edge));
    const inwards: f64 = side === WEST || side === SOUTH ? 1 : -1;
    store<f64>(edge, load<f64>(edge, 16) + inwards * <f64>mass * lengthM, 16);
  }
}

/** Moves a tile on by a step or a stage of one, from the state `from` to `to`; `base` is what the first stage of Heun came from. Returns its fastest wave. */
export function moveTile(tile: i32, from: usize, to: usize, base: usize, stage: i32, dtS: f32, rainM: f32): f32 {
  placeTile(tile);
  if (rainM === 0) narrowToWater(from, to, stage);
  slots = scratch + 64 - stripFrom;
  return order === 1
    ? moveRows<FirstOrder>(from, to, base, stage, dtS, rainM)
    : moveRows<SecondOrder>(from, to, base, stage, dtS, rainM);
}

function isWetAt(depth: usize): bool {
  return !i32x4.all_true(f32x4.le(v128.load(depth), f32x4.splat(DRY_DEPTH)));
}

/** Where water is, or may come in, and four cells beside it: there the tile moves. What lies west and east of that is copied. */
function narrowToWater(state: usize, to: usize, stage: i32): void {
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
    copyCells(r, state, to, stage, from, stripFrom);
    copyCells(r, state, to, stage, stripTo, until);
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

function moveRows<O>(from: usize, to: usize, base: usize, stage: i32, dtS: f32, rainM: f32): f32 {
  const perM = dtS / cellM;
  const weightS: f64 = <f64>dtS * (stage === WHOLE ? 1 : 0.5);
  let wave: f32 = 0;
  for (let r = first - 3; r < first; r++) velocityOf(from, r);
  if (isSecond<O>()) slopesOfY(from, first - 2);
  for (let r = first - 2; r <= last; r++) {
    velocityOf(from, r + 2);
    if (isSecond<O>()) slopesOfY(from, r + 1);
    facesOf<O>(from, r);
    if (r < first - 1) continue;
    if (r < 0 || r >= rows || isStill(r)) wholeShare(r);
    else shareOf(from, r, perM);
    if (isShort(r)) limitRow(faceXRow(r), shareRow(r), shareRow(r) + 4);
    if (r < first) continue;
    if (isShort(r - 1) || isShort(r)) limitRow(faceYRow(r - 1), shareRow(r - 1), shareRow(r));
    if (r === 0) countEdges(-1, weightS);
    if (r === first) continue;
    const still = rainM === 0 && isStill(r - 1);
    if (still) copyCells(r - 1, from, to, stage, stripFrom, stripTo);
    else wave = max<f32>(wave, updateRow(r - 1, from, to, base, stage, dtS, perM, rainM));
    countEdges(r - 1, weightS);
  }
  return wave;
}

function isShort(r: i32): bool {
  return load<i32>(shortageOf(r)) !== 0;
}

/** Cells of a row without water as they were: of the second stage they stand there already. */
function copyCells(r: i32, from: usize, to: usize, stage: i32, west: usize, east: usize): void {
  if (stage === SECOND || west >= east) return;
  for (let plane: usize = 0; plane < 4; plane++) {
    const target = row(to + plane * planeBytes, r) + west;
    if (stage === FIRST && plane === 1) memory.fill(target, 0, east - west);
    else memory.copy(target, row(from + plane * planeBytes, r) + west, east - west);
  }
}

function slopesOfY(state: usize, r: i32): void {
  if (isStill(r)) return;
  const out = slopeYRow(r);
  const h = row(state, r);
  const z = row(bed, r);
  const here = velocityRow(r);
  const south = velocityRow(r - 1);
  const north = velocityRow(r + 1);
  slopeRow(
    out,
    h,
    h - strideBytes,
    h + strideBytes,
    z,
    z - strideBytes,
    z + strideBytes,
    here + ROW,
    south + ROW,
    north + ROW,
    here,
    south,
    north,
    row(northCrest, r - 1),
    row(northCrest, r),
  );
}

function facesOf<O>(state: usize, r: i32): void {
  if (!isWet(r) && !isWet(r + 1)) {
    noFaces(faceXRow(r));
    noFaces(faceYRow(r));
    return;
  }
  const h = row(state, r);
  const z = row(bed, r);
  const u = velocityRow(r);
  const v = u + ROW;
  const north = velocityRow(r + 1);
  const slopesX = slots + SLOPES_X;
  const crest = row(eastCrest, r);
  if (isSecond<O>())
    slopeRow(slopesX, h, h - 4, h + 4, z, z - 4, z + 4, u, u - 4, u + 4, v, v - 4, v + 4, crest - 4, crest);
  faceRow<O>(faceXRow(r), h, h + 4, z, z + 4, u, u + 4, v, v + 4, slopesX, slopesX + 4, crest);
  faceRow<O>(
    faceYRow(r),
    h,
    h + strideBytes,
    z,
    z + strideBytes,
    v,
    north + ROW,
    u,
    north,
    slopeYRow(r),
    slopeYRow(r + 1),
    row(northCrest, r),
  );
  for (let edge = edgesFrom(r), end = edgesFrom(r + 1); edge < end; edge += EDGE_BYTES) {
    const at = <usize>load<i32>(edge);
    if (at >= haloFrom && at < haloTo) edgeFlux(edge, state, r);
  }
}
