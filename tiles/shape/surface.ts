import earcut from 'earcut';
import { SLENDER_SIZE } from '../../model/city/slender.ts';
import type { LayerInput, SurfaceGeometry } from '../model.ts';
import type { Ground } from './ground.ts';
import type { TileMesh } from './mesh.ts';

/** A ring whose doubled area is below this has no plane: 1 cm² of area; of building elements, which have handles and screws, 1 mm². */
const MIN_DOUBLED_AREA_M2 = 2e-4;
const MIN_OF_ELEMENT_M2 = 2e-6;

/** Surfaces that leave their plane by more get a normal a triangle. LoD2 files are rounded to millimetres or centimetres. */
const PLANE_TOLERANCE_M = 0.05;

/** Room that grows by doubling: how many triangles a surface gives is known only once it is cut. */
interface MeshSink {
  positionM: Float64Array;
  normal: Int8Array;
  featureIndex: Uint16Array;
  index: Uint32Array;
  /** Three a vertex; null: the layer has no colours of its own. */
  rgb: Uint8Array | null;
  /** Four a vertex; null: the layer has nothing slender. */
  slender: Float32Array | null;
  vertices: number;
  indices: number;
}

/** Scratch of one surface, kept between surfaces. */
interface Rings {
  /** ENU, three a vertex. */
  at: Float64Array;
  /** The two coordinates kept when the axis nearest the normal is dropped. */
  flat: number[];
  vertices: number;
  holes: number[];
}

/**
 * Polygons in space as triangles. A surface is cut in the coordinate plane that its normal (Newell's) is nearest to: that
 * map is affine, so the cut is right in the surface's own plane too, and costs no rotation. Vertices that belong to one
 * surface share its normal; surfaces bent by more than PLANE_TOLERANCE_M get a normal a triangle.
 * 62,000 buildings of 14 surfaces per CPU-second; cutting convex quads without earcut gained 4 % and was left out.
 */
export function shapeSurfaces(layer: LayerInput, rows: Uint32Array, ground: Ground): TileMesh {
  const { geometry } = layer.features;
  if (geometry.kind !== 'surface') throw new Error(`layer ${layer.id}: expected surfaces, got ${geometry.kind}`);
  const out = newOut(rows, geometry);
  const rings: Rings = { at: new Float64Array(3 * 64), flat: [], vertices: 0, holes: [] };
  const n = new Float64Array(3);
  const minM2 = layer.kind === 'element' ? MIN_OF_ELEMENT_M2 : MIN_DOUBLED_AREA_M2;
  let dropped = 0;
  let droppedFirst = -1;
  for (let feature = 0; feature < rows.length; feature++) {
    const row = rows[feature];
    for (let surface = geometry.featureSurface[row]; surface < geometry.featureSurface[row + 1]; surface++) {
      readRings(rings, geometry, surface, ground);
      if (!newell(rings, n, minM2)) {
        if (dropped++ === 0) droppedFirst = feature;
        continue;
      }
      const triangles = cut(rings, n);
      if (triangles.length === 0) {
        if (dropped++ === 0) droppedFirst = feature;
        continue;
      }
      const first = out.vertices;
      const slenderFrom = slenderVertex(geometry, surface);
      if (slenderFrom === null) emit(out, rings, triangles, n, feature);
      else emitSlender(out, rings, triangles, n, feature, geometry, slenderFrom);
      if (out.rgb && geometry.surfaceRgb) paint(out.rgb, first, out.vertices, geometry.surfaceRgb, surface);
    }
  }
  return {
    positionM: out.positionM.subarray(0, 3 * out.vertices),
    normal: out.normal.subarray(0, 3 * out.vertices),
    featureIndex: out.featureIndex.subarray(0, out.vertices),
    index: out.index.subarray(0, out.indices),
    ...(out.rgb ? { rgb: out.rgb.subarray(0, 3 * out.vertices) } : {}),
    ...(out.slender ? { slender: out.slender.subarray(0, 4 * out.vertices) } : {}),
    dropped,
    droppedFirst,
    twoSided: true,
  };
}

function newOut(rows: Uint32Array, geometry: SurfaceGeometry): MeshSink {
  let vertices = 0;
  for (const row of rows) {
    const first = geometry.surfaceRing[geometry.featureSurface[row]];
    const last = geometry.surfaceRing[geometry.featureSurface[row + 1]];
    vertices += geometry.ringVertex[last] - geometry.ringVertex[first];
  }
  return {
    positionM: new Float64Array(3 * vertices),
    normal: new Int8Array(3 * vertices),
    featureIndex: new Uint16Array(vertices),
    index: new Uint32Array(4 * vertices),
    rgb: geometry.surfaceRgb ? new Uint8Array(3 * vertices) : null,
    slender: geometry.slender ? new Float32Array(4 * vertices) : null,
    vertices: 0,
    indices: 0,
  };
}

/** Grows `out` to hold more vertices and indices; copies only then. */
function reserve(out: MeshSink, vertices: number, indices: number): void {
  if (out.vertices + vertices > out.featureIndex.length) {
    const size = Math.max(2 * out.featureIndex.length, out.vertices + vertices);
    const { positionM, normal, featureIndex, rgb, slender } = out;
    out.positionM = new Float64Array(3 * size);
    out.positionM.set(positionM);
    out.normal = new Int8Array(3 * size);
    out.normal.set(normal);
    out.featureIndex = new Uint16Array(size);
    out.featureIndex.set(featureIndex);
    if (rgb) {
      out.rgb = new Uint8Array(3 * size);
      out.rgb.set(rgb);
    }
    if (slender) {
      out.slender = new Float32Array(4 * size);
      out.slender.set(slender);
    }
  }
  if (out.indices + indices > out.index.length) {
    const { index } = out;
    out.index = new Uint32Array(Math.max(2 * index.length, out.indices + indices));
    out.index.set(index);
  }
}

function paint(rgb: Uint8Array, from: number, to: number, colours: Uint8Array, surface: number): void {
  for (let v = 3 * from; v < 3 * to; v++) rgb[v] = colours[3 * surface + (v % 3)];
}

function readRings(rings: Rings, geometry: SurfaceGeometry, surface: number, ground: Ground): void {
  const { lonLatDeg, elevationM, surfaceRing, ringVertex } = geometry;
  const firstRing = surfaceRing[surface];
  const lastRing = surfaceRing[surface + 1];
  const most = ringVertex[lastRing] - ringVertex[firstRing];
  if (3 * most > rings.at.length) rings.at = new Float64Array(6 * most);
  const { at, holes } = rings;
  holes.length = 0;
  rings.vertices = 0;
  for (let ring = firstRing; ring < lastRing; ring++) {
    if (ring > firstRing) {
      if (ringVertex[ring + 1] - ringVertex[ring] < 3) continue;
      holes.push(rings.vertices);
    }
    for (let vertex = ringVertex[ring]; vertex < ringVertex[ring + 1]; vertex++) {
      const to = 3 * rings.vertices++;
      const lonDeg = lonLatDeg[2 * vertex];
      const latDeg = lonLatDeg[2 * vertex + 1];
      let z = elevationM[vertex];
      if (Number.isNaN(z)) {
        ground.enu(lonDeg, latDeg, 0, at, to);
        z = ground.elevationAt(at[to], at[to + 1]);
      }
      ground.enu(lonDeg, latDeg, z, at, to);
    }
  }
}

/** Unit normal of the outer ring by Newell's sum; false when its doubled area is below the least. */
function newell({ at, vertices, holes }: Rings, n: Float64Array, minM2: number): boolean {
  const outer = holes.length > 0 ? holes[0] : vertices;
  if (outer < 3) return false;
  let x = 0;
  let y = 0;
  let z = 0;
  const [ox, oy, oz] = at;
  let ax = at[3 * outer - 3] - ox;
  let ay = at[3 * outer - 2] - oy;
  let az = at[3 * outer - 1] - oz;
  for (let v = 0; v < 3 * outer; v += 3) {
    const bx = at[v] - ox;
    const by = at[v + 1] - oy;
    const bz = at[v + 2] - oz;
    x += ay * bz - az * by;
    y += az * bx - ax * bz;
    z += ax * by - ay * bx;
    ax = bx;
    ay = by;
    az = bz;
  }
  const doubled = Math.sqrt(x * x + y * y + z * z);
  if (doubled < minM2) return false;
  n[0] = x / doubled;
  n[1] = y / doubled;
  n[2] = z / doubled;
  return true;
}

const TRIANGLE = [0, 1, 2];

/** Earcut turns all triangles one way, whatever the ring's own sense: 1 anticlockwise, −1 clockwise, asked once. */
const EARCUT_SENSE = senseOfEarcut();

function senseOfEarcut(): number {
  const square = [0, 0, 1, 0, 1, 1, 0, 1];
  const [a, b, c] = earcut(square).map((i) => 2 * i);
  return Math.sign(
    (square[b] - square[a]) * (square[c + 1] - square[a + 1]) -
      (square[b + 1] - square[a + 1]) * (square[c] - square[a]),
  );
}

/** Index triples, turned as the outer ring is. */
function cut(rings: Rings, n: Float64Array): readonly number[] {
  const { at, vertices, holes, flat } = rings;
  if (vertices === 3) return TRIANGLE;
  const x = Math.abs(n[0]);
  const y = Math.abs(n[1]);
  const z = Math.abs(n[2]);
  const drop = x > y && x > z ? 0 : y > z ? 1 : 2;
  const u = (drop + 1) % 3;
  const v = (drop + 2) % 3;
  flat.length = 2 * vertices;
  for (let i = 0; i < vertices; i++) {
    flat[2 * i] = at[3 * i + u] - at[u];
    flat[2 * i + 1] = at[3 * i + v] - at[v];
  }
  const triangles = earcut(flat, holes.length > 0 ? holes : undefined, 2);
  // The map that drops an axis keeps the sense when the normal points along that axis.
  if (EARCUT_SENSE > 0 === n[drop] > 0) return triangles;
  for (let i = 0; i < triangles.length; i += 3) {
    const swap = triangles[i + 1];
    triangles[i + 1] = triangles[i + 2];
    triangles[i + 2] = swap;
  }
  return triangles;
}

function emit(out: MeshSink, rings: Rings, triangles: readonly number[], n: Float64Array, feature: number): void {
  const { at, vertices } = rings;
  let bent = false;
  for (let v = 3; v < 3 * vertices && !bent; v += 3) {
    const off = n[0] * (at[v] - at[0]) + n[1] * (at[v + 1] - at[1]) + n[2] * (at[v + 2] - at[2]);
    bent = Math.abs(off) > PLANE_TOLERANCE_M;
  }
  if (bent) emitBent(out, rings, triangles, feature);
  else emitFlat(out, rings, triangles, n, feature);
}

function emitFlat(out: MeshSink, rings: Rings, triangles: readonly number[], n: Float64Array, feature: number): void {
  const { at, vertices } = rings;
  reserve(out, vertices, triangles.length);
  const { positionM, normal, featureIndex, index } = out;
  const x = Math.round(n[0] * 127);
  const y = Math.round(n[1] * 127);
  const z = Math.round(n[2] * 127);
  const first = out.vertices;
  for (let v = 0; v < 3 * vertices; v += 3) {
    const to = 3 * first + v;
    positionM[to] = at[v];
    positionM[to + 1] = at[v + 1];
    positionM[to + 2] = at[v + 2];
    normal[to] = x;
    normal[to + 1] = y;
    normal[to + 2] = z;
  }
  out.vertices += vertices;
  featureIndex.fill(feature, first, out.vertices);
  for (let i = 0; i < triangles.length; i++) index[out.indices + i] = first + triangles[i];
  out.indices += triangles.length;
}

/** Its first vertex where a surface is slender, which has one ring. */
function slenderVertex({ slender, surfaceRing, ringVertex }: SurfaceGeometry, surface: number): number | null {
  const first = ringVertex[surfaceRing[surface]];
  return slender && slender[SLENDER_SIZE * first + 3] > 0 ? first : null;
}

/** As flat, but with the directions of its own in which it is widened: sides of a bar share them, as if it were round. */
function emitSlender(
  out: MeshSink,
  rings: Rings,
  triangles: readonly number[],
  n: Float64Array,
  feature: number,
  { slender }: SurfaceGeometry,
  from: number,
): void {
  const first = out.vertices;
  emitFlat(out, rings, triangles, n, feature);
  if (!slender || !out.slender) return;
  for (let v = 0; v < rings.vertices; v++) {
    const own = SLENDER_SIZE * (from + v);
    for (let k = 0; k < 3; k++) out.normal[3 * (first + v) + k] = Math.round(slender[own + k] * 127);
    for (let k = 0; k < 4; k++) out.slender[4 * (first + v) + k] = slender[own + 3 + k];
  }
}

/** Three vertices a triangle; triangles without area are left out. */
function emitBent(out: MeshSink, { at }: Rings, triangles: readonly number[], feature: number): void {
  reserve(out, triangles.length, triangles.length);
  const { positionM, normal, featureIndex, index } = out;
  for (let i = 0; i < triangles.length; i += 3) {
    const a = 3 * triangles[i];
    const b = 3 * triangles[i + 1];
    const c = 3 * triangles[i + 2];
    const ux = at[b] - at[a];
    const uy = at[b + 1] - at[a + 1];
    const uz = at[b + 2] - at[a + 2];
    const vx = at[c] - at[a];
    const vy = at[c + 1] - at[a + 1];
    const vz = at[c + 2] - at[a + 2];
    const x = uy * vz - uz * vy;
    const y = uz * vx - ux * vz;
    const z = ux * vy - uy * vx;
    const doubled = Math.sqrt(x * x + y * y + z * z);
    if (doubled === 0) continue;
    for (const from of [a, b, c]) {
      const to = 3 * out.vertices;
      for (let k = 0; k < 3; k++) positionM[to + k] = at[from + k];
      normal[to] = Math.round((x / doubled) * 127);
      normal[to + 1] = Math.round((y / doubled) * 127);
      normal[to + 2] = Math.round((z / doubled) * 127);
      featureIndex[out.vertices] = feature;
      index[out.indices++] = out.vertices++;
    }
  }
}
