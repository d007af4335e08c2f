/*
 * `../rays.ts`, statement by statement: float64 and no function but floor and sqrt, so that both come to the same bytes.
 */
import {
  cellM,
  cellRaised,
  cellTop,
  cellWall,
  columns,
  groundCellM,
  groundColumns,
  groundHighestM,
  groundMax,
  groundRows,
  groundSouthM,
  groundUp,
  groundWestM,
  highestM,
  levelAt,
  levelColumns,
  levels,
  prismFoot,
  prismPhases,
  prismWall,
  raisedOfCell,
  rows,
  southM,
  wall,
  wallOfCell,
  wallPhases,
  westM,
} from './memory';

/** As in `../rays.ts`. */
export const NOTHING: i32 = -1;
const GROUND: i32 = -2;
const UNDERSIDE: i32 = -3;
const FIRST_LEVEL: i32 = 3;
const HAIR_M: f64 = 1e-6;
const WALL_BYTES: usize = 48;

let phase: i32 = 0;
let x: f64 = 0;
let y: f64 = 0;
let z: f64 = 0;
let east: f64 = 0;
let north: f64 = 0;
let slope: f64 = 0;

function int(from: usize, i: i32): i32 {
  return load<i32>(from + ((<usize>i) << 2));
}

/** The point from which the next rays start. */
export function stand(inPhase: i32, atX: f64, atY: f64, atZ: f64): void {
  phase = inPhase;
  x = atX;
  y = atY;
  z = atZ;
}

/** What stands between the point and the sun. */
export function blockerOf(toEast: f64, toNorth: f64, upSlope: f64, last: i32): i32 {
  east = toEast;
  north = toNorth;
  slope = upSlope;
  if (last >= 0 && meetsWall(last)) return last;
  const built = builtBlocker();
  if (built !== NOTHING) return built;
  return groundColumns > 0 && meetsGround() ? GROUND : NOTHING;
}

function meetsWall(w: i32): bool {
  if ((<i32>load<u8>(wallPhases + w) & phase) === 0) return false;
  const o = wall + <usize>w * WALL_BYTES;
  const ax = load<f64>(o) - x;
  const ay = load<f64>(o, 8) - y;
  const bx = load<f64>(o, 16) - x;
  const by = load<f64>(o, 24) - y;
  const a = east * ay - north * ax;
  const b = east * by - north * bx;
  if (a > 0 === b > 0) return false;
  const t = a / (a - b);
  const s = (ax + t * (bx - ax)) * east + (ay + t * (by - ay)) * north;
  if (s <= 0) return false;
  const h = z + slope * s;
  return h >= load<f64>(o, 32) && h < load<f64>(o, 40);
}

function builtBlocker(): i32 {
  const reach = (highestM - z) / slope;
  let column = <i32>floor<f64>((x - westM) / cellM);
  let row = <i32>floor<f64>((y - southM) / cellM);
  const stepX = east > 0 ? 1 : -1;
  const stepY = north > 0 ? 1 : -1;
  const overX = east !== 0 ? cellM / abs<f64>(east) : Infinity;
  const overY = north !== 0 ? cellM / abs<f64>(north) : Infinity;
  let nextX = east !== 0 ? (westM + <f64>(column + (east > 0 ? 1 : 0)) * cellM - x) / east : Infinity;
  let nextY = north !== 0 ? (southM + <f64>(row + (north > 0 ? 1 : 0)) * cellM - y) / north : Infinity;
  let s: f64 = 0;
  while (s <= reach && column >= 0 && row >= 0 && column < columns && row < rows) {
    const cell = row * columns + column;
    const out = min<f64>(nextX, nextY);
    if (z + slope * s < load<f64>(cellTop + ((<usize>cell) << 3))) {
      const wallEnd = int(cellWall, cell + 1);
      for (let k = int(cellWall, cell); k < wallEnd; k++) {
        const w = int(wallOfCell, k);
        if (meetsWall(w)) return w;
      }
      const raisedEnd = int(cellRaised, cell + 1);
      for (let k = int(cellRaised, cell); k < raisedEnd; k++) {
        const prism = int(raisedOfCell, k);
        if (meetsUnderside(prism)) return UNDERSIDE - prism;
      }
    }
    s = out;
    if (nextX < nextY) {
      column += stepX;
      nextX += overX;
    } else {
      row += stepY;
      nextY += overY;
    }
  }
  return NOTHING;
}

function meetsUnderside(prism: i32): bool {
  const footM = load<f64>(prismFoot + ((<usize>prism) << 3));
  if ((<i32>load<u8>(prismPhases + prism) & phase) === 0 || footM <= z) return false;
  const s = (footM - z) / slope;
  return isInPrism(prism, x + east * s, y + north * s);
}

function isInPrism(prism: i32, px: f64, py: f64): bool {
  let isIn = false;
  const end = int(prismWall, prism + 1);
  for (let w = int(prismWall, prism); w < end; w++) {
    const o = wall + <usize>w * WALL_BYTES;
    const ax = load<f64>(o);
    const ay = load<f64>(o, 8);
    const bx = load<f64>(o, 16);
    const by = load<f64>(o, 24);
    if (ay > py !== by > py && px < ((bx - ax) * (py - ay)) / (by - ay) + ax) isIn = !isIn;
  }
  return isIn;
}

function meetsGround(): bool {
  const px = (x - groundWestM) / groundCellM;
  const py = (y - groundSouthM) / groundCellM;
  const dx = east / groundCellM;
  const dy = north / groundCellM;
  let level = min(FIRST_LEVEL, levels - 1);
  let s: f64 = 0;
  while (z + slope * s <= groundHighestM) {
    const i = <i32>floor<f64>(px + dx * (s + HAIR_M));
    const j = <i32>floor<f64>(py + dy * (s + HAIR_M));
    if (i < 0 || j < 0 || i >= groundColumns - 1 || j >= groundRows - 1) return false;
    const size = 1 << level;
    const ci = i >> level;
    const cj = j >> level;
    const sx = dx > 0 ? (<f64>((ci + 1) * size) - px) / dx : dx < 0 ? (<f64>(ci * size) - px) / dx : Infinity;
    const sy = dy > 0 ? (<f64>((cj + 1) * size) - py) / dy : dy < 0 ? (<f64>(cj * size) - py) / dy : Infinity;
    const out = max<f64>(min<f64>(sx, sy), s + HAIR_M);
    const most = <f64>load<f32>(groundMax + ((<usize>(int(levelAt, level) + cj * int(levelColumns, level) + ci)) << 2));
    if (z + slope * s > most) {
      s = out;
      if (level < levels - 1) level++;
    } else if (level > 0) level--;
    else if (meetsPatch(i, j, px + dx * s - <f64>i, py + dy * s - <f64>j, dx, dy, z + slope * s, out - s)) return true;
    else s = out;
  }
  return false;
}

function meetsPatch(i: i32, j: i32, u: f64, v: f64, dx: f64, dy: f64, up: f64, lengthM: f64): bool {
  const at = groundUp + ((<usize>(j * groundColumns + i)) << 2);
  const above = at + ((<usize>groundColumns) << 2);
  const z00 = <f64>load<f32>(at);
  const zu = <f64>load<f32>(at, 4) - z00;
  const zv = <f64>load<f32>(above) - z00;
  const zuv = <f64>load<f32>(above, 4) - z00 - zu - zv;
  const c = up - (z00 + zu * u + zv * v + zuv * u * v);
  if (c < 0) return true;
  const b = slope - (zu * dx + zv * dy + zuv * (u * dy + v * dx));
  const a = -(zuv * dx * dy);
  if (c + lengthM * (b + lengthM * a) < 0) return true;
  if (a <= 0 || b >= 0) return false;
  const lowestAt = -b / (2 * a);
  return lowestAt < lengthM && c + lowestAt * (b + lowestAt * a) < 0;
}
