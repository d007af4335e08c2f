import { isInPrism, type SunScene, WALL } from './sun-scene.ts';
import type { SunTerrain } from './terrain.ts';

/** What a ray met: a wall by its number, the ground, or the underside of prism p as −3 − p. */
export const NOTHING = -1;
export const GROUND = -2;
export const UNDERSIDE = -3;

/** Squares so many times doubled are tried first. */
const FIRST_LEVEL = 3;
/** Metres: a step over the edge of a square. */
const HAIR_M = 1e-6;

/** The first thing that stands between a point and the sun, or NOTHING. `last`: what stood there before, tried first. */
export function blockerOf(
  scene: SunScene,
  terrain: SunTerrain | null,
  phase: number,
  x: number,
  y: number,
  z: number,
  east: number,
  north: number,
  slope: number,
  last: number,
): number {
  if (last >= 0 && meetsWall(scene, phase, last, x, y, z, east, north, slope)) return last;
  const built = builtBlocker(scene, phase, x, y, z, east, north, slope);
  if (built !== NOTHING) return built;
  return terrain && meetsGround(terrain, x, y, z, east, north, slope) ? GROUND : NOTHING;
}

/** Both ends of the wall on one side of the ray's line: no crossing. A corner belongs to one of its two walls. */
function meetsWall(
  { wall, wallPhases }: SunScene,
  phase: number,
  w: number,
  x: number,
  y: number,
  z: number,
  east: number,
  north: number,
  slope: number,
): boolean {
  if ((wallPhases[w] & phase) === 0) return false;
  const o = WALL * w;
  const ax = wall[o] - x;
  const ay = wall[o + 1] - y;
  const bx = wall[o + 2] - x;
  const by = wall[o + 3] - y;
  const a = east * ay - north * ax;
  const b = east * by - north * bx;
  if (a > 0 === b > 0) return false;
  const t = a / (a - b);
  const s = (ax + t * (bx - ax)) * east + (ay + t * (by - ay)) * north;
  if (s <= 0) return false;
  const h = z + slope * s;
  return h >= wall[o + 4] && h < wall[o + 5];
}

/** From square to square along the ray (Amanatides and Woo 1987), until it has risen above the highest roof. */
function builtBlocker(
  scene: SunScene,
  phase: number,
  x: number,
  y: number,
  z: number,
  east: number,
  north: number,
  slope: number,
): number {
  const { westM, southM, cellM, columns, rows, cellTopM, cellWall, wallOfCell, cellRaised, raisedOfCell } = scene;
  const reach = (scene.highestM - z) / slope;
  let column = Math.floor((x - westM) / cellM);
  let row = Math.floor((y - southM) / cellM);
  const stepX = east > 0 ? 1 : -1;
  const stepY = north > 0 ? 1 : -1;
  const overX = east !== 0 ? cellM / Math.abs(east) : Number.POSITIVE_INFINITY;
  const overY = north !== 0 ? cellM / Math.abs(north) : Number.POSITIVE_INFINITY;
  let nextX = east !== 0 ? (westM + (column + (east > 0 ? 1 : 0)) * cellM - x) / east : Number.POSITIVE_INFINITY;
  let nextY = north !== 0 ? (southM + (row + (north > 0 ? 1 : 0)) * cellM - y) / north : Number.POSITIVE_INFINITY;
  let s = 0;
  while (s <= reach && column >= 0 && row >= 0 && column < columns && row < rows) {
    const cell = row * columns + column;
    const out = Math.min(nextX, nextY);
    if (z + slope * s < cellTopM[cell]) {
      for (let k = cellWall[cell]; k < cellWall[cell + 1]; k++)
        if (meetsWall(scene, phase, wallOfCell[k], x, y, z, east, north, slope)) return wallOfCell[k];
      for (let k = cellRaised[cell]; k < cellRaised[cell + 1]; k++)
        if (meetsUnderside(scene, phase, raisedOfCell[k], x, y, z, east, north, slope))
          return UNDERSIDE - raisedOfCell[k];
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

function meetsUnderside(
  scene: SunScene,
  phase: number,
  prism: number,
  x: number,
  y: number,
  z: number,
  east: number,
  north: number,
  slope: number,
): boolean {
  const footM = scene.prismFootM[prism];
  if ((scene.prismPhases[prism] & phase) === 0 || footM <= z) return false;
  const s = (footM - z) / slope;
  return isInPrism(scene, prism, x + east * s, y + north * s);
}

/** Down the pyramid where the ray is below a square's highest point, over the square and up again where it is not. */
function meetsGround(
  terrain: SunTerrain,
  x: number,
  y: number,
  z: number,
  east: number,
  north: number,
  slope: number,
): boolean {
  const { columns, rows, westM, southM, cellM, levels, levelAt, levelColumns, maxM } = terrain;
  const px = (x - westM) / cellM;
  const py = (y - southM) / cellM;
  const dx = east / cellM;
  const dy = north / cellM;
  let level = Math.min(FIRST_LEVEL, levels - 1);
  let s = 0;
  while (z + slope * s <= terrain.highestM) {
    const i = Math.floor(px + dx * (s + HAIR_M));
    const j = Math.floor(py + dy * (s + HAIR_M));
    if (i < 0 || j < 0 || i >= columns - 1 || j >= rows - 1) return false;
    const size = 1 << level;
    const ci = i >> level;
    const cj = j >> level;
    const sx = dx > 0 ? ((ci + 1) * size - px) / dx : dx < 0 ? (ci * size - px) / dx : Number.POSITIVE_INFINITY;
    const sy = dy > 0 ? ((cj + 1) * size - py) / dy : dy < 0 ? (cj * size - py) / dy : Number.POSITIVE_INFINITY;
    const out = Math.max(Math.min(sx, sy), s + HAIR_M);
    if (z + slope * s > maxM[levelAt[level] + cj * levelColumns[level] + ci]) {
      s = out;
      if (level < levels - 1) level++;
    } else if (level > 0) level--;
    else if (meetsPatch(terrain, i, j, px + dx * s - i, py + dy * s - j, dx, dy, z + slope * s, slope, out - s))
      return true;
    else s = out;
  }
  return false;
}

/** Height over the patch is a quadratic along the ray: below nothing where both ends and its lowest point are above. */
function meetsPatch(
  { columns, upM }: SunTerrain,
  i: number,
  j: number,
  u: number,
  v: number,
  dx: number,
  dy: number,
  z: number,
  slope: number,
  lengthM: number,
): boolean {
  const at = j * columns + i;
  const z00: number = upM[at];
  const zu: number = upM[at + 1] - z00;
  const zv: number = upM[at + columns] - z00;
  const zuv: number = upM[at + columns + 1] - z00 - zu - zv;
  const c = z - (z00 + zu * u + zv * v + zuv * u * v);
  if (c < 0) return true;
  const b = slope - (zu * dx + zv * dy + zuv * (u * dy + v * dx));
  const a = -(zuv * dx * dy);
  if (c + lengthM * (b + lengthM * a) < 0) return true;
  if (a <= 0 || b >= 0) return false;
  const lowestAt = -b / (2 * a);
  return lowestAt < lengthM && c + lowestAt * (b + lowestAt * a) < 0;
}
