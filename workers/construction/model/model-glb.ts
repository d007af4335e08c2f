import { NO_TASK } from '../../../model/city/tile-glb.ts';
import type { ModelMesh } from '../../../readers/ifc/building-model.ts';

/** West, south, low, east, north, high; metres of the model's own frame. */
export type ModelBox = [number, number, number, number, number, number];

/** Some elements of a model as one .glb in its own frame. */
export interface ModelTile {
  glb: Uint8Array<ArrayBuffer>;
  boxM: ModelBox;
}

/**
 * Plain glTF of the elements `rows`: positions as 32-bit floats about the tile's south-west low corner (0.01 mm at 100 m), a normal and a
 * number of feature a vertex, and the table that the shaders of elements read: `gid`, `task`, `removal`. Not compressed: it lives in memory.
 */
export function modelTile(mesh: ModelMesh, rows: readonly number[], gidBase: number): ModelTile {
  const { firstVertex, firstIndex, positionM: from } = mesh;
  const vertices = rows.reduce((sum, row) => sum + firstVertex[row + 1] - firstVertex[row], 0);
  const indices = rows.reduce((sum, row) => sum + firstIndex[row + 1] - firstIndex[row], 0);
  const boxM = boxOf(mesh, rows);
  const [west, south, low, east, north, high] = boxM;
  const position = new Float32Array(3 * vertices);
  const feature = new Float32Array(vertices);
  const index = new Uint32Array(indices);
  let v = 0;
  let i = 0;
  for (const [number, row] of rows.entries()) {
    const shift = v - firstVertex[row];
    for (let p = firstVertex[row]; p < firstVertex[row + 1]; p++, v++) {
      position[3 * v] = from[3 * p] - west;
      position[3 * v + 1] = from[3 * p + 2] - low;
      position[3 * v + 2] = north - from[3 * p + 1];
      feature[v] = number;
    }
    for (let k = firstIndex[row]; k < firstIndex[row + 1]; k++) index[i++] = mesh.index[k] + shift;
  }
  const gid = Uint32Array.from(rows, (row) => gidBase + row);
  const none = new Uint16Array(rows.length).fill(NO_TASK);
  const parts = [position, normalsOf(position, index), feature, index, gid, none, none];
  const glb = glbOf(parts, (views) => ({
    extensionsUsed: ['EXT_mesh_features', 'EXT_structural_metadata', 'KHR_mesh_quantization'],
    extensionsRequired: ['KHR_mesh_quantization'],
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, translation: [west, low, -north] }],
    meshes: [
      {
        primitives: [
          {
            attributes: { POSITION: 0, NORMAL: 1, _FEATURE_ID_0: 2 },
            indices: 3,
            material: 0,
            extensions: {
              EXT_mesh_features: { featureIds: [{ featureCount: rows.length, attribute: 0, propertyTable: 0 }] },
            },
          },
        ],
      },
    ],
    materials: [{ doubleSided: true, pbrMetallicRoughness: { metallicFactor: 0, roughnessFactor: 1 } }],
    accessors: [
      {
        bufferView: 0,
        componentType: 5126,
        count: vertices,
        type: 'VEC3',
        min: [0, 0, 0],
        max: [east - west, high - low, north - south].map(Math.fround),
      },
      { bufferView: 1, componentType: 5120, normalized: true, count: vertices, type: 'VEC3' },
      { bufferView: 2, componentType: 5126, count: vertices, type: 'SCALAR' },
      { bufferView: 3, componentType: 5125, count: indices, type: 'SCALAR' },
    ],
    bufferViews: views.map((view, k) =>
      k > 3 ? view : { ...view, ...(k === 1 ? { byteStride: 4 } : {}), target: k === 3 ? 34963 : 34962 },
    ),
    extensions: {
      EXT_structural_metadata: {
        schema: {
          id: 'shapan',
          classes: {
            feature: {
              properties: {
                gid: { type: 'SCALAR', componentType: 'UINT32', required: true },
                task: { type: 'SCALAR', componentType: 'UINT16', required: true },
                removal: { type: 'SCALAR', componentType: 'UINT16', required: true },
              },
            },
          },
        },
        propertyTables: [
          {
            class: 'feature',
            count: rows.length,
            properties: { gid: { values: 4 }, task: { values: 5 }, removal: { values: 6 } },
          },
        ],
      },
    },
  }));
  return { glb, boxM };
}

export function boxOf({ firstVertex, positionM }: ModelMesh, rows: Iterable<number>): ModelBox {
  const box: ModelBox = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
  for (const row of rows)
    for (let p = 3 * firstVertex[row]; p < 3 * firstVertex[row + 1]; p += 3)
      for (let k = 0; k < 3; k++) {
        if (positionM[p + k] < box[k]) box[k] = positionM[p + k];
        if (positionM[p + k] > box[k + 3]) box[k + 3] = positionM[p + k];
      }
  return box;
}

/** web-ifc gives each face vertices of its own, so the mean over a vertex's triangles, by area, is the face's normal. i8, 4 bytes apart. */
function normalsOf(at: Float32Array, index: Uint32Array): Int8Array {
  const sum = new Float32Array(at.length);
  for (let i = 0; i < index.length; i += 3) {
    const a = 3 * index[i];
    const b = 3 * index[i + 1];
    const c = 3 * index[i + 2];
    const ux = at[b] - at[a];
    const uy = at[b + 1] - at[a + 1];
    const uz = at[b + 2] - at[a + 2];
    const wx = at[c] - at[a];
    const wy = at[c + 1] - at[a + 1];
    const wz = at[c + 2] - at[a + 2];
    const x = uy * wz - uz * wy;
    const y = uz * wx - ux * wz;
    const z = ux * wy - uy * wx;
    for (const v of [a, b, c]) {
      sum[v] += x;
      sum[v + 1] += y;
      sum[v + 2] += z;
    }
  }
  const normals = new Int8Array((4 * at.length) / 3);
  for (let v = 0; v < at.length / 3; v++) {
    const length = Math.hypot(sum[3 * v], sum[3 * v + 1], sum[3 * v + 2]) || 1;
    for (let k = 0; k < 3; k++) normals[4 * v + k] = Math.round((127 * sum[3 * v + k]) / length);
  }
  return normals;
}

/** A .glb of one buffer, each part a view of its own on a multiple of 8. */
function glbOf(
  parts: readonly ArrayBufferView[],
  json: (views: { buffer: number; byteOffset: number; byteLength: number }[]) => object,
): Uint8Array<ArrayBuffer> {
  let body = 0;
  const views = parts.map(({ byteLength }) => {
    const view = { buffer: 0, byteOffset: body, byteLength };
    body += 8 * Math.ceil(byteLength / 8);
    return view;
  });
  const text = new TextEncoder().encode(
    JSON.stringify({ asset: { version: '2.0' }, buffers: [{ byteLength: body }], ...json(views) }),
  );
  // 12 of head and 8 of each chunk: the body begins on a multiple of 8.
  const textBytes = 8 * Math.ceil((text.length + 4) / 8) - 4;
  const start = 28 + textBytes;
  const glb = new Uint8Array(start + body);
  new Uint32Array(glb.buffer, 0, 5).set([0x46546c67, 2, glb.length, textBytes, 0x4e4f534a]);
  glb.fill(0x20, 20, 20 + textBytes);
  glb.set(text, 20);
  new Uint32Array(glb.buffer, 20 + textBytes, 2).set([body, 0x004e4942]);
  for (const [k, { buffer, byteOffset, byteLength }] of parts.entries())
    glb.set(new Uint8Array(buffer, byteOffset, byteLength), start + views[k].byteOffset);
  return glb;
}
