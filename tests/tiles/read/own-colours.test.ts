import { beforeAll, expect, test } from 'vitest';
import { readGlb } from '../../../model/city/tile-glb.ts';
import { readIfc } from '../../../readers/ifc/read-ifc.ts';
import { readModel } from '../../../readers/read-model.ts';
import { Problems } from '../../../readers/shared/problems.ts';
import { surfacesOfModel } from '../../../tiles/read/model-surfaces.ts';
import { groundOf } from '../../../tiles/shape/ground.ts';
import { shapeSurfaces } from '../../../tiles/shape/surface.ts';
import { meshGlb } from '../../../tiles/tileset/mesh-glb.ts';
import { meshoptReady } from '../../../tiles/tileset/meshopt.ts';
import { smallIfc, threeBoxes } from '../../workers/construction/small-ifc.ts';
import { type GltfNode, glbBytes, smallGltf } from '../../workers/construction/small-models.ts';
import { buildingLayer, rectangle } from '../shape/footprints.ts';

beforeAll(async () => {
  await meshoptReady;
});

const PLAIN = buildingLayer([[{ rings: [rectangle(0, 0, 10, 10)], topM: 5 }]]);
const GROUND = groundOf({ lonDeg: 111, latDeg: 34.34, heightM: 0 }, 0, null);

async function tileOf(model: Awaited<ReturnType<typeof readModel>>) {
  const { geometry, raw } = await surfacesOfModel(model, 'small', 'EPSG:32649', new Problems());
  const layer = {
    ...PLAIN,
    kind: 'element' as const,
    features: { ...PLAIN.features, count: raw.count, geometry, columns: [] },
  };
  const rows = Uint32Array.of(0);
  const mesh = shapeSurfaces(layer, rows, GROUND);
  return { geometry, mesh, bytes: meshGlb(layer, rows, 0, mesh, 1 / 512).bytes };
}

test("a glTF's material is the colour of its surfaces, of the vertices and in the tile", async () => {
  const nodes: GltfNode[] = [{ name: 'Wall', mesh: 0, translation: [500_000, 0, -3_800_000] }];
  const model = await readModel(glbBytes(smallGltf(nodes, [0])), 'wall.glb');
  const { geometry, mesh, bytes } = await tileOf(model);
  const triangles = model.mesh.index.length / 3;
  expect(triangles).toBe(12);
  expect([...(geometry.surfaceRgb ?? [])]).toEqual(new Array(triangles).fill([255, 128, 0]).flat());
  expect([...(mesh.rgb ?? [])]).toEqual(new Array(mesh.featureIndex.length).fill([255, 128, 0]).flat());
  const { json } = readGlb(bytes);
  const { attributes } = (json as { meshes: { primitives: { attributes: Record<string, number> }[] }[] }).meshes[0]
    .primitives[0];
  const { accessors } = json as { accessors: object[] };
  expect(accessors[attributes.COLOR_0]).toMatchObject({ componentType: 5121, normalized: true, type: 'VEC4' });
});

test('a model that says nothing of colours leaves them to the view', async () => {
  const model = await readIfc(smallIfc({ boxes: threeBoxes(1) }), 'small.ifc');
  const { geometry, mesh, bytes } = await tileOf(model);
  expect(geometry.surfaceRgb).toBeUndefined();
  expect(mesh.rgb).toBeUndefined();
  expect(JSON.stringify(readGlb(bytes).json)).not.toContain('COLOR_0');
});
