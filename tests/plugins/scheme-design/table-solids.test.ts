import { Box3, type BufferGeometry, type LineSegments, type Mesh } from 'three';
import { expect, test } from 'vitest';
import { tableSheet, tableSolids } from '../../../src/plugins/scheme-design/scene/table/solids.ts';
import { tableUniforms } from '../../../src/view/table/uniforms.ts';

const LOOK = { stage: { saw: [], uniforms: tableUniforms() }, edge: [0, 0, 0] as [number, number, number], alpha: 1 };
/** An L, clockwise: it is turned the right way round. */
const RING = [
  [10, 20],
  [10, 50],
  [20, 50],
  [20, 30],
  [40, 30],
  [40, 20],
] as const;

/** By the sum of tetrahedra: positive where every face looks outwards. */
function volumeM3({ attributes: { position }, index }: BufferGeometry): number {
  const count = index?.count ?? position.count;
  let six = 0;
  for (let i = 0; i < count; i += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => {
      const at = index ? index.getX(i + k) : i + k;
      return [position.getX(at), position.getY(at), position.getZ(at)];
    });
    six += a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
  }
  return six / 6;
}

test('a volume stands on its ring between its heights, east is x, south is z, and every face looks outwards', () => {
  const solid = { ringM: RING, fromUpM: 5, toUpM: 17, colour: [1, 0, 0] as [number, number, number] };
  const [mesh, edges] = tableSolids([solid, { ...solid, fromUpM: 17, toUpM: 20 }], LOOK) as [Mesh, LineSegments];
  const { min, max } = new Box3().setFromBufferAttribute(mesh.geometry.attributes.position as never);
  expect([min.toArray(), max.toArray()]).toEqual([
    [10, expect.closeTo(5, 4), -50],
    [40, expect.closeTo(20, 4), -20],
  ]);
  // (10 × 30 + 20 × 10) m² × 15 m.
  expect(volumeM3(mesh.geometry)).toBeCloseTo(7500, 2);
  // Twelve rims and six uprights a volume.
  expect(edges.geometry.attributes.position.count).toBe(2 * 2 * 18);
  expect([mesh.castShadow, tableSolids([solid], { ...LOOK, alpha: 0.35 })[0].castShadow]).toEqual([true, false]);
  expect(tableSolids([], LOOK)).toEqual([]);
});

test('a sheet of roads or graded ground lies in the same frame', () => {
  const { geometry } = tableSheet([1, 2, 30, 4, 2, 30, 4, 6, 31], [0, 1, 2], [0, 0, 0], []);
  expect([...geometry.attributes.position.array]).toEqual([1, 30, -2, 4, 30, -2, 4, 31, -6]);
  expect(geometry.attributes.normal.getY(0)).toBeGreaterThan(0.9);
});
