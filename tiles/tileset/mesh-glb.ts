import { MessageError } from '../../model/text/message.ts';
import { bakeMessage } from '../messages.ts';
import type { LayerInput } from '../model.ts';
import type { TileMesh } from '../shape/mesh.ts';
import { packVertices } from '../shape/packed.ts';
import type { PackedVertices } from '../shape/packed-vertices.ts';
import { COMPONENT, FLOAT32_MANTISSA, GlbParts, type GltfObject } from './glb.ts';
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
  const packed = mesh.packed?.stepM === stepM ? mesh.packed : packVertices(mesh, stepM);
  const { vertices } = packed;
  const attributes = {
    POSITION: addPositions(glb, packed, layer.id),
    NORMAL: addNormals(glb, packed),
    _FEATURE_ID_0: addFeatureIds(glb, packed),
    ...(mesh.rgb ? { COLOR_0: addColours(glb, mesh.rgb) } : {}),
    ...(mesh.slender ? addSlender(glb, mesh.slender) : {}),
  };
  const [west, south, lowest] = packed.low;
  const [east, north, highest] = packed.high;
  const box = [west, south, lowest, east, north, highest].map((steps) => steps * stepM) as Box;
  const translation = [west * stepM, lowest * stepM, -north * stepM || 0];
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
    nodes: [{ mesh: 0, translation, scale: [stepM, stepM, stepM] }],
    meshes: [{ primitives: [primitive] }],
    materials: [mesh.twoSided ? { ...PLAIN, doubleSided: true } : PLAIN],
    extensions: { EXT_structural_metadata: metadata },
  });
  return { bytes, box, vertices, triangles: mesh.index.length / 3 };
}

/** White and matt: colour is the view's, or of the vertices. */
const PLAIN: GltfObject = { pbrMetallicRoughness: { metallicFactor: 0, roughnessFactor: 1 } };

/**
 * Whole steps as u16, or as float32 written for the codec's exponential filter with exponent 0: the few tiles at the root, which span
 * the city. The node's translation and scale make metres of both.
 */
function addPositions(
  glb: GlbParts,
  { position, vertices, stepM, low, high, runs }: PackedVertices,
  layer: string,
): number {
  const size = [high[0] - low[0], high[2] - low[2], high[1] - low[1]];
  const common = { count: vertices, type: 'VEC3', min: [0, 0, 0], max: size };
  if (position instanceof Uint16Array) {
    const bufferView = glb.addVertices(bytesOf(position), vertices, 8, { runs: runs?.position });
    return glb.addAccessor({ bufferView, componentType: COMPONENT.u16, ...common });
  }
  if (Math.max(...size) >= FLOAT32_MANTISSA) {
    const metres = (steps: number) => Math.round(steps * stepM);
    const got = metres(Math.max(...size));
    throw new MessageError(bakeMessage('tile-large', { layer, most: metres(FLOAT32_MANTISSA), got }));
  }
  const bufferView = glb.addVertices(bytesOf(position), vertices, 12, { runs: runs?.position, filter: 'EXPONENTIAL' });
  return glb.addAccessor({ bufferView, componentType: COMPONENT.f32, ...common });
}

/** i8 normalized, 4 bytes apart. */
function addNormals(glb: GlbParts, { normal, vertices, runs }: PackedVertices): number {
  const bufferView = glb.addVertices(bytesOf(normal), vertices, 4, { runs: runs?.normal });
  return glb.addAccessor({
    bufferView,
    componentType: COMPONENT.i8,
    normalized: true,
    count: vertices,
    type: 'VEC3',
  });
}

/** Linear RGBA, u8 normalized. */
function addColours(glb: GlbParts, rgb: Uint8Array): number {
  const count = rgb.length / 3;
  const rgba = new Uint8Array(4 * count).fill(255);
  for (let v = 0; v < count; v++) for (let k = 0; k < 3; k++) rgba[4 * v + k] = rgb[3 * v + k];
  const bufferView = glb.addVertices(rgba, count, 4);
  return glb.addAccessor({ bufferView, componentType: COMPONENT.u8, normalized: true, count, type: 'VEC4' });
}

/**
 * Width and pattern as one pair of texture coordinates, the place on the pattern as another: viewers take zeros, that is a solid, where a
 * tile has none, which attributes of other names have not.
 */
function addSlender(glb: GlbParts, slender: Float32Array): GltfObject {
  const count = slender.length / 4;
  const pair = (from: 0 | 2) => {
    const own = Float32Array.from({ length: 2 * count }, (_, i) => slender[4 * Math.floor(i / 2) + from + (i % 2)]);
    const bufferView = glb.addVertices(bytesOf(own), count, 8);
    return glb.addAccessor({ bufferView, componentType: COMPONENT.f32, count, type: 'VEC2' });
  };
  return { TEXCOORD_0: pair(0), TEXCOORD_1: pair(2) };
}

/** u16, 4 bytes apart. */
function addFeatureIds(glb: GlbParts, { featureId, vertices, runs }: PackedVertices): number {
  const bufferView = glb.addVertices(bytesOf(featureId), vertices, 4, { runs: runs?.featureId });
  return glb.addAccessor({ bufferView, componentType: COMPONENT.u16, count: vertices, type: 'SCALAR' });
}
