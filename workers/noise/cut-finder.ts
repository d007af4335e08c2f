import { addPoint, type Cut, newCut } from './cut.ts';
import { cellGroundAt, type GroundPoint, groundAt, type NoiseScene, type WallIndex } from './noise-scene.ts';
import { lengthOf, type Place } from './place.ts';

/** Points that a cut may have, and crossings of walls and barriers on it. */
const MAX_POINTS = 2048;
const MAX_CROSSINGS = 1024;
/** The ground of a cut is taken every so many metres, and in no more steps than these. */
const GROUND_STEP_M = 10;
const MAX_GROUND_STEPS = 24;
/** Parts of a long way at which its ground is taken: closer together at both ends, whose mean planes count most. */
const LONG_PARTS = Float64Array.from(
  { length: MAX_GROUND_STEPS + 1 },
  (_, step) => (1 - Math.cos((Math.PI * step) / MAX_GROUND_STEPS)) / 2,
);

/** Arrays in which one cut after another is made. */
export interface CutWorkspace {
  readonly cut: Cut;
  /** Crossings by their part of the way; a barrier's number is below 0. */
  readonly part: Float64Array;
  readonly what: Int32Array;
  count: number;
  /** The search at which a prism was last tried. */
  readonly triedAt: Int32Array;
  searches: number;
  /** Prisms that the way is in. */
  readonly inside: number[];
  readonly point: GroundPoint;
}

export const newCutWorkspace = ({ walls }: NoiseScene): CutWorkspace => ({
  cut: newCut(MAX_POINTS),
  part: new Float64Array(MAX_CROSSINGS),
  what: new Int32Array(MAX_CROSSINGS),
  count: 0,
  triedAt: new Int32Array(walls.topM.length),
  searches: 0,
  inside: [],
  point: { upM: 0, porosity: 0 },
});

/** Up of the ground at a place; 0 where the city has none. */
export function groundUpAt(scene: NoiseScene, x: number, y: number): number {
  const point = { upM: 0, porosity: 0 };
  groundAt(scene, x, y, point);
  return point.upM;
}

/** Makes the vertical cut from a source to a receiver through a scene; buildings that either stands in are left out. */
export function findCut(scene: NoiseScene, from: Place, to: Place, work: CutWorkspace): Cut {
  const { cut } = work;
  const lengthM = lengthOf(to[0] - from[0], to[1] - from[1], 0);
  work.count = 0;
  cut.count = 0;
  cut.sourceM = from[2];
  cut.receiverM = to[2];
  groundAt(scene, from[0], from[1], work.point);
  cut.sourcePorosity = work.point.porosity;
  crossWalls(scene.walls, from, to, work);
  crossBarriers(scene, from, to, work);
  sortCrossings(work);
  sweep(scene, from, to, lengthM, work);
  return cut;
}

/** Notes where the way crosses walls of the prisms near it. */
function crossWalls(walls: WallIndex, [ax, ay]: Place, [bx, by]: Place, work: CutWorkspace): void {
  const { westM, southM, columns, rows, squareM, start, items } = walls;
  const dx = (bx - ax) / squareM;
  const dy = (by - ay) / squareM;
  const u = (ax - westM) / squareM;
  const v = (ay - southM) / squareM;
  work.searches++;
  let column = Math.floor(u);
  let row = Math.floor(v);
  const lastColumn = Math.floor(u + dx);
  const lastRow = Math.floor(v + dy);
  const stepX = dx > 0 ? 1 : -1;
  const stepY = dy > 0 ? 1 : -1;
  const acrossX = dx === 0 ? Infinity : Math.abs(1 / dx);
  const acrossY = dy === 0 ? Infinity : Math.abs(1 / dy);
  let nextX = dx === 0 ? Infinity : (column + (dx > 0 ? 1 : 0) - u) / dx;
  let nextY = dy === 0 ? Infinity : (row + (dy > 0 ? 1 : 0) - v) / dy;
  const steps = Math.abs(lastColumn - column) + Math.abs(lastRow - row);
  for (let step = 0; step <= steps; step++) {
    if (column >= 0 && row >= 0 && column < columns && row < rows) {
      const square = row * columns + column;
      for (let i = start[square]; i < start[square + 1]; i++) crossPrism(walls, items[i], ax, ay, bx, by, work);
    }
    if (nextX <= nextY) {
      column += stepX;
      nextX += acrossX;
    } else {
      row += stepY;
      nextY += acrossY;
    }
  }
}

/** Notes the crossings of a prism's walls; one that holds an end of the way is left out. */
function crossPrism(
  { first, cornersM, roundM }: WallIndex,
  prism: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  work: CutWorkspace,
): void {
  if (work.triedAt[prism] === work.searches) return;
  work.triedAt[prism] = work.searches;
  const dx = bx - ax;
  const dy = by - ay;
  // The circle round a prism says soonest that the way passes it by.
  const off = dx * (roundM[3 * prism + 1] - ay) - dy * (roundM[3 * prism] - ax);
  if (off * off > roundM[3 * prism + 2] * (dx * dx + dy * dy)) return;
  const from = work.count;
  let before = 0;
  const end = 4 * first[prism + 1];
  for (let k = 4 * first[prism]; k < end; k += 4) {
    const one = dx * (cornersM[k + 1] - ay) - dy * (cornersM[k] - ax);
    const other = dx * (cornersM[k + 3] - ay) - dy * (cornersM[k + 2] - ax);
    if (one > 0 === other > 0) continue;
    const s = one / (one - other);
    const x = cornersM[k] + s * (cornersM[k + 2] - cornersM[k]) - ax;
    const y = cornersM[k + 1] + s * (cornersM[k + 3] - cornersM[k + 1]) - ay;
    const t = (x * dx + y * dy) / (dx * dx + dy * dy);
    if (t <= 0) before++;
    else if (t < 1) {
      if (work.count === MAX_CROSSINGS) break;
      work.part[work.count] = t;
      work.what[work.count] = prism;
      work.count++;
    }
  }
  if (before % 2 === 1 || (work.count - from) % 2 === 1) work.count = from;
}

function crossBarriers({ barriers }: NoiseScene, [ax, ay]: Place, [bx, by]: Place, work: CutWorkspace): void {
  const dx = bx - ax;
  const dy = by - ay;
  for (let i = 0; i < barriers.length; i++) {
    const { from, to } = barriers[i];
    const ex = to[0] - from[0];
    const ey = to[1] - from[1];
    const area = dx * ey - dy * ex;
    if (area === 0) continue;
    const t = ((from[0] - ax) * ey - (from[1] - ay) * ex) / area;
    const s = ((from[0] - ax) * dy - (from[1] - ay) * dx) / area;
    if (t <= 0 || t >= 1 || s < 0 || s > 1 || work.count === MAX_CROSSINGS) continue;
    work.part[work.count] = t;
    work.what[work.count] = -1 - i;
    work.count++;
  }
}

/** Orders the crossings along the way; there are few. */
function sortCrossings({ part, what, count }: CutWorkspace): void {
  for (let i = 1; i < count; i++) {
    const t = part[i];
    const one = what[i];
    let k = i - 1;
    while (k >= 0 && (part[k] > t || (part[k] === t && what[k] > one))) {
      part[k + 1] = part[k];
      what[k + 1] = what[k];
      k--;
    }
    part[k + 1] = t;
    what[k + 1] = one;
  }
}

/** Goes along the way: ground at every step outside buildings, roofs inside them. */
function sweep(scene: NoiseScene, from: Place, to: Place, lengthM: number, work: CutWorkspace): void {
  const { part, what, count, inside } = work;
  const steps = Math.min(MAX_GROUND_STEPS, Math.max(1, Math.ceil(lengthM / GROUND_STEP_M)));
  inside.length = 0;
  let roofM = Number.NEGATIVE_INFINITY;
  let next = 0;
  for (let step = 0; step <= steps; step++) {
    const t = steps === MAX_GROUND_STEPS ? LONG_PARTS[step] : step / steps;
    while (next < count && part[next] < t) {
      roofM = cross(scene, from, to, lengthM, part[next], what[next], roofM, work);
      next++;
    }
    if (inside.length === 0) addGround(scene, from, to, lengthM, t, 0, work);
  }
}

/** Adds the ground at a part of the way, with a barrier on it. */
function addGround(
  scene: NoiseScene,
  from: Place,
  to: Place,
  lengthM: number,
  t: number,
  aboveM: number,
  { cut, point }: CutWorkspace,
): void {
  const x = from[0] + t * (to[0] - from[0]);
  const y = from[1] + t * (to[1] - from[1]);
  groundAt(scene, x, y, point);
  addPoint(cut, t * lengthM, point.upM, point.upM + aboveM, point.porosity);
}

/** Adds the ground at the foot of a wall. */
function addFoot(
  scene: NoiseScene,
  from: Place,
  to: Place,
  lengthM: number,
  t: number,
  { cut, point }: CutWorkspace,
): void {
  cellGroundAt(scene, from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1]), point);
  addPoint(cut, t * lengthM, point.upM, point.upM, point.porosity);
}

/** Passes one wall or barrier; returns the roof that the way is over behind it, −∞ over none. */
function cross(
  scene: NoiseScene,
  from: Place,
  to: Place,
  lengthM: number,
  t: number,
  what: number,
  roofM: number,
  work: CutWorkspace,
): number {
  const { cut, inside } = work;
  if (what < 0) {
    if (inside.length === 0) addGround(scene, from, to, lengthM, t, scene.barriers[-1 - what].heightM, work);
    return roofM;
  }
  const at = inside.indexOf(what);
  if (at < 0) inside.push(what);
  else {
    inside[at] = inside[inside.length - 1];
    inside.length--;
  }
  let top = Number.NEGATIVE_INFINITY;
  for (const prism of inside) top = Math.max(top, scene.walls.topM[prism]);
  if (top === roofM) return roofM;
  if (roofM === Number.NEGATIVE_INFINITY) addFoot(scene, from, to, lengthM, t, work);
  else addPoint(cut, t * lengthM, roofM, roofM, 0);
  if (top === Number.NEGATIVE_INFINITY) addFoot(scene, from, to, lengthM, t, work);
  else addPoint(cut, t * lengthM, top, top, 0);
  return top;
}
