/*
 * The people beside one person, of `../core/people-beside.ts`, in float32. They are listed without gaps, x, y and contact each in a row of
 * its own, so that four lanes have work: as they lie in the cells, one lane of three had. Sums go over fours in the order of the sort:
 * the same bits whoever walks a person.
 */
import { exponential } from './exponential';
import {
  ANTICIPATION,
  at,
  COLLISION_FREE_SPEED,
  cellStart,
  LEVEL_FLOATS,
  LEVEL_INTS,
  levelFloats,
  levelInts,
  model,
  SOCIAL_FORCE,
  sortedRadius,
  sortedVelocityX,
  sortedVelocityY,
  sortedWishX,
  sortedWishY,
  sortedX,
  sortedY,
  widest,
} from './memory';
import { CUT_OFF, PER_CELL_M, SIGHT } from './sort';
import { hide, walls } from './walls';

const UNFELT: f32 = 1;
const OPPOSED_COSINE: f32 = -0.5;
const PASSED_M: f32 = -0.4;
const ANTICIPATION_S: f32 = 1;
const STRENGTH: f32 = 8;
const PER_RANGE: f32 = 10;
const BEHIND_RATIO: f32 = 0.25;
const FIRST_RATIO: f32 = 0.6;
const ASIDE_GAP_S: f32 = 0.1;
const FORCE: f32 = 25;
const PER_FORCE_RANGE: f32 = 12.5;

/** Fills the lanes behind the last one: nowhere near. */
const FAR: f32 = 1e9;
const MAX_NEIGHBOURS: i32 = 4096;
/** A row, and what keeps rows from lying 4 KiB apart, where a processor takes a load for a store's. */
const ROW: usize = ((<usize>MAX_NEIGHBOURS) << 2) + 192;
const PACKING_BYTES: usize = 256;
/** Bytes of scratch for the lists of the people beside one person: eight rows, and what packs them. */
export const LIST_BYTES: usize = 8 * ROW + PACKING_BYTES;

let dxs: usize = 0;
let dys: usize = 0;
let contacts: usize = 0;
let distances: usize = 0;
let strips: usize = 0;
let theirWishYs: usize = 0;
let velocityXs: usize = 0;
let velocityYs: usize = 0;
/** By which of four lanes are kept: the bytes that bring them to the front. */
let packing: usize = 0;

let count: i32 = 0;
let level: usize = 0;
let x: f32 = 0;
let y: f32 = 0;
let r: f32 = 0;
let wishX: f32 = 0;
let wishY: f32 = 0;
let metRatio: f32 = 1;
let ratio: f32 = 1;
let reach: f32 = 0;
let strip: f32 = 0;
let pace: f32 = 0;

/** Whether anybody who was listed since the last look wants to go the opposite way and is not past. */
export let hasMet: bool = false;
/** The east part of the push that the last sum of repulsions gave. */
export let pushedX: f32 = 0;
/** The north part of the push that the last sum of repulsions gave. */
export let pushedY: f32 = 0;

/** Once a worker: its rows begin at `scratch`. */
export function layRows(scratch: usize): void {
  packing = scratch;
  dxs = scratch + PACKING_BYTES;
  dys = dxs + ROW;
  contacts = dys + ROW;
  distances = contacts + ROW;
  strips = distances + ROW;
  theirWishYs = strips + ROW;
  velocityXs = theirWishYs + ROW;
  velocityYs = velocityXs + ROW;
  for (let mask = 0; mask < 16; mask++) {
    let to = packing + ((<usize>mask) << 4);
    for (let lane = 0; lane < 4; lane++) {
      if (!(mask & (1 << lane))) continue;
      store<u32>(to, 0x03020100 + lane * 0x04040404);
      to += 4;
    }
  }
}

/**
 * Lists whom someone feels; `met` and `others`: how much narrower contacts are than two radii, with those one meets and with others;
 * `stripM` and `nowPace`: half width of the strip at full speed, and the speed in parts of the free one.
 */
export function look(
  onLevel: usize,
  atX: f32,
  atY: f32,
  radius: f32,
  wantX: f32,
  wantY: f32,
  met: f32,
  others: f32,
  stripM: f32,
  nowPace: f32,
): void {
  level = onLevel;
  x = atX;
  y = atY;
  r = radius;
  wishX = wantX;
  wishY = wantY;
  metRatio = met;
  ratio = others;
  strip = stripM;
  pace = nowPace;
  hasMet = false;
  reach = model === ANTICIPATION ? CUT_OFF : min<f32>(CUT_OFF, r + widest + UNFELT);
  list(f32.MIN_VALUE, reach, -reach, -reach, reach, reach);
}

/** The speed that leaves the time gap to everyone in the strip ahead, `most` if more. */
export function stripSpeed(ex: f32, ey: f32, most: f32, timeGap: f32): f32 {
  const speed = listedSpeed(ex, ey, most, timeGap);
  const contact = r + widest;
  const binds = contact + timeGap * speed;
  if (binds <= reach) return speed;
  const side = max(contact, strip);
  const far = min<f32>(SIGHT, binds);
  const farX = ex * far;
  const farY = ey * far;
  list(
    reach * reach,
    far,
    min<f32>(0, farX) - side,
    min<f32>(0, farY) - side,
    max<f32>(0, farX) + side,
    max<f32>(0, farY) + side,
  );
  return listedSpeed(ex, ey, speed, timeGap);
}

function list(from2: f32, to: f32, boxWest: f32, boxSouth: f32, boxEast: f32, boxNorth: f32): void {
  const floats = levelFloats + level * LEVEL_FLOATS;
  const ints = levelInts + level * LEVEL_INTS;
  const west = load<f32>(floats, 28);
  const south = load<f32>(floats, 32);
  const columns = load<i32>(ints);
  const me_x = f32x4.splat(x);
  const me_y = f32x4.splat(y);
  const me_r = f32x4.splat(r);
  const least2 = f32x4.splat(from2);
  const most2 = f32x4.splat(to * to);
  const lanes = i32x4(0, 1, 2, 3);
  const wX = f32x4.splat(wishX);
  const wY = f32x4.splat(wishY);
  const opposed = f32x4.splat(OPPOSED_COSINE);
  const passed = f32x4.splat(PASSED_M);
  const ratioOfMet = f32x4.splat(metRatio);
  const ratioOfOthers = f32x4.splat(ratio);
  const stripM = f32x4.splat(strip);
  const paces = f32x4.splat(pace);
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const southRow = max(0, <i32>floor((y + boxSouth - south) * PER_CELL_M));
  const northRow = min(load<i32>(ints, 4) - 1, <i32>floor((y + boxNorth - south) * PER_CELL_M));
  const westColumn = max(0, <i32>floor((x + boxWest - west) * PER_CELL_M));
  const eastColumn = min(columns - 1, <i32>floor((x + boxEast - west) * PER_CELL_M));
  const first = load<i32>(ints, 8);
  let n = 0;
  for (let row = southRow; row <= northRow; row++) {
    const firstOfRow = first + row * columns;
    const end = load<i32>(at(cellStart, firstOfRow + eastColumn + 1));
    for (let j = load<i32>(at(cellStart, firstOfRow + westColumn)); j < end; j += 4) {
      const dx = f32x4.sub(v128.load(at(sortedX, j)), me_x);
      const dy = f32x4.sub(v128.load(at(sortedY, j)), me_y);
      const d2 = f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy));
      let seen = v128.and(f32x4.lt(d2, most2), f32x4.ge(d2, least2));
      seen = v128.and(seen, i32x4.lt_s(lanes, i32x4.splat(end - j)));
      if (walls > 0 && v128.any_true(seen)) seen = v128.andnot(seen, hide(dx, dy));
      const mask = i32x4.bitmask(seen);
      if (mask === 0) continue;
      if (n > MAX_NEIGHBOURS - 8) break;
      const order = v128.load(packing + ((<usize>mask) << 4));
      v128.store(at(dxs, n), v128.swizzle(dx, order));
      v128.store(at(dys, n), v128.swizzle(dy, order));
      // Their radii and wishes: what is made of them is made once the lanes are full.
      v128.store(at(contacts, n), v128.swizzle(v128.load(at(sortedRadius, j)), order));
      v128.store(at(strips, n), v128.swizzle(v128.load(at(sortedWishX, j)), order));
      v128.store(at(theirWishYs, n), v128.swizzle(v128.load(at(sortedWishY, j)), order));
      if (model === ANTICIPATION) {
        v128.store(at(velocityXs, n), v128.swizzle(v128.load(at(sortedVelocityX, j)), order));
        v128.store(at(velocityYs, n), v128.swizzle(v128.load(at(sortedVelocityY, j)), order));
      }
      n += popcnt(mask);
    }
  }
  const far = f32x4.splat(FAR);
  v128.store(at(dxs, n), far);
  v128.store(at(dys, n), far);
  v128.store(at(contacts, n), zero);
  v128.store(at(strips, n), zero);
  v128.store(at(theirWishYs, n), zero);
  count = n;
  let allMet = zero;
  for (let i = 0; i < n; i += 4) {
    const dx = v128.load(at(dxs, i));
    const dy = v128.load(at(dys, i));
    const theirX = v128.load(at(strips, i));
    const theirY = v128.load(at(theirWishYs, i));
    v128.store(at(distances, i), f32x4.sqrt(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy))));
    const along = f32x4.add(f32x4.mul(wX, theirX), f32x4.mul(wY, theirY));
    const ahead = f32x4.add(f32x4.mul(wX, dx), f32x4.mul(wY, dy));
    const isOpposed = f32x4.lt(along, opposed);
    const met = v128.and(isOpposed, f32x4.gt(ahead, passed));
    allMet = v128.or(allMet, met);
    const both = f32x4.add(me_r, v128.load(at(contacts, i)));
    v128.store(at(contacts, i), f32x4.mul(both, v128.bitselect(ratioOfMet, ratioOfOthers, met)));
    if (model !== COLLISION_FREE_SPEED) continue;
    const theirs = f32x4.add(ahead, f32x4.add(f32x4.mul(theirX, dx), f32x4.mul(theirY, dy)));
    const first = v128.andnot(f32x4.le(theirs, zero), isOpposed);
    const wide = f32x4.add(both, f32x4.mul(f32x4.sub(stripM, both), paces));
    v128.store(at(strips, i), v128.andnot(f32x4.mul(wide, v128.bitselect(ratioOfMet, one, met)), first));
  }
  hasMet = hasMet || v128.any_true(allMet);
}

/** The sum of all repulsions, into `pushedX`, `pushedY`. */
export function feel(): void {
  const range = f32x4.splat(model === SOCIAL_FORCE ? PER_FORCE_RANGE : PER_RANGE);
  const unfelt = f32x4.splat(-UNFELT);
  const zero = f32x4.splat(0);
  const wX = f32x4.splat(wishX);
  const wY = f32x4.splat(wishY);
  let sumX = zero;
  let sumY = zero;
  let asideBehind = zero;
  for (let i = 0; i < count; i += 4) {
    const d = v128.load(at(distances, i));
    const overlap = f32x4.sub(v128.load(at(contacts, i)), d);
    const felt = f32x4.gt(overlap, unfelt);
    const dx = v128.load(at(dxs, i));
    const dy = v128.load(at(dys, i));
    const push = v128.and(f32x4.div(exponential(f32x4.mul(overlap, range)), d), felt);
    const isBehind = f32x4.lt(f32x4.add(f32x4.mul(wX, dx), f32x4.mul(wY, dy)), zero);
    const aside = f32x4.sub(f32x4.mul(wX, dy), f32x4.mul(wY, dx));
    sumX = f32x4.add(sumX, f32x4.mul(push, dx));
    sumY = f32x4.add(sumY, f32x4.mul(push, dy));
    asideBehind = f32x4.add(asideBehind, v128.and(f32x4.mul(push, aside), isBehind));
  }
  const strength = model === SOCIAL_FORCE ? FORCE : STRENGTH;
  const less: f32 = model === SOCIAL_FORCE ? 0 : (1 - BEHIND_RATIO) * sumOf(asideBehind);
  pushedX = -strength * (sumOf(sumX) + less * wishY);
  pushedY = -strength * (sumOf(sumY) - less * wishX);
}

/**
 * The push to the left of all, where they will be, of someone with a last direction and velocity, into `pushedX`, `pushedY`; `side`: on
 * which to pass who is right ahead.
 */
export function anticipate(lastX: f32, lastY: f32, lastMps: f32, side: f32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const wX = f32x4.splat(wishX);
  const wY = f32x4.splat(wishY);
  const soon = f32x4.splat(ANTICIPATION_S);
  let sum = zero;
  for (let i = 0; i < count; i += 4) {
    const dx = v128.load(at(dxs, i));
    const dy = v128.load(at(dys, i));
    const d = v128.load(at(distances, i));
    const vx = v128.load(at(velocityXs, i));
    const vy = v128.load(at(velocityYs, i));
    const ahead = f32x4.add(f32x4.mul(wX, dx), f32x4.mul(wY, dy));
    const aheadNow = f32x4.add(f32x4.mul(f32x4.splat(lastX), dx), f32x4.mul(f32x4.splat(lastY), dy));
    const near = f32x4.lt(d, f32x4.splat(CUT_OFF));
    const seen = v128.and(near, v128.or(f32x4.ge(ahead, zero), f32x4.ge(aheadNow, zero)));
    const closingX = f32x4.mul(f32x4.sub(f32x4.splat(lastX * lastMps), vx), dx);
    const closingY = f32x4.mul(f32x4.sub(f32x4.splat(lastY * lastMps), vy), dy);
    const closing = f32x4.mul(f32x4.div(f32x4.add(closingX, closingY), d), soon);
    const free = f32x4.pmax(zero, f32x4.sub(f32x4.sub(d, v128.load(at(contacts, i))), closing));
    const mps = f32x4.pmax(f32x4.splat(1e-6), f32x4.sqrt(f32x4.add(f32x4.mul(vx, vx), f32x4.mul(vy, vy))));
    const along = f32x4.div(f32x4.add(f32x4.mul(wX, vx), f32x4.mul(wY, vy)), mps);
    const opposed = f32x4.add(one, f32x4.mul(f32x4.splat(0.5), f32x4.sub(one, along)));
    const push = f32x4.mul(opposed, exponential(f32x4.mul(free, f32x4.splat(-PER_RANGE))));
    const thereX = f32x4.add(dx, f32x4.mul(vx, soon));
    const thereY = f32x4.add(dy, f32x4.mul(vy, soon));
    const left = f32x4.sub(f32x4.mul(wX, thereY), f32x4.mul(wY, thereX));
    const signed = v128.bitselect(f32x4.neg(push), push, f32x4.gt(left, zero));
    const tie = f32x4.mul(push, f32x4.splat(side));
    sum = f32x4.add(sum, v128.and(v128.bitselect(tie, signed, f32x4.eq(left, zero)), seen));
  }
  const aside = STRENGTH * sumOf(sum);
  pushedX = -aside * wishY;
  pushedY = aside * wishX;
}

/** Adds the four lanes in a fixed order, so that the sum has the same bits on every worker. */
export function sumOf(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** What is free ahead in metres, `most` if more. */
export function gap(ex: f32, ey: f32, most: f32): f32 {
  const eX = f32x4.splat(ex);
  const eY = f32x4.splat(ey);
  const zero = f32x4.splat(0);
  const none = f32x4.splat(most);
  let least = none;
  for (let i = 0; i < count; i += 4) {
    const dx = v128.load(at(dxs, i));
    const dy = v128.load(at(dys, i));
    const d = v128.load(at(distances, i));
    const l = v128.load(at(contacts, i));
    const ahead = f32x4.add(f32x4.mul(eX, dx), f32x4.mul(eY, dy));
    const beside = f32x4.abs(f32x4.sub(f32x4.mul(eX, dy), f32x4.mul(eY, dx)));
    const inWay = v128.and(f32x4.ge(ahead, zero), f32x4.le(beside, l));
    least = f32x4.pmin(least, v128.bitselect(f32x4.sub(d, l), none, inWay));
  }
  return leastOf(least);
}

function listedSpeed(ex: f32, ey: f32, most: f32, timeGap: f32): f32 {
  const eX = f32x4.splat(ex);
  const eY = f32x4.splat(ey);
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const none = f32x4.splat(most);
  const firsts = f32x4.splat(FIRST_RATIO);
  const gaps = f32x4.splat(timeGap);
  const leastGap = f32x4.splat(ASIDE_GAP_S);
  let least = none;
  for (let i = 0; i < count; i += 4) {
    const dx = v128.load(at(dxs, i));
    const dy = v128.load(at(dys, i));
    const ahead = f32x4.add(f32x4.mul(eX, dx), f32x4.mul(eY, dy));
    const beside = f32x4.abs(f32x4.sub(f32x4.mul(eX, dy), f32x4.mul(eY, dx)));
    const w = v128.load(at(strips, i));
    const isStrip = f32x4.gt(w, zero);
    const l = f32x4.mul(v128.load(at(contacts, i)), v128.bitselect(one, firsts, isStrip));
    const inWay = v128.and(f32x4.gt(ahead, zero), f32x4.lt(beside, f32x4.pmax(l, w)));
    if (!v128.any_true(inWay)) continue;
    const part = f32x4.pmax(zero, f32x4.sub(one, f32x4.div(beside, w)));
    const gapS = f32x4.pmax(leastGap, f32x4.mul(gaps, part));
    const free = f32x4.pmax(zero, f32x4.sub(v128.load(at(distances, i)), l));
    least = f32x4.pmin(least, v128.bitselect(f32x4.div(free, gapS), none, inWay));
  }
  return leastOf(least);
}

function leastOf(v: v128): f32 {
  const low = min(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1));
  return min(low, min(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)));
}
