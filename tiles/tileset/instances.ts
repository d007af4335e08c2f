import { TREE_KIND_STEP, TREE_KINDS } from '../../model/city/tree-kinds.ts';
import type { LayerInput } from '../model.ts';
import type { TileInstances } from '../shape/mesh.ts';
import { type Model, modelNamed } from '../shape/models.ts';
import { COMPONENT, FLOAT32_MANTISSA, GlbParts, type GltfObject } from './glb.ts';
import type { Box, TileFile } from './mesh-glb.ts';
import { bytesOf } from './meshopt.ts';
import { addPropertyTable } from './metadata.ts';

/** Power of two of the step of places (1/128 m) and of scales (1/1024 of the tile's largest). */
const PLACE_EXPONENT = -7;
const SCALE_EXPONENT = -10;

/**
 * One tile of points as a .glb: a node and a mesh a model, placed by EXT_mesh_gpu_instancing.
 *
 * CesiumJS 1.145 takes as the bounds of an instanced mesh its own min and max plus those of the translations, without
 * scale and rotation (cesium#12108). So the model is written in the tile's largest scale, instances only shrink it, and
 * two vertices that no triangle uses widen it to the square that holds it at any heading: the bounds hold then.
 * It also hands a CustomShader no `metadata` of instances (only tables named by a primitive count). So every instance
 * carries two feature ids: 0 its row of the tile's table, for picking; 1, labelled `gid`, the dense number over the city
 * itself, which the shader reads as `vsInput.featureIds.gid` in place of `vsInput.metadata.gid`.
 * Node matrices are a translation and nothing else.
 * Seen so in headless Chromium: 5,900 trees and 40 things from three sides, headings, picking by row, hiding by gid. A shader
 * that reads `metadata.gid` here does not compile. 1.2 million instances per CPU-second; a tree costs 33 B gzipped.
 */
export function instancesGlb(
  layer: LayerInput,
  rows: Uint32Array,
  gidBase: number,
  groups: readonly TileInstances[],
): TileFile {
  const glb = new GlbParts();
  const nodes: GltfObject[] = [];
  const meshes: GltfObject[] = [];
  const materials: GltfObject[] = [];
  const box: Box = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
  const corner = cornerOf(groups);
  let vertices = 0;
  let triangles = 0;
  for (const group of groups) {
    const model = modelNamed(group.model);
    const largest = largestOf(group);
    const attributes: Record<string, number> = instanceAttributes(
      glb,
      group,
      corner,
      box,
      model,
      largest,
      layer,
      rows,
      gidBase,
    );
    nodes.push({
      mesh: meshes.length,
      translation: [corner[0], corner[2], -corner[1] || 0],
      extensions: {
        EXT_mesh_gpu_instancing: { attributes },
        EXT_instance_features: {
          featureIds: [
            { featureCount: rows.length, attribute: 0, propertyTable: 0 },
            { featureCount: group.scale.length, attribute: 1, label: 'gid' },
          ],
        },
      },
    });
    meshes.push({ primitives: [{ ...addModel(glb, model, largest), material: materials.length, mode: 4 }] });
    materials.push({
      pbrMetallicRoughness: { baseColorFactor: [...model.colour, 1], metallicFactor: 0, roughnessFactor: 1 },
    });
    vertices += model.tone.length * group.scale.length;
    triangles += (model.index.length / 3) * group.scale.length;
  }
  const metadata = addPropertyTable(glb, layer, rows, gidBase);
  const bytes = glb.finish({
    extensionsUsed: [
      'EXT_instance_features',
      'EXT_mesh_gpu_instancing',
      'EXT_meshopt_compression',
      'EXT_structural_metadata',
      'KHR_mesh_quantization',
    ],
    extensionsRequired: ['EXT_mesh_gpu_instancing', 'EXT_meshopt_compression', 'KHR_mesh_quantization'],
    scene: 0,
    scenes: [{ nodes: nodes.map((_, i) => i) }],
    nodes,
    meshes,
    materials,
    extensions: { EXT_structural_metadata: metadata },
  });
  return { bytes, box, vertices, triangles };
}

/** The largest scale of a tile's instances, in plan and upwards. */
interface Largest {
  plan: number;
  up: number;
}

/** The accessors of a group after EXT_mesh_gpu_instancing: places, headings and scales where they differ, and both feature ids. */
function instanceAttributes(
  glb: GlbParts,
  group: TileInstances,
  corner: [number, number, number],
  box: Box,
  model: Model,
  largest: Largest,
  layer: LayerInput,
  rows: Uint32Array<ArrayBufferLike>,
  gidBase: number,
): Record<string, number> {
  const attributes: Record<string, number> = { TRANSLATION: addPlaces(glb, group, corner, box, boundsOf(model)) };
  if (group.headingRad.some((heading) => heading !== 0)) {
    attributes.ROTATION = addHeadings(glb, group.headingRad);
  }
  if (!isEven(group)) attributes.SCALE = addScales(glb, group, largest);
  attributes._FEATURE_ID_0 = addIds(glb, group.featureIndex);
  attributes._FEATURE_ID_1 = addGids(glb, layer, rows, gidBase, group.featureIndex);
  return attributes;
}

function largestOf({ scale, stretch }: TileInstances): Largest {
  const largest: Largest = { plan: 0, up: 0 };
  for (let i = 0; i < scale.length; i++) {
    largest.plan = Math.max(largest.plan, scale[i]);
    largest.up = Math.max(largest.up, scale[i] * (stretch?.[i] ?? 1));
  }
  return largest;
}

/** All of one size. */
function isEven({ scale, stretch }: TileInstances): boolean {
  return scale.every((value) => value === scale[0]) && (stretch?.every((value) => value === stretch[0]) ?? true);
}

/** Whole metres south-west and below all instances. */
function cornerOf(groups: readonly TileInstances[]): [number, number, number] {
  const corner: [number, number, number] = [Infinity, Infinity, Infinity];
  for (const { positionM } of groups) {
    for (let i = 0; i < positionM.length; i++) corner[i % 3] = Math.min(corner[i % 3], Math.floor(positionM[i]));
  }
  return corner;
}

/** Radius about the up axis, low and high: holds the model at any heading. */
function boundsOf({ positionM }: Model): { radiusM: number; lowM: number; highM: number } {
  let radiusM = 0;
  let lowM = Infinity;
  let highM = -Infinity;
  for (let i = 0; i < positionM.length; i += 3) {
    radiusM = Math.max(radiusM, Math.hypot(positionM[i], positionM[i + 1]));
    lowM = Math.min(lowM, positionM[i + 2]);
    highM = Math.max(highM, positionM[i + 2]);
  }
  return { radiusM, lowM, highM };
}

/** Numbers a filter EXPONENTIAL of the codec takes: an exponent in the top byte, a mantissa in the other three. */
function exponential(mantissa: number, exponent: number): number {
  if (!(Math.abs(mantissa) < FLOAT32_MANTISSA))
    throw new Error(`expected a mantissa below ${FLOAT32_MANTISSA}, got ${mantissa}`);
  return (exponent << 24) | (mantissa & 0xffffff);
}

/** Returns the exponent of the step of places: the usual one, doubled as often as a tile of few points that lie far apart needs it. */
function placeExponent(positionM: ArrayLike<number>, corner: readonly [number, number, number]): number {
  let farM = 0;
  for (let i = 0; i < positionM.length; i++) farM = Math.max(farM, positionM[i] - corner[i % 3]);
  let exponent = PLACE_EXPONENT;
  while (farM / 2 ** exponent >= FLOAT32_MANTISSA - 1) exponent++;
  return exponent;
}

/** Widens `box` by every instance as drawn: its place on the grid, its own scale. */
function addPlaces(
  glb: GlbParts,
  { positionM, scale, stretch }: TileInstances,
  corner: readonly [number, number, number],
  box: Box,
  model: ReturnType<typeof boundsOf>,
): number {
  const count = scale.length;
  const exponent = placeExponent(positionM, corner);
  const step = 2 ** exponent;
  const out = new Int32Array(3 * count);
  const min = [Infinity, Infinity, Infinity];
  const max = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < count; i++) {
    const at = [0, 1, 2].map((c) => Math.round((positionM[3 * i + c] - corner[c]) / step));
    const units = [at[0], at[2], -at[1]];
    for (let c = 0; c < 3; c++) {
      out[3 * i + c] = exponential(units[c], exponent);
      min[c] = Math.min(min[c], units[c] * step || 0);
      max[c] = Math.max(max[c], units[c] * step || 0);
      const placeM = corner[c] + at[c] * step;
      const [below, above] = c < 2 ? [-model.radiusM, model.radiusM] : [model.lowM, model.highM];
      const size = c < 2 ? scale[i] : scale[i] * (stretch?.[i] ?? 1);
      box[c] = Math.min(box[c], placeM + below * size);
      box[c + 3] = Math.max(box[c + 3], placeM + above * size);
    }
  }
  const bufferView = glb.addVertices(bytesOf(out), count, 12, { filter: 'EXPONENTIAL' });
  return glb.addAccessor({ bufferView, componentType: COMPONENT.f32, count, type: 'VEC3', min, max });
}

/** Clockwise from north about the up axis (y of glTF), 16 bits. */
function addHeadings(glb: GlbParts, headingRad: Float32Array): number {
  const count = headingRad.length;
  const out = new Int16Array(4 * count);
  for (let i = 0; i < count; i++) {
    out[4 * i + 1] = Math.round(-Math.sin(headingRad[i] / 2) * 32767);
    out[4 * i + 3] = Math.round(Math.cos(headingRad[i] / 2) * 32767);
  }
  const bufferView = glb.addVertices(bytesOf(out), count, 8);
  return glb.addAccessor({ bufferView, componentType: COMPONENT.i16, normalized: true, count, type: 'VEC4' });
}

/** At least one step, so that nothing vanishes beside something a thousand times its size. */
function addScales(glb: GlbParts, { scale, stretch }: TileInstances, largest: Largest): number {
  const count = scale.length;
  const out = new Int32Array(3 * count);
  const stepsOf = (ratio: number) => exponential(Math.max(1, Math.floor(ratio * 2 ** -SCALE_EXPONENT)), SCALE_EXPONENT);
  for (let i = 0; i < count; i++) {
    const plan = stepsOf(scale[i] / largest.plan);
    out[3 * i] = plan;
    out[3 * i + 1] = stepsOf((scale[i] * (stretch?.[i] ?? 1)) / largest.up);
    out[3 * i + 2] = plan;
  }
  const bufferView = glb.addVertices(bytesOf(out), count, 12, { filter: 'EXPONENTIAL' });
  return glb.addAccessor({ bufferView, componentType: COMPONENT.f32, count, type: 'VEC3' });
}

function addIds(glb: GlbParts, featureIndex: Uint16Array): number {
  const count = featureIndex.length;
  const bufferView = glb.addVertices(bytesOf(Uint32Array.from(featureIndex)), count, 4);
  return glb.addAccessor({ bufferView, componentType: COMPONENT.u16, count, type: 'SCALAR' });
}

/** Floats, as vertex attributes know no 32-bit integers: exact to 8,388,607. */
function addGids(
  glb: GlbParts,
  layer: LayerInput,
  rows: Uint32Array,
  gidBase: number,
  featureIndex: Uint16Array,
): number {
  const count = featureIndex.length;
  const out = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const gid = gidBase + rows[featureIndex[i]];
    if (gid >= FLOAT32_MANTISSA)
      throw new Error(`layer ${layer.id}: expected a gid of points below ${FLOAT32_MANTISSA}, got ${gid}`);
    out[i] = exponential(gid, 0);
  }
  const bufferView = glb.addVertices(bytesOf(out), count, 4, { filter: 'EXPONENTIAL' });
  return glb.addAccessor({ bufferView, componentType: COMPONENT.f32, count, type: 'SCALAR' });
}

/** The model in y-up metres at the tile's largest scale, with the two unused vertices that make its bounds hold at any heading. */
function addModel(glb: GlbParts, model: Model, { plan, up }: Largest): GltfObject {
  const { radiusM, lowM, highM } = boundsOf(model);
  const count = model.tone.length + 2;
  const position = new Float32Array(3 * count);
  const normal = new Int8Array(4 * count);
  const tone = new Uint8Array(4 * count).fill(255 - (model.kind ? TREE_KIND_STEP * TREE_KINDS.indexOf(model.kind) : 0));
  for (let i = 0; i < model.tone.length; i++) {
    const p = 3 * i;
    const q = 4 * i;
    position[p] = model.positionM[p] * plan;
    position[p + 1] = model.positionM[p + 2] * up;
    position[p + 2] = -model.positionM[p + 1] * plan;
    normal[q] = model.normal[p];
    normal[q + 1] = model.normal[p + 2];
    normal[q + 2] = -model.normal[p + 1];
    tone.fill(model.tone[i], q, q + 3);
  }
  position.set(
    [-radiusM * plan, lowM * up, -radiusM * plan, radiusM * plan, highM * up, radiusM * plan],
    3 * count - 6,
  );
  normal.set([0, 127, 0, 0, 0, 127, 0, 0], 4 * count - 8);
  const min = Array.from(position.subarray(3 * count - 6, 3 * count - 3));
  const max = Array.from(position.subarray(3 * count - 3));
  const views = [
    glb.addVertices(bytesOf(position), count, 12),
    glb.addVertices(bytesOf(normal), count, 4),
    glb.addVertices(tone, count, 4),
  ];
  return {
    attributes: {
      POSITION: glb.addAccessor({ bufferView: views[0], componentType: COMPONENT.f32, count, type: 'VEC3', min, max }),
      NORMAL: glb.addAccessor({
        bufferView: views[1],
        componentType: COMPONENT.i8,
        normalized: true,
        count,
        type: 'VEC3',
      }),
      COLOR_0: glb.addAccessor({
        bufferView: views[2],
        componentType: COMPONENT.u8,
        normalized: true,
        count,
        type: 'VEC4',
      }),
      ...(model.slenderM ? { TEXCOORD_0: addWidths(glb, model.slenderM, plan, count) } : {}),
    },
    indices: glb.addIndices(Uint32Array.from(model.index), count, 'triangles'),
  };
}

/** Widths of what is slender as the first of a pair, as meshes have them, at the tile's largest scale; zeros for what is solid. */
function addWidths(glb: GlbParts, slenderM: Float32Array, plan: number, count: number): number {
  const pairs = new Float32Array(2 * count);
  for (const [vertex, widthM] of slenderM.entries()) pairs[2 * vertex] = widthM * plan;
  const bufferView = glb.addVertices(bytesOf(pairs), count, 8);
  return glb.addAccessor({ bufferView, componentType: COMPONENT.f32, count, type: 'VEC2' });
}
