import { MeshoptDecoder } from 'meshoptimizer/decoder';
import { beforeAll, expect, test } from 'vitest';
import { gltfProblems } from '../../../tiles/check/gltf-validity.ts';
import { meshGlb } from '../../../tiles/tileset/mesh-glb.ts';
import { meshoptReady } from '../../../tiles/tileset/meshopt.ts';
import { buildingLayer, rectangle } from '../shape/footprints.ts';

beforeAll(async () => {
  await meshoptReady;
  await MeshoptDecoder.ready;
});

const LAYER = buildingLayer([0, 1, 2].map((i) => [{ rings: [rectangle(20 * i, 0, 20 * i + 10, 10)], topM: 5 + i }]));

/** One triangle of the feature in the second of two rows. */
function triangle(positionM: number[]) {
  return {
    positionM: Float64Array.from(positionM),
    normal: Int8Array.of(0, -127, 0, 0, -127, 0, 0, -127, 0),
    featureIndex: Uint16Array.of(1, 1, 1),
    index: Uint32Array.of(0, 1, 2),
  };
}

function read(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = view.getUint32(12, true);
  const json = JSON.parse(new TextDecoder().decode(bytes.subarray(20, 20 + length)));
  const binary = bytes.subarray(28 + length);
  const values = (accessor: { bufferView: number; componentType: number; count: number }, per: number) => {
    const { byteOffset, byteLength, byteStride, count, mode, filter } =
      json.bufferViews[accessor.bufferView].extensions.EXT_meshopt_compression;
    const out = new Uint8Array(count * byteStride);
    const source = binary.subarray(byteOffset, byteOffset + byteLength);
    MeshoptDecoder.decodeGltfBuffer(out, count, byteStride, source, mode, filter);
    const data = new DataView(out.buffer);
    return Array.from({ length: accessor.count * per }, (_, i) => {
      const at = Math.floor(i / per) * byteStride;
      const nth = i % per;
      if (accessor.componentType === 5120) return data.getInt8(at + nth);
      if (accessor.componentType === 5123) return data.getUint16(at + 2 * nth, true);
      return data.getFloat32(at + 4 * nth, true);
    });
  };
  const { attributes, indices } = json.meshes[0].primitives[0];
  const node = json.nodes[0];
  const units = values(json.accessors[attributes.POSITION], 3);
  return {
    json,
    binary,
    positions: units.map((value, i) => value * node.scale[i % 3] + node.translation[i % 3]),
    normals: values(json.accessors[attributes.NORMAL], 3),
    featureIds: values(json.accessors[attributes._FEATURE_ID_0], 1),
    index: values(json.accessors[indices], 1),
    textured: [attributes.TEXCOORD_0, attributes.TEXCOORD_1]
      .filter((accessor) => accessor !== undefined)
      .map((accessor) => values(json.accessors[accessor], 2)),
  };
}

test('positions come back in y-up, rounded to the step', () => {
  const { bytes, box } = meshGlb(
    LAYER,
    Uint32Array.of(0, 2),
    100,
    triangle([10, 20, 5, 13, 20, 5, 10, 24.02, 6]),
    1 / 32,
  );
  const { positions, normals, featureIds, json } = read(bytes);
  expect(positions).toEqual([10, 5, -20, 13, 5, -20, 10, 6, -24.03125]);
  expect(normals.slice(0, 3)).toEqual([0, 0, 127]);
  expect(featureIds).toEqual([1, 1, 1]);
  expect(box).toEqual([10, 20, 5, 13, 24.03125, 6]);
  expect(json.accessors[0].componentType).toBe(5123);
  expect(json.accessors[0].max).toEqual([96, 32, 129]);
});

test('a tile too wide for 16 bits keeps the step in floats', () => {
  const { bytes } = meshGlb(
    LAYER,
    Uint32Array.of(0, 2),
    0,
    triangle([-9000, 20, 5, 9000.03125, 20, 5, 10, 24, 6]),
    1 / 32,
  );
  const { positions, json } = read(bytes);
  expect(json.accessors[0].componentType).toBe(5126);
  expect(positions).toEqual([-9000, 5, -20, 9000.03125, 5, -20, 10, 6, -24]);
});

test('the table holds ids, gids and what the shader needs', () => {
  const { bytes } = meshGlb(LAYER, Uint32Array.of(0, 2), 100, triangle([0, 0, 0, 1, 0, 0, 0, 0, 1]), 1 / 32);
  const { json, binary } = read(bytes);
  const { schema, propertyTables } = json.extensions.EXT_structural_metadata;
  const [table] = propertyTables;
  expect(table.count).toBe(2);
  expect(Object.keys(schema.classes[table.class].properties)).toEqual(['id', 'gid', 'height', 'storeys', 'facade']);
  const view = (index: number) => {
    const { byteOffset, byteLength } = json.bufferViews[index];
    expect(byteOffset % 8).toBe(0);
    return binary.slice(byteOffset, byteOffset + byteLength);
  };
  expect(new TextDecoder().decode(view(table.properties.id.values))).toBe('building-0building-2');
  expect([...new Uint16Array(view(table.properties.id.stringOffsets).buffer)]).toEqual([0, 10, 20]);
  expect([...new Uint32Array(view(table.properties.gid.values).buffer)]).toEqual([100, 102]);
  expect([...new Float32Array(view(table.properties.height.values).buffer)]).toEqual([5, 7]);
  const { featureIds } = json.meshes[0].primitives[0].extensions.EXT_mesh_features;
  expect(featureIds).toEqual([{ featureCount: 2, attribute: 0, propertyTable: 0 }]);
});

test('an object wider than a tile can be is refused in words', () => {
  const wide = triangle([0, 0, 0, 20_000, 0, 0, 0, 0, 1]);
  expect(() => meshGlb(LAYER, Uint32Array.of(0, 2), 100, wide, 1 / 1024)).toThrow(
    'expected an object or a tile under 8192 m across, got 20000 m; check the units and coordinates of the file',
  );
});

test('what is slender says so by two pairs of texture coordinates, valid glTF; solid tiles have none', async () => {
  const slender = Float32Array.of(0, 0, 0, 0, 0.3, 1, 0.5, 7, 0.3, 1, 1, 8);
  const mesh = triangle([0, 0, 0, 1, 0, 0, 0, 0, 1]);
  const { bytes } = meshGlb(LAYER, Uint32Array.of(0, 2), 100, { ...mesh, slender }, 1 / 32);
  const { textured, json } = read(bytes);
  expect(textured).toEqual([[0, 0, 0.3, 1, 0.3, 1].map(Math.fround), [0, 0, 0.5, 7, 1, 8]]);
  expect(json.meshes[0].primitives[0].attributes).not.toHaveProperty('COLOR_0');
  expect(await gltfProblems(bytes)).toEqual([]);
  expect(read(meshGlb(LAYER, Uint32Array.of(0, 2), 100, mesh, 1 / 32).bytes).textured).toEqual([]);
});
