import type { LayerInput } from '../model.ts';
import type { TileMesh } from '../shape/mesh.ts';
import { COMPONENT, GlbParts, type GltfObject } from './glb.ts';
import { bytesOf } from './meshopt.ts';
import { addPropertyTable } from './metadata.ts';

/** West, south, low, east, north, high in ENU metres. */
export type Box = [number, number, number, number, number, number];

export interface TileFile {
  bytes: Uint8Array;
  box: Box;
  vertices: number;
  triangles: number;
}

/** One merged mesh as a .glb with feature ids and the table of its features. */
export function meshGlb(
  layer: LayerInput,
  rows: Uint32Array,
  gidBase: number,
  mesh: TileMesh,
  stepM: number,
): TileFile {
  const glb = new GlbParts();
  const vertices = mesh.featureIndex.length;
  const position = addPositions(glb, mesh, stepM);
  const attributes = {
    POSITION: position.accessor,
    NORMAL: addNormals(glb, mesh.normal),
    _FEATURE_ID_0: addFeatureIds(glb, mesh.featureIndex),
  };
  const indices = glb.addIndices(mesh.index, vertices, mesh.indexMode ?? 'triangles');
  const metadata = addPropertyTable(glb, layer, rows, gidBase);
  const primitive = {
    attributes,
    indices,
    material: 0,
    mode: 4,
    extensions: {
      EXT_mesh_features: { featureIds: [{ featureCount: rows.length, attribute: 0, propertyTable: 0 }] },
    },
  };
  const used = ['EXT_mesh_features', 'EXT_meshopt_compression', 'EXT_structural_metadata', 'KHR_mesh_quantization'];
  const bytes = glb.finish({
    extensionsUsed: used,
    extensionsRequired: ['EXT_meshopt_compression', 'KHR_mesh_quantization'],
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, translation: position.translation, scale: [stepM, stepM, stepM] }],
    meshes: [{ primitives: [primitive] }],
    materials: [mesh.twoSided ? { ...PLAIN, doubleSided: true } : PLAIN],
    extensions: { EXT_structural_metadata: metadata },
  });
  return { bytes, box: position.box, vertices, triangles: mesh.index.length / 3 };
}

/** White and matt: colour is the view's. */
export const PLAIN: GltfObject = { pbrMetallicRoughness: { metallicFactor: 0, roughnessFactor: 1 } };

const U16_STEPS = 65535;

/** Largest whole number of the codec's exponential filter. */
const MANTISSA = 1 << 23;

/**
 * ENU metres to glTF's y-up (east, up, −north) in whole steps from the mesh's own corner, which is a whole number of steps
 * too: equal points of neighbouring tiles stay equal. u16 where the mesh is small enough (2 km at 1/32 m), else float32 that hold
 * whole numbers, written for the codec's exponential filter with exponent 0: the few tiles at the root, which span the city.
 */
export function addPositions(
  glb: GlbParts,
  mesh: Pick<TileMesh, 'positionM' | 'steps'>,
  stepM: number,
): { accessor: number; translation: [number, number, number]; box: Box } {
  const units = mesh.steps?.stepM === stepM ? mesh.steps.units : wholeSteps(mesh.positionM, 1 / stepM);
  const count = units.length / 3;
  const low = [leastOf(units, 0), leastOf(units, 1), leastOf(units, 2)];
  const high = [mostOf(units, 0), mostOf(units, 1), mostOf(units, 2)];
  const box = [...low, ...high].map((value) => value * stepM) as Box;
  const [west, south, lowest] = low;
  const [east, north, highest] = high;
  const size = [east - west, highest - lowest, north - south];
  const translation: [number, number, number] = [west * stepM, lowest * stepM, -north * stepM || 0];
  const common = { count, type: 'VEC3', min: [0, 0, 0], max: size };
  if (Math.max(...size) <= U16_STEPS) {
    const out = scratch16(count * 4);
    packPositions(out, units, count, west, north, lowest);
    const bufferView = glb.addVertices(bytesOf(out), count, 8);
    return { accessor: glb.addAccessor({ bufferView, componentType: COMPONENT.u16, ...common }), translation, box };
  }
  if (Math.max(...size) >= MANTISSA) {
    throw new Error(`expected a tile under ${MANTISSA * stepM} m, got ${Math.max(...size) * stepM} m`);
  }
  const out = new Int32Array(count * 3);
  packWide(out, units, west, north, lowest);
  const bufferView = glb.addVertices(bytesOf(out), count, 12, 'EXPONENTIAL');
  return { accessor: glb.addAccessor({ bufferView, componentType: COMPONENT.f32, ...common }), translation, box };
}

/** Working memory, kept from tile to tile: fresh pages for each cost a tenth of the bake. */
let steps = new Int32Array(0);
let words = new Uint16Array(0);

function scratch16(length: number): Uint16Array {
  if (words.length < length) words = new Uint16Array(length * 2);
  return words.subarray(0, length);
}

// Loops over vertices in functions of their own: see extrude.ts.

function packPositions(
  out: Uint16Array,
  units: Int32Array,
  count: number,
  west: number,
  north: number,
  lowest: number,
): void {
  for (let p = 0, q = 0; q < 4 * count; p += 3, q += 4) {
    out[q] = units[p] - west;
    out[q + 1] = units[p + 2] - lowest;
    out[q + 2] = north - units[p + 1];
    out[q + 3] = 0;
  }
}

function packWide(out: Int32Array, units: Int32Array, west: number, north: number, lowest: number): void {
  for (let i = 0; i < out.length; i += 3) {
    out[i] = units[i] - west;
    out[i + 1] = units[i + 2] - lowest;
    out[i + 2] = north - units[i + 1];
  }
}

function packNormals(out: Int8Array, normal: Int8Array, count: number): void {
  for (let p = 0, q = 0; q < 4 * count; p += 3, q += 4) {
    out[q] = normal[p];
    out[q + 1] = normal[p + 2];
    out[q + 2] = -normal[p + 1];
    out[q + 3] = 0;
  }
}

function packFeatureIds(out: Uint16Array, featureIndex: Uint16Array, count: number): void {
  for (let i = 0; i < count; i++) {
    out[2 * i] = featureIndex[i];
    out[2 * i + 1] = 0;
  }
}

function roundAll(out: Int32Array, positionM: Float64Array, perStep: number): void {
  for (let i = 0; i < positionM.length; i++) out[i] = Math.floor(positionM[i] * perStep + 0.5);
}

function leastOf(units: Int32Array, from: number): number {
  let least = units[from];
  for (let i = from; i < units.length; i += 3) if (units[i] < least) least = units[i];
  return least;
}

function mostOf(units: Int32Array, from: number): number {
  let most = units[from];
  for (let i = from; i < units.length; i += 3) if (units[i] > most) most = units[i];
  return most;
}

function wholeSteps(positionM: Float64Array, perStep: number): Int32Array {
  const { length } = positionM;
  if (steps.length < length) steps = new Int32Array(length * 2);
  const units = steps.subarray(0, length);
  roundAll(units, positionM, perStep);
  return units;
}

/** ENU normals × 127 to glTF's axes, i8 normalized, 4 bytes apart. */
export function addNormals(glb: GlbParts, normal: Int8Array): number {
  const count = normal.length / 3;
  const out = new Int8Array(scratch16(count * 2).buffer, 0, count * 4);
  packNormals(out, normal, count);
  const bufferView = glb.addVertices(bytesOf(out), count, 4);
  return glb.addAccessor({ bufferView, componentType: COMPONENT.i8, normalized: true, count, type: 'VEC3' });
}

/** u16, 4 bytes apart. */
export function addFeatureIds(glb: GlbParts, featureIndex: Uint16Array): number {
  const count = featureIndex.length;
  const out = scratch16(count * 2);
  packFeatureIds(out, featureIndex, count);
  const bufferView = glb.addVertices(bytesOf(out), count, 4);
  return glb.addAccessor({ bufferView, componentType: COMPONENT.u16, count, type: 'SCALAR' });
}
