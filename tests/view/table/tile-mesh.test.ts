import {
  BufferAttribute,
  BufferGeometry,
  InstancedBufferAttribute,
  InstancedMesh,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  Object3D,
} from 'three';
import { expect, test } from 'vitest';
import { dressTile } from '../../../src/view/table/tile-mesh.ts';
import { makeBall } from '../../../src/view/table/tree-ball.ts';

/** Two houses of a triangle each: the first stands at 4 m with a top at 16 m, the second at 10 m. */
function housesOf(): Mesh {
  const geometry = new BufferGeometry();
  geometry.setAttribute(
    'position',
    new BufferAttribute(Float32Array.of(0, 2, 0, 1, 8, 0, 0, 2, 1, 5, 5, 0, 6, 5, 0, 5, 9, 1), 3),
  );
  geometry.setAttribute('_feature_id_0', new BufferAttribute(Uint16Array.of(0, 0, 0, 1, 1, 1), 1));
  const mesh = new Mesh(geometry, new MeshBasicMaterial());
  mesh.scale.setScalar(2);
  const column = (values: number, componentType: string) => ({ values, componentType });
  mesh.userData.structuralMetadata = {
    tableAccessors: [
      {
        count: 2,
        properties: {
          id: column(0, ''),
          gid: column(1, 'UINT32'),
          height: column(2, 'FLOAT32'),
          storeys: column(3, 'UINT16'),
          facade: column(4, 'UINT8'),
        },
        data: [
          new ArrayBuffer(0),
          Uint32Array.of(70_001, 70_002).buffer,
          Float32Array.of(12, 8).buffer,
          Uint16Array.of(4, 0).buffer,
          Uint8Array.of(2, 4).buffer,
        ],
      },
    ],
  };
  return mesh;
}

test('each vertex of a tile knows its object, and where its house stands, how high, with which storeys and walls', () => {
  const root = new Object3D();
  const mesh = housesOf();
  root.add(mesh);
  const dressed: Mesh[] = [];
  dressTile(root, (one) => dressed.push(one));
  expect(dressed).toEqual([mesh]);
  expect([...mesh.geometry.getAttribute('gid').array]).toEqual([70_001, 70_001, 70_001, 70_002, 70_002, 70_002]);
  const body = mesh.geometry.getAttribute('body');
  const of = (i: number) => [body.getX(i), body.getY(i), body.getZ(i), body.getW(i)];
  expect(of(0)).toEqual([4, 12, 3, 2]);
  // The second tells no storeys: three metres each.
  expect(of(5)).toEqual([10, 8, 3, 4]);
});

test('a mesh without metadata has no objects, and is drawn all the same', () => {
  const mesh = housesOf();
  mesh.userData = {};
  dressTile(mesh, () => {});
  expect(mesh.geometry.getAttribute('gid').getX(0)).toBe(-1);
});

/** Three trees of a tile: a pyramid 3 m wide and 6 m high. */
function treesOf(): InstancedMesh {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(Float32Array.of(-1.5, 0, -1.5, 1.5, 0, -1.5, 0, 6, 1.5), 3));
  geometry.setAttribute('_FEATURE_ID_1', new InstancedBufferAttribute(Float32Array.of(9, 8, 7), 1));
  const trees = new InstancedMesh(geometry, new MeshBasicMaterial(), 3);
  for (let i = 0; i < 3; i++) trees.setMatrixAt(i, new Matrix4().makeTranslation(10 * i, 0, 0));
  return trees;
}

test('each tree knows its object, also as a ball', () => {
  const trees = treesOf();
  dressTile(trees, () => {});
  makeBall(trees, 'fast');
  expect([...trees.geometry.getAttribute('gid').array]).toEqual([9, 8, 7]);
  expect(trees.geometry.getAttribute('body').count).toBe(3);
});

test('a ball stands on its foot, no wider and no higher than the tree', () => {
  const trees = treesOf();
  makeBall(trees, 'fine');
  trees.geometry.computeBoundingBox();
  const { min, max } = trees.geometry.boundingBox ?? expect.fail('expected a box');
  expect(min.y).toBeGreaterThanOrEqual(0);
  expect(min.y).toBeLessThan(1);
  expect(max.y).toBeGreaterThan(4.5);
  expect(max.y).toBeLessThanOrEqual(6);
  expect(max.x - min.x).toBeLessThanOrEqual(3);
});

test('without a GPU a ball has a quarter of the triangles', () => {
  const [fine, fast] = [treesOf(), treesOf()];
  makeBall(fine, 'fine');
  makeBall(fast, 'fast');
  const triangles = (mesh: InstancedMesh) => mesh.geometry.getAttribute('position').count / 3;
  expect(triangles(fine)).toBe(80);
  expect(triangles(fast)).toBe(20);
});
