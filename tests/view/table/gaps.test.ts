import { expect, test } from 'vitest';
import { isInRing } from '../../../model/geo/plane/ring.ts';
import { gapUniforms, openGaps } from '../../../src/view/table/gaps.ts';

const BLOCK = { eastM: 1000, northM: 500, sizeM: 400 };
const SITE = [
  [950, 450],
  [1050, 460],
  [1030, 560],
] as const;
const FAR = [
  [5000, 450],
  [5050, 450],
  [5050, 500],
] as const;

test('gaps are edges in the frame of the table, where a ray to the east counts them; a ring beside the block has none', () => {
  const uniforms = gapUniforms();
  let changes = 0;
  const gaps = openGaps(uniforms, BLOCK, () => changes++);
  gaps.set('schemes', [SITE, FAR]);
  expect(uniforms.u_gapEdges.value).toBe(3);
  const texels = uniforms.u_gaps.value.image.data ?? [];
  const edges = Array.from({ length: 3 }, (_, i) => [...texels.slice(4 * i, 4 * i + 4)]);
  // East is x and south is z, from the middle of the block.
  expect(edges[0]).toEqual([-50, 50, 50, 40]);
  // As the shader counts.
  const isIn = (x: number, z: number) =>
    edges.filter(([ax, az, bx, bz]) => az > z !== bz > z && x < ax + ((z - az) * (bx - ax)) / (bz - az)).length % 2 ===
    1;
  for (let east = 905; east < 1100; east += 10)
    for (let north = 405; north < 600; north += 10)
      expect(isIn(east - 1000, 500 - north)).toBe(isInRing(SITE, east, north));
  gaps.set('schemes', []);
  expect([uniforms.u_gapEdges.value, changes]).toEqual([0, 2]);
  gaps.set('nobody', []);
  expect(changes).toBe(2);
});
