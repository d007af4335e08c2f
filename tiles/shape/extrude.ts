import { EARTH_RADIUS_M } from '../../model/geo/earth.ts';
import type { LayerInput, PolygonGeometry } from '../model.ts';
import type { Ground } from './ground.ts';
import type { TileMesh } from './mesh.ts';
import { newPacked, packedMesh, strideOf } from './packed.ts';
import type { PackedVertices } from './packed-vertices.ts';
import { FLAT, roofTriangles } from './roof.ts';
import { distinctRuns, RUN } from './runs.ts';
import { triangulate } from './triangulate.ts';

/**
 * Grid of building vertices. 1/32 m puts a vertex within 1.6 cm; New York weighs 2.3 B a building more at 1/64 (79.1, gzipped).
 * A power of two, so that metres and grid units convert without rounding.
 */
export const BUILDING_STEP_M = 1 / 32;

/** A base higher than this above the building's ground gets a bottom: it can be seen from below. */
const SEEN_FROM_BELOW_M = 0.05;

/**
 * Buildings as upright solids: walls on every ring from the part's base to its top, a
 * roof, and a bottom where the base hangs in the air. The ground of a building is the lowest terrain under its rings; a part
 * whose own lies GROUND_STEP_M higher stands on that. Upright means along the up axis of the city's plane; where that would put a roof off its level or a
 * wall off its plumb line by more than MAX_TILT_M, far from the origin, both follow the place's own vertical.
 * Every edge but the foot ring's is shared by two triangles that run along it in opposite directions.
 *
 * The order of vertices is what makes the file small. The rings of all parts form one sequence of ring vertices; each
 * stretch of 256 of them is written several times over: foot as the start of its wall, foot as the end of the wall before,
 * the same two on top, and the roof's. A block of the meshopt vertex codec is 256 vertices, so plan coordinates, and
 * feature ids, of the copies encode to the same bytes and gzip stores them once. Wall indices repeat one pattern.
 * New York gzipped, with tables, in tiles of 1,000: 76.8 B a building; stretches of 64: 86.7; the copies of each corner side by side:
 * 112.3. The copies are told, not written: see FLAT_ORDER.
 */
export function extrudeBuildings(layer: LayerInput, rows: Uint32Array, ground: Ground): TileMesh {
  const { geometry } = layer.features;
  if (geometry.kind !== 'polygon') throw new Error(`${layer.id}: expected polygons to extrude, got ${geometry.kind}`);
  let capacity = 0;
  for (const row of rows) capacity += vertexCount(geometry, row);
  if (flat.x.length < capacity) flat = newOutline(capacity * 2);
  if (geometry.partRoofM && pitched.x.length < capacity) pitched = newOutline(capacity * 2);
  flat.count = 0;
  flat.leans = false;
  pitched.count = 0;
  roof.count = 0;
  const loose: Loose = { xyz: [], normal: [], feature: [] };
  for (let k = 0; k < rows.length; k++) addBuilding(layer, geometry, rows[k], k, ground, loose);
  return assemble(loose);
}

/** Ring vertices in grid units, ring after ring; `next` is the ring's next vertex. */
interface Outline {
  count: number;
  x: Float64Array;
  y: Float64Array;
  foot: Int32Array;
  top: Int32Array;
  /** By how many steps the top stands further east and north than the foot; read where `leans`. */
  leanX: Int32Array;
  leanY: Int32Array;
  leans: boolean;
  next: Int32Array;
  feature: Uint16Array;
  /** Outward normals of the wall that starts here and of the one that ends here: east and north × 127. */
  outEast: Int8Array;
  outNorth: Int8Array;
  inEast: Int8Array;
  inNorth: Int8Array;
}

/** Triangles that follow no pattern: three vertices each, grid units. */
interface Loose {
  xyz: number[];
  normal: number[];
  feature: number[];
}

function newOutline(capacity: number): Outline {
  return {
    count: 0,
    x: new Float64Array(capacity),
    y: new Float64Array(capacity),
    foot: new Int32Array(capacity),
    top: new Int32Array(capacity),
    leanX: new Int32Array(capacity),
    leanY: new Int32Array(capacity),
    leans: false,
    next: new Int32Array(capacity),
    feature: new Uint16Array(capacity),
    outEast: new Int8Array(capacity),
    outNorth: new Int8Array(capacity),
    inEast: new Int8Array(capacity),
    inNorth: new Int8Array(capacity),
  };
}

function vertexCount({ featurePart, partRing, ringVertex }: PolygonGeometry, row: number): number {
  return ringVertex[partRing[featurePart[row + 1]]] - ringVertex[partRing[featurePart[row]]];
}

/** Working memory, kept from tile to tile. */
let flat = newOutline(0);
let pitched = newOutline(0);
const roof = { index: new Uint32Array(0), count: 0 };
let planX = new Float64Array(1024);
let planY = new Float64Array(1024);
/** Up of the origin's level, and how far the ground lies above it, at each vertex of the building. */
let planLevelM = new Float64Array(1024);
let planRiseM = new Float64Array(1024);

function addBuilding(
  layer: LayerInput,
  geometry: PolygonGeometry,
  row: number,
  k: number,
  ground: Ground,
  loose: Loose,
): void {
  const { featurePart, partRing, ringVertex, lonLatDeg } = geometry;
  const firstVertex = ringVertex[partRing[featurePart[row]]];
  const count = vertexCount(geometry, row);
  if (planX.length < count) {
    planX = new Float64Array(count * 2);
    planY = new Float64Array(count * 2);
    planLevelM = new Float64Array(count * 2);
    planRiseM = new Float64Array(count * 2);
  }
  const lowestUpM = projectPlan(lonLatDeg, firstVertex, count, ground);
  const standing = standingParts(geometry, row);
  for (let part = featurePart[row]; part < featurePart[row + 1]; part++) {
    const fromVertex = ringVertex[partRing[part]] - firstVertex;
    const toVertex = ringVertex[partRing[part + 1]] - firstVertex;
    const baseM = geometry.partBaseM?.[part] ?? 0;
    const ownUpM =
      standing === 'one' || (standing === 'feet' && baseM > 0) ? lowestUpM : lowestGround(fromVertex, toVertex);
    const isByPart = ownUpM > lowestUpM + GROUND_STEP_M;
    const groundUpM = isByPart ? ownUpM : lowestUpM;
    const topM = geometry.partTopM?.[part] ?? Number.NaN;
    if (!(topM >= baseM))
      throw new Error(`${layer.id}: row ${row}: expected a top above the base ${baseM} m, got ${topM}`);
    const foot = Math.round((groundUpM + baseM) / BUILDING_STEP_M);
    const top = Math.max(Math.round((groundUpM + topM) / BUILDING_STEP_M), foot + 1);
    const rise = Math.round((geometry.partRoofM?.[part] ?? 0) / BUILDING_STEP_M);
    const oneRing = partRing[part + 1] - partRing[part] === 1;
    const ring = partRing[part];
    const mayPitch = rise > 0 && oneRing && ringVertex[ring + 1] - ringVertex[ring] === 4;
    const form = mayPitch ? (geometry.partRoof?.[part] ?? FLAT) : FLAT;
    let outline = form === FLAT ? flat : pitched;
    const from = outline.count;
    const starts = [from];
    for (let r = ring; r < partRing[part + 1]; r++) {
      const ok = addRing(outline, ringVertex[r] - firstVertex, ringVertex[r + 1] - firstVertex, foot, top, k);
      if (!ok && r === ring) break;
      if (ok) starts.push(outline.count);
    }
    if (starts.length === 1) continue;
    if (outline === pitched && outline.count - from !== 4) {
      outline = moveRing(pitched, flat, from);
      starts[0] = outline.count - (starts[1] - from);
      starts[1] = outline.count;
    }
    if (outline === flat) {
      const roofFrom = roof.count;
      triangulate(flat.x, flat.y, starts, roof);
      if (form === FLAT && isTilted(fromVertex, toVertex, topM))
        followVertical(flat, from, isByPart ? fromVertex : 0, isByPart ? toVertex : count, fromVertex, baseM, topM);
      if (baseM > SEEN_FROM_BELOW_M) addBottom(loose, flat, roof.index.subarray(roofFrom, roof.count), k);
    } else {
      const eave: number[] = [];
      for (let i = from; i < from + 4; i++) eave.push(pitched.x[i], pitched.y[i]);
      const xyz = roofTriangles(form, eave, top, rise);
      for (let at = 0; at < xyz.length; at += 9) addLoose(loose, xyz, at, k);
      if (baseM > SEEN_FROM_BELOW_M) {
        addBottom(loose, pitched, Uint32Array.of(from, from + 1, from + 2, from, from + 2, from + 3), k);
      }
    }
  }
}

/**
 * Below this the parts of a building keep one level, as the wings of a school do; a part whose ground lies higher by more is a house of its
 * own on a slope, and would be buried to its roof on the ground of the lowest.
 */
export const GROUND_STEP_M = 1;

/** Which parts stand on the ground: of several those whose base is there (the others stand on them), or all where none's is. */
export function standingParts({ featurePart, partBaseM }: PolygonGeometry, row: number): 'one' | 'feet' | 'all' {
  const from = featurePart[row];
  const to = featurePart[row + 1];
  if (to - from === 1) return 'one';
  for (let part = from; part < to; part++) if ((partBaseM?.[part] ?? 0) <= 0) return 'feet';
  return 'all';
}

const enu = new Float64Array(3);

/** Grid positions of a building's vertices into planX, planY; returns the up of its lowest ground. */
function projectPlan(lonLatDeg: Float64Array, first: number, count: number, ground: Ground): number {
  const levelM = ground.originElevationM;
  let lowest = Infinity;
  for (let i = 0; i < count; i++) {
    ground.enu(lonLatDeg[2 * (first + i)], lonLatDeg[2 * (first + i) + 1], levelM, enu, 0);
    const riseM = ground.elevationAt(enu[0], enu[1]) - levelM;
    const perRise = 1 + riseM / EARTH_RADIUS_M;
    planX[i] = Math.floor((enu[0] * perRise) / BUILDING_STEP_M + 0.5);
    planY[i] = Math.floor((enu[1] * perRise) / BUILDING_STEP_M + 0.5);
    planLevelM[i] = enu[2];
    planRiseM[i] = riseM;
    if (enu[2] + riseM < lowest) lowest = enu[2] + riseM;
  }
  return lowest;
}

/** Up of the lowest ground under plan vertices from … to. */
function lowestGround(from: number, to: number): number {
  let lowest = Infinity;
  for (let i = from; i < to; i++) {
    const up = planLevelM[i] + planRiseM[i];
    if (up < lowest) lowest = up;
  }
  return lowest;
}

/**
 * How far a roof may be off its level and a wall off its plumb line before both follow the place's own vertical. Within it they follow
 * the city's, so that the heights of a building are one number each, which packs to nothing: New York, 10 km to each side, weighs 0.1 % more by
 * those that do not.
 */
const MAX_TILT_M = 0.1;

/** Would a part of these plan vertices stand askew? */
function isTilted(from: number, to: number, topM: number): boolean {
  let low = Infinity;
  let high = -Infinity;
  for (let i = from; i < to; i++) {
    const level = planLevelM[i];
    if (level < low) low = level;
    if (level > high) high = level;
  }
  const awayM = Math.hypot(planX[from], planY[from]) * BUILDING_STEP_M;
  return high - low > MAX_TILT_M || (topM * awayM) / EARTH_RADIUS_M > MAX_TILT_M;
}

/**
 * Feet and roofs of the outline's vertices from `start` on level where they stand, tops above their feet along the place's vertical.
 * The ground is the lowest elevation, not the lowest up, of plan vertices groundFrom … groundTo; `at` is one of the part.
 */
function followVertical(
  o: Outline,
  start: number,
  groundFrom: number,
  groundTo: number,
  at: number,
  baseM: number,
  topM: number,
): void {
  let lowestRiseM = Infinity;
  for (let i = groundFrom; i < groundTo; i++) if (planRiseM[i] < lowestRiseM) lowestRiseM = planRiseM[i];
  const perStep = 1 / BUILDING_STEP_M;
  const radius = EARTH_RADIUS_M * perStep;
  const foot = (planLevelM[at] + lowestRiseM + baseM) * perStep;
  const high = Math.max((topM - baseM) * perStep, 1);
  const x0 = planX[at];
  const y0 = planY[at];
  // Of all vertices alike: across a building the vertical turns by less than a step, and a roof keeps its footprint's shape.
  const leanX = Math.round((high * x0) / radius);
  const leanY = Math.round((high * y0) / radius);
  o.leans = true;
  for (let i = start; i < o.count; i++) {
    const level = foot - (x0 * (o.x[i] - x0) + y0 * (o.y[i] - y0)) / radius;
    o.foot[i] = Math.round(level);
    o.top[i] = Math.max(Math.round(level + high), o.foot[i] + 1);
    o.leanX[i] = leanX;
    o.leanY[i] = leanY;
  }
}

/** Adds plan vertices from … to as a ring, without the repeated ones, those on a line and spikes; false if nothing is left. */
function addRing(o: Outline, from: number, to: number, foot: number, top: number, k: number): boolean {
  const start = o.count;
  let end = start;
  for (let same = SAME_STEPS; same >= 0; same--) {
    end = closeRing(o.x, o.y, start, copyRing(o.x, o.y, start, from, to, same), same);
    if (end - start >= 3 && keepsArea(o, start, end, from, to)) break;
  }
  if (end - start < 3) return false;
  wallNormals(o.x, o.y, start, end, o.outEast, o.outNorth);
  for (let i = start; i < end; i++) {
    const j = i + 1 < end ? i + 1 : start;
    o.next[i] = j;
    o.inEast[j] = o.outEast[i];
    o.inNorth[j] = o.outNorth[i];
  }
  o.foot.fill(foot, start, end);
  o.top.fill(top, start, end);
  o.leanX.fill(0, start, end);
  o.leanY.fill(0, start, end);
  o.feature.fill(k, start, end);
  o.count = end;
  return true;
}

// The loops over vertices stand in small functions of their own: V8 compiles each once, in a few ms. Inside larger ones
// they were compiled again and again as paths behind them came to life: 1.2 of 5.5 CPU-s on New York.

/**
 * Vertices no further apart than this many steps are one: rounding can lay the corners of a shorter edge on either side of
 * another edge, and the ring would cross itself (3 of New York's 113,089). What would vanish so is kept as it is.
 */
const SAME_STEPS = 2;

/**
 * What the vertices that were taken for one may change of a ring's area: its edges move by less than a step on the whole, as `verify`
 * holds it against the source. A long wall that ends in a jog of 8 cm, or a strip 10 cm wide round a corner, would lose more: there the
 * vertices stay, or only those in one place go.
 */
const MAX_LOST_STEPS = 0.75;

function keepsArea(o: Outline, start: number, end: number, from: number, to: number): boolean {
  const source = doubleArea(planX, planY, from, to) / 2;
  const lost = Math.abs(source - doubleArea(o.x, o.y, start, end) / 2);
  if (lost <= 0.0005 * source) return true;
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (let i = from; i < to; i++) {
    if (planX[i] < west) west = planX[i];
    if (planX[i] > east) east = planX[i];
    if (planY[i] < south) south = planY[i];
    if (planY[i] > north) north = planY[i];
  }
  return lost <= MAX_LOST_STEPS * (east - west + north - south);
}

/** Returns twice the area of the ring of vertices from … to, in steps². */
function doubleArea(x: Float64Array, y: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from, j = to - 1; i < to; j = i++) sum += x[j] * y[i] - x[i] * y[j];
  return Math.abs(sum);
}

/** Copies, leaving out whatever is the same as the last vertex or lies on a line with the two before; returns the end. */
function copyRing(x: Float64Array, y: Float64Array, start: number, from: number, to: number, same: number): number {
  let n = start;
  for (let i = from; i < to; i++) {
    const px = planX[i];
    const py = planY[i];
    if (n > start && isSame(px - x[n - 1], py - y[n - 1], same)) continue;
    while (n - start >= 2) {
      const dx = px - x[n - 1];
      const dy = py - y[n - 1];
      if (!isNeedless(x[n - 1] - x[n - 2], y[n - 1] - y[n - 2], dx, dy, same)) break;
      n--;
      if (isSame(px - x[n - 1], py - y[n - 1], same)) break;
    }
    if (n > start && isSame(px - x[n - 1], py - y[n - 1], same)) continue;
    x[n] = px;
    y[n] = py;
    n++;
  }
  return n;
}

/** Between two edges of one line, or the tip of a spike no wider than `same` steps. */
function isNeedless(dx0: number, dy0: number, dx1: number, dy1: number, same: number): boolean {
  const across = dx0 * dy1 - dy0 * dx1;
  if (across === 0) return true;
  if (dx0 * dx1 + dy0 * dy1 >= 0) return false;
  const long = Math.max(dx0 * dx0 + dy0 * dy0, dx1 * dx1 + dy1 * dy1);
  return across * across <= same * same * long;
}

function isSame(dx: number, dy: number, steps: number): boolean {
  return dx <= steps && dx >= -steps && dy <= steps && dy >= -steps;
}

/** The same across the seam of the ring. */
function closeRing(x: Float64Array, y: Float64Array, start: number, end: number, same: number): number {
  let n = end;
  while (n - start > 2) {
    if (isSame(x[n - 1] - x[start], y[n - 1] - y[start], same) || !isCorner(x, y, n - 2, n - 1, start, same)) {
      n--;
    } else if (!isCorner(x, y, n - 1, start, start + 1, same)) {
      x.copyWithin(start, start + 1, n);
      y.copyWithin(start, start + 1, n);
      n--;
    } else {
      break;
    }
  }
  return n;
}

function isCorner(x: Float64Array, y: Float64Array, a: number, b: number, c: number, same: number): boolean {
  return !isNeedless(x[b] - x[a], y[b] - y[a], x[c] - x[b], y[c] - y[b], same);
}

function wallNormals(
  x: Float64Array,
  y: Float64Array,
  start: number,
  end: number,
  east: Int8Array,
  north: Int8Array,
): void {
  for (let i = start; i < end; i++) {
    const j = i + 1 < end ? i + 1 : start;
    const dx = x[j] - x[i];
    const dy = y[j] - y[i];
    const perLength = 127 / Math.sqrt(dx * dx + dy * dy);
    east[i] = Math.floor(dy * perLength + 0.5);
    north[i] = Math.floor(0.5 - dx * perLength);
  }
}

/** A pitched part that lost a corner becomes flat: moves its ring from the end of one outline to the other. */
function moveRing(from: Outline, to: Outline, at: number): Outline {
  const shift = to.count - at;
  for (let i = at; i < from.count; i++) {
    const j = i + shift;
    for (const key of [
      'x',
      'y',
      'foot',
      'top',
      'leanX',
      'leanY',
      'feature',
      'outEast',
      'outNorth',
      'inEast',
      'inNorth',
    ] as const) {
      to[key][j] = from[key][i];
    }
    to.next[j] = from.next[i] + shift;
  }
  to.count += from.count - at;
  from.count = at;
  return to;
}

function addBottom(loose: Loose, o: Outline, triangles: Uint32Array, k: number): void {
  for (let t = 0; t < triangles.length; t += 3) {
    for (const i of [triangles[t], triangles[t + 2], triangles[t + 1]]) {
      loose.xyz.push(o.x[i], o.y[i], o.foot[i]);
      loose.normal.push(0, 0, -127);
      loose.feature.push(k);
    }
  }
}

function addLoose(loose: Loose, xyz: readonly number[], at: number, k: number): void {
  const ux = xyz[at + 3] - xyz[at];
  const uy = xyz[at + 4] - xyz[at + 1];
  const uz = xyz[at + 5] - xyz[at + 2];
  const vx = xyz[at + 6] - xyz[at];
  const vy = xyz[at + 7] - xyz[at + 1];
  const vz = xyz[at + 8] - xyz[at + 2];
  const nx = uy * vz - uz * vy;
  const ny = uz * vx - ux * vz;
  const nz = ux * vy - uy * vx;
  const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
  if (length === 0) return;
  for (let i = 0; i < 9; i += 3) {
    loose.xyz.push(xyz[at + i], xyz[at + i + 1], xyz[at + i + 2]);
    loose.normal.push(
      Math.round((nx / length) * 127),
      Math.round((ny / length) * 127),
      Math.round((nz / length) * 127),
    );
    loose.feature.push(k);
  }
}

/**
 * Runs of a stretch of flat-roofed outline: foot of the walls that start, foot of those that end, their tops, the roof. What differs
 * is held: two heights, three normals, one feature.
 */
const FLAT_ORDER = { position: [0, 0, 1, 1, 1], normal: [0, 1, 0, 1, 2], featureId: [0, 0, 0, 0, 0] };
const FLAT_RUNS = 5;
/** Without the roof, whose triangles are loose. */
const PITCHED_RUNS = 4;

function assemble(loose: Loose): TileMesh {
  const looseCount = loose.feature.length;
  const pitchedFrom = flat.count * FLAT_RUNS;
  const looseFrom = pitchedFrom + pitched.count * PITCHED_RUNS;
  const [low, high] = bounds(loose);
  const stretches = Math.floor(flat.count / RUN);
  const packed = newPacked(looseFrom + looseCount, BUILDING_STEP_M, low, high, {
    position: { order: FLAT_ORDER.position, stretches },
    normal: { order: FLAT_ORDER.normal, stretches },
    featureId: { order: FLAT_ORDER.featureId, stretches },
  });
  writeStretches(packed, flat, stretches);
  const rest = behindStretches(packed);
  const shown = stretches * RUN * FLAT_RUNS;
  writeRuns(rest, flat, stretches * RUN, flat.count, 0, FLAT_RUNS);
  for (let from = 0; from < pitched.count; from += RUN) {
    const at = pitchedFrom - shown + from * PITCHED_RUNS;
    writeRuns(rest, pitched, from, Math.min(from + RUN, pitched.count), at, PITCHED_RUNS);
  }
  const index = new Uint32Array(flat.count * 6 + roof.count + pitched.count * 6 + looseCount);
  let at = writeWalls(index, flat.next, flat.count, 0, FLAT_RUNS, 0);
  at = writeRoofs(index, roof.index, roof.count, flat.count, at);
  at = writeWalls(index, pitched.next, pitched.count, pitchedFrom, PITCHED_RUNS, at);
  if (looseCount > 0) writeLoose(rest, loose, looseFrom - shown, index, at, looseFrom);
  return packedMesh(packed, index, 'sequence');
}

/** The vertices that stand for themselves. */
function behindStretches(packed: PackedVertices): PackedVertices {
  const { position, normal, featureId, runs } = packed;
  if (!runs) return packed;
  return {
    ...packed,
    position: position.subarray(strideOf(packed) * RUN * runs.position.stretches * distinctRuns(runs.position)),
    normal: normal.subarray(4 * RUN * runs.normal.stretches * distinctRuns(runs.normal)),
    featureId: featureId.subarray(2 * RUN * runs.featureId.stretches * distinctRuns(runs.featureId)),
  };
}

type Corner = [number, number, number];

/** Returns the bounds of all that is drawn; a ring vertex counts for its copies. */
function bounds(loose: Loose): [low: Corner, high: Corner] {
  const low: Corner = [Infinity, Infinity, Infinity];
  const high: Corner = [-Infinity, -Infinity, -Infinity];
  for (const o of [flat, pitched]) {
    if (o.count === 0) continue;
    for (const [axis, least, most] of [
      [0, o.x, o.x],
      [1, o.y, o.y],
      [2, o.foot, o.top],
    ] as const) {
      low[axis] = Math.min(low[axis], minOf(least, o.count));
      high[axis] = Math.max(high[axis], mostOf(most, o.count));
    }
    if (o.leans) widenByLean(o, low, high);
  }
  for (let i = 0; i < loose.xyz.length; i++) {
    low[i % 3] = Math.min(low[i % 3], loose.xyz[i]);
    high[i % 3] = Math.max(high[i % 3], loose.xyz[i]);
  }
  return low[0] <= high[0]
    ? [low, high]
    : [
        [0, 0, 0],
        [0, 0, 0],
      ];
}

function widenByLean(o: Outline, low: Corner, high: Corner): void {
  for (let i = 0; i < o.count; i++) {
    low[0] = Math.min(low[0], o.x[i] + o.leanX[i]);
    low[1] = Math.min(low[1], o.y[i] + o.leanY[i]);
    high[0] = Math.max(high[0], o.x[i] + o.leanX[i]);
    high[1] = Math.max(high[1], o.y[i] + o.leanY[i]);
  }
}

/** Moves tops, whose plan is their feet's so far, to where they lean. */
function writeLean(
  out: Uint16Array | Int32Array,
  stride: number,
  vertex: number,
  o: Outline,
  from: number,
  to: number,
): void {
  for (let i = from, at = vertex * stride; i < to; i++, at += stride) {
    out[at] += o.leanX[i];
    out[at + 2] -= o.leanY[i];
  }
}

function minOf(values: Float64Array | Int32Array, count: number): number {
  let least = values[0];
  for (let i = 1; i < count; i++) if (values[i] < least) least = values[i];
  return least;
}

function mostOf(values: Float64Array | Int32Array, count: number): number {
  let most = values[0];
  for (let i = 1; i < count; i++) if (values[i] > most) most = values[i];
  return most;
}

function writeLoose(
  packed: PackedVertices,
  loose: Loose,
  from: number,
  index: Uint32Array,
  at: number,
  firstVertex: number,
): void {
  const { position, normal, featureId, low, high } = packed;
  const stride = strideOf(packed);
  for (let i = 0; i < loose.feature.length; i++) {
    const v = from + i;
    position[stride * v] = loose.xyz[3 * i] - low[0];
    position[stride * v + 1] = loose.xyz[3 * i + 2] - low[2];
    position[stride * v + 2] = high[1] - loose.xyz[3 * i + 1];
    normal[4 * v] = loose.normal[3 * i];
    normal[4 * v + 1] = loose.normal[3 * i + 2];
    normal[4 * v + 2] = -loose.normal[3 * i + 1];
    featureId[2 * v] = loose.feature[i];
    index[at + i] = firstVertex + i;
  }
}

/** The distinct runs of whole stretches; see FLAT_ORDER. */
function writeStretches(packed: PackedVertices, o: Outline, stretches: number): void {
  const { position, normal, featureId, low, high } = packed;
  const stride = strideOf(packed);
  for (let s = 0; s < stretches; s++) {
    const from = s * RUN;
    const to = (s + 1) * RUN;
    const foot = 2 * from;
    const top = foot + RUN;
    writePositions(position, stride, foot, o.x, o.y, o.foot, from, to, low[0], high[1], low[2]);
    position.copyWithin(stride * top, stride * foot, stride * top);
    writeHeights(position, stride, top, o.top, from, to, low[2]);
    if (o.leans) writeLean(position, stride, top, o, from, to);
    writeWallNormals(normal, 3 * from, o.outEast, o.outNorth, from, to);
    writeWallNormals(normal, 3 * from + RUN, o.inEast, o.inNorth, from, to);
    writeUpNormals(normal, 3 * from + 2 * RUN, RUN);
    writeFeatureIds(featureId, from, o.feature, from, to);
  }
}

/** A stretch of at most RUN written out: what a run has in common with one before is copied as memory. */
function writeRuns(packed: PackedVertices, o: Outline, from: number, to: number, v: number, runs: number): void {
  const { position, normal, featureId, low, high } = packed;
  const stride = strideOf(packed);
  const n = to - from;
  const top = v + 2 * n;
  writePositions(position, stride, v, o.x, o.y, o.foot, from, to, low[0], high[1], low[2]);
  position.copyWithin(stride * (v + n), stride * v, stride * (v + n));
  position.copyWithin(stride * top, stride * v, stride * (v + n));
  writeHeights(position, stride, top, o.top, from, to, low[2]);
  if (o.leans) writeLean(position, stride, top, o, from, to);
  writeWallNormals(normal, v, o.outEast, o.outNorth, from, to);
  writeWallNormals(normal, v + n, o.inEast, o.inNorth, from, to);
  normal.copyWithin(4 * top, 4 * v, 4 * top);
  writeFeatureIds(featureId, v, o.feature, from, to);
  featureId.copyWithin(2 * (v + n), 2 * v, 2 * (v + n));
  featureId.copyWithin(2 * top, 2 * v, 2 * top);
  position.copyWithin(stride * (top + n), stride * top, stride * (top + n));
  if (runs === PITCHED_RUNS) return;
  const roofAt = v + 4 * n;
  position.copyWithin(stride * roofAt, stride * top, stride * (top + n));
  featureId.copyWithin(2 * roofAt, 2 * v, 2 * (v + n));
  writeUpNormals(normal, roofAt, n);
}

function writeHeights(
  out: Uint16Array | Int32Array,
  stride: number,
  vertex: number,
  up: Int32Array,
  from: number,
  to: number,
  lowest: number,
): void {
  for (let i = from, at = vertex * stride + 1; i < to; i++, at += stride) out[at] = up[i] - lowest;
}

function writePositions(
  out: Uint16Array | Int32Array,
  stride: number,
  vertex: number,
  x: Float64Array,
  y: Float64Array,
  up: Int32Array,
  from: number,
  to: number,
  west: number,
  north: number,
  lowest: number,
): void {
  for (let i = from, at = vertex * stride; i < to; i++, at += stride) {
    out[at] = x[i] - west;
    out[at + 1] = up[i] - lowest;
    out[at + 2] = north - y[i];
  }
}

function writeWallNormals(
  out: Int8Array,
  vertex: number,
  east: Int8Array,
  north: Int8Array,
  from: number,
  to: number,
): void {
  for (let i = from, at = 4 * vertex; i < to; i++, at += 4) {
    out[at] = east[i];
    out[at + 2] = -north[i];
  }
}

function writeUpNormals(out: Int8Array, vertex: number, count: number): void {
  for (let at = 4 * vertex + 1; at < 4 * (vertex + count); at += 4) out[at] = 127;
}

function writeFeatureIds(out: Uint16Array, vertex: number, feature: Uint16Array, from: number, to: number): void {
  for (let i = from, at = 2 * vertex; i < to; i++, at += 2) out[at] = feature[i];
}

/** RUN is a power of two: the stretch's start is i without its low bits. */
function runVertex(count: number, i: number, run: number, runs: number): number {
  const at = i & (RUN - 1);
  const from = i - at;
  const length = count - from < RUN ? count - from : RUN;
  return from * runs + run * length + at;
}

function writeWalls(
  index: Uint32Array,
  next: Int32Array,
  count: number,
  offset: number,
  runs: number,
  from: number,
): number {
  for (let i = 0, at = from; i < count; i++, at += 6) {
    const footStart = offset + runVertex(count, i, 0, runs);
    const topStart = offset + runVertex(count, i, 2, runs);
    const footEnd = offset + runVertex(count, next[i], 1, runs);
    const topEnd = offset + runVertex(count, next[i], 3, runs);
    index[at] = footStart;
    index[at + 1] = footEnd;
    index[at + 2] = topEnd;
    index[at + 3] = topEnd;
    index[at + 4] = topStart;
    index[at + 5] = footStart;
  }
  return from + 6 * count;
}

function writeRoofs(index: Uint32Array, roof: Uint32Array, length: number, count: number, from: number): number {
  for (let i = 0; i < length; i++) index[from + i] = runVertex(count, roof[i], 4, FLAT_RUNS);
  return from + length;
}
