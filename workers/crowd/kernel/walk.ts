/*
 * The collision-free speed model of `../core/walking.ts`, in float32 and four neighbours at a time. What it means is told there; names are
 * the same.
 */
import {
  ANTICIPATION,
  at,
  COLLISION_FREE_SPEED,
  cellOf,
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
  sortedX,
  sortedY,
  speeds,
  starts,
  strips,
  timeGaps,
  wishXs,
  wishYs,
  xs,
  ys,
} from './memory';
import { anticipate, feel, gap, hasMet, LIST_BYTES, look, pushedX, pushedY, stripSpeed, sumOf } from './people-beside';
import {
  displacedX,
  displacedY,
  faceWalls,
  hide,
  keepOffWalls,
  lookForWalls,
  pushX,
  pushY,
  stopAtWalls,
  walls,
} from './walls';

const WALL_STRENGTH: f32 = 5;
const PER_WALL_RANGE: f32 = 50;
const FORCE: f32 = 25;
const PER_FORCE_RANGE: f32 = 12.5;
const PER_RELAXATION: f32 = 2;
const FASTEST_RATIO: f32 = 1.3;
const PER_REACTION: f32 = 1.0 / 0.3;
const STOPPED_RATIO: f32 = 0.1;
const PER_PROGRESS: f32 = 2;
const TURN_CHANCE: f32 = 0.2;
const TURNED_RATIO: f32 = 0.75;
const BACKWARD: f32 = 0.6;
const SLOW_FREE: f32 = 0.3;
const WALL_FELT: f32 = 0.13;
const WALL_FELT_RATIO: f32 = 0.6;
const PASSING_RATIO: f32 = 0.55;
const EXCHANGE_CHANCE: f32 = 0.5;
const EXCHANGE_RATIO: f32 = 1.0 / 3;

let wishX: f32 = 0;
let wishY: f32 = 0;
let lastX: f32 = 0;
let lastY: f32 = 0;

/**
 * Moves the person at place `k` of the sorted arrays by one step of `dtS`; it reads only the sorted copies of others,
 * so that the order of workers does not matter.
 */
export function walk(k: i32, scratch: usize, step: i32, timeS: f32, dtS: f32): void {
  const id = load<i32>(at(sortedId, k));
  if (id < 0) return;
  const x = load<f32>(at(sortedX, k));
  const y = load<f32>(at(sortedY, k));
  const r = load<f32>(at(sortedRadius, k));
  const level = <usize>load<u8>(levelOf + <usize>id);
  lookForWalls(load<i32>(at(cellOf, id)), x, y, scratch + LIST_BYTES);
  desire(id, level, x, y);
  const floats = levelFloats + level * LEVEL_FLOATS;
  const isUp = wishX * load<f32>(floats, 12) + wishY * load<f32>(floats, 16) > 0;
  const slope = isUp ? load<f32>(floats, 20) : load<f32>(floats, 24);
  const free: f32 =
    timeS < load<f32>(at(starts, id)) ? 0 : load<f32>(at(desireds, id)) * load<f32>(at(ratios, id)) * slope;
  const isStanding = !(free > 0) || (wishX === 0 && wishY === 0);
  const formerX = load<f32>(at(wishXs, id));
  const formerY = load<f32>(at(wishYs, id));
  store<f32>(at(wishXs, id), isStanding ? 0 : wishX);
  store<f32>(at(wishYs, id), isStanding ? 0 : wishY);
  if (isStanding) {
    store<f32>(at(speeds, id), 0);
    return;
  }
  lastX = load<f32>(at(directionXs, id));
  lastY = load<f32>(at(directionYs, id));
  if (model === COLLISION_FREE_SPEED) carry(formerX, formerY);
  const isForce = model === SOCIAL_FORCE;
  const lastMps = load<f32>(at(speeds, id));
  let ex = wishX;
  let ey = wishY;
  const progress = load<f32>(at(progresses, id));
  const isHindered = !isForce && progress < EXCHANGE_RATIO * free;
  const chanceNow: f32 = isHindered ? chance(id, step / <i32>(0.5 + <f32>1 / dtS)) : 1;
  const thrown: f32 = chanceNow / TURN_CHANCE;
  const isTurned = thrown < 1 && progress < STOPPED_RATIO * free;
  const isExchanging = chanceNow < EXCHANGE_CHANCE && model === COLLISION_FREE_SPEED;
  const ratio: f32 = isTurned ? TURNED_RATIO : 1;
  const passing: f32 = isExchanging ? 0 : PASSING_RATIO;
  const strip = load<f32>(at(strips, id));
  const pace = min<f32>(1, lastMps / max<f32>(SLOW_FREE, free));
  look(level, x, y, r, wishX, wishY, model === COLLISION_FREE_SPEED ? passing : ratio, ratio, strip, pace);
  if (isTurned) {
    const part: f32 = 2 * thrown - 1;
    const ahead: f32 = 1 - abs(part);
    ex = ahead * wishX - part * wishY;
    ey = ahead * wishY + part * wishX;
  } else {
    if (model === ANTICIPATION) anticipate(lastX, lastY, lastMps, chance(id, 0) < 0.5 ? 1 : -1);
    else feel();
    ex += pushedX;
    ey += pushedY;
  }
  if (walls > 0) {
    if (model === COLLISION_FREE_SPEED && !isTurned && (ex !== wishX || ey !== wishY)) {
      faceWalls(wishX, wishY, ex, ey);
      ex = pushX;
      ey = pushY;
    }
    const felt = model === COLLISION_FREE_SPEED ? max<f32>(WALL_FELT, WALL_FELT_RATIO * r) : r;
    keepOffWalls(felt, isForce ? FORCE : WALL_STRENGTH, isForce ? PER_FORCE_RANGE : PER_WALL_RANGE);
    ex += pushX;
    ey += pushY;
  }
  let speed: f32 = 0;
  if (isForce) {
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
    if (model === ANTICIPATION || !isTurned) {
      turn(ex, ey, dtS);
      ex = turnedX;
      ey = turnedY;
    }
    const timeGap = load<f32>(at(timeGaps, id));
    speed = freeSpeed(ex, ey, free, timeGap);
    // Where nobody is met a second look finds the same: in a dense queue half of all would take one.
    if (isExchanging && hasMet && speed > EXCHANGE_RATIO * free) {
      look(level, x, y, r, wishX, wishY, PASSING_RATIO, ratio, strip, pace);
      speed = max(EXCHANGE_RATIO * free, freeSpeed(ex, ey, free, timeGap));
    }
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
  store<f32>(at(progresses, id), progress + (aheadMps - progress) * min<f32>(1, PER_PROGRESS * dtS));
}

function carry(formerX: f32, formerY: f32): void {
  const along = formerX * lastX + formerY * lastY;
  const across = formerX * lastY - formerY * lastX;
  lastX = wishX * along - wishY * across;
  lastY = wishX * across + wishY * along;
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
  const sw = load<u16>(grid + ((<usize>(r0 + c0)) << 1));
  const se = load<u16>(grid + ((<usize>(r0 + c1)) << 1));
  const nw = load<u16>(grid + ((<usize>(r1 + c0)) << 1));
  const ne = load<u16>(grid + ((<usize>(r1 + c1)) << 1));
  const cellsX = four(<i8>sw, <i8>se, <i8>nw, <i8>ne);
  const cellsY = four(<i8>(sw >> 8), <i8>(se >> 8), <i8>(nw >> 8), <i8>(ne >> 8));
  const weights = four((1 - east) * (1 - north), east * (1 - north), (1 - east) * north, east * north);
  wishX = sumOf(f32x4.mul(weights, cellsX));
  wishY = sumOf(f32x4.mul(weights, cellsY));
  if (walls > 0) {
    const dx = four(-east * cellM, (1 - east) * cellM, -east * cellM, (1 - east) * cellM);
    const dy = four(-north * cellM, -north * cellM, (1 - north) * cellM, (1 - north) * cellM);
    const seen = v128.andnot(weights, hide(dx, dy));
    const seenX = sumOf(f32x4.mul(seen, cellsX));
    const seenY = sumOf(f32x4.mul(seen, cellsY));
    if (seenX !== 0 || seenY !== 0) {
      wishX = seenX;
      wishY = seenY;
    }
  }
  const length = sqrt(wishX * wishX + wishY * wishY);
  if (length > 0) {
    wishX /= length;
    wishY /= length;
  }
}

function four(a: f32, b: f32, c: f32, d: f32): v128 {
  let lanes = f32x4.splat(a);
  lanes = f32x4.replace_lane(lanes, 1, b);
  lanes = f32x4.replace_lane(lanes, 2, c);
  return f32x4.replace_lane(lanes, 3, d);
}

function freeSpeed(ex: f32, ey: f32, free: f32, timeGap: f32): f32 {
  if (model === ANTICIPATION) return max<f32>(0, gap(ex, ey, free * timeGap)) / timeGap;
  const isBackward = ex * wishX + ey * wishY < 0;
  return stripSpeed(ex, ey, isBackward ? min<f32>(BACKWARD, free) : free, timeGap);
}

/** `../core/noise.ts`. */
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
