/*
 * The collision-free speed model of `../walking.ts`, in float32 and four neighbours at a time. What it means is told there; names are
 * the same. Sums go over blocks of four in the order of the sort: the same bits whoever walks a person.
 */
import { exponential, exponentialOf } from './exponential';
import {
  ANTICIPATION,
  at,
  COLLISION_FREE_SPEED,
  cellOf,
  cellStart,
  desireds,
  directions,
  directionXs,
  directionYs,
  fieldOf,
  LEVEL_FLOATS,
  LEVEL_INTS,
  levelFloats,
  levelInts,
  levelOf,
  levels,
  model,
  progresses,
  ratios,
  SOCIAL_FORCE,
  seed,
  sortedId,
  sortedRadius,
  sortedVelocityX,
  sortedVelocityY,
  sortedWishX,
  sortedWishY,
  sortedX,
  sortedY,
  speeds,
  starts,
  timeGaps,
  weidmann,
  wishXs,
  wishYs,
  xs,
  ys,
} from './memory';
import { CUT_OFF, PER_CELL_M } from './sort';
import { displacedX, displacedY, hide, keepOffWalls, lookForWalls, pushX, pushY, stopAtWalls, walls } from './walls';

const CELL_M: f32 = 0.9;
const STRENGTH: f32 = 8;
const PER_RANGE: f32 = 10;
const WALL_STRENGTH: f32 = 5;
const PER_WALL_RANGE: f32 = 50;
const FORCE: f32 = 25;
const PER_FORCE_RANGE: f32 = 12.5;
const PER_RELAXATION: f32 = 2;
const FASTEST_RATIO: f32 = 1.3;
const ANTICIPATION_S: f32 = 1;
const PER_REACTION: f32 = 1.0 / 0.3;
/** The stop at so many contacts. */
const PER_WEIDMANN_STOP2: f32 = 1 / (1.124 * 1.124);
const STOPPED_RATIO: f32 = 0.1;
const PROGRESS_RATIO: f32 = 0.1;
const TURN_CHANCE: f32 = 0.2;
const TURN_STEPS: i32 = 20;
const TURNED_RATIO: f32 = 0.65;
const ANTICIPATING_TURNED_RATIO: f32 = 0.75;
const OPPOSED_COSINE: f32 = -0.5;
const PASSED_M: f32 = -0.4;
const PASSING_RATIO: f32 = 0.65;
const EXCHANGE_CHANCE: f32 = 0.5;
const FAR: f32 = 1e9;
const UNFELT: f32 = -1;

/** Blocks of neighbours: dx, dy, distance, contact, four of each. */
const BLOCK_BYTES: usize = 64;
const MOST_BLOCKS: usize = 1024;
export const BLOCKS_BYTES: usize = BLOCK_BYTES * MOST_BLOCKS;

let wishX: f32 = 0;
let wishY: f32 = 0;
/** What the last look found: the end of its blocks, and the sum of all repulsions. */
let seenEnd: usize = 0;
let pushedX: f32 = 0;
let pushedY: f32 = 0;

/** Of the person who is walked: the last direction and velocity, and the side on which to pass who is right ahead. */
let lastX: f32 = 0;
let lastY: f32 = 0;
let velocityX: f32 = 0;
let velocityY: f32 = 0;
let side: f32 = 0;

export function walk(k: i32, blocks: usize, step: i32, timeS: f32, dtS: f32): void {
  const id = load<i32>(at(sortedId, k));
  if (id < 0) return;
  const x = load<f32>(at(sortedX, k));
  const y = load<f32>(at(sortedY, k));
  const r = load<f32>(at(sortedRadius, k));
  const level = <usize>load<u8>(levelOf + <usize>id);
  desire(id, level, x, y);
  const floats = levelFloats + level * LEVEL_FLOATS;
  const isUp = wishX * load<f32>(floats, 12) + wishY * load<f32>(floats, 16) > 0;
  const slope = isUp ? load<f32>(floats, 20) : load<f32>(floats, 24);
  const exponent = isUp ? load<f32>(floats, 36) : load<f32>(floats, 40);
  const free: f32 =
    timeS < load<f32>(at(starts, id)) ? 0 : load<f32>(at(desireds, id)) * load<f32>(at(ratios, id)) * slope;
  const isStanding = !(free > 0) || (wishX === 0 && wishY === 0);
  store<f32>(at(wishXs, id), isStanding ? 0 : wishX);
  store<f32>(at(wishYs, id), isStanding ? 0 : wishY);
  if (isStanding) {
    store<f32>(at(speeds, id), 0);
    return;
  }
  lookForWalls(load<i32>(at(cellOf, id)), x, y, blocks + BLOCKS_BYTES);
  lastX = load<f32>(at(directionXs, id));
  lastY = load<f32>(at(directionYs, id));
  const isForce = model === SOCIAL_FORCE;
  if (model === ANTICIPATION) {
    const lastMps = load<f32>(at(speeds, id));
    velocityX = lastX * lastMps;
    velocityY = lastY * lastMps;
    side = chance(id, 0) < 0.5 ? 1 : -1;
  }
  let ex = wishX;
  let ey = wishY;
  const progress = load<f32>(at(progresses, id));
  const isStopped = !isForce && progress < STOPPED_RATIO * free;
  const chanceNow: f32 = isStopped ? chance(id, step / TURN_STEPS) : 1;
  const thrown: f32 = chanceNow / TURN_CHANCE;
  const isTurned = thrown < 1;
  const turned = model === ANTICIPATION ? ANTICIPATING_TURNED_RATIO : TURNED_RATIO;
  const width: f32 = isTurned ? turned : 1;
  const passing: f32 = chanceNow < EXCHANGE_CHANCE ? 0 : PASSING_RATIO;
  look(level, x, y, r, width, model === COLLISION_FREE_SPEED ? passing : width, blocks);
  if (isTurned) {
    const part: f32 = 2 * thrown - 1;
    const ahead: f32 = 1 - abs(part);
    ex = ahead * wishX - part * wishY;
    ey = ahead * wishY + part * wishX;
  } else {
    ex += pushedX;
    ey += pushedY;
  }
  if (walls > 0) {
    keepOffWalls(r, isForce ? FORCE : WALL_STRENGTH, isForce ? PER_FORCE_RANGE : PER_WALL_RANGE);
    ex += pushX;
    ey += pushY;
  }
  let speed: f32 = 0;
  if (isForce) {
    const lastMps = load<f32>(at(speeds, id));
    const nextX = lastX * lastMps + (ex - wishX + (wishX * free - lastX * lastMps) * PER_RELAXATION) * dtS;
    const nextY = lastY * lastMps + (ey - wishY + (wishY * free - lastY * lastMps) * PER_RELAXATION) * dtS;
    const nextMps = sqrt(nextX * nextX + nextY * nextY);
    ex = nextMps > 0 ? nextX / nextMps : lastX;
    ey = nextMps > 0 ? nextY / nextMps : lastY;
    speed = min<f32>(nextMps, FASTEST_RATIO * free);
  } else {
    const length = sqrt(ex * ex + ey * ey);
    ex = length > 1e-6 ? ex / length : lastX;
    ey = length > 1e-6 ? ey / length : lastY;
    if (model === ANTICIPATION) {
      turn(ex, ey, dtS);
      ex = turnedX;
      ey = turnedY;
    }
    speed = freeSpeed(blocks, ex, ey, free, load<f32>(at(timeGaps, id)), exponent);
  }
  stopAtWalls(ex * speed * dtS, ey * speed * dtS);
  const mx = displacedX;
  const my = displacedY;
  store<f32>(at(xs, id), x + mx);
  store<f32>(at(ys, id), y + my);
  store<f32>(at(directionXs, id), ex);
  store<f32>(at(directionYs, id), ey);
  store<f32>(at(speeds, id), sqrt(mx * mx + my * my) / dtS);
  const aheadMps = (mx * wishX + my * wishY) / dtS;
  store<f32>(at(progresses, id), progress + (aheadMps - progress) * PROGRESS_RATIO);
}

let turnedX: f32 = 0;
let turnedY: f32 = 0;

function turn(ex: f32, ey: f32, dtS: f32): void {
  turnedX = ex;
  turnedY = ey;
  if ((wishX * ex + wishY * ey) * (wishX * lastX + wishY * lastY) <= 0) return;
  const nextX = lastX + (ex - lastX) * PER_REACTION * dtS;
  const nextY = lastY + (ey - lastY) * PER_REACTION * dtS;
  const length = sqrt(nextX * nextX + nextY * nextY);
  if (length < 1e-6) return;
  turnedX = nextX / length;
  turnedY = nextY / length;
}

/** How strongly each of four, where they will be, pushes one to the left. */
function pushAside(dx: v128, dy: v128, d: v128, l: v128, j: i32): v128 {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const wX = f32x4.splat(wishX);
  const wY = f32x4.splat(wishY);
  const ahead = f32x4.add(f32x4.mul(wX, dx), f32x4.mul(wY, dy));
  const aheadNow = f32x4.add(f32x4.mul(f32x4.splat(lastX), dx), f32x4.mul(f32x4.splat(lastY), dy));
  const seen = v128.or(f32x4.ge(ahead, zero), f32x4.ge(aheadNow, zero));
  const vx = v128.load(at(sortedVelocityX, j));
  const vy = v128.load(at(sortedVelocityY, j));
  const closingX = f32x4.mul(f32x4.sub(f32x4.splat(velocityX), vx), dx);
  const closingY = f32x4.mul(f32x4.sub(f32x4.splat(velocityY), vy), dy);
  const soon = f32x4.splat(ANTICIPATION_S);
  const closing = f32x4.mul(f32x4.div(f32x4.add(closingX, closingY), d), soon);
  const gap = f32x4.pmax(zero, f32x4.sub(f32x4.sub(d, l), closing));
  const mps = f32x4.pmax(f32x4.splat(1e-6), f32x4.sqrt(f32x4.add(f32x4.mul(vx, vx), f32x4.mul(vy, vy))));
  const along = f32x4.div(f32x4.add(f32x4.mul(wX, vx), f32x4.mul(wY, vy)), mps);
  const opposed = f32x4.add(one, f32x4.mul(f32x4.splat(0.5), f32x4.sub(one, along)));
  const push = f32x4.mul(opposed, exponential(f32x4.mul(gap, f32x4.splat(-PER_RANGE))));
  const thereX = f32x4.add(dx, f32x4.mul(vx, soon));
  const thereY = f32x4.add(dy, f32x4.mul(vy, soon));
  const left = f32x4.sub(f32x4.mul(wX, thereY), f32x4.mul(wY, thereX));
  const signed = v128.bitselect(f32x4.neg(push), push, f32x4.gt(left, zero));
  const tie = f32x4.mul(push, f32x4.splat(side));
  return v128.and(v128.bitselect(tie, signed, f32x4.eq(left, zero)), seen);
}

function desire(id: i32, level: usize, x: f32, y: f32): void {
  const floats = levelFloats + level * LEVEL_FLOATS;
  const ints = levelInts + level * LEVEL_INTS;
  const columns = load<i32>(ints, 12);
  const rows = load<i32>(ints, 16);
  const cellM = load<f32>(floats, 8);
  const grid = load<usize>(directions + ((<usize>load<u8>(fieldOf + <usize>id) * <usize>levels + level) << 2));
  const u: f32 = (x - load<f32>(floats)) / cellM - 0.5;
  const v: f32 = (y - load<f32>(floats, 4)) / cellM - 0.5;
  const west = floor(u);
  const south = floor(v);
  const c0 = max(0, min(columns - 1, <i32>west));
  const c1 = max(0, min(columns - 1, <i32>west + 1));
  const r0 = max(0, min(rows - 1, <i32>south)) * columns;
  const r1 = max(0, min(rows - 1, <i32>south + 1)) * columns;
  const east = u - west;
  const north = v - south;
  const a = grid + ((<usize>(r0 + c0)) << 1);
  const b = grid + ((<usize>(r0 + c1)) << 1);
  const c = grid + ((<usize>(r1 + c0)) << 1);
  const d = grid + ((<usize>(r1 + c1)) << 1);
  const wa: f32 = (1 - east) * (1 - north);
  const wb: f32 = east * (1 - north);
  const wc: f32 = (1 - east) * north;
  const wd: f32 = east * north;
  const sumX = wa * <f32>load<i8>(a) + wb * <f32>load<i8>(b) + wc * <f32>load<i8>(c) + wd * <f32>load<i8>(d);
  const sumY =
    wa * <f32>load<i8>(a, 1) + wb * <f32>load<i8>(b, 1) + wc * <f32>load<i8>(c, 1) + wd * <f32>load<i8>(d, 1);
  const length = sqrt(sumX * sumX + sumY * sumY);
  wishX = length > 0 ? sumX / length : 0;
  wishY = length > 0 ? sumY / length : 0;
}

function look(level: usize, x: f32, y: f32, r: f32, width: f32, passing: f32, blocks: usize): void {
  const floats = levelFloats + level * LEVEL_FLOATS;
  const ints = levelInts + level * LEVEL_INTS;
  const west = load<f32>(floats, 28);
  const south = load<f32>(floats, 32);
  const columns = load<i32>(ints);
  const rows = load<i32>(ints, 4);
  const first = load<i32>(ints, 8);
  const me_x = f32x4.splat(x);
  const me_y = f32x4.splat(y);
  const me_r = f32x4.splat(r);
  const cut2 = f32x4.splat(CUT_OFF * CUT_OFF);
  const zero = f32x4.splat(0);
  const far = f32x4.splat(FAR);
  const lanes = i32x4(0, 1, 2, 3);
  const range = f32x4.splat(model === SOCIAL_FORCE ? PER_FORCE_RANGE : PER_RANGE);
  const unfelt = f32x4.splat(UNFELT);
  const wX = f32x4.splat(wishX);
  const wY = f32x4.splat(wishY);
  const opposed = f32x4.splat(OPPOSED_COSINE);
  const passed = f32x4.splat(PASSED_M);
  const widthOfOthers = f32x4.splat(width);
  const widthOfMet = f32x4.splat(passing);
  let sumX = zero;
  let sumY = zero;
  const full = blocks + BLOCKS_BYTES;
  let block = blocks;
  const southRow = max(0, <i32>floor((y - CUT_OFF - south) * PER_CELL_M));
  const northRow = min(rows - 1, <i32>floor((y + CUT_OFF - south) * PER_CELL_M));
  for (let row = southRow; row <= northRow; row++) {
    const rowM: f32 = south + <f32>row * CELL_M;
    const off = max<f32>(0, max(rowM - y, y - rowM - CELL_M));
    const reach = sqrt(max<f32>(0, CUT_OFF * CUT_OFF - off * off));
    const from = max(0, <i32>floor((x - reach - west) * PER_CELL_M));
    const to = min(columns - 1, <i32>floor((x + reach - west) * PER_CELL_M));
    const firstOfRow = first + row * columns;
    const end = load<i32>(at(cellStart, firstOfRow + to + 1));
    for (let j = load<i32>(at(cellStart, firstOfRow + from)); j < end; j += 4) {
      const dx = f32x4.sub(v128.load(at(sortedX, j)), me_x);
      const dy = f32x4.sub(v128.load(at(sortedY, j)), me_y);
      const d2 = f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy));
      let seen = v128.and(f32x4.lt(d2, cut2), f32x4.gt(d2, zero));
      seen = v128.and(seen, i32x4.lt_s(lanes, i32x4.splat(end - j)));
      if (!v128.any_true(seen)) continue;
      if (walls > 0) {
        seen = v128.andnot(seen, hide(dx, dy));
        if (!v128.any_true(seen)) continue;
      }
      if (block === full) break;
      const d = f32x4.sqrt(d2);
      const theirX = v128.load(at(sortedWishX, j));
      const theirY = v128.load(at(sortedWishY, j));
      const along = f32x4.add(f32x4.mul(wX, theirX), f32x4.mul(wY, theirY));
      const ahead = f32x4.add(f32x4.mul(wX, dx), f32x4.mul(wY, dy));
      const met = v128.and(f32x4.lt(along, opposed), f32x4.gt(ahead, passed));
      const part = v128.bitselect(widthOfMet, widthOfOthers, met);
      const l = f32x4.mul(f32x4.add(me_r, v128.load(at(sortedRadius, j))), part);
      v128.store(block, dx);
      v128.store(block, dy, 16);
      v128.store(block, v128.bitselect(d, far, seen), 32);
      v128.store(block, l, 48);
      block += BLOCK_BYTES;
      if (model === ANTICIPATION) {
        sumX = f32x4.add(sumX, v128.and(pushAside(dx, dy, d, l, j), seen));
        continue;
      }
      const overlap = f32x4.sub(l, d);
      const felt = v128.and(seen, f32x4.gt(overlap, unfelt));
      if (!v128.any_true(felt)) continue;
      const push = v128.and(f32x4.div(exponential(f32x4.mul(overlap, range)), d), felt);
      sumX = f32x4.add(sumX, f32x4.mul(push, dx));
      sumY = f32x4.add(sumY, f32x4.mul(push, dy));
    }
  }
  seenEnd = block;
  if (model === ANTICIPATION) {
    const aside = STRENGTH * sumOf(sumX);
    pushedX = -aside * wishY;
    pushedY = aside * wishX;
    return;
  }
  const strength = model === SOCIAL_FORCE ? FORCE : STRENGTH;
  pushedX = -strength * sumOf(sumX);
  pushedY = -strength * sumOf(sumY);
}

function sumOf(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

function freeSpeed(blocks: usize, ex: f32, ey: f32, free: f32, timeGap: f32, exponent: f32): f32 {
  const eX = f32x4.splat(ex);
  const eY = f32x4.splat(ey);
  const zero = f32x4.splat(0);
  const far = f32x4.splat(FAR);
  let least = far;
  for (let block = blocks; block < seenEnd; block += BLOCK_BYTES) {
    const dx = v128.load(block);
    const dy = v128.load(block, 16);
    const d = v128.load(block, 32);
    const l = v128.load(block, 48);
    const ahead = f32x4.add(f32x4.mul(eX, dx), f32x4.mul(eY, dy));
    const beside = f32x4.abs(f32x4.sub(f32x4.mul(eX, dy), f32x4.mul(eY, dx)));
    const inWay = v128.and(f32x4.ge(ahead, zero), f32x4.le(beside, l));
    const way = weidmann ? f32x4.div(d, l) : f32x4.sub(d, l);
    least = f32x4.pmin(least, v128.bitselect(way, far, inWay));
  }
  const low = min(f32x4.extract_lane(least, 0), f32x4.extract_lane(least, 1));
  const gap = min(low, min(f32x4.extract_lane(least, 2), f32x4.extract_lane(least, 3)));
  if (!weidmann) return min(free, max<f32>(0, gap / timeGap));
  const ratio = min<f32>(gap, 100);
  return free * max<f32>(0, 1 - exponentialOf(exponent * (1 - ratio * ratio * PER_WEIDMANN_STOP2)));
}

/** `../noise.ts`. */
function chance(id: i32, moment: i32): f32 {
  let x: u32 = <u32>((seed ^ ((id + 1) * 0x9e3779b1)) * 0x85ebca6b) ^ <u32>((moment + 1) * 0xc2b2ae35);
  x ^= x >>> 17;
  x *= 0xed5ad4bb;
  x ^= x >>> 11;
  x *= 0xac4c1b51;
  x ^= x >>> 15;
  x *= 0x31848bab;
  x ^= x >>> 14;
  return <f32>(<f64>x / 4294967296.0);
}
