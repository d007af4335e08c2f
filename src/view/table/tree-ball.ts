import { IcosahedronGeometry, InstancedBufferAttribute, type InstancedMesh } from 'three';
import type { Quality } from '../../twin/quality.ts';

/** How often the faces of a ball are parted: a tree on a table is a few pixels. */
const PARTS = { fine: 1, medium: 0, fast: 0 };

/**
 * Trees of a model are balls without a trunk (LOOK §9): as high and wide as the tile's own tree, with a fifth of its triangles, of which a
 * block has some hundred thousand.
 */
export function makeBall(mesh: InstancedMesh, quality: Quality): void {
  const { geometry } = mesh;
  geometry.computeBoundingBox();
  const box = geometry.boundingBox;
  if (!box) return;
  const radius = { x: (box.max.x - box.min.x) / 2, y: (box.max.y - box.min.y) / 2 };
  const ball = new IcosahedronGeometry(1, PARTS[quality]);
  ball.scale(0.92 * radius.x, 0.8 * radius.y, 0.92 * radius.x);
  ball.translate((box.max.x + box.min.x) / 2, box.min.y + 0.95 * radius.y, (box.max.z + box.min.z) / 2);
  const position = ball.getAttribute('position');
  const normal = ball.getAttribute('normal');
  for (let i = 0; i < position.count; i++) {
    const x = position.getX(i) / radius.x;
    const y = (position.getY(i) - box.min.y - 0.95 * radius.y) / radius.y;
    const z = position.getZ(i) / radius.x;
    const length = Math.hypot(x, y, z) || 1;
    normal.setXYZ(i, x / length, y / length, z / length);
  }
  for (const name of ['gid', 'body']) {
    const own = geometry.getAttribute(name);
    if (own instanceof InstancedBufferAttribute) ball.setAttribute(name, own);
  }
  geometry.dispose();
  mesh.geometry = ball;
  mesh.frustumCulled = false;
}
