/* Walls near one person, of `../core/walking.ts`: ends relative to the person, and the way to the nearest point. */
import { exponentialOf } from './exponential';
import { at, wallEnds, wallOfCell, wallPassage, wallStart } from './memory';
import { CUT_OFF } from './sort';

const WALL_REACH: f32 = 0.3;
const FACED_M: f32 = 0.9;
const FACED_STEEPNESS: f32 = 30;
const FACED_MIN_COSINE: f32 = 0.2;
const FACED_MAX_COSINE: f32 = 0.9;
const CLEARANCE: f32 = 0.08;
const WALL_END: f32 = 1e-3;
const SLIDE_OFF: f32 = 1e-4;

const LEFT: u8 = 1;
const RIGHT: u8 = 2;
const WALL: u8 = 3;
/** Bits of a record: it hides; its nearest point is no end. */
const HIDES: i32 = 1;
const INNER: i32 = 2;

/** A record: ax, ay, bx, by, nearest x, y, its distance², bits. */
const RECORD: usize = 32;
const MAX_WALLS: usize = 512;
/** Bytes of scratch for the list of walls near one person. */
export const WALLS_BYTES: usize = RECORD * MAX_WALLS;

/** How many walls the last search found near the person. */
export let walls: i32 = 0;
let list: usize = 0;
let listEnd: usize = 0;

/** The east part of the push off the walls. */
export let pushX: f32 = 0;
/** The north part of the push off the walls. */
export let pushY: f32 = 0;
/** The east part in metres of the step that walls let a person take. */
export let displacedX: f32 = 0;
/** The north part in metres of the step that walls let a person take. */
export let displacedY: f32 = 0;

let nearX: f32 = 0;
let nearY: f32 = 0;
let isInner: bool = false;

/** From a point, relative to the person, to the nearest of a wall. */
function nearest(ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32): void {
  const ux = bx - ax;
  const uy = by - ay;
  const length2 = ux * ux + uy * uy;
  const along = (x - ax) * ux + (y - ay) * uy;
  const t = length2 > 0 ? max<f32>(0, min<f32>(1, along / length2)) : 0;
  isInner = t > 0 && t < 1;
  nearX = ax + t * ux - x;
  nearY = ay + t * uy - y;
}

/**
 * Lists the walls of a cell within 1.8 m of a place, as far as the list's memory goes; a gate that lets people through
 * from that side is left out.
 */
export function lookForWalls(cell: i32, x: f32, y: f32, scratch: usize): void {
  list = scratch;
  const full = scratch + WALLS_BYTES;
  let record = scratch;
  const end = load<i32>(at(wallStart, cell + 1));
  for (let i = load<i32>(at(wallStart, cell)); i < end; i++) {
    const w = load<i32>(at(wallOfCell, i));
    const passage = load<u8>(wallPassage + <usize>w);
    if (passage === 0) continue;
    const ends = wallEnds + ((<usize>w) << 4);
    const ax = load<f32>(ends) - x;
    const ay = load<f32>(ends, 4) - y;
    const bx = load<f32>(ends, 8) - x;
    const by = load<f32>(ends, 12) - y;
    if (passage !== WALL && !(passage & (ax * by - ay * bx > 0 ? LEFT : RIGHT))) continue;
    nearest(ax, ay, bx, by, 0, 0);
    const d2 = nearX * nearX + nearY * nearY;
    if (d2 > CUT_OFF * CUT_OFF || record === full) continue;
    store<f32>(record, ax);
    store<f32>(record, ay, 4);
    store<f32>(record, bx, 8);
    store<f32>(record, by, 12);
    store<f32>(record, nearX, 16);
    store<f32>(record, nearY, 20);
    store<f32>(record, d2, 24);
    store<i32>(record, (passage === WALL ? HIDES : 0) | (isInner ? INNER : 0), 28);
    record += RECORD;
  }
  listEnd = record;
  walls = <i32>((record - scratch) / RECORD);
}

/**
 * Which of four neighbours are behind a wall. Tried and lost: to pass over walls farther than the farthest of the four (the stadium's first
 * 400 s 136 CPU-s before, 137 and 140 after).
 */
export function hide(dx: v128, dy: v128): v128 {
  const zero = f32x4.splat(0);
  let hidden = i32x4.splat(0);
  for (let record = list; record < listEnd; record += RECORD) {
    if ((load<i32>(record, 28) & HIDES) === 0) continue;
    const ax = v128.load32_splat(record);
    const ay = v128.load32_splat(record, 4);
    const bx = v128.load32_splat(record, 8);
    const by = v128.load32_splat(record, 12);
    const mine = f32x4.sub(f32x4.mul(ax, by), f32x4.mul(ay, bx));
    const theirs = f32x4.add(mine, f32x4.sub(f32x4.mul(f32x4.sub(bx, ax), dy), f32x4.mul(f32x4.sub(by, ay), dx)));
    const isOther = f32x4.le(f32x4.mul(mine, theirs), zero);
    if (!v128.any_true(isOther)) continue;
    const seeA = f32x4.sub(f32x4.mul(dx, ay), f32x4.mul(dy, ax));
    const seeB = f32x4.sub(f32x4.mul(dx, by), f32x4.mul(dy, bx));
    hidden = v128.or(hidden, v128.and(isOther, f32x4.lt(f32x4.mul(seeA, seeB), zero)));
  }
  return hidden;
}

/** Leaves out of a direction what leads into walls that somebody faces; the rest is in `pushX` and `pushY`. */
export function faceWalls(wishX: f32, wishY: f32, ex: f32, ey: f32): void {
  pushX = ex;
  pushY = ey;
  for (let record = list; record < listEnd; record += RECORD) {
    const d2 = load<f32>(record, 24);
    if ((load<i32>(record, 28) & INNER) === 0 || d2 > FACED_M * FACED_M || d2 === 0) continue;
    const d = sqrt(d2);
    const nx = load<f32>(record, 16) / d;
    const ny = load<f32>(record, 20) / d;
    const cosine = wishX * nx + wishY * ny;
    if (cosine <= FACED_MIN_COSINE || cosine > FACED_MAX_COSINE) continue;
    const into = pushX * nx + pushY * ny;
    if (into <= 0) continue;
    const less = into * min<f32>(1, FACED_STEEPNESS * (1 - d / FACED_M));
    pushX -= less * nx;
    pushY -= less * ny;
  }
}

/** Sums the exponential repulsion of all walls within reach of a body of radius `r` into `pushX` and `pushY`. */
export function keepOffWalls(r: f32, strength: f32, perRange: f32): void {
  pushX = 0;
  pushY = 0;
  const reach2 = (r + WALL_REACH) * (r + WALL_REACH);
  for (let record = list; record < listEnd; record += RECORD) {
    const d2 = load<f32>(record, 24);
    if (d2 > reach2 || d2 === 0) continue;
    const d = sqrt(d2);
    const push = (strength * exponentialOf(min<f32>(20, (r - d) * perRange))) / d;
    pushX -= push * load<f32>(record, 16);
    pushY -= push * load<f32>(record, 20);
  }
}

/**
 * Cuts a step short where a wall stands in its way: the body slides along the first wall, and stops where a second one
 * is met.
 */
export function stopAtWalls(mx: f32, my: f32): void {
  displacedX = mx;
  displacedY = my;
  if (walls === 0) return;
  const first = wallInWay(mx, my);
  if (first === 0) return;
  const nx = load<f32>(first, 16);
  const ny = load<f32>(first, 20);
  const d2 = load<f32>(first, 24);
  const into: f32 = d2 > 0 ? (mx * nx + my * ny + SLIDE_OFF * sqrt(d2)) / d2 : 1;
  displacedX = mx - into * nx;
  displacedY = my - into * ny;
  if (wallInWay(displacedX, displacedY) === 0) return;
  displacedX = 0;
  displacedY = 0;
}

/** Its record, or 0. */
function wallInWay(mx: f32, my: f32): usize {
  const near = CLEARANCE + sqrt(mx * mx + my * my);
  const near2 = near * near;
  for (let record = list; record < listEnd; record += RECORD) {
    const d2 = load<f32>(record, 24);
    if (d2 > near2) continue;
    const ax = load<f32>(record);
    const ay = load<f32>(record, 4);
    const bx = load<f32>(record, 8);
    const by = load<f32>(record, 12);
    nearest(ax, ay, bx, by, mx, my);
    const after2 = nearX * nearX + nearY * nearY;
    if (after2 < CLEARANCE * CLEARANCE && after2 < d2) return record;
    const ux = bx - ax;
    const uy = by - ay;
    const more = WALL_END / max<f32>(WALL_END, sqrt(ux * ux + uy * uy));
    const mine = ax * by - ay * bx;
    if (mine * (mine + ux * my - uy * mx) > 0) continue;
    const atA = mx * (ay - more * uy) - my * (ax - more * ux);
    const atB = mx * (by + more * uy) - my * (bx + more * ux);
    if (atA * atB <= 0) return record;
  }
  return 0;
}
