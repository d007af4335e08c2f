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
  const position = addPositions(glb, mesh.positionM, stepM);
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
    materials: [PLAIN],
    extensions: { EXT_structural_metadata: metadata },
  });
  return { bytes, box: position.box, vertices, triangles: mesh.index.length / 3 };
}

/** White and matt: colour is the view's. */
export const PLAIN: GltfObject = { pbrMetallicRoughness: { metallicFactor: 0, roughnessFactor: 1 } };

const U16_STEPS = 65535;

/**
 * ENU metres to glTF's y-up (east, up, −north) in whole steps from the mesh's own corner, which is a whole number of steps
 * too: equal points of neighbouring tiles stay equal. u16 where the mesh is small enough (2 km at 1/32 m), else float32 that hold
 * whole numbers, written for the codec's exponential filter with exponent 0: the few tiles at the root, which span the city.
 */
export function addPositions(
  glb: GlbParts,
  positionM: Float64Array,
  stepM: number,
): { accessor: number; translation: [number, number, number]; box: Box } {
  const count = positionM.length / 3;
  const [low, high] = rangeOf(positionM);
  const least = low.map((m) => Math.round(m / stepM));
  const most = high.map((m) => Math.round(m / stepM));
  const size = [most[0] - least[0], most[2] - least[2], most[1] - least[1]];
  const perStep = 1 / stepM;
  const box = [...least, ...most].map((units) => units * stepM) as Box;
  const translation: [number, number, number] = [least[0] * stepM, least[2] * stepM, -most[1] * stepM];
  if (translation[2] === 0) translation[2] = 0;
  const common = { count, type: 'VEC3', min: [0, 0, 0], max: size };
  if (Math.max(...size) <= U16_STEPS) {
    const units = new Uint16Array(count * 4);
    for (let i = 0, p = 0, q = 0; i < count; i++, p += 3, q += 4) {
      units[q] = Math.round(positionM[p] * perStep) - least[0];
      units[q + 1] = Math.round(positionM[p + 2] * perStep) - least[2];
      units[q + 2] = most[1] - Math.round(positionM[p + 1] * perStep);
    }
    const bufferView = glb.addVertices(bytesOf(units), count, 8);
    return { accessor: glb.addAccessor({ bufferView, componentType: COMPONENT.u16, ...common }), translation, box };
  }
  const mantissas = new Int32Array(count * 3);
  for (let i = 0; i < mantissas.length; i += 3) {
    mantissas[i] = Math.round(positionM[i] * perStep) - least[0];
    mantissas[i + 1] = Math.round(positionM[i + 2] * perStep) - least[2];
    mantissas[i + 2] = most[1] - Math.round(positionM[i + 1] * perStep);
  }
  if (Math.max(...size) >= 1 << 23) {
    throw new Error(
      `expected a tile under ${((1 << 23) * stepM) / 1000} km, got ${(Math.max(...size) * stepM) / 1000} km`,
    );
  }
  const bufferView = glb.addVertices(bytesOf(mantissas), count, 12, 'EXPONENTIAL');
  return { accessor: glb.addAccessor({ bufferView, componentType: COMPONENT.f32, ...common }), translation, box };
}

function rangeOf(positionM: Float64Array): [number[], number[]] {
  let x0 = Infinity;
  let y0 = Infinity;
  let z0 = Infinity;
  let x1 = -Infinity;
  let y1 = -Infinity;
  let z1 = -Infinity;
  for (let i = 0; i < positionM.length; i += 3) {
    const x = positionM[i];
    const y = positionM[i + 1];
    const z = positionM[i + 2];
    if (x < x0) x0 = x;
    if (x > x1) x1 = x;
    if (y < y0) y0 = y;
    if (y > y1) y1 = y;
    if (z < z0) z0 = z;
    if (z > z1) z1 = z;
  }
  return [
    [x0, y0, z0],
    [x1, y1, z1],
  ];
}

/** ENU normals × 127 to glTF's axes, i8 normalized, 4 bytes apart. */
export function addNormals(glb: GlbParts, normal: Int8Array): number {
  const count = normal.length / 3;
  const out = new Int8Array(count * 4);
  for (let i = 0, p = 0, q = 0; i < count; i++, p += 3, q += 4) {
    out[q] = normal[p];
    out[q + 1] = normal[p + 2];
    out[q + 2] = -normal[p + 1];
  }
  const bufferView = glb.addVertices(bytesOf(out), count, 4);
  return glb.addAccessor({ bufferView, componentType: COMPONENT.i8, normalized: true, count, type: 'VEC3' });
}

/** u16, 4 bytes apart. */
export function addFeatureIds(glb: GlbParts, featureIndex: Uint16Array): number {
  const count = featureIndex.length;
  const out = new Uint32Array(count);
  for (let i = 0; i < count; i++) out[i] = featureIndex[i];
  const bufferView = glb.addVertices(bytesOf(out), count, 4);
  return glb.addAccessor({ bufferView, componentType: COMPONENT.u16, count, type: 'SCALAR' });
}
