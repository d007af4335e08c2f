import { beforeAll, expect, test } from 'vitest';
import { meshoptDecoderReady } from '../../../model/city/gltf.ts';
import { readGlb } from '../../../model/city/tile-glb.ts';
import { gltfProblems } from '../../../tiles/check/gltf-validity.ts';
import type { TileInstances } from '../../../tiles/shape/mesh.ts';
import { instancesGlb } from '../../../tiles/tileset/instances.ts';
import { meshoptReady } from '../../../tiles/tileset/meshopt.ts';
import { emptyLayer } from '../shape/layer.ts';

beforeAll(() => Promise.all([meshoptReady, meshoptDecoderReady]));

const LAYER = emptyLayer('point', 4, {
  kind: 'point',
  lonLatDeg: new Float64Array(8),
  elevationM: new Float32Array(4),
  model: new Uint8Array(4),
  scale: new Float32Array(4),
  headingDeg: new Float32Array(4),
});

function group(
  model: string,
  places: number[][],
  scale: number[],
  headingRad: number[],
  feature: number[],
): TileInstances {
  return {
    model,
    positionM: Float64Array.from(places.flat()),
    scale: Float32Array.from(scale),
    headingRad: Float32Array.from(headingRad),
    featureIndex: Uint16Array.from(feature),
  };
}

const TREES = group(
  'tree-a',
  [
    [100.25, -50, 12],
    [200, 30.5, 14],
  ],
  [7, 3.5],
  [0, 0],
  [0, 2],
);
const LAMP = group('lamp', [[150, 0, 13]], [1], [Math.PI / 2], [1]);

test('translations are east, up, −north from a corner in whole metres', () => {
  const { bytes } = instancesGlb(LAYER, Uint32Array.of(0, 1, 3), 500, [TREES]);
  const glb = readGlb(bytes);
  const [node] = glb.json.nodes;
  const places = glb.accessor(node.extensions?.EXT_mesh_gpu_instancing?.attributes.TRANSLATION ?? -1).values;
  expect(node.translation).toEqual([100, 12, 50]);
  expect([...places]).toEqual([0.25, 0, 0, 100, 2, -80.5]);
});

test('stations of a province in one tile: steps of places grow with the distance', () => {
  const stations = group(
    'pin',
    [
      [0, 0, 380],
      [180_000.3, 140_000.6, 381],
    ],
    [1, 1],
    [0, 0],
    [0, 1],
  );
  const glb = readGlb(instancesGlb(LAYER, Uint32Array.of(0, 1), 500, [stations]).bytes);
  const [node] = glb.json.nodes;
  const places = glb.accessor(node.extensions?.EXT_mesh_gpu_instancing?.attributes.TRANSLATION ?? -1).values;
  const [x, , z] = [...places].slice(3);
  expect(Math.abs(x - 180_000.3)).toBeLessThan(0.02);
  expect(Math.abs(z + 140_000.6)).toBeLessThan(0.02);
});

test('the model has the largest scale, instances shrink it', () => {
  const glb = readGlb(instancesGlb(LAYER, Uint32Array.of(0, 1, 3), 500, [TREES]).bytes);
  const [node] = glb.json.nodes;
  const scale = glb.accessor(node.extensions?.EXT_mesh_gpu_instancing?.attributes.SCALE ?? -1).values;
  expect([...scale]).toEqual([1, 1, 1, 0.5, 0.5, 0.5]);
  const position = glb.json.accessors[glb.json.meshes[0].primitives[0].attributes.POSITION];
  expect(position.max?.[0]).toBeGreaterThan(3.4);
});

test('each instance carries its row and its gid', () => {
  const glb = readGlb(instancesGlb(LAYER, Uint32Array.of(0, 1, 3), 500, [TREES, LAMP]).bytes);
  const ids = glb.json.nodes.map(({ extensions }) => {
    const attributes = extensions?.EXT_mesh_gpu_instancing?.attributes ?? {};
    return [glb.accessor(attributes._FEATURE_ID_0).values, glb.accessor(attributes._FEATURE_ID_1).values].map((v) => [
      ...v,
    ]);
  });
  expect(ids).toEqual([
    [
      [0, 2],
      [500, 503],
    ],
    [[1], [501]],
  ]);
});

test('a lamp headed east turns clockwise from north about the up axis', () => {
  const glb = readGlb(instancesGlb(LAYER, Uint32Array.of(0, 1, 3), 0, [LAMP]).bytes);
  const attributes = glb.json.nodes[0].extensions?.EXT_mesh_gpu_instancing?.attributes ?? {};
  const [x, y, z, w] = Array.from(glb.accessor(attributes.ROTATION).values, (value) => value / 32767);
  expect([x, z]).toEqual([0, 0]);
  expect([y, w]).toEqual([expect.closeTo(-Math.SQRT1_2, 3), expect.closeTo(Math.SQRT1_2, 3)]);
});

test('the box holds every instance at its scale and heading', () => {
  const { box } = instancesGlb(LAYER, Uint32Array.of(0, 1, 3), 0, [TREES, LAMP]);
  expect(box[0]).toBeLessThan(100.25 - 3.4);
  expect(box[4]).toBeGreaterThan(30.5 + 1.7);
  expect(box[5]).toBeGreaterThan(13 + 8.7);
});

test('a shaft is stretched downwards to its depth, and the box reaches its foot', () => {
  const shafts = {
    ...group(
      'shaft',
      [
        [0, 0, 10],
        [5, 0, 10],
      ],
      [1, 1],
      [0, 0],
      [0, 1],
    ),
    stretch: Float32Array.of(2, 8),
  };
  const { bytes, box } = instancesGlb(LAYER, Uint32Array.of(0, 1, 3), 0, [shafts]);
  const glb = readGlb(bytes);
  const scale = glb.accessor(glb.json.nodes[0].extensions?.EXT_mesh_gpu_instancing?.attributes.SCALE ?? -1).values;
  expect([...scale]).toEqual([1, 0.25, 1, 1, 1, 1]);
  expect([box[2], box[5]]).toEqual([2, 10]);
});

test('the glTF validator finds no error and no warning', async () => {
  const { bytes } = instancesGlb(LAYER, Uint32Array.of(0, 1, 3), 500, [TREES, LAMP]);
  expect(await gltfProblems(bytes)).toEqual([]);
});
